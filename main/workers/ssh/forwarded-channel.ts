import type { Duplex } from 'node:stream';
import { fail, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { LinePool } from '../../adapters/ssh/line-pool';

/** Shorter than any request's own time, so that a jump host that hangs is not taken for a siren that hangs, ms. */
const patienceMs = 4_000;

/** A channel that our line to a host forwards (direct-tcpip): nobody else on this machine can use the way. */
export function forwardedChannel(pool: LinePool, target: Target, jumps: readonly Target[], to: { readonly host: string; readonly port: number }): Promise<Result<Duplex>> {
  return inTime(opened(pool, target, jumps, to), target);
}

async function opened(pool: LinePool, target: Target, jumps: readonly Target[], { host, port }: { readonly host: string; readonly port: number }): Promise<Result<Duplex>> {
  const lent = await pool.take(target, jumps);
  if (!lent.ok) return lent;
  const { line, release } = lent.value;
  const channel = await line.forward(host, port);
  // The line is kept while the connection lives: a silence then needs no handshake.
  if (channel.ok) channel.value.once('close', release);
  else release();
  return channel;
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
      else resolve(channel);
    }, reject);
  });
}
