import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { refusedWith, unreached } from '../../../core/siren/unreached';
import { defineSiren } from '../../ports/siren';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';

const answerMs = 5_000;
const maxReplyBytes = 16_384;
/** A receiver that gets a ring later than this must drop it, ms. */
const freshMs = 10_000;

/** What the receiver gets, as JSON. A repeated `id` is one ring; past `expires_at` (epoch seconds) it must do nothing. */
interface Message {
  readonly action: 'ring' | 'silence';
  /** Names the ring; a silence names the ring that it ends, or `all`. */
  readonly id: string;
  readonly volume: number;
  readonly duration_s: number;
  readonly reason: string;
  /** Null for a silence, which is never too late. */
  readonly expires_at: number | null;
}

/**
 * Anything that takes a POST. The header `X-Breakglass-Signature: sha256=HEX` is HMAC-SHA256 of the raw body under the
 * shared key. Any 2xx means "accepted", which is not "sounding": such a siren is never shown as confirmed.
 */
export const webhook = defineSiren({
  kind: 'webhook',
  title: 'Webhook',
  config: z.strictObject({ url: z.url({ protocol: /^https?$/ }), key: secretReferenceSchema }),
  overHttp: true,
  can: { readBack: false, volume: true, duration: true },
  open({ url, key }, context) {
    const lane = `siren:${url}`;
    let turn = 0;
    let last = 'all';

    const send = async (message: Message, mine: number): Promise<Result<void>> => {
      const secret = await context.secret(key);
      if (!secret.ok) return secret;
      // The wait for the keychain may have let a silence pass by.
      if (mine !== turn) return fail('siren-superseded', { url });
      const body = JSON.stringify(message);
      const sent = await context.http.request({
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/json',
          'x-breakglass-signature': `sha256=${createHmac('sha256', secret.value).update(body).digest('hex')}`,
        },
        body,
        timeoutMs: answerMs,
        maxBytes: maxReplyBytes,
        lane,
      });
      if (mine !== turn) return fail('siren-superseded', { url });
      if (!sent.ok) return unreached(sent.error, { url, action: message.action, seconds: answerMs / 1_000 });
      const { status } = sent.value;
      return status >= 200 && status < 300 ? ok(undefined) : refusedWith(status, { url, action: message.action });
    };

    return {
      ring: ({ volume, seconds, reason }) => {
        last = randomUUID();
        const expires = Math.ceil((context.clock.now() + freshMs) / 1_000);
        return send({ action: 'ring', id: last, volume, duration_s: seconds, reason, expires_at: expires }, ++turn);
      },
      read: () => Promise.resolve(fail('siren-cannot-be-read', { siren: url })),
      silence: () => {
        context.http.drop(lane);
        return send({ action: 'silence', id: last, volume: 0, duration_s: 0, reason: 'silence', expires_at: null }, ++turn);
      },
      close: () => {
        turn += 1;
        context.http.drop(lane);
      },
    };
  },
});
