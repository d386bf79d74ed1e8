import type { Result } from '../core/errors';
import { createMqttBroker } from './adapters/broker/mqtt-broker';
import { nodeCrypto } from './adapters/journal-file/node-crypto';
import type { TeamJournals } from './ports/team-journals';
import { LiveDesk, type LiveDeskPorts } from './services/live-desk';

interface LiveParts extends Omit<LiveDeskPorts, 'broker' | 'crypto' | 'team'> {
  readonly peers: TeamJournals;
  readonly roots: readonly string[];
  readonly secret: (reference: string) => Promise<Result<string>>;
}

/** Consoles that hear of each other at once, over MQTT. */
export function openLive({ peers, roots, secret, ...ports }: LiveParts): LiveDesk {
  return new LiveDesk({ ...ports, team: peers, crypto: nodeCrypto, broker: createMqttBroker({ roots, secret }) });
}
