import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { jsonOf } from '../../../core/json-of';
import { refusedWith, unreached } from '../../../core/siren/unreached';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineSiren } from '../../ports/siren';

/** Home Assistant may wait ten seconds for a device before it answers, ms. */
const patienceMs = 12_000;
const maxReplyBytes = 262_144;
/** Bits of `supported_features` (facts/sirens.md, 2.1). */
const features = { turnOn: 1, turnOff: 2, volume: 8, duration: 16 };

const stateSchema = z.looseObject({ state: z.string(), attributes: z.looseObject({ supported_features: z.number().int().default(0) }).default({ supported_features: 0 }) });

/**
 * A `siren` entity behind Home Assistant's REST interface. Home Assistant answers 200 to nearly everything, and drops a
 * duration or a volume that the device cannot do without a word: so its features are read before each ring, and what
 * would be dropped is refused unless the entry says who does it instead.
 */
export const homeAssistant = defineSiren({
  kind: 'home-assistant',
  title: 'Home Assistant',
  config: z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    entity: z.string().regex(/^siren\.[a-z0-9_]{1,200}$/, 'siren.NAME'),
    /** A long-lived access token. */
    token: secretReferenceSchema,
    tone: z.string().min(1).max(100).optional(),
    /** `console`: the device cannot stop by itself, and this laptop silences it at the end of each ring. */
    timer: z.enum(['device', 'console']).default('device'),
    /** `fixed`: the device has one loudness, whatever the owner's cap. */
    volume: z.enum(['set', 'fixed']).default('set'),
  }),
  overHttp: true,
  can: { readBack: true, volume: true, duration: true },
  canWith: ({ timer, volume }) => ({ readBack: true, volume: volume === 'set', duration: timer === 'device' }),
  open({ url, entity, token, tone, timer, volume: loudness }, context) {
    const base = url.replace(/\/+$/, '');
    const lane = `siren:${base}/${entity}`;
    let turn = 0;

    const ask = async (method: 'GET' | 'POST', path: string, mine: number, body?: unknown): Promise<Result<string>> => {
      const secret = await context.secret(token);
      if (!secret.ok) return secret;
      // The wait for the keychain may have let a silence pass by.
      if (mine !== turn) return fail('siren-superseded', { url });
      const asked = await context.http.request({
        method,
        url: `${base}${path}`,
        headers: { authorization: `Bearer ${secret.value}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        timeoutMs: patienceMs,
        maxBytes: maxReplyBytes,
        lane,
      });
      if (mine !== turn) return fail('siren-superseded', { url });
      if (!asked.ok) return unreached(asked.error, { url, action: path, seconds: patienceMs / 1_000 });
      const { status, body: text } = asked.value;
      if (status === 200 || status === 201) return ok(text);
      // A look that went wrong changed nothing; a command that did may have taken effect.
      return method === 'POST' ? refusedWith(status, { url, action: path }) : fail('siren-command-refused', { url, action: path, result: `HTTP ${String(status)}` });
    };

    const serve = async (domain: string, service: string, mine: number, more: object = {}): Promise<Result<void>> => {
      const answer = await ask('POST', `/api/services/${domain}/${service}`, mine, { entity_id: entity, ...more });
      return answer.ok ? ok(undefined) : answer;
    };

    const look = async (mine: number): Promise<Result<z.infer<typeof stateSchema>>> => {
      const path = `/api/states/${entity}`;
      const answer = await ask('GET', path, mine);
      if (!answer.ok) return answer;
      const state = stateSchema.safeParse(jsonOf(answer.value));
      return state.success ? ok(state.data) : fail('siren-garbled', { url, action: path, why: 'not a state' });
    };

    return {
      async ring({ volume, seconds }) {
        const mine = ++turn;
        context.http.drop(lane);
        const seen = await look(mine);
        if (!seen.ok) return seen;
        const { state, attributes } = seen.value;
        // An entity that is not there is skipped by Home Assistant, with a 200.
        if (state === 'unavailable' || state === 'unknown') return fail('siren-unreachable', { url, why: state });
        const can = (bit: number): boolean => (attributes.supported_features & bit) !== 0;
        if (!can(features.turnOn) || !can(features.turnOff)) return fail('siren-lacks', { siren: entity, feature: 'turn_on, turn_off', setting: '-' });
        if (timer === 'device' && !can(features.duration)) return fail('siren-lacks', { siren: entity, feature: 'duration', setting: 'timer: console' });
        if (loudness === 'set' && !can(features.volume)) return fail('siren-lacks', { siren: entity, feature: 'volume', setting: 'volume: fixed' });
        return serve('siren', 'turn_on', mine, {
          ...(tone === undefined ? {} : { tone }),
          ...(loudness === 'set' ? { volume_level: Math.max(1, volume) / 100 } : {}),
          ...(timer === 'device' ? { duration: seconds } : {}),
        });
      },
      async read() {
        const mine = turn;
        // The state may be a minute old: have it asked for first. Not every integration can, so only the state counts.
        await serve('homeassistant', 'update_entity', mine);
        const seen = await look(mine);
        if (!seen.ok) return seen;
        switch (seen.value.state) {
          case 'on':
            return ok('sounding');
          case 'off':
            return ok('quiet');
          case 'unavailable':
            return fail('siren-unreachable', { url, why: 'unavailable' });
          default:
            return fail('siren-garbled', { url, action: entity, why: 'neither on nor off' });
        }
      },
      silence() {
        const mine = ++turn;
        context.http.drop(lane);
        return serve('siren', 'turn_off', mine);
      },
      close() {
        turn += 1;
        context.http.drop(lane);
      },
    };
  },
});
