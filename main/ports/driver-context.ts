import type { Result } from '../../core/errors';
import type { ConnectBeyond } from './byte-line';
import type { Clock } from './clock';
import type { Http } from './http';
import type { Schedule } from './schedule';
import type { Speaker } from './speaker';

/** What a driver may use of the world; it needs no import across a wall (decisions.md 37). */
export interface DriverContext {
  readonly http: Http;
  /** Where what is asked for stands behind a jump host: how to connect from there. */
  readonly connect?: ConnectBeyond;
  /** Connects, measures, hangs up: TCP or TLS. Never sends application bytes. */
  readonly dial: (target: { readonly host: string; readonly port: number; readonly tls: boolean; readonly timeoutMs: number }) => Promise<Result<{ readonly tookMs: number; readonly certificateEndsAt: number | null }>>;
  /** The roots that a certificate may lead to, PEM; for libraries that make their own connections. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** The value behind `secret:NAME`, asked for at the moment of use. */
  readonly secret: (reference: string) => Promise<Result<string>>;
  readonly sound: Speaker;
  readonly log: (line: string) => void;
}
