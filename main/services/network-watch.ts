import { failure } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { createSignal } from '../../core/signal';
import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { Network } from '../ports/network';
import type { Cancel, Schedule } from '../ports/schedule';

/** How often the interfaces are looked at, ms: well within the 90 s of law 8. */
const lookEvery = 5_000;

/** Announces that the cable is out: everything on this machine goes on, and nobody takes silence for peace. */
export interface NetworkWatch {
  blind(): readonly Blind[];
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export function createNetworkWatch({ network, journal, clock, schedule }: { readonly network: Network; readonly journal: Journal; readonly clock: Clock; readonly schedule: Schedule }): NetworkWatch {
  const changed = createSignal();
  let lostAt: number | null = null;

  const look = (): void => {
    const connected = network.connected();
    if (connected === (lostAt === null)) return;
    if (connected && lostAt !== null) journal.appendLate('NETWORK-BACK', { since: lostAt });
    else journal.appendLate('NETWORK-LOST', {});
    lostAt = connected ? null : clock.now();
    changed.emit();
  };
  look();
  const stop = schedule.every(lookEvery, look);

  return {
    blind: () => (lostAt === null ? [] : [{ id: 'network', kind: 'network', name: 'network', since: lostAt, problem: failure('network-lost', {}) }]),
    onChanged: changed.on,
    close: stop,
  };
}
