import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { PassThrough, type Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Result } from '../../../core/errors';
import { Ended } from './ended';

/** One kept-alive connection that requests use one after another, and what is under way on it. */
export interface Lane {
  readonly plain: HttpAgent;
  readonly secure: HttpsAgent;
  readonly open: Set<ClientRequest>;
}

/** Another way to a server than this machine's network: a stream of bytes to it, or why there is none. */
export type Connect = (host: string, port: number) => Promise<Result<Duplex>>;

/** The part of an agent's options that says where to. */
interface Place {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

/** What a request of its own says about TLS, beside the place. */
type Dressing = Place & Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;

type Opened = (error: Error | null, stream: Duplex) => void;

export function openLane(roots: readonly string[], connect: Connect | null): Lane {
  const one = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };
  const plain = new HttpAgent(one);
  // A resumed TLS session need not show its certificate again, and its end is something that we report.
  const secure = new HttpsAgent({ ...one, maxCachedSessions: 0 });
  if (connect !== null) {
    plain.createConnection = connection(connect, socketLike);
    secure.createConnection = connection(connect, (stream, host, { ca, cert, key }) =>
      // SECURITY: certificates are verified here as on the direct way, against the name that was asked for.
      connectTls({ socket: stream, host, ca: ca ?? [...roots], cert, key, rejectUnauthorized: true, ...(isIP(host) === 0 ? { servername: host } : {}) }),
    );
  }
  return { plain, secure, open: new Set() };
}

/** Cuts what is under way and what waits; the caller's requests end with an error at once. */
export function cutLane(lane: Lane, reason: Error): void {
  for (const request of lane.open) request.destroy(reason);
  lane.plain.destroy();
  lane.secure.destroy();
}

/** What has an agent take its connections from elsewhere. */
function connection(connect: Connect, dress: (stream: Duplex, host: string, place: Dressing) => Duplex): (place: Dressing, opened?: Opened) => undefined {
  return (place, opened) => {
    const host = place.host ?? '';
    const refused = (error: Error): void => {
      // The agent looks at the error only; its type wants a stream beside it.
      opened?.(error, new PassThrough().destroy());
    };
    connect(host, Number(place.port)).then(
      (stream) => {
        if (stream.ok) opened?.(null, dress(stream.value, host, place));
        else refused(new Ended(stream.error));
      },
      (error: unknown) => {
        refused(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return undefined;
  };
}

/** What Node's agent does to a socket and a channel has no part in. */
function socketLike(stream: Duplex): Duplex {
  const itself = (): Duplex => stream;
  return Object.assign(stream, { setKeepAlive: itself, setNoDelay: itself, setTimeout: itself, ref: itself, unref: itself, destroySoon: () => stream.destroy() });
}
