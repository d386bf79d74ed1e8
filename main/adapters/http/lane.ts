import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** One kept-alive connection that requests use one after another, and what is under way on it. */
export interface Lane {
  readonly plain: HttpAgent;
  readonly secure: HttpsAgent;
  readonly open: Set<ClientRequest>;
}

export function openLane(): Lane {
  const one = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };
  // A resumed TLS session need not show its certificate again, and its end is something that we report.
  return { plain: new HttpAgent(one), secure: new HttpsAgent({ ...one, maxCachedSessions: 0 }), open: new Set() };
}

/** Cuts what is under way and what waits; the caller's requests end with an error at once. */
export function cutLane(lane: Lane, reason: Error): void {
  for (const request of lane.open) request.destroy(reason);
  lane.plain.destroy();
  lane.secure.destroy();
}
