import { z } from 'zod';
import { canonicalJson } from '../journal/canonical';
import { fail, ok, type Result } from '../errors';
import type { Crypto } from '../journal/crypto';
import { parsePublicKey } from '../team/public-key';
import type { Person } from '../team/team';

/** A beat may be this old, or from a clock this far off, ms. */
export const beatFresh = 30_000;
export const longestBeat = 64 * 1024;

const text = z.string().max(200);

/** What a console says to the others at once: that it is open, how far its journal goes, and what was just done there. */
export const beatSchema = z.strictObject({
  v: z.literal(1),
  /** `farewell` is signed beforehand and sent by the broker when the line breaks. */
  kind: z.enum(['here', 'farewell']),
  writer: text,
  /** One opening of the console. */
  session: text,
  /** Rises within a session. */
  n: z.number().int().min(0),
  at: z.number().int(),
  head: z.strictObject({ seq: z.number().int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  acts: z.array(z.strictObject({ seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/), at: z.number().int(), hlc: z.string().regex(/^[0-9a-f]{12}-[0-9a-f]{4}$/), code: z.string().regex(/^[A-Z][A-Z0-9-]{1,39}$/), data: z.record(z.string(), z.unknown()) })).max(64),
});
export type Beat = z.infer<typeof beatSchema>;

const signedSchema = z.strictObject({ beat: beatSchema, alg: z.enum(['ed25519', 'sshsig']), sig: z.string().max(2_000) });

/** SECURITY: what is signed begins unlike anything else that this key signs; a beat can never pass for a journal's line. */
export function beatToSign(beat: Beat): string {
  return `breakglass-beat-v1\n${canonicalJson(beat)}`;
}

/** A beat from the broker, where a listed device that is in use signed it. Fails with why it is nobody's word. */
export function readBeat(received: string, people: readonly Person[], crypto: Crypto): Result<Beat> {
  if (received.length > longestBeat) return fail('beat-refused', { why: 'too long' });
  let value: unknown;
  try {
    value = JSON.parse(received);
  } catch {
    return fail('beat-refused', { why: 'not JSON' });
  }
  const read = signedSchema.safeParse(value);
  if (!read.success) return fail('beat-refused', { why: 'another form' });
  const { beat, alg, sig } = read.data;
  const device = people.flatMap(({ id, devices }) => devices.map((each) => ({ ...each, writer: `${id}.${each.id}` }))).find(({ writer, retired }) => writer === beat.writer && retired !== true);
  const key = device === undefined ? null : parsePublicKey(device.sign);
  if (key === null || (alg === 'sshsig') !== (key.kind === 'sshsig')) return fail('beat-refused', { why: 'nobody lists this key' });
  return crypto.verifySignature({ alg, key, text: beatToSign(beat), sig }) ? ok(beat) : fail('beat-refused', { why: 'the signature does not fit' });
}

/** What is known of a console that was heard. */
export interface Heard {
  readonly session: string;
  readonly n: number;
  readonly at: number;
}

/**
 * Whether a beat says anything new: not old, not from a clock that is off, not heard before. A farewell is as old as its
 * session, and counts for that session alone.
 */
export function judgeBeat({ kind, session, n, at, writer }: Beat, last: Heard | null, now: number): Result<void> {
  if (kind === 'farewell') return last?.session === session ? ok(undefined) : fail('beat-refused', { why: 'a farewell of another session' });
  const off = Math.round((at - now) / 1_000);
  if (Math.abs(at - now) > beatFresh) return fail('beat-off', { writer, seconds: Math.abs(off), way: off > 0 ? '+' : '-' });
  const isNew = last === null || (session === last.session ? n > last.n : at > last.at);
  return isNew ? ok(undefined) : fail('beat-refused', { why: 'heard before' });
}
