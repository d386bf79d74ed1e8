import type { Failure } from '../../core/errors';
import type { Broker } from '../../core/sync/broker';
import type { Cancel } from './schedule';

/** Short messages between the consoles of a team, over a broker. They may be lost, repeated and forged: whoever reads them checks. */
export interface BrokerLine {
  /**
   * Connects, and goes on trying; null hangs up.
   * @param farewell what the broker says for this console when its line breaks
   */
  use(broker: Broker | null, farewell: string): void;
  /** Sends now or not at all: what comes late is of no use. */
  send(text: string): void;
  onText(listener: (text: string) => void): Cancel;
  state(): { readonly state: 'off' | 'up' | 'down'; readonly problem: Failure | null };
  onState(listener: () => void): Cancel;
  close(): void;
}
