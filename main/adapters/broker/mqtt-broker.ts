import type { MqttClient } from 'mqtt';
import { failure, type Failure, type Result } from '../../../core/errors';
import { createSignal } from '../../../core/signal';
import type { Broker } from '../../../core/sync/broker';
import { longestBeat } from '../../../core/sync/beat';
import type { BrokerLine } from '../../ports/broker-line';

const patienceMs = 5_000;
const againMs = 10_000;

/** BrokerLine over an MQTT 5 broker: never kept by it, never queued here. */
export function createMqttBroker({ roots, secret }: { readonly roots: readonly string[]; readonly secret: (reference: string) => Promise<Result<string>> }): BrokerLine {
  const texts = createSignal<string>();
  const turned = createSignal();
  let used = '';
  let generation = 0;
  let client: MqttClient | null = null;
  let state: 'off' | 'up' | 'down' = 'off';
  let problem: Failure | null = null;

  const turn = (next: typeof state, why: Failure | null): void => {
    if (state === next && JSON.stringify(problem) === JSON.stringify(why)) return;
    state = next;
    problem = why;
    turned.emit();
  };

  const hangUp = (): void => {
    generation += 1;
    client?.end(true);
    client = null;
  };

  const dial = async (broker: Broker, farewell: string): Promise<void> => {
    const mine = generation;
    const lost = (why: string): void => {
      if (mine === generation) turn('down', failure('broker-down', { url: broker.url, why: why.slice(0, 200) }));
    };
    const password = broker.password === undefined ? null : await secret(broker.password);
    if (mine !== generation) return;
    if (password !== null && !password.ok) return lost(password.error.code);
    // A console without a broker starts without its library.
    const { connect } = await import('mqtt');
    if (mine !== generation) return;
    const topic = `${broker.topic}/beats`;
    const made = connect(broker.url, {
      protocolVersion: 5,
      clean: true,
      reconnectPeriod: againMs,
      connectTimeout: patienceMs,
      keepalive: 20,
      queueQoSZero: false,
      resubscribe: true,
      ...(broker.url.startsWith('mqtts:') ? { ca: [...roots] } : {}),
      ...(broker.user === undefined ? {} : { username: broker.user }),
      ...(password === null ? {} : { password: password.value }),
      will: { topic, payload: Buffer.from(farewell), qos: 0, retain: false },
    });
    client = made;
    made.on('error', (error) => lost(error.message));
    made.on('close', () => lost('closed'));
    made.on('connect', () => {
      // Our own come back as well; whoever reads them knows them.
      made.subscribe(topic, { qos: 0, nl: true }, (error) => {
        if (error instanceof Error) lost(error.message);
        else if (mine === generation) turn('up', null);
      });
    });
    made.on('message', (_topic, payload, packet) => {
      // SECURITY: what a broker kept is not news, and nothing long is read at all.
      if (!packet.retain && payload.length <= longestBeat) texts.emit(payload.toString('utf8'));
    });
  };

  return {
    use(broker, farewell) {
      const wanted = JSON.stringify(broker);
      if (wanted === used) return;
      used = wanted;
      hangUp();
      if (broker === null) return turn('off', null);
      turn('down', failure('broker-down', { url: broker.url, why: 'connecting' }));
      void dial(broker, farewell);
    },
    send(text) {
      const topic = client?.options.will?.topic;
      if (client?.connected === true && topic !== undefined) client.publish(topic, text, { qos: 0, retain: false });
    },
    onText: texts.on,
    onState: turned.on,
    state: () => ({ state, problem }),
    close() {
      hangUp();
      texts.clear();
      turned.clear();
    },
  };
}
