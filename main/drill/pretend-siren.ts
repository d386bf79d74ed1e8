import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOn, stopServer } from './loopback';

/** Ways in which the real device, or the network before it, is known to misbehave (facts/sirens.md 1.5 and 5). */
export const sirenFaults = [
  'hang',
  'http-500',
  'error',
  'login-error',
  'truncated',
  'bomb',
  'html',
  'lie-quiet',
  'lie-sounding',
  'neither',
  'slow',
  'reset-after-effect',
  'ignore-silence',
  'not-a-siren',
] as const;
export type SirenFault = (typeof sirenFaults)[number];

/** A DCH-S220 on loopback: HNAP1 with its login, a sound with a timer, and faults as switches. */
export interface PretendSiren {
  readonly url: string;
  sounding(): boolean;
  /** Every SetSoundPlay that took effect. */
  readonly rings: readonly { readonly at: number; readonly volume: number; readonly seconds: number; readonly sound: number }[];
  /** Names of all actions that arrived, in order. */
  readonly actions: readonly string[];
  /** Connections that were opened so far. */
  connections(): number;
  /** Misbehaves for the next `times` requests (default: until `behave`). */
  misbehave(fault: SirenFault, times?: number): void;
  behave(): void;
  /** Forgets every login, as after its hour. */
  expireSessions(): void;
  /** Pulls the power plug: the connection is refused until it is plugged in again, and nothing sounds. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  reset(): void;
  stop(): Promise<void>;
}

interface Options {
  readonly pin: string;
  readonly now: () => number;
  /** How late a slow answer comes, ms. */
  readonly slowMs?: number;
  /** User names that the login takes. */
  readonly users?: readonly string[];
}

interface Login {
  readonly key: string;
  readonly password: string;
  open: boolean;
}

const namespace = 'http://purenetworks.com/HNAP1/';

export async function startPretendSiren({ pin, now, slowMs = 9_000, users = ['Admin', 'admin'] }: Options): Promise<PretendSiren> {
  const logins = new Map<string, Login>();
  const rings: { at: number; volume: number; seconds: number; sound: number }[] = [];
  const actions: string[] = [];
  let soundsUntil = 0;
  let fault: SirenFault | null = null;
  let faultLeft = 0;
  let connections = 0;

  const sounding = (): boolean => now() < soundsUntil;

  /** Written apart from the driver's on purpose: two copies of one mistake would agree with each other. */
  const digest = (key: string, data: string): string => createHmac('md5', Buffer.from(key, 'latin1')).update(data, 'latin1').digest('hex').toUpperCase();

  const login = (body: string, cookie: string | null): string => {
    if (field(body, 'Action') === 'request') {
      const token = (): string => randomBytes(15).toString('base64');
      const challenge = token();
      const publicKey = token();
      const uid = randomBytes(8).toString('hex');
      const key = digest(publicKey + pin, challenge);
      logins.set(uid, { key, password: digest(key, challenge), open: false });
      return `<LoginResult>OK</LoginResult><Challenge>${challenge}</Challenge><Cookie>${uid}</Cookie><PublicKey>${publicKey}</PublicKey>`;
    }
    const pending = cookie === null ? undefined : logins.get(cookie);
    const good = pending !== undefined && same(field(body, 'LoginPassword'), pending.password) && users.includes(field(body, 'Username'));
    if (good) pending.open = true;
    return `<LoginResult>${good ? 'success' : 'failed'}</LoginResult>`;
  };

  const authorised = (request: IncomingMessage, action: string, cookie: string | null): boolean => {
    const session = cookie === null ? undefined : logins.get(cookie);
    const [hash = '', time = ''] = String(request.headers['hnap_auth'] ?? '').split(' ');
    return session?.open === true && same(hash, digest(session.key, `${time}"${namespace}${action}"`));
  };

  const carryOut = (action: string, body: string): string => {
    const done = `<${action}Result>OK</${action}Result>`;
    switch (action) {
      case 'GetDeviceSettings':
        return (
          `${done}<Type>ConnectedHomeClient</Type><DeviceName>Drill &amp; practice</DeviceName><VendorName>D-Link</VendorName>` +
          (fault === 'not-a-siren'
            ? '<ModelName>DSP-W215</ModelName><ModuleTypes><string>Optical Recorder</string></ModuleTypes>'
            : '<ModelName>DCH-S220</ModelName><ModelDescription>D-Link Siren Alarm</ModelDescription><ModuleTypes><string>Audio Renderer</string></ModuleTypes>') +
          '<FirmwareVersion>1.23</FirmwareVersion><HardwareVersion>A2</HardwareVersion><HNAPVersion>0124</HNAPVersion><DeviceMacId>02:00:5E:10:00:01</DeviceMacId><CAPTCHA>false</CAPTCHA>'
        );
      case 'Reboot':
        // It forgets its sessions and its sound, as after the plug was pulled.
        soundsUntil = 0;
        logins.clear();
        return done;
      case 'IsDeviceReady':
        return done;
      case 'SetSoundPlay': {
        const [sound, volume, seconds] = ['SoundType', 'Volume', 'Duration'].map((name) => Number(field(body, name)));
        if (sound === undefined || volume === undefined || seconds === undefined) return refusal(action);
        if (!within(sound, 1, 6) || !within(volume, 1, 100) || !within(seconds, 1, 88_888)) return refusal(action);
        soundsUntil = now() + seconds * 1_000;
        rings.push({ at: now(), volume, seconds, sound });
        return done;
      }
      case 'GetSirenAlarmSettings': {
        const says = fault === 'neither' ? 'maybe' : fault === 'lie-quiet' ? false : fault === 'lie-sounding' ? true : sounding();
        return `${done}<IsSounding>${String(says)}</IsSounding>`;
      }
      case 'SetAlarmDismissed':
        if (fault !== 'ignore-silence') soundsUntil = 0;
        return done;
      default:
        return refusal(action);
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const action = /^"http:\/\/purenetworks\.com\/HNAP1\/([A-Za-z0-9]{1,40})"$/.exec(String(request.headers['soapaction'] ?? ''))?.[1] ?? '';
    const cookie = /(?:^|;\s*)uid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? null;
    actions.push(action);
    const active = faultLeft > 0 ? fault : null;
    if (active === null) fault = null;
    const isLogin = action === 'Login';
    const inside = isLogin ? login(body, cookie) : authorised(request, action, cookie) ? null : refusal(action);
    const say = (xml: string): void => {
      response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(xml);
    };
    if (active !== null) faultLeft -= 1;
    switch (active) {
      case 'hang':
        return;
      case 'http-500':
        response.writeHead(500).end();
        return;
      case 'error':
        say(reply(action, isLogin ? (inside ?? '') : refusal(action)));
        return;
      case 'login-error':
        say(reply(action, isLogin && field(body, 'Action') === 'request' ? refusal('Login') : (inside ?? carryOut(action, body))));
        return;
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in</body></html>');
        return;
      case 'bomb':
        say(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${'x'.repeat(64)}"><!ENTITY c "${'&b;'.repeat(64)}">]><a>&c;</a>`);
        return;
      case 'truncated': {
        const whole = reply(action, inside ?? carryOut(action, body));
        say(whole.slice(0, Math.floor(whole.length * 0.8)));
        return;
      }
      case 'reset-after-effect':
        if (inside === null) carryOut(action, body);
        request.socket.resetAndDestroy();
        return;
      case 'slow':
        setTimeout(() => {
          if (!request.socket.destroyed) say(reply(action, inside ?? carryOut(action, body)));
        }, slowMs).unref();
        return;
      case 'lie-quiet':
      case 'lie-sounding':
      case 'neither':
      case 'ignore-silence':
      case 'not-a-siren':
      case null:
        say(reply(action, inside ?? carryOut(action, body)));
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      response.destroy();
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listenOn(server, 0);

  return {
    url: `http://127.0.0.1:${String(port)}`,
    sounding,
    rings,
    actions,
    connections: () => connections,
    misbehave(next, times = Infinity) {
      fault = next;
      faultLeft = times;
    },
    behave() {
      fault = null;
      faultLeft = 0;
    },
    expireSessions() {
      logins.clear();
    },
    async unplug() {
      soundsUntil = 0;
      logins.clear();
      await stopServer(server);
    },
    async plug() {
      if (!server.listening) await listenOn(server, port);
    },
    reset() {
      soundsUntil = 0;
      fault = null;
      faultLeft = 0;
    },
    stop: () => stopServer(server),
  };
}

function reply(action: string, inside: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
    `<${action}Response xmlns="${namespace}">${inside}</${action}Response></soap:Body></soap:Envelope>`
  );
}

function refusal(action: string): string {
  return `<${action}Result>ERROR</${action}Result>`;
}

function field(body: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request as AsyncIterable<Buffer>) {
    body += part.toString('latin1');
    if (body.length > 65_536) throw new Error('too long');
  }
  return body;
}
