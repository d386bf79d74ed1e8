import type { z } from 'zod';
import { fail, ok, type Result } from '../../../../core/errors';
import { jsonOf } from '../../../../core/json-of';
import type { DriverContext } from '../../../ports/driver-context';
import { viaProxy } from './proxy';

/** A service that is asked for a pause without saying how long gets this, ms; and never longer than `longestPause`. */
const plainPause = 30_000;
const longestPause = 600_000;
const timeoutMs = 8_000;
const longestAnswer = 8 * 1_048_576;

interface PagerQuestion<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
  readonly signal: AbortSignal;
  /** More headers for this question. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that are an answer beside the 2xx. */
  readonly also?: readonly number[];
}

/** What an answer was, beside its status. */
interface PagerAnswer<T> {
  readonly status: number;
  /** Null where the status is one of `also`. */
  readonly value: T | null;
}

/**
 * The way to a paging service: JSON over HTTPS with a key from the vault. One that asks for a pause (429, Retry-After,
 * X-RateLimit headers) is left alone until it is over, whoever asks.
 */
export class PagerLine {
  private quietUntil = -Infinity;

  constructor(
    private readonly options: {
      readonly context: DriverContext;
      readonly base: string;
      readonly lane: string;
      /** Secret by reference, and what is sent of it. */
      readonly secret: string;
      readonly authorization: (secret: string) => string;
      readonly headers: Readonly<Record<string, string>>;
      readonly proxy: string | undefined;
    },
  ) {}

  async ask<T>({ method, path, body, schema, signal, headers, also = [] }: PagerQuestion<T>): Promise<Result<PagerAnswer<T>>> {
    const { context, base, lane, secret, authorization } = this.options;
    const address = `${base}${path.replace(/\?.*$/, '')}`;
    const left = this.quietUntil - context.clock.mono();
    if (left > 0) return fail('pager-limited', { address: base, seconds: Math.ceil(left / 1_000) });
    const key = await context.secret(secret);
    if (!key.ok) return key;
    const answer = await context.http.request({
      ...{ method, url: `${base}${path}`, timeoutMs, maxBytes: longestAnswer, lane: method === 'GET' ? lane : `${lane}:acts`, signal, ...viaProxy(this.options) },
      headers: { ...this.options.headers, ...headers, authorization: authorization(key.value), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) return answer;
    const { status } = answer.value;
    if (status === 429 || (status === 503 && answer.value.headers['retry-after'] !== undefined)) {
      const pause = pauseOf(answer.value.headers, context.clock.now());
      this.quietUntil = context.clock.mono() + pause;
      return fail('pager-limited', { address: base, seconds: Math.ceil(pause / 1_000) });
    }
    if (also.includes(status)) return ok({ status, value: null });
    if (status === 401 || status === 403) return fail('pager-login', { address, status });
    if (status < 200 || status > 299) return fail('http-status', { address, status });
    const json = jsonOf(answer.value.body);
    if (json === undefined) return fail('http-not-json', { address, type: 'broken JSON' });
    const read = schema.safeParse(json);
    return read.success ? ok({ status, value: read.data }) : fail('source-shape', { source: address, path: read.error.issues[0]?.path.join('.') || 'the top' });
  }
}

/** How long to wait, ms. Each service has its own header for it; all but a date in Retry-After are seconds. */
function pauseOf(headers: Readonly<Record<string, string>>, now: number): number {
  for (const name of ['retry-after', 'ratelimit-reset', 'x-ratelimit-period-in-sec']) {
    const text = headers[name]?.trim() ?? '';
    if (/^\d{1,6}$/.test(text)) return Math.min(Math.max(Number(text), 1) * 1_000, longestPause);
  }
  for (const name of ['retry-after', 'x-ratelimit-reset']) {
    const until = Date.parse(headers[name] ?? '');
    if (!Number.isNaN(until)) return Math.min(Math.max(until - now, 1_000), longestPause);
  }
  return plainPause;
}
