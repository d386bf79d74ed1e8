import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { jsonOf } from '../../../core/json-of';
import { mayHaveArrived } from '../../../core/siren/seen';
import { refusedWith, unreached } from '../../../core/siren/unreached';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineSiren } from '../../ports/siren';
import { answerChallenge, readChallenge, type Challenge } from './shelly/digest';

const patienceMs = 5_000;
const maxReplyBytes = 65_536;

const gen1Schema = z.looseObject({ ison: z.boolean(), has_timer: z.boolean() });
const gen2Schema = z.looseObject({ output: z.boolean(), timer_duration: z.number().optional() });

/** What the relay says of itself: its contact, and whether its own timer will open it again. */
interface Relay {
  readonly on: boolean;
  readonly timed: boolean;
}

/**
 * A Shelly relay that a siren hangs on. The timer is in the relay and outlives this console, which is why a ring counts
 * only where the relay confirms its timer. What is read is the contact, not the sound.
 */
export const shelly = defineSiren({
  kind: 'shelly',
  title: 'Shelly relay',
  config: z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    /** 1: `/relay/N` with Basic; 2 and later: `/rpc/Switch.*` with Digest. */
    gen: z.union([z.literal(1), z.literal(2)]).default(2),
    channel: z.number().int().min(0).max(7).default(0),
    user: z.string().min(1).max(100).regex(/^[^":\\]+$/).default('admin'),
    password: secretReferenceSchema.optional(),
  }),
  overHttp: true,
  can: { readBack: true, volume: false, duration: true },
  open({ url, gen, channel, user, password }, context) {
    const base = url.replace(/\/+$/, '');
    const lane = `siren:${base}/${String(channel)}`;
    let turn = 0;
    let challenge: Challenge | null = null;
    let uses = 0;

    const credentials = async (path: string): Promise<Result<string | null>> => {
      if (password === undefined) return ok(null);
      const secret = await context.secret(password);
      if (!secret.ok) return secret;
      if (gen === 1) return ok(`Basic ${Buffer.from(`${user}:${secret.value}`).toString('base64')}`);
      if (challenge === null) return ok(null);
      uses += 1;
      return ok(answerChallenge(challenge, { user, password: secret.value, method: 'GET', path, count: uses }));
    };

    const once = async (path: string, mine: number): Promise<Result<{ readonly status: number; readonly body: string; readonly asks: string }>> => {
      const header = await credentials(path);
      if (!header.ok) return header;
      if (mine !== turn) return fail('siren-superseded', { url });
      const asked = await context.http.request({
        method: 'GET',
        url: `${base}${path}`,
        headers: header.value === null ? {} : { authorization: header.value },
        timeoutMs: patienceMs,
        maxBytes: maxReplyBytes,
        lane,
      });
      if (mine !== turn) return fail('siren-superseded', { url });
      if (!asked.ok) return unreached(asked.error, { url, action: path, seconds: patienceMs / 1_000 });
      const { status, body, headers } = asked.value;
      return ok({ status, body, asks: headers['www-authenticate'] ?? '' });
    };

    const ask = async (path: string, mine: number): Promise<Result<unknown>> => {
      let answer = await once(path, mine);
      // A nonce that ran out is answered once, with the new one; a wrong password stays refused.
      const fresh = answer.ok && answer.value.status === 401 && gen === 2 && password !== undefined ? readChallenge(answer.value.asks) : null;
      if (fresh !== null) {
        challenge = fresh;
        uses = 0;
        answer = await once(path, mine);
      }
      if (!answer.ok) return answer;
      const { status, body } = answer.value;
      return status === 200 ? ok(jsonOf(body)) : refusedWith(status, { url, action: path });
    };

    const look = async (mine: number): Promise<Result<Relay>> => {
      const path = gen === 1 ? `/relay/${String(channel)}` : `/rpc/Switch.GetStatus?id=${String(channel)}`;
      const answer = await ask(path, mine);
      if (!answer.ok) return answer;
      if (gen === 1) {
        const said = gen1Schema.safeParse(answer.value);
        if (said.success) return ok({ on: said.data.ison, timed: said.data.has_timer });
      } else {
        const said = gen2Schema.safeParse(answer.value);
        if (said.success) return ok({ on: said.data.output, timed: (said.data.timer_duration ?? 0) > 0 });
      }
      return fail('siren-garbled', { url, action: path, why: 'not the state of a relay' });
    };

    // Never a timer with "off": that would turn the siren on at its end.
    const turnOff = (mine: number): Promise<Result<unknown>> => ask(gen === 1 ? `/relay/${String(channel)}?turn=off` : `/rpc/Switch.Set?id=${String(channel)}&on=false`, mine);

    return {
      async ring({ seconds }) {
        const mine = ++turn;
        context.http.drop(lane);
        const path = gen === 1 ? `/relay/${String(channel)}?turn=on&timer=${String(seconds)}` : `/rpc/Switch.Set?id=${String(channel)}&on=true&toggle_after=${String(seconds)}`;
        const told = await ask(path, mine);
        if (!told.ok) return told;
        const seen = await look(mine);
        // It took the ring; only what it says of itself was lost (law 2).
        if (!seen.ok) return mayHaveArrived(seen.error.code) || mine !== turn ? seen : fail('siren-cut', { url, action: path, why: seen.error.code });
        if (!seen.value.on || seen.value.timed) return ok(undefined);
        // It sounds and would not stop by itself: better no ring than one without an end.
        const off = await turnOff(mine);
        if (!off.ok) return fail('siren-cut', { url, action: path, why: off.error.code });
        return fail('siren-lacks', { siren: base, feature: 'timer', setting: gen === 1 ? 'gen: 2' : 'gen: 1' });
      },
      async read() {
        const seen = await look(turn);
        return seen.ok ? ok(seen.value.on ? 'sounding' : 'quiet') : seen;
      },
      async silence() {
        const mine = ++turn;
        context.http.drop(lane);
        const told = await turnOff(mine);
        return told.ok ? ok(undefined) : told;
      },
      close() {
        turn += 1;
        context.http.drop(lane);
      },
    };
  },
});
