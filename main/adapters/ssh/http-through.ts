import type { Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { Http } from '../../ports/http';
import type { RemoteHttp } from '../../ports/ssh';

interface Through {
  /** Names the host in between; two networks may have the same addresses. */
  readonly jump: string;
  readonly ssh: RemoteHttp;
  /** How that host is reached now: hosts.yaml and ssh_config may change. */
  readonly way: () => Result<{ readonly target: Target; readonly jumps: readonly Target[] }>;
}

/** HTTP as a host in between sees the network: for a siren that stands behind it. */
export function httpThrough({ jump, ssh, way }: Through): Http {
  const laneOf = (lane: string): string => `${jump} ${lane}`;
  return {
    request({ signal: _signal, sink: _sink, lane, ...plain }) {
      const found = way();
      if (!found.ok) return Promise.resolve(found);
      const { target, jumps } = found.value;
      return ssh.request(target, jumps, { ...plain, ...(lane === undefined ? {} : { lane: laneOf(lane) }) });
    },
    drop(lane) {
      // Messages to the worker keep their order: what is asked for next does not wait for what is cut here.
      void ssh.drop(laneOf(lane));
    },
  };
}
