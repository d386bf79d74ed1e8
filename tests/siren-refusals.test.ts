import { afterEach, describe, expect, it } from 'vitest';
import { sirenEntrySchema } from '../core/workspace/files';
import { openSiren, type OpenedSiren } from '../main/adapters/sirens/registry';
import { createDriverContext } from './support/driver-context';
import { startPretendShelly, type PretendShelly } from './support/pretend-shelly';
import { serve } from './support/siren-doubles';

// What these two would do without a word, and must not: drop a duration, ring for ever, take a 200 for a sound.
const ring = { volume: 40, seconds: 30, reason: 'x' };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function open(driver: string, config: object): OpenedSiren {
  const opened = openSiren(sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver, config }), createDriverContext({ key: 'right' }), null);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  stops.push(async () => opened.value.siren.close());
  return opened.value;
}

async function hub(state: string, features: number) {
  const asked: { path: string; body: unknown }[] = [];
  const server = await serve((path, body) => {
    asked.push({ path, body: body === '' ? null : JSON.parse(body) });
    return { status: 200, body: path.startsWith('/api/states') ? JSON.stringify({ state, attributes: { supported_features: features } }) : '[]' };
  });
  stops.push(server.stop);
  return { url: server.url, failAfter: server.failAfter, asked, rung: () => asked.filter(({ path }) => path.endsWith('turn_on')).map(({ body }) => body) };
}

const code = (result: { ok: true } | { ok: false; error: { code: string } }): string => (result.ok ? 'ok' : result.error.code);

describe('Home Assistant', () => {
  const entity = { entity: 'siren.bed', token: 'secret:key' };

  it('sends what the device can do, as it wants it', async () => {
    const { url, rung } = await hub('off', 31);
    expect(code(await open('home-assistant', { url, ...entity, tone: 'police' }).siren.ring(ring))).toBe('ok');
    expect(rung()).toEqual([{ entity_id: 'siren.bed', tone: 'police', volume_level: 0.4, duration: 30 }]);
  });

  it('does not ring a device that would drop the duration or the volume, unless the entry says who does it', async () => {
    const { url, rung } = await hub('off', 3);
    const strict = open('home-assistant', { url, ...entity });
    expect(code(await strict.siren.ring(ring))).toBe('siren-lacks');
    expect(rung()).toEqual([]);
    const told = open('home-assistant', { url, ...entity, timer: 'console', volume: 'fixed' });
    expect(told.can).toEqual({ readBack: true, volume: false, duration: false });
    expect(code(await told.siren.ring(ring))).toBe('ok');
    expect(rung()).toEqual([{ entity_id: 'siren.bed' }]);
  });

  it('has sent nothing where already the look before the ring went wrong', async () => {
    const { url, rung, failAfter } = await hub('off', 31);
    failAfter('/api/states');
    expect(code(await open('home-assistant', { url, ...entity }).siren.ring(ring))).toBe('siren-command-refused');
    expect(rung()).toEqual([]);
  });

  it.each(['unavailable', 'unknown'])('does not take its 200 for a ring of an entity that is %s', async (state) => {
    const { url, rung } = await hub(state, 31);
    const { siren } = open('home-assistant', { url, ...entity });
    expect(code(await siren.ring(ring))).toBe('siren-unreachable');
    expect(rung()).toEqual([]);
    expect((await siren.read()).ok).toBe(false);
  });
});

describe('a Shelly relay', () => {
  const relay = async (gen: 1 | 2 = 2): Promise<PretendShelly> => {
    const started = await startPretendShelly({ password: 'right', gen });
    stops.push(started.stop);
    return started;
  };

  it.each([1, 2] as const)('of generation %d rings by its own timer, and is read and silenced', async (gen) => {
    const device = await relay(gen);
    const { siren } = open('shelly', { url: device.url, gen, password: 'secret:key' });
    expect(code(await siren.ring(ring))).toBe('ok');
    expect(await siren.read()).toEqual({ ok: true, value: 'sounding' });
    expect(code(await siren.silence())).toBe('ok');
    expect([device.sounding(), device.rings()]).toEqual([false, 1]);
  });

  it('is switched off again where it took no timer: better no ring than one without an end', async () => {
    const device = await relay();
    device.forgetTimers();
    expect(code(await open('shelly', { url: device.url, password: 'secret:key' }).siren.ring(ring))).toBe('siren-lacks');
    expect(device.sounding()).toBe(false);
  });

  it('may sound where it took no timer and could not be switched off', async () => {
    const device = await relay();
    device.forgetTimers();
    device.failAfter('on=false');
    expect(code(await open('shelly', { url: device.url, password: 'secret:key' }).siren.ring(ring))).toBe('siren-cut');
  });

  it('may sound where it took the ring and its state was not to be had after that', async () => {
    const device = await relay();
    device.failAfter('/rpc/Switch.GetStatus');
    expect(code(await open('shelly', { url: device.url, password: 'secret:key' }).siren.ring(ring))).toBe('siren-cut');
    expect(device.sounding()).toBe(true);
  });

  it('is asked again with a new nonce where the old one ran out', async () => {
    const device = await relay();
    const { siren } = open('shelly', { url: device.url, password: 'secret:key' });
    device.staleNonces();
    expect(code(await siren.ring(ring))).toBe('ok');
    expect(code(await siren.silence())).toBe('ok');
    expect([device.sounding(), device.rings()]).toEqual([false, 1]);
  });

  it('refuses a wrong password, and nothing sounds', async () => {
    const device = await startPretendShelly({ password: 'another' });
    stops.push(device.stop);
    expect(code(await open('shelly', { url: device.url, password: 'secret:key' }).siren.ring(ring))).toBe('siren-command-refused');
    expect(device.rings()).toBe(0);
  });
});
