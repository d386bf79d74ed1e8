import { connect, connectAsync, type IPublishPacket, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sirenEntrySchema } from '../../core/workspace/files';
import { openSiren } from '../../main/adapters/sirens/registry';
import type { Siren } from '../../main/ports/siren';
import { createDriverContext } from '../support/driver-context';
import { createRealBroker, mosquittoMissing, type RealBroker } from './support/mosquitto';

// A real broker between the console and a device: lost, late, retained, duplicate, gone.
let broker: RealBroker;
const opened: Siren[] = [];
const devices: MqttClient[] = [];
const ring = { volume: 40, seconds: 30, reason: 'lab' };

interface Device {
  readonly heard: { readonly text: string; readonly packet: IPublishPacket }[];
  readonly client: MqttClient;
}

/** A device with a session of its own that outlives its connection. */
async function createDevice(id: string): Promise<Device> {
  const client = connect(broker.url, { protocolVersion: 5, clientId: id, clean: false, reconnectPeriod: 0, username: broker.user, password: broker.password, properties: { sessionExpiryInterval: 600 } });
  const heard: Device['heard'] = [];
  client.on('message', (_topic, payload, packet) => heard.push({ text: payload.toString(), packet }));
  client.on('error', () => undefined);
  devices.push(client);
  await new Promise((resolve) => client.once('connect', resolve));
  await client.subscribeAsync(`${id}/set`, { qos: 1 });
  return { heard, client };
}

function open(topic: string, more: object = {}): Siren {
  const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'mqtt', config: { url: broker.url, topic, user: broker.user, password: 'secret:broker', ...more } });
  const result = openSiren(entry, createDriverContext({ broker: broker.password }), null);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  opened.push(result.value.siren);
  return result.value.siren;
}

const until = async (what: () => boolean, ms = 5_000): Promise<boolean> => {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (what()) return true;
    await wait(10);
  }
  return what();
};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(mosquittoMissing !== null)('a siren behind a real mosquitto', () => {
  beforeAll(async () => {
    broker = await createRealBroker();
  });
  beforeEach(async () => {
    await broker.kill();
    await broker.start();
  });
  afterEach(async () => {
    for (const siren of opened.splice(0)) siren.close();
    await Promise.all(devices.splice(0).map((each) => each.endAsync(true)));
  });
  afterAll(() => broker.remove());

  it('gets the whole warning once, not retained, with ten seconds to live; and a full stop', async () => {
    const { heard } = await createDevice('z2m');
    const siren = open('z2m');
    expect(await siren.ring(ring)).toEqual({ ok: true, value: undefined });
    expect(await siren.silence()).toEqual({ ok: true, value: undefined });
    await until(() => heard.length === 2);
    expect(heard.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { warning: { mode: 'emergency', level: 'low', strobe: true, duration: 30 } },
      { warning: { mode: 'stop', level: 'low', strobe: false, duration: 0 } },
    ]);
    expect(heard.map(({ packet }) => [packet.retain, packet.dup])).toEqual([[false, false], [false, false]]);
    expect(heard[0]?.packet.properties?.messageExpiryInterval).toBeLessThanOrEqual(10);
    // Whoever comes later hears nothing of it.
    const later: string[] = [];
    const other = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0, username: broker.user, password: broker.password });
    devices.push(other);
    other.on('message', (_topic, payload) => later.push(payload.toString()));
    await other.subscribeAsync('z2m/set');
    await wait(200);
    expect(later).toEqual([]);
  });

  it('is known not to be reached where nobody listens', async () => {
    const rung = await open('nobody').ring(ring);
    expect(!rung.ok && [rung.error.code, rung.error.values['topic']]).toEqual(['siren-nobody-listens', 'nobody/set']);
  });

  it('does not sound late: a device that was away finds no ring, but the silence', async () => {
    const { client, heard } = await createDevice('sleepy');
    const siren = open('sleepy');
    await client.endAsync(true);
    await siren.ring(ring);
    await wait(11_000);
    await siren.silence();
    const back = await createDevice('sleepy');
    await until(() => back.heard.length > 0);
    expect(heard).toEqual([]);
    expect(back.heard.map(({ text }) => text.includes('stop'))).toEqual([true]);
  });

  it('says at once that the broker is gone, sends nothing later by itself, and goes on when it is back', async () => {
    const siren = open('gone');
    await createDevice('gone');
    await siren.ring(ring);
    await broker.kill();
    const began = Date.now();
    const lost = await siren.ring(ring);
    expect(!lost.ok && ['siren-unreachable', 'siren-cut', 'siren-superseded']).toContain(lost.ok ? '' : lost.error.code);
    expect(Date.now() - began).toBeLessThan(2_000);
    await broker.start();
    const { heard } = await createDevice('gone');
    await wait(500);
    expect(heard).toEqual([]);
    expect((await siren.ring(ring)).ok).toBe(true);
    await until(() => heard.length === 1);
    expect(heard).toHaveLength(1);
  });

  it('is silenced past a ring that hangs in a frozen broker, and that ring is delivered once at most', async () => {
    const { heard } = await createDevice('frozen');
    const siren = open('frozen');
    expect((await siren.ring(ring)).ok).toBe(true);
    broker.freeze();
    const hanging = siren.ring(ring);
    await wait(100);
    const silenced = siren.silence();
    expect(!(await hanging).ok).toBe(true);
    broker.thaw();
    expect((await silenced).ok).toBe(true);
    await until(() => heard.some(({ text }) => text.includes('stop')));
    await wait(300);
    expect(heard.filter(({ text }) => text.includes('emergency')).length).toBeLessThanOrEqual(2);
    expect(heard.some(({ packet }) => packet.dup)).toBe(false);
  });

  it('is refused with a wrong password, and says so', async () => {
    const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'mqtt', config: { url: broker.url, topic: 'x', user: broker.user, password: 'secret:broker' } });
    const result = openSiren(entry, createDriverContext({ broker: 'wrong' }), null);
    if (!result.ok) throw new Error('not opened');
    opened.push(result.value.siren);
    const rung = await result.value.siren.ring(ring);
    expect(!rung.ok && rung.error.code).toBe('siren-unreachable');
    expect(JSON.stringify(rung)).not.toContain('wrong');
  });

  it('is read by the device’s own words: kept ones, new ones, none, and nonsense', async () => {
    const { client } = await createDevice('home');
    const siren = open('home/set', { shape: 'home-assistant', 'state-topic': 'home/state' });
    const silent = await siren.read();
    expect(!silent.ok && silent.error.code).toBe('siren-no-answer');
    await client.publishAsync('home/state', '{"state":"OFF"}', { qos: 1, retain: true });
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    client.on('message', (_topic, payload) => {
      const { state } = JSON.parse(payload.toString()) as { state: string };
      client.publish('home/state', state, { qos: 1, retain: true });
    });
    await siren.ring(ring);
    expect(await siren.read()).toEqual({ ok: true, value: 'sounding' });
    await siren.silence();
    expect(await siren.read()).toEqual({ ok: true, value: 'quiet' });
    await client.publishAsync('home/state', '{"state":"on fire"}', { qos: 1, retain: true });
    await until(() => false, 100);
    const odd = await siren.read();
    expect(!odd.ok && odd.error.code).toBe('siren-garbled');
  });
});
