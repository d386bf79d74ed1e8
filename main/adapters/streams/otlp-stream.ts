import { z } from 'zod';
import { explain, fail, ok, type Result } from '../../../core/errors';
import { otlpLogs } from '../../../core/stream/otlp-logs';
import type { Http } from '../../ports/http';
import type { StreamTarget } from '../../ports/stream-target';

const answerSchema = z.object({ partialSuccess: z.object({ rejectedLogRecords: z.union([z.string(), z.number()]).optional(), errorMessage: z.string().optional() }).nullish() });

/** What no waiting changes: a request that cannot be read, or is too large. Of a wrong address or token it is waited out. */
const refusals: ReadonlySet<number> = new Set([400, 413]);

/** OTLP over HTTP with JSON. What a collector rejects must not be sent again (OTLP 1.x, partial success): the rest is in. */
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
      if (refusals.has(status)) return fail('stream-refused', { stream, why: `HTTP ${String(status)}` });
      if (status !== 200) return fail('stream-unreachable', { stream, why: `HTTP ${String(status)}` });
      const rejected = rejectedIn(body);
      if (rejected === null) return fail('stream-unreachable', { stream, why: 'its answer is no OTLP' });
      const { count, why } = rejected;
      if (count === 0) return ok(undefined);
      return count < records.length ? fail('stream-refused-in-part', { stream, count, why }) : fail('stream-refused', { stream, why });
    },
  };
}

/** How many records were rejected; null for an answer that says nothing of the kind. */
function rejectedIn(body: string): { readonly count: number; readonly why: string } | null {
  try {
    const partial = answerSchema.parse(JSON.parse(body === '' ? '{}' : body)).partialSuccess;
    const count = Number(partial?.rejectedLogRecords ?? 0);
    return Number.isSafeInteger(count) && count >= 0 ? { count, why: (partial?.errorMessage ?? '').slice(0, 200) } : null;
  } catch {
    return null;
  }
}
