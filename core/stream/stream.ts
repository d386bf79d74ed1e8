import { z } from 'zod';
import type { Failure } from '../errors';

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'id');
const shared = {
  id,
  /** `own`: this device's journal, so that each console sends its own. `all`: the others' too, as they arrive by sync. */
  writers: z.enum(['own', 'all']).default('own'),
};
/** A name that cannot be read as more than a name by the program that is given it. */
const plain = z.string().regex(/^[A-Za-z0-9_.:/-]{1,200}$/);

/** Where the journal goes besides its files: what a company already runs. */
export const streamEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('file'), path: z.string().regex(/^\//) }),
  /** `tcp://host:port`, `tls://host:port` (RFC 5425), `udp://host:port` or `unix:///path`. `ca`: the only roots that count, PEM. */
  z
    .strictObject({
      ...shared,
      kind: z.literal('syslog'),
      to: z.string().regex(/^(?:(?:tcp|tls|udp):\/\/[^\s/]+:\d{1,5}|unix:\/\/\/\S+)$/),
      ca: z.string().max(65_536).regex(/^-----BEGIN CERTIFICATE-----\s/).optional(),
    })
    .refine(({ to, ca }) => ca === undefined || to.startsWith('tls:'), { path: ['ca'], error: 'only tls:// has certificates' }),
  z.strictObject({ ...shared, kind: z.literal('otlp'), url: z.url({ protocol: /^https?$/ }), token: z.string().optional() }),
  /** Whoever logs in without a password here, or by ~/.pgpass: the console keeps none for it. */
  z.strictObject({ ...shared, kind: z.literal('postgres'), host: plain, port: z.number().int().min(1).max(65_535).default(5432), database: plain, user: plain, sslmode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']).default('verify-full') }),
]);
export type StreamEntry = z.infer<typeof streamEntrySchema>;

/** One entry of a journal as it is sent: named by writer and number, which no two entries share. */
export interface StreamRecord {
  readonly writer: string;
  readonly seq: number;
  /** SHA-256 of the line. */
  readonly hash: string;
  /** Epoch ms. */
  readonly at: number;
  readonly code: string;
  readonly sentence: string;
  /** The line as it lies in the journal, without its newline: whoever receives it can verify it. */
  readonly line: string;
}

/** The last entry of a writer that has arrived. */
export interface StreamPoint {
  readonly seq: number;
  /** SHA-256 of its line; null where it was not kept. */
  readonly hash: string | null;
}

/** Writer -> the last entry that has arrived. */
export type StreamReach = ReadonlyMap<string, StreamPoint>;

/** Whether two say that one entry is at this number; what was not kept contradicts nothing. */
export function samePoint(a: StreamPoint, b: StreamPoint): boolean {
  return a.seq === b.seq && (a.hash === null || b.hash === null || a.hash === b.hash);
}

/** How a stream stands. */
export interface StreamState {
  readonly id: string;
  readonly kind: StreamEntry['kind'];
  /** Entries sent since this desk opened. */
  readonly sent: number;
  /** When everything there is had arrived, epoch ms; null: not yet. */
  readonly completeAt: number | null;
  readonly problem: Failure | null;
}
