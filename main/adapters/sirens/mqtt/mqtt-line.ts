import { connect as connectTcp, isIP, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { IClientOptions, MqttClient, Packet } from 'mqtt';
import { fail, ok, type Result } from '../../../../core/errors';
import type { DriverContext } from '../../../ports/driver-context';
import { streamOver } from './stream-over';

/** A broker that has not answered by then has not answered, ms. */
const patienceMs = 5_000;
/** The broker forgets a ring that it could not deliver within this, seconds: a late ring wakes for nothing. */
export const freshSeconds = 10;
/** MQTT 5: the broker has it, and nobody listens to the topic. */
const nobodyListens = 16;

/** Where the broker is, and how to log in to it. */
interface Broker {
  readonly url: string;
  readonly user?: string | undefined;
  /** `secret:NAME`. */
  readonly password?: string | undefined;
  /** Topics whose newest message is kept. */
  readonly listen: readonly string[];
}

interface Heard {
  readonly text: string;
  /** The broker's memory of it, not the device speaking now. */
  readonly kept: boolean;
  readonly at: number;
}

/** One conversation with a broker. Nothing is ever queued: what cannot be sent now is a failure now. */
export interface MqttLine {
  /** Never retained. `expires` in seconds; null for what is never too late. */
  publish(topic: string, text: string, expires: number | null): Promise<Result<void>>;
  /** The newest message of a topic on this connection, which must be there. */
  heard(topic: string): Promise<Result<Heard | null>>;
  /** Has the broker say again what it keeps of the topics that are listened to. */
  again(): Promise<Result<void>>;
  /** Ends what is under way, with its connection. */
  drop(): void;
}

export function createMqttLine({ url, user, password, listen }: Broker, context: DriverContext): MqttLine {
  let client: MqttClient | null = null;
  /** What the client's bytes go into in the end. */
  let below: Duplex | null = null;
  let opening: Promise<Result<MqttClient>> | null = null;
  let generation = 0;
  const news = new Map<string, Heard>();
  const cuts = new Set<() => void>();
  const unreachable = ({ message }: Error): Result<never> => fail('siren-unreachable', { url, why: message === '' ? 'refused' : message.slice(0, 200) });
  const superseded = (): Result<never> => fail('siren-superseded', { url });

  const drop = (): void => {
    generation += 1;
    opening = null;
    const old = client;
    client = null;
    below = null;
    news.clear();
    // Forced, and its store with it: a publish that was not confirmed must not be sent again by itself.
    old?.end(true);
    for (const cut of [...cuts]) cut();
  };

  /** Thrown away with what the network still holds of it: a ring that comes late sounds for nothing. */
  const reset = (): void => {
    if (below instanceof Socket) below.resetAndDestroy();
    else below?.destroy();
    drop();
  };

  /** An answer, or a failure once the line is dropped or the time is up, whichever is first. */
  const within = <T>(action: string, begin: (settle: (result: Result<T>) => void) => void, late: () => void = () => undefined): Promise<Result<T>> =>
    new Promise((resolve) => {
      const settle = (result: Result<T>): void => {
        cuts.delete(cut);
        cancel();
        resolve(result);
      };
      const cut = (): void => settle(superseded());
      const cancel = context.schedule.after(patienceMs, () => {
        settle(fail('siren-no-answer', { url, action, seconds: patienceMs / 1_000 }));
        late();
      });
      cuts.add(cut);
      begin(settle);
    });

  /** The way to the broker, straight or behind a jump host; TLS is ours, from end to end. */
  const reach = async (): Promise<Result<{ readonly plain: Duplex; readonly stream: Duplex }>> => {
    const { protocol, hostname, port: named } = new URL(url);
    const secure = protocol === 'mqtts:';
    const host = hostname.replace(/^\[|\]$/g, '');
    const port = Number(named === '' ? (secure ? 8883 : 1883) : named);
    const line = await context.connect?.(host, port);
    if (line?.ok === false) return line;
    const plain = line === undefined ? connectTcp({ host, port }) : streamOver(line.value);
    if (plain instanceof Socket) {
      // A name with several addresses is tried one by one, on a handle each: TLS must not begin before one of them answered.
      const there = await within<void>('connect', (settle) => {
        plain.once('connect', () => settle(ok(undefined)));
        plain.on('error', (error) => settle(unreachable(error)));
      });
      if (!there.ok) {
        plain.destroy();
        return there;
      }
    }
    const stream = secure ? connectTls({ socket: plain, host, ...(isIP(host) === 0 ? { servername: host } : {}), ca: [...context.roots] }) : plain;
    return ok({ plain, stream });
  };

  const dial = async (mine: number): Promise<Result<MqttClient>> => {
    const secret = password === undefined ? null : await context.secret(password);
    if (secret !== null && !secret.ok) return secret;
    // Only who has a broker reads the library, a third of a command's start.
    const { MqttClient: Client } = await import('mqtt');
    const way = await reach();
    if (!way.ok) return way;
    const { plain, stream } = way.value;
    if (mine !== generation) {
      plain.destroy();
      return superseded();
    }
    const options: IClientOptions = {
      protocolVersion: 5,
      // No session and no reconnecting by itself: whatever a silence overtook stays overtaken.
      clean: true,
      reconnectPeriod: 0,
      queueQoSZero: false,
      connectTimeout: patienceMs,
      keepalive: 30,
      ...(user === undefined ? {} : { username: user }),
      ...(secret === null ? {} : { password: secret.value }),
    };
    const made = new Client(() => stream, options);
    const opened = await within<MqttClient>('connect', (settle) => {
      const failed = (error: Error): void => settle(unreachable(error));
      made.once('connect', () => settle(ok(made)));
      made.on('error', failed);
      // Of a certificate that is not trusted, and of a name that is not found, only the stream itself tells.
      stream.on('error', failed);
      made.once('close', () => settle(fail('siren-unreachable', { url, why: 'closed' })));
    });
    if (!opened.ok || mine !== generation) {
      made.end(true);
      return opened.ok ? superseded() : opened;
    }
    made.on('message', (topic, payload, packet) => {
      // SECURITY: a foreign message is cut before it is kept; it is only ever compared with known words.
      if (listen.includes(topic)) news.set(topic, { text: payload.toString('utf8').slice(0, 4_096), kept: packet.retain, at: context.clock.mono() });
    });
    made.once('close', () => {
      if (client === made) drop();
    });
    client = made;
    below = plain;
    return listen.length === 0 ? opened : subscribe(made);
  };

  const subscribe = (made: MqttClient): Promise<Result<MqttClient>> =>
    within<MqttClient>('subscribe', (settle) => {
      made.subscribe([...listen], { qos: 1 }, (error) => settle(error instanceof Error ? fail('siren-command-refused', { url, action: 'subscribe', result: error.message.slice(0, 200) }) : ok(made)));
    });

  const open = async (): Promise<Result<MqttClient>> => {
    if (client?.connected === true) return opening ?? ok(client);
    opening ??= dial(generation);
    const mine = opening;
    const opened = await mine;
    if (!opened.ok && opening === mine) opening = null;
    return opened;
  };

  return {
    drop,
    async publish(topic, text, expires) {
      const opened = await open();
      if (!opened.ok) return opened;
      return within<void>('publish', (settle) => {
        const properties = expires === null ? {} : { messageExpiryInterval: expires };
        // The library swallows the one reason that matters here, so the confirmation itself is looked at: one at a time.
        let reason: number | undefined;
        const confirmed = (packet: Packet): void => {
          if (packet.cmd === 'puback') reason = packet.reasonCode;
        };
        opened.value.on('packetreceive', confirmed);
        opened.value.publish(topic, text, { qos: 1, retain: false, properties }, (error) => {
          opened.value.off('packetreceive', confirmed);
          if (error instanceof Error) settle(fail('siren-cut', { url, action: 'publish', why: error.message.slice(0, 200) }));
          else if (reason === nobodyListens) settle(fail('siren-nobody-listens', { url, topic }));
          else settle(ok(undefined));
        });
      }, expires === null ? undefined : reset);
    },
    async again() {
      const opened = await open();
      if (!opened.ok) return opened;
      const done = await subscribe(opened.value);
      return done.ok ? ok(undefined) : done;
    },
    async heard(topic) {
      const opened = await open();
      return opened.ok ? ok(news.get(topic) ?? null) : opened;
    },
  };
}
