import { createHash } from 'node:crypto';
import { serve, type Answer } from './siren-doubles';

/** A relay of the second generation as facts/sirens.md, 2.6 describes it: Digest with SHA-256, a timer of its own. */
export interface PretendShelly {
  readonly url: string;
  sounding(): boolean;
  rings(): number;
  hang(): void;
  /** Its timer is broken: it takes the parameter and forgets it. */
  forgetTimers(): void;
  /** Each nonce holds for one request from now on. */
  staleNonces(): void;
  /** Requests for a path with this in it take effect, and are answered with HTTP 500. */
  failAfter(part: string): void;
  stop(): Promise<void>;
}

export async function startPretendShelly({ password, gen = 2 }: { /** Null: it asks for none. */ readonly password: string | null; readonly gen?: 1 | 2 }): Promise<PretendShelly> {
  let until = 0;
  let rings = 0;
  let hangs = false;
  let forgets = false;
  let stale = false;
  let nonce = 1;
  const sounding = (): boolean => until > Date.now();

  const switched = (on: boolean, timer: string | null): void => {
    if (on) rings += 1;
    until = on ? Date.now() + (timer === null || forgets ? 3_600 : Number(timer)) * 1_000 : 0;
  };
  const timed = (): boolean => sounding() && !forgets;

  const gen1 = (query: URLSearchParams, header: string | undefined): Answer => {
    if (password !== null && header !== `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`) return { status: 401, body: '' };
    const turn = query.get('turn');
    if (turn !== null) switched(turn === 'on', query.get('timer'));
    return { status: 200, body: JSON.stringify({ ison: sounding(), has_timer: timed(), source: 'http' }) };
  };

  const gen2 = (path: string, query: URLSearchParams, header: string | undefined): Answer => {
    const realm = 'shellyplus1-000000';
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const value = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(header ?? '')?.[1] ?? '';
    const response = hash([hash(`admin:${realm}:${password ?? ''}`), String(nonce), value('nc'), value('cnonce'), 'auth', hash(`GET:${path}`)].join(':'));
    if (password !== null && (value('response') !== response || value('nonce') !== String(nonce))) {
      nonce += 1;
      return { status: 401, body: '', headers: { 'www-authenticate': `Digest qop="auth", realm="${realm}", nonce="${String(nonce)}", algorithm=SHA-256` } };
    }
    if (stale) nonce += 1;
    if (path.startsWith('/rpc/Switch.Set')) switched(query.get('on') === 'true', query.get('toggle_after'));
    return { status: 200, body: JSON.stringify({ id: 0, output: sounding(), source: 'http', ...(timed() ? { timer_started_at: 1, timer_duration: 30 } : {}) }) };
  };

  const device = await serve((path, _body, header) => {
    if (hangs) return null;
    const { searchParams } = new URL(path, 'http://relay');
    return gen === 1 ? gen1(searchParams, header('authorization')) : gen2(path, searchParams, header('authorization'));
  });
  return {
    url: device.url,
    sounding,
    rings: () => rings,
    hang: () => {
      hangs = true;
    },
    forgetTimers: () => {
      forgets = true;
    },
    staleNonces: () => {
      stale = true;
    },
    failAfter: device.failAfter,
    stop: device.stop,
  };
}
