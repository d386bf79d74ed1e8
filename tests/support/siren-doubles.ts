import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DriverContext } from '../../main/ports/driver-context';
import { startPretendShelly } from './pretend-shelly';
import { startTinyBroker } from './tiny-broker';
import { startPretendSiren } from '../../main/drill/pretend-siren';

/** A stand-in for the device behind a driver, with what the conformance suite must see and do. */
export interface SirenDouble {
  /** As `config` in sirens.yaml. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys of `config` that hold a `secret:NAME`. */
  readonly secretKeys: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  sounding(): boolean;
  /** How many rings took effect. */
  rings(): number;
  /** Volume of the last ring, percent; null where the device has none. */
  volume(): number | null;
  /** From now on it takes connections and never answers; null where there is no line that could hang. */
  readonly hang: (() => void) | null;
  /** From now on it does what it is told, and its answer is a mistake of its own (HTTP 500); null where it has no answers. */
  readonly failAfterwards: (() => void) | null;
  stop(): Promise<void>;
}

export type MakeDouble = (context: DriverContext) => Promise<SirenDouble>;

/** One entry for each kind in main/adapters/sirens/registry.ts. A new driver adds its own here. */
export const sirenDoubles: Readonly<Record<string, MakeDouble>> = {
  'dlink-hnap': async () => {
    const device = await startPretendSiren({ pin: '000042', now: Date.now });
    return {
      config: { url: device.url, pin: 'secret:pin' },
      secretKeys: ['pin'],
      secrets: { pin: '000042' },
      sounding: device.sounding,
      rings: () => device.rings.length,
      volume: () => device.rings.at(-1)?.volume ?? null,
      hang: () => {
        device.misbehave('hang');
      },
      failAfterwards: null,
      stop: device.stop,
    };
  },
  webhook: async () => {
    const key = 'a shared key';
    const rung = new Map<string, { until: number; volume: number }>();
    let hangs = false;
    let last: number | null = null;
    const receiver = await serve((path, body, header) => {
      if (hangs) return null;
      const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
      if (path !== '/hook' || header('x-breakglass-signature') !== signature) return { status: 401, body: '' };
      const message = JSON.parse(body) as { action: string; id: string; volume: number; duration_s: number; expires_at: number | null };
      if (message.action === 'silence') rung.clear();
      else if (!rung.has(message.id) && message.expires_at !== null && message.expires_at * 1_000 > Date.now()) {
        rung.set(message.id, { until: Date.now() + message.duration_s * 1_000, volume: message.volume });
        last = message.volume;
        count += 1;
      }
      return { status: 202, body: '' };
    });
    let count = 0;
    return {
      config: { url: `${receiver.url}/hook`, key: 'secret:hook' },
      secretKeys: ['key'],
      secrets: { hook: key },
      sounding: () => [...rung.values()].some(({ until }) => until > Date.now()),
      rings: () => count,
      volume: () => last,
      hang: () => {
        hangs = true;
      },
      failAfterwards: () => {
        receiver.failAfter('/hook');
      },
      stop: receiver.stop,
    };
  },
  mqtt: async () => {
    const broker = await startTinyBroker();
    let until = 0;
    let rung = 0;
    let last: number | null = null;
    let off: NodeJS.Timeout | undefined;
    const say = (state: string): void => broker.publish('siren/state', state);
    say('OFF');
    broker.on('siren/set', (text) => {
      const asked = JSON.parse(text) as { state: string; duration?: number; volume_level?: number };
      clearTimeout(off);
      if (asked.state === 'ON') {
        rung += 1;
        last = Math.round((asked.volume_level ?? 0) * 100);
        until = Date.now() + (asked.duration ?? 0) * 1_000;
        off = setTimeout(() => say('OFF'), (asked.duration ?? 0) * 1_000);
      } else until = 0;
      say(asked.state);
    });
    return {
      config: { url: broker.url, topic: 'siren/set', shape: 'home-assistant', 'state-topic': 'siren/state', user: 'kim', password: 'secret:broker' },
      secretKeys: ['password'],
      secrets: { broker: 'a broker password' },
      sounding: () => until > Date.now(),
      rings: () => rung,
      volume: () => last,
      hang: broker.hang,
      failAfterwards: null,
      stop: () => {
        clearTimeout(off);
        return broker.stop();
      },
    };
  },
  'home-assistant': async () => {
    const token = 'a long-lived token';
    let until = 0;
    let rung = 0;
    let last: number | null = null;
    let hangs = false;
    const hub = await serve((path, body, header) => {
      if (hangs) return null;
      if (header('authorization') !== `Bearer ${token}`) return { status: 401, body: '' };
      const asked = body === '' ? {} : (JSON.parse(body) as { entity_id?: string; duration?: number; volume_level?: number });
      if (path === '/api/states/siren.bed') return { status: 200, body: JSON.stringify({ state: until > Date.now() ? 'on' : 'off', attributes: { supported_features: 1 + 2 + 8 + 16 } }) };
      if (path === '/api/services/siren/turn_on' && asked.entity_id === 'siren.bed') {
        rung += 1;
        last = Math.round((asked.volume_level ?? 1) * 100);
        until = Date.now() + (asked.duration ?? 3_600) * 1_000;
      }
      if (path === '/api/services/siren/turn_off') until = 0;
      return { status: 200, body: '[]' };
    });
    return {
      config: { url: hub.url, entity: 'siren.bed', token: 'secret:hub' },
      secretKeys: ['token'],
      secrets: { hub: token },
      sounding: () => until > Date.now(),
      rings: () => rung,
      volume: () => last,
      hang: () => {
        hangs = true;
      },
      failAfterwards: () => {
        hub.failAfter('/turn_on');
      },
      stop: hub.stop,
    };
  },
  shelly: async () => {
    const relay = await startPretendShelly({ password: 'a relay password' });
    return { ...relay, config: { url: relay.url, password: 'secret:relay' }, secretKeys: ['password'], secrets: { relay: 'a relay password' }, volume: () => null, failAfterwards: () => relay.failAfter('/rpc/Switch.Set') };
  },
  speaker: async ({ sound }) => {
    let count = 0;
    let last: number | null = null;
    const { play } = sound;
    sound.play = (seconds, volume, output) => {
      count += 1;
      last = volume;
      return play(seconds, volume, output);
    };
    return {
      config: {},
      secretKeys: [],
      secrets: {},
      sounding: () => sound.playing() === true,
      rings: () => count,
      volume: () => last,
      hang: null,
      failAfterwards: null,
      stop: async () => undefined,
    };
  },
};

export type Answer = { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> } | null;

/** A plain HTTP server on loopback; an answer of null is none at all. */
export async function serve(
  answer: (path: string, body: string, header: (name: string) => string | undefined) => Answer,
): Promise<{ readonly url: string; failAfter(part: string): void; stop(): Promise<void> }> {
  let failing: string | null = null;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      const given = answer(request.url ?? '', body, (name) => request.headers[name] as string | undefined);
      const failed = given !== null && given.status < 300 && failing !== null && (request.url ?? '').includes(failing);
      if (failed) response.writeHead(500).end('500 Internal Server Error');
      else if (given !== null) response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers }).end(given.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    /** Requests for a path with this in it take effect, and are answered with HTTP 500. */
    failAfter: (part) => {
      failing = part;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
