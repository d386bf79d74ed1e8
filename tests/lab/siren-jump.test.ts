import { connectAsync } from 'mqtt';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../core/errors';
import type { Target } from '../../core/runbook/plan';
import { sirenEntrySchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { openSiren, type Beyond } from '../../main/adapters/sirens/registry';
import { bytesThrough } from '../../main/adapters/ssh/bytes-through';
import { httpThrough } from '../../main/adapters/ssh/http-through';
import { createSystemIds } from '../../main/adapters/system/system-ids';
import { createSystemSchedule } from '../../main/adapters/system/system-schedule';
import { startPretendSiren, type PretendSiren } from '../../main/drill/pretend-siren';
import { silenceNow } from '../../main/silence-now';
import type { Siren } from '../../main/ports/siren';
import { createSirenDesk } from '../../main/services/siren-desk';
import { createDriverContext } from '../support/driver-context';
import { freePort } from '../support/free-port';
import { tempFolder } from '../support/journal-kit';
import { createMemoryJournal } from '../support/memory-journal';
import { startPretendShelly } from '../support/pretend-shelly';
import { createRealBroker, mosquittoMissing } from './support/mosquitto';
import { Sshd } from './support/sshd';
import { inlineWorker, sshBench, type SshBench } from './support/ssh-bench';
import { hostLine, writeWorkspace } from './support/workspace';

// A siren in another city: its HTTP through our own line to a real sshd there.
let sshd: Sshd;
let bench: SshBench;
let device: PretendSiren;

beforeAll(async () => {
  sshd = await Sshd.start();
  bench = sshBench();
  device = await startPretendSiren({ pin: '000042', now: Date.now });
});
afterAll(async () => {
  await device.stop();
  await bench.stop();
  await sshd.stop();
});

const known = { pin: '000042', relay: 'a relay password' };
const context = createDriverContext(known);
const patience = { timeout: 20_000 };

function beyond(jump: string, gate: () => Target): Beyond {
  const way = { ssh: bench.ssh, way: () => ok({ target: gate(), jumps: [] }), settle: () => Promise.resolve() };
  return { http: httpThrough({ jump, ...way }), connect: bytesThrough(way) };
}

function open(driver: string, config: object, gate: Target = sshd.target({ name: 'gate' }), secrets: Readonly<Record<string, string>> = {}): Siren {
  const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver, config, jump: 'gate' });
  const opened = openSiren(entry, createDriverContext({ ...known, ...secrets }), (jump) => beyond(jump, () => gate));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.siren;
}
const hnap = (gate?: Target): Siren => open('dlink-hnap', { url: device.url, pin: 'secret:pin' }, gate);

describe('a siren behind a jump host', () => {
  it('rings, is read and is silenced over one forwarded connection', async () => {
    const siren = hnap();
    expect(await siren.ring({ volume: 20, seconds: 30, reason: 'x' })).toEqual({ ok: true, value: undefined });
    expect(await siren.read()).toEqual({ ok: true, value: 'sounding' });
    expect(device.connections()).toBe(1);
    expect(await siren.silence()).toEqual({ ok: true, value: undefined });
    expect([device.sounding(), await siren.read()]).toEqual([false, { ok: true, value: 'quiet' }]);
    // A silence cuts the ring's connection and takes a new one over the line that is there.
    expect(device.connections()).toBe(2);
    siren.close();
  });

  it('a silence overtakes a ring that hangs there', async () => {
    const siren = hnap();
    await siren.read();
    device.misbehave('hang', 1);
    const rung = siren.ring({ volume: 20, seconds: 30, reason: 'x' });
    await expect.poll(() => device.actions.at(-1)).toBe('SetSoundPlay');
    const began = performance.now();
    expect((await siren.silence()).ok).toBe(true);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await rung).toMatchObject({ ok: false, error: { code: 'siren-superseded' } });
    siren.close();
  });

  it('a relay works as well', async () => {
    const relay = await startPretendShelly({ password: 'a relay password' });
    const siren = open('shelly', { url: relay.url, password: 'secret:relay' });
    expect((await siren.ring({ volume: 20, seconds: 30, reason: 'x' })).ok).toBe(true);
    expect(relay.sounding()).toBe(true);
    expect((await siren.silence()).ok).toBe(true);
    expect(relay.sounding()).toBe(false);
    siren.close();
    await relay.stop();
  });

  it.skipIf(mosquittoMissing !== null)('rings and is silenced through a broker there, past one that stands still, and again once the line broke', async () => {
    const broker = await createRealBroker();
    await broker.start();
    const config = { url: broker.url, topic: 'z2m', user: broker.user, password: 'secret:broker' };
    const listener = await connectAsync(broker.url, { protocolVersion: 5, username: broker.user, password: broker.password });
    const heard: string[] = [];
    listener.on('message', (_topic, payload) => heard.push(payload.toString().includes('stop') ? 'silence' : 'ring'));
    await listener.subscribeAsync('z2m/set', { qos: 1 });
    const siren = open('mqtt', config, undefined, { broker: broker.password });
    const ring = { volume: 20, seconds: 30, reason: 'x' };
    expect(await siren.ring(ring)).toEqual({ ok: true, value: undefined });
    expect(await siren.silence()).toEqual({ ok: true, value: undefined });
    await expect.poll(() => heard, patience).toEqual(['ring', 'silence']);
    broker.freeze();
    const hanging = siren.ring(ring);
    const silenced = siren.silence();
    expect((await hanging).ok).toBe(false);
    broker.thaw();
    expect((await silenced).ok).toBe(true);
    sshd.killSessions();
    await expect.poll(async () => (await siren.silence()).ok, patience).toBe(true);
    await expect.poll(() => heard.at(-1), patience).toBe('silence');
    siren.close();
    await listener.endAsync(true);
    await broker.remove();
  });

  it('sends nothing to a host that shows another key, and says that this is why', async () => {
    const other = await Sshd.start();
    const before = device.actions.length;
    const siren = hnap(other.target({ name: 'gate', hostKeys: [sshd.hostKey()] }));
    expect(await siren.ring({ volume: 20, seconds: 30, reason: 'x' })).toMatchObject({ ok: false, error: { code: 'host-key-changed', values: { host: 'gate' } } });
    expect(device.actions).toHaveLength(before);
    siren.close();
    await other.stop();
  });

  it('a host that takes the connection and hangs is not a siren that needs its plug pulled', async () => {
    const server: Server = createServer(() => undefined);
    const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));
    const siren = hnap(sshd.target({ name: 'gate', port }));
    expect(await siren.read()).toMatchObject({ ok: false, error: { code: 'host-timeout' } });
    siren.close();
    server.close();
  });

  it('is silenced without a desk, over a line of its own; where the host cannot be reached, that is said', async () => {
    const relay = await startPretendShelly({ password: null });
    const root = (hosts: string): string =>
      writeWorkspace(join(tempFolder(), 'ws'), { 'hosts.yaml': `hosts:\n${hosts}`, 'sirens.yaml': `sirens:\n  - { id: far, owner: kim, driver: shelly, config: { url: "${relay.url}" }, jump: gate }\n` });
    const platform = { environment: { PATH: process.env['PATH'] }, speaker: { play: () => Promise.reject(new Error('silent')), stop: () => undefined, playing: () => false, outputs: () => Promise.reject(new Error('silent')) }, homeFolder: tempFolder(), processes: { spawn: () => inlineWorker() }, log: () => undefined };
    const siren = open('shelly', { url: relay.url });
    await siren.ring({ volume: 20, seconds: 60, reason: 'x' });
    expect(relay.sounding()).toBe(true);
    const lost = await silenceNow(null, { root: root(hostLine(sshd, 'elsewhere')), appVersion: 'lab', dataFolder: null, platform });
    expect([lost.ok, relay.sounding()]).toEqual([false, true]);
    const silenced = await silenceNow(null, { root: root(hostLine(sshd, 'gate')), appVersion: 'lab', dataFolder: null, platform });
    expect([silenced, relay.sounding()]).toMatchObject([{ ok: true, value: { en: expect.stringContaining('far') as string } }, false]);
    siren.close();
    await relay.stop();
  });

  it('is told again and again while the way is closed, never called silent, and silent within two seconds of its opening', async () => {
    const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'dlink-hnap', config: { url: device.url, pin: 'secret:pin' }, jump: 'gate' });
    const workspace = { settings: { timezone: 'UTC' }, people: [], sirens: [entry] } as unknown as Workspace;
    let gate = sshd.target({ name: 'gate' });
    const desk = createSirenDesk({
      workspace: { get: () => workspace, onChanged: () => () => undefined },
      journal: createMemoryJournal(Date.now),
      ...{ clock: context.clock, schedule: createSystemSchedule(), ids: createSystemIds(), duty: () => null, outputs: () => Promise.reject(new Error('silent')) },
      actor: { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => true },
      open: (each) => openSiren(each, context, (jump) => beyond(jump, () => gate)),
    });
    await desk.start();
    await desk.ring({ to: 'bed', reason: 'x', volume: 20, seconds: 120, caseId: null });
    expect(device.sounding()).toBe(true);
    gate = sshd.target({ name: 'gate', port: await freePort() });
    const silenced = desk.silence({ siren: null });
    await expect.poll(() => desk.list()[0]?.problem?.code).toBe('host-refused');
    expect(desk.rings()).toMatchObject([{ state: 'silencing' }]);
    gate = sshd.target({ name: 'gate' });
    await expect.poll(device.sounding, { timeout: 10_000 }).toBe(false);
    expect(await silenced).toMatchObject({ ok: true, value: { en: expect.stringContaining('bed') as string } });
    expect(desk.rings()).toEqual([]);
    void desk.close();
  });
});
