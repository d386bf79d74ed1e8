import type { Duplex } from 'node:stream';
import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { createHttp } from '../../adapters/http/http';
import type { LinePool } from '../../adapters/ssh/line-pool';
import type { Http } from '../../ports/http';
import type { RemoteHttp } from '../../ports/ssh';

/** Shorter than any request's own time, so that a jump host that hangs is not taken for a siren that hangs, ms. */
const patienceMs = 4_000;

/** HTTP over channels that our lines forward (direct-tcpip): nobody else on this machine can use the way. */
export function createForwardedHttp(pool: LinePool, roots: readonly string[]): RemoteHttp {
  const ways = new Map<string, Http>();

  const forwarded = async (target: Target, jumps: readonly Target[], host: string, port: number): Promise<Result<Duplex>> => {
    const lent = await pool.take(target, jumps);
    if (!lent.ok) return lent;
    const { line, release } = lent.value;
    const channel = await line.forward(host, port);
    // The line is kept while the connection lives: a silence then needs no handshake.
    if (channel.ok) channel.value.once('close', release);
    else release();
    return channel;
  };

  return {
    request(target, jumps, request) {
      const name = JSON.stringify([target, jumps]);
      const http = ways.get(name) ?? createHttp({ roots, connect: (host, port) => inTime(forwarded(target, jumps, host, port), target) });
      ways.set(name, http);
      return http.request(request);
    },
    drop(lane) {
      for (const http of ways.values()) http.drop(lane);
      return Promise.resolve();
    },
  };
}

/** The channel, unless it takes too long; one that comes later is closed, and its line is warm for the next try. */
function inTime(opening: Promise<Result<Duplex>>, { name, address, port }: Target): Promise<Result<Duplex>> {
  return new Promise((resolve, reject) => {
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      resolve(fail('host-timeout', { host: name, address: `${address}:${String(port)}`, seconds: patienceMs / 1_000 }));
    }, patienceMs);
    opening.then((channel) => {
      clearTimeout(limit);
      if (late && channel.ok) channel.value.destroy();
      else resolve(channel.ok ? ok(channel.value) : channel);
    }, reject);
  });
}
