import type { Result } from '../../core/errors';
import type { Clock } from './clock';
import type { Http } from './http';
import type { Schedule } from './schedule';
import type { Speaker } from './speaker';

/** What a driver may use of the world; it needs no import across a wall (decisions.md 37). */
export interface DriverContext {
  readonly http: Http;
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
