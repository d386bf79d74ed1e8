import type { Target } from '../../../core/runbook/plan';
import { createHttp } from '../../adapters/http/http';
import type { LinePool } from '../../adapters/ssh/line-pool';
import type { Http } from '../../ports/http';
import type { RemoteHttp } from '../../ports/ssh';
import { forwardedChannel } from './forwarded-channel';

/** HTTP over channels that our lines forward. */
export function createForwardedHttp(pool: LinePool, roots: readonly string[]): RemoteHttp {
  const ways = new Map<string, Http>();
  return {
    request(target: Target, jumps: readonly Target[], request) {
      const name = JSON.stringify([target, jumps]);
      const http = ways.get(name) ?? createHttp({ roots, connect: (host, port) => forwardedChannel(pool, target, jumps, { host, port }) });
      ways.set(name, http);
      return http.request(request);
    },
    drop(lane) {
      for (const http of ways.values()) http.drop(lane);
      return Promise.resolve();
    },
  };
}
