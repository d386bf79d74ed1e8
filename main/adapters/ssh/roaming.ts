import { networkInterfaces } from 'node:os';
import type { Clock } from '../../ports/clock';

const lookEveryMs = 5_000;
/** A look that comes this much later than the last was slept through. */
const sleptMs = 15_000;

/**
 * Calls `moved` when this machine slept or has other addresses than before: what nobody uses may lead nowhere by now, and
 * would cost the next step a keepalive's patience.
 * @param addresses of this machine, as one text that changes with them
 * @returns ends it
 */
export function watchRoaming(clock: Clock, moved: () => void, addresses: () => string = ownAddresses): () => void {
  let seen = { at: clock.mono(), addresses: addresses() };
  const timer = setInterval(() => {
    const now = { at: clock.mono(), addresses: addresses() };
    const hasMoved = now.at - seen.at > sleptMs || now.addresses !== seen.addresses;
    seen = now;
    if (hasMoved) moved();
  }, lookEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address).sort().join(' ');
}
