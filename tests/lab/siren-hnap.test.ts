import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dlinkHnap } from '../../main/adapters/sirens/dlink-hnap';
import { startPretendSiren, type PretendSiren } from '../../main/drill/pretend-siren';
import type { Siren } from '../../main/ports/siren';
import { createDriverContext } from '../support/driver-context';

/** The client of iobroker.mydlink, written by others against the real device: it keeps our simulator honest. */
interface TheirClient {
  login(): Promise<boolean>;
  disconnect(): void;
  isDeviceReady(): Promise<boolean>;
  setSoundPlay(sound: number, volume: number, seconds: number): Promise<string>;
  getSoundPlay(): Promise<boolean>;
  setAlarmDismissed(): Promise<string>;
  getDeviceSettings(): Promise<Record<string, string>>;
}
const { soapClient } = createRequire(import.meta.url)('iobroker.mydlink/build/lib/soapclient.js') as {
  soapClient: (options: { url: string; user: string; password: string }) => TheirClient;
};

const pin = '000042';
const short = { volume: 20, seconds: 30, reason: 'lab' };
let device: PretendSiren;
let siren: Siren;

const open = (value = pin): Siren => dlinkHnap.open({ url: device.url, pin: 'secret:pin', sound: 'emergency' }, createDriverContext({ pin: value }));

beforeEach(async () => {
  device = await startPretendSiren({ pin, now: Date.now });
  siren = open();
});
afterEach(async () => {
  siren.close();
  await device.stop();
});

describe('the pretend siren, asked by a client that is not ours', () => {
  beforeEach(() => {
    vi.spyOn(console, 'debug').mockReturnValue();
    vi.spyOn(console, 'log').mockReturnValue();
  });
  afterEach(() => vi.restoreAllMocks());

  it('logs in, sounds, says so, is dismissed and says so', async () => {
    const theirs = soapClient({ url: `${device.url}/HNAP1`, user: 'Admin', password: pin });
    try {
      expect(await theirs.login()).toBe(true);
      expect(await theirs.isDeviceReady()).toBe(true);
      expect(await theirs.getSoundPlay()).toBe(false);
      expect(await theirs.setSoundPlay(1, 20, 30)).toBe('OK');
      expect(device.rings).toMatchObject([{ sound: 1, volume: 20, seconds: 30 }]);
      expect(await theirs.getSoundPlay()).toBe(true);
      // What they see of our ring, and we of theirs, is one and the same siren.
      expect(await siren.read()).toEqual({ ok: true, value: 'sounding' });
      expect(await theirs.setAlarmDismissed()).toBe('OK');
      expect(await theirs.getSoundPlay()).toBe(false);
      expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    } finally {
      theirs.disconnect();
    }
  });

  it('does not let them in with a wrong PIN', async () => {
    const theirs = soapClient({ url: `${device.url}/HNAP1`, user: 'Admin', password: '42' });
    expect(await theirs.login()).toBe(false);
    theirs.disconnect();
  });
});

describe('the driver', () => {
  it('rings, reads and silences over one connection and one login', async () => {
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    expect(await siren.ring(short)).toEqual({ ok: true, value: undefined });
    expect(await siren.read()).toEqual({ ok: true, value: 'sounding' });
    expect(device.connections()).toBe(1);
    expect(await siren.silence()).toEqual({ ok: true, value: undefined });
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    expect(device.actions.filter((action) => action === 'Login')).toHaveLength(2);
    expect(device.connections()).toBe(2);
    expect(device.rings).toMatchObject([{ sound: 1, volume: 20, seconds: 30 }]);
  });

  it('never sends a ring without an end, or louder than it goes', async () => {
    await siren.ring({ volume: 400, seconds: 88_888, reason: 'x' });
    expect(device.rings).toMatchObject([{ volume: 100, seconds: 180 }]);
  });

  it('tries the other spelling of the user once', async () => {
    await device.stop();
    device = await startPretendSiren({ pin, now: Date.now, users: ['admin'] });
    siren = open();
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    device.expireSessions();
    const before = device.actions.length;
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    expect(device.actions.slice(before)).toEqual(['GetSirenAlarmSettings', 'Login', 'Login', 'GetSirenAlarmSettings']);
  });

  it('says wrong PIN, also when only the zeros in front are missing', async () => {
    for (const wrong of ['42', '123456']) {
      const answer = await open(wrong).read();
      expect(!answer.ok && answer.error.code).toBe('siren-wrong-pin');
    }
  });

  it('logs in again when the session ends in the middle of a ring, and rings once', async () => {
    await siren.ring(short);
    device.expireSessions();
    expect(await siren.read()).toEqual({ ok: true, value: 'sounding' });
    device.expireSessions();
    expect(await siren.silence()).toEqual({ ok: true, value: undefined });
    expect(device.sounding()).toBe(false);
    expect(device.rings).toHaveLength(1);
  });

  it('asks for a login again when the first is refused at random, and only once', async () => {
    device.misbehave('login-error', 1);
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    device.expireSessions();
    device.misbehave('login-error');
    const answer = await siren.read();
    expect(!answer.ok && answer.error.code).toBe('siren-command-refused');
  });

  it.each([
    ['http-500', 'siren-garbled'],
    ['truncated', 'siren-garbled'],
    ['bomb', 'siren-garbled'],
    ['html', 'siren-garbled'],
    ['neither', 'siren-garbled'],
    ['error', 'siren-command-refused'],
    ['not-a-siren', 'siren-not-a-siren'],
  ] as const)('calls nothing quiet or sounding on %s', async (fault, code) => {
    if (fault === 'neither') await siren.read();
    device.misbehave(fault);
    const answer = await siren.read();
    expect(!answer.ok && answer.error.code).toBe(code);
    device.behave();
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
  });

  it('does not ring twice when the answer is lost after the effect', async () => {
    await siren.read();
    device.misbehave('reset-after-effect', 1);
    expect(await siren.ring(short)).toEqual({ ok: true, value: undefined });
    expect(device.rings).toHaveLength(1);
    expect(device.actions.slice(-2)).toEqual(['SetSoundPlay', 'GetSirenAlarmSettings']);
  });

  it('rings once more only after it saw that the first did not arrive', async () => {
    await siren.read();
    device.misbehave('http-500', 1);
    expect(await siren.ring(short)).toEqual({ ok: true, value: undefined });
    expect(device.actions.slice(-3)).toEqual(['SetSoundPlay', 'GetSirenAlarmSettings', 'SetSoundPlay']);
    expect(device.rings).toHaveLength(1);
  });

  it('tells a plug that is pulled from a device that hangs', async () => {
    await siren.read();
    await device.unplug();
    const gone = await siren.read();
    expect(!gone.ok && ['siren-unreachable', 'siren-cut']).toContain(!gone.ok && gone.error.code);
    const still = await siren.ring(short);
    expect(!still.ok && still.error.code).toBe('siren-unreachable');
    await device.plug();
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
  });

  it('asks for the power plug after it failed three times in a row', async () => {
    device.misbehave('http-500');
    const codes = [];
    for (let time = 0; time < 3; time += 1) {
      const answer = await siren.read();
      codes.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(codes).toEqual(['siren-garbled', 'siren-garbled', 'siren-needs-power-cycle']);
  });

  it('gives a hanging device ten seconds and not more', async () => {
    device.misbehave('hang');
    const began = performance.now();
    const answer = await siren.read();
    expect(!answer.ok && answer.error.code).toBe('siren-no-answer');
    expect(performance.now() - began).toBeGreaterThan(9_000);
    expect(performance.now() - began).toBeLessThan(13_000);
  });

  it('waits for a slow device', async () => {
    await siren.read();
    device.misbehave('slow', 1);
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
  });

  it('silences past a ring that hangs on the wire, and the ring does not sound afterwards', async () => {
    await siren.read();
    device.misbehave('hang', 1);
    const ring = siren.ring(short);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    expect(await siren.silence()).toEqual({ ok: true, value: undefined });
    expect(performance.now() - began).toBeLessThan(2_000);
    const overtaken = await ring;
    expect(!overtaken.ok && overtaken.error.code).toBe('siren-superseded');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(device.rings).toHaveLength(0);
  });

  it('sends no ring that a silence overtook during its login', async () => {
    device.misbehave('login-error', 1);
    const ring = siren.ring(short);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await siren.silence()).ok).toBe(true);
    expect((await ring).ok).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(device.actions).not.toContain('SetSoundPlay');
  });

  it('keeps the PIN out of everything that it sends', async () => {
    const sent: string[] = [];
    const context = createDriverContext({ pin });
    const watched: Siren = dlinkHnap.open(
      { url: device.url, pin: 'secret:pin', sound: 'beep' },
      { ...context, http: { ...context.http, request: (request) => (sent.push(JSON.stringify(request)), context.http.request(request)) } },
    );
    await watched.read();
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.join('\n')).not.toContain(pin);
  });
});

describe('who the device is, and starting it anew', () => {
  it('says who it is once it was read, and answers again after a restart, with a new login', async () => {
    expect(siren.about?.()).toBeNull();
    await siren.read();
    expect(siren.about?.()).toEqual({ model: 'DCH-S220', firmware: '1.23', hardware: 'A2', address: '02:00:5E:10:00:01' });
    expect(await siren.reboot?.()).toEqual({ ok: true, value: undefined });
    expect(device.actions.at(-1)).toBe('Reboot');
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    expect((await siren.ring(short)).ok).toBe(true);
    expect(device.sounding()).toBe(true);
  });
});
