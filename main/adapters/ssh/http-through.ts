import { fail, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { Http, HttpResponse } from '../../ports/http';
import type { RemoteHttp } from '../../ports/ssh';

/** A host to be reached, and those in between. */
export interface Way {
  readonly target: Target;
  readonly jumps: readonly Target[];
}

interface Through {
  /** Names the host in between; two networks may have the same addresses. */
  readonly jump: string;
  readonly ssh: RemoteHttp;
  /** How that host is reached now: hosts.yaml and ssh_config may change. */
  readonly way: () => Result<Way>;
  /** Ends when every way is known that can be: right after a start, ssh_config is still being asked. */
  readonly settle: () => Promise<void>;
}

/** HTTP as a host in between sees the network: for a siren that stands behind it. */
export function httpThrough({ jump, ssh, way, settle }: Through): Http {
  /** How often each lane was cut: what still waits for its way was meant to be cut too. */
  const cuts = new Map<string, number>();
  const laneOf = (lane: string): string => `${jump} ${lane}`;
  const cutsOf = (lane: string | undefined): number => (lane === undefined ? 0 : (cuts.get(lane) ?? 0));
  return {
    request({ signal: _signal, sink: _sink, lane, ...plain }) {
      const ask = (found: Result<Way>): Promise<Result<HttpResponse>> =>
        found.ok ? ssh.request(found.value.target, found.value.jumps, { ...plain, ...(lane === undefined ? {} : { lane: laneOf(lane) }) }) : Promise.resolve(found);
      // At once where the way is known: no silence waits for a look at ssh_config.
      const known = way();
      if (known.ok) return ask(known);
      const before = cutsOf(lane);
      return settle().then(() => (cutsOf(lane) === before ? ask(way()) : fail('http-dropped', { address: jump })));
    },
    drop(lane) {
      cuts.set(lane, cutsOf(lane) + 1);
      // Messages to the worker keep their order: what is asked for next does not wait for what is cut here.
      void ssh.drop(laneOf(lane));
    },
  };
}
