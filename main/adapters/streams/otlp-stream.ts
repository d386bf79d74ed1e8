import { z } from 'zod';
import { explain, fail, ok, type Result } from '../../../core/errors';
import { otlpLogs } from '../../../core/stream/otlp-logs';
import type { Http } from '../../ports/http';
import type { StreamTarget } from '../../ports/stream-target';

const answerSchema = z.object({ partialSuccess: z.object({ rejectedLogRecords: z.union([z.string(), z.number()]).optional(), errorMessage: z.string().optional() }).nullish() });

/** OTLP over HTTP with JSON. A collector that rejects some of the records has not taken them. */
export function otlpStream(stream: string, world: { readonly url: string; readonly token: (() => Promise<Result<string>>) | null; readonly http: Http }): StreamTarget {
  return {
    reach: () => Promise.resolve(ok(null)),
    async send(records) {
      const token = (await world.token?.()) ?? null;
      if (token !== null && !token.ok) return token;
      const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token.value}` }) };
      const answer = await world.http.request({ method: 'POST', url: world.url, headers, body: otlpLogs(records), timeoutMs: 15_000, maxBytes: 65_536 });
      if (!answer.ok) return fail('stream-unreachable', { stream, why: explain(answer.error, 'en').message });
      const { status, body } = answer.value;
      if (status !== 200) return fail('stream-unreachable', { stream, why: `HTTP ${String(status)}` });
      const rejected = rejectedIn(body);
      return rejected === null ? ok(undefined) : fail('stream-unreachable', { stream, why: rejected });
    },
  };
}

function rejectedIn(body: string): string | null {
  try {
    const partial = answerSchema.parse(JSON.parse(body === '' ? '{}' : body)).partialSuccess;
    const count = Number(partial?.rejectedLogRecords ?? 0);
    return count > 0 ? `${String(count)} records rejected: ${(partial?.errorMessage ?? '').slice(0, 200)}` : null;
  } catch {
    return 'its answer is no OTLP';
  }
}
