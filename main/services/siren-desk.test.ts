import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import type { SirenCan } from '../../core/siren/siren';
import type { Person } from '../../core/team/team';
import { sirenEntrySchema, type SirenEntry } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime, type SimulatedTime } from '../../tests/support/simulated-time';
import type { Siren } from '../ports/siren';
import { createSirenDesk, type SirenDesk } from './siren-desk';

const canAll: SirenCan = { readBack: true, volume: true, duration: true };

/** A siren that keeps time itself, and answers as it is told to. */
function createDevice(time: SimulatedTime) {
  const device = {
    soundsUntil: 0,
    calls: [] as string[],
    volumes: [] as number[],
    answer: null as Result<never> | null,
    /** Never answers. */
    hangs: false,
    ignoresSilence: 0,
    sounding: () => time.clock.now() < device.soundsUntil,
  };
  const reply = <T>(value: T): Promise<Result<T>> => {
    if (device.hangs) return new Promise(() => undefined);
    return Promise.resolve(device.answer ?? ok(value));
  };
  const siren: Siren = {
    ring({ volume, seconds }) {
      device.calls.push('ring');
      device.volumes.push(volume);
      if (device.answer === null && !device.hangs) device.soundsUntil = time.clock.now() + seconds * 1_000;
      return reply(undefined);
    },
    read() {
      device.calls.push('read');
      return reply(device.sounding() ? ('sounding' as const) : ('quiet' as const));
    },
    silence() {
      device.calls.push('silence');
      if (device.ignoresSilence > 0) device.ignoresSilence -= 1;
      else if (device.answer === null && !device.hangs) device.soundsUntil = 0;
      return reply(undefined);
    },
    close: () => undefined,
  };
  return Object.assign(device, { siren });
}

const kim: Person = { id: 'kim', name: 'Kim', role: 'operator', timezone: 'Asia/Seoul', sirens: ['kim-bed'], devices: [] };
const lee: Person = { ...kim, id: 'lee', name: 'Lee', sirens: [], timezone: 'America/Los_Angeles' };
const bed = sirenEntrySchema.parse({ id: 'kim-bed', owner: 'kim', driver: 'fake', volume: { max: 60, night: { from: '22:00', to: '07:00', max: 40 } } });
const desk2 = sirenEntrySchema.parse({ id: 'kim-desk', owner: 'kim', driver: 'fake' });

function createScene(options: { entries?: SirenEntry[]; can?: SirenCan; role?: 'ring' | 'none'; journal?: ReturnType<typeof createMemoryJournal>; time?: SimulatedTime } = {}) {
  const time = options.time ?? createSimulatedTime();
  const journal = options.journal ?? createMemoryJournal(time.clock.now);
  const entries = options.entries ?? [bed];
  const devices = new Map(entries.map(({ id }) => [id, createDevice(time)]));
  const listeners = new Set<(workspace: Workspace) => void>();
  let workspace = {
    root: '/nowhere',
    settings: { version: 1, name: 'test', timezone: 'UTC' },
    people: [kim, lee],
    sirens: entries,
  } as unknown as Workspace;
  let number = 0;
  const scene = {
    time,
    journal,
    device: devices.get(entries[0]!.id)!,
    devices,
    duty: null as { person: string; until: number } | null,
    change: (sirens: SirenEntry[]) => {
      workspace = { ...workspace, sirens };
      for (const listener of listeners) listener(workspace);
    },
    codes: () => journal.entries.map(({ code }) => code),
  };
  const desk: SirenDesk = createSirenDesk({
    workspace: {
      get: () => workspace,
      onChanged: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    journal,
    clock: time.clock,
    schedule: time.schedule,
    ids: { next: () => `ring${String((number += 1))}`, nonce: () => '0'.repeat(32) },
    actor: {
      me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }),
      may: () => options.role !== 'none',
    },
    open: ({ id }) => {
      const device = devices.get(id);
      return device === undefined ? fail('siren-driver-unknown', { siren: id, driver: '?', known: '' }) : ok({ siren: device.siren, can: options.can ?? canAll, title: 'Fake' });
    },
    duty: () => scene.duty,
    outputs: () => Promise.resolve(ok({ player: 'paplay', outputs: [] })),
  });
  return { ...scene, desk, scene };
}

const wake = { to: 'kim-bed', reason: 'database down', volume: 20, seconds: 30, caseId: 'case-1' };

describe('ringing', () => {
  it('journals the intent, commands, and is confirmed by the device itself', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    const rung = desk.ring(wake);
    expect(codes()).toEqual(['SIREN-RING']);
    await time.pass(0);
    const result = await rung;
    expect(result.ok && result.value.rings[0]).toMatchObject({ state: 'confirmed', volume: 20, cappedFrom: null, person: 'kim', by: 'kim', caseId: 'case-1' });
    expect(result.ok && result.value.act.en).toBe('Rang kim-bed at 20 %');
    expect(device.calls.filter((call) => call === 'ring')).toHaveLength(1);
    expect(codes()).toEqual(['SIREN-RING', 'SIREN-SOUNDING']);
    expect(desk.list()[0]).toMatchObject({ state: 'sounding' });
  });

  it('is capped by the hour where the owner lives, and says so', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    // 17:10 UTC is 02:10 in Seoul.
    const rung = desk.ring({ ...wake, volume: 90 });
    await time.pass(0);
    const result = await rung;
    expect(device.volumes).toEqual([40]);
    expect(result.ok && result.value.rings[0]).toMatchObject({ volume: 40, cappedFrom: 90 });
    expect(result.ok && result.value.act.en).toBe('Rang kim-bed, capped at 40 % (asked for 90 %)');
    expect(desk.list()[0]!.cap).toBe(40);
  });

  it('reaches every siren of a person, and of whoever is on duty', async () => {
    const { desk, scene, devices, time } = createScene({ entries: [bed, desk2] });
    await desk.start();
    scene.duty = { person: 'kim', until: 0 };
    const rung = desk.ring({ ...wake, to: 'on-duty' });
    await time.pass(0);
    const result = await rung;
    expect(result.ok && result.value.rings.map(({ siren }) => siren)).toEqual(['kim-bed', 'kim-desk']);
    expect([...devices.values()].every((each) => each.sounding())).toBe(true);
  });

  it.each([
    ['on-duty', 'siren-nobody-on-duty'],
    ['lee', 'siren-none-for-person'],
    ['nobody', 'siren-missing'],
  ])('says why it cannot ring %s, and records what did not happen', async (to, code) => {
    const { desk, codes } = createScene();
    await desk.start();
    const result = await desk.ring({ ...wake, to });
    expect(!result.ok && result.error.code).toBe(code);
    expect(codes()).toEqual(['SIREN-NOT-RUNG']);
  });

  it('needs the right to ring', async () => {
    const { desk, device } = createScene({ role: 'none' });
    await desk.start();
    const result = await desk.ring(wake);
    expect(!result.ok && result.error.code).toBe('ring-not-allowed');
    expect(device.calls).not.toContain('ring');
  });

  it('does not ring the same siren twice within three seconds', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(2_900);
    const again = await desk.ring(wake);
    expect(!again.ok && again.error.code).toBe('ring-too-soon');
    expect(device.volumes).toHaveLength(1);
    await time.pass(200);
    void desk.ring(wake);
    await time.pass(0);
    expect(device.volumes).toHaveLength(2);
  });

  it('drops a ring that waited more than ten seconds', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    const result = await desk.ring({ ...wake, askedAt: time.clock.now() - 10_001 });
    expect(!result.ok && result.error.code).toBe('ring-too-late');
    expect(device.volumes).toHaveLength(0);
  });

  it.each([
    ['siren-no-answer', 'unknown'],
    ['siren-cut', 'unknown'],
    ['siren-unreachable', 'failed'],
    ['siren-wrong-pin', 'failed'],
  ] as const)('after %s a ring is %s', async (code, state) => {
    const { desk, time, device } = createScene();
    await desk.start();
    await time.pass(0);
    device.answer = { ok: false, error: { code, values: {} } };
    const rung = desk.ring(wake);
    await time.pass(6_000);
    const result = await rung;
    expect(result.ok && result.value.rings[0]!.state).toBe(state);
    expect(desk.rings()).toHaveLength(state === 'unknown' ? 1 : 0);
  });

  it('never calls a siren that accepted the ring and stays quiet "ringing"', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    device.siren.ring = async () => ok(undefined);
    const rung = desk.ring(wake);
    await time.pass(6_000);
    const result = await rung;
    expect(result.ok && result.value.rings[0]!.state).toBe('failed');
    expect(desk.list()[0]!.problem?.code).toBe('ring-not-sounding');
  });

  it('is over once its device says that it is quiet, silenced there or by another console', async () => {
    const { desk, device, time } = createScene();
    await desk.start();
    void desk.ring({ ...wake, seconds: 180 });
    await time.pass(5_000);
    expect(desk.rings()).toMatchObject([{ state: 'confirmed' }]);
    device.soundsUntil = 0;
    await time.pass(10_000);
    expect([desk.rings(), desk.list()[0]?.state]).toEqual([[], 'quiet']);
  });

  it('is not over in a pause of a ring that rises', async () => {
    const { desk, device, time } = createScene();
    await desk.start();
    void desk.ring({ ...wake, pattern: 'rising' });
    await time.pass(4_000);
    await desk.read({ siren: 'kim-bed' });
    expect([device.sounding(), desk.rings().length]).toEqual([false, 1]);
    await time.pass(10_000);
    expect([device.volumes, desk.rings().length]).toEqual([[20, 40, 40], 1]);
  });

  it.each(['throws', 'rejects'])('is judged by its device, and never by a driver that %s', async (how) => {
    for (const sounds of [false, true]) {
      const { desk, device, time, codes } = createScene();
      await desk.start();
      device.siren.ring = ({ seconds }) => {
        if (sounds) device.soundsUntil = time.clock.now() + seconds * 1_000;
        if (how === 'throws') throw new Error('ENOSPC');
        return Promise.reject(new Error('ENOSPC'));
      };
      const rung = desk.ring({ ...wake, pattern: 'rising' });
      await time.pass(30_000);
      expect(await rung).toMatchObject({ ok: true, value: { rings: [{ state: sounds ? 'confirmed' : 'failed' }] } });
      expect([desk.rings().length, codes().includes('SIREN-RING-FAILED')]).toEqual(sounds ? [1, false] : [0, true]);
    }
  });

  it('is no failure of a siren without a timer that broke off its answer and sounds: it has an end (laws 2 and 6)', async () => {
    const { desk, device, time } = createScene({ can: { ...canAll, duration: false } });
    await desk.start();
    device.siren.ring = async () => {
      device.soundsUntil = Infinity;
      return fail('siren-cut', { url: 'x', action: 'turn_on', why: 'HTTP 500' });
    };
    void desk.ring(wake);
    await time.pass(10_000);
    expect(desk.rings()).toMatchObject([{ state: 'confirmed' }]);
    await time.pass(30_000);
    expect([device.sounding(), desk.rings()]).toEqual([false, []]);
  });

  it('ends at its end', async () => {
    const { desk, time } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(29_900);
    expect(desk.rings()).toHaveLength(1);
    await time.pass(1_200);
    expect(desk.rings()).toHaveLength(0);
    expect(desk.list()[0]).toMatchObject({ state: 'quiet', ring: { state: 'ended' } });
  });

  it('silences at the end where the device keeps no time itself', async () => {
    const { desk, time, device } = createScene({ can: { ...canAll, duration: false } });
    await desk.start();
    void desk.ring({ ...wake, seconds: 5 });
    await time.pass(4_900);
    expect(device.calls).not.toContain('silence');
    device.soundsUntil = Infinity;
    await time.pass(200);
    expect(device.calls).toContain('silence');
    expect(device.sounding()).toBe(false);
  });
});

describe('silencing', () => {
  it('has sent the command when the call returns: no journal, no question, no role before it', async () => {
    const { desk, time, device, journal } = createScene({ role: 'none' });
    await desk.start();
    device.soundsUntil = Infinity;
    await time.pass(0);
    device.calls.length = 0;
    const before: string[][] = [];
    journal.appendLate = () => {
      before.push([...device.calls]);
    };
    const silenced = desk.silence({ siren: null });
    expect(device.calls).toEqual(['silence']);
    expect(before).toEqual([['silence']]);
    await time.pass(0);
    expect(await silenced).toMatchObject({ ok: true, value: { en: 'Silenced: kim-bed' } });
  });

  it('confirms, acks the ring, and ends it', async () => {
    const { desk, time, codes } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(1_000);
    const events: unknown[] = [];
    desk.onSilenced(({ ring, by }) => events.push([ring.caseId, ring.person, by]));
    const silenced = desk.silence({ siren: 'kim-bed' });
    expect(events).toEqual([['case-1', 'kim', 'kim']]);
    expect(desk.list()[0]!.ring!.state).toBe('silencing');
    await time.pass(0);
    expect((await silenced).ok).toBe(true);
    expect(desk.list()[0]!.ring!.state).toBe('silenced');
    expect(desk.rings()).toEqual([]);
    expect(codes()).toEqual(['SIREN-RING', 'SIREN-SOUNDING', 'SIREN-SILENCE', 'SIREN-QUIET']);
  });

  it('says so, too, where no ring of this console sounds: another console may have rung it', async () => {
    const { desk, time } = createScene();
    await desk.start();
    const events: unknown[] = [];
    desk.onHushed(({ owner, by }) => events.push(['hushed', owner, by]));
    desk.onSilenced(({ ring }) => events.push(['silenced', ring.person]));
    void desk.silence({ siren: null });
    await time.pass(100);
    void desk.ring(wake);
    await time.pass(1_000);
    void desk.silence({ siren: null });
    expect(events).toEqual([['hushed', 'kim', 'kim'], ['silenced', 'kim']]);
  });

  it('says nothing where the console itself ended the ring: that is nobody’s word', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(1_000);
    const events: unknown[] = [];
    desk.onSilenced((event) => events.push(event));
    desk.onHushed((event) => events.push(event));
    const hushed = desk.hush({ siren: 'kim-bed' });
    await time.pass(1_000);
    expect((await hushed).ok).toBe(true);
    expect(device.sounding()).toBe(false);
    expect(events).toEqual([]);
    expect(await desk.hush({ siren: 'nobody' })).toMatchObject({ ok: false, error: { code: 'siren-missing' } });
  });

  it('repeats until the device says that it is quiet', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(100);
    device.ignoresSilence = 3;
    const silenced = desk.silence({ siren: null });
    await time.pass(3_400);
    expect(device.calls.filter((call) => call === 'silence')).toHaveLength(3);
    expect(device.sounding()).toBe(true);
    await time.pass(200);
    expect((await silenced).ok).toBe(true);
    expect(device.sounding()).toBe(false);
  });

  it('says loudly after ten seconds that a siren did not confirm, names it, and goes on trying', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    void desk.ring({ ...wake, seconds: 180 });
    await time.pass(100);
    device.hangs = true;
    const silenced = desk.silence({ siren: null });
    await time.pass(9_900);
    let answered = false;
    void silenced.then(() => (answered = true));
    await time.pass(0);
    expect(answered).toBe(false);
    await time.pass(200);
    const result = await silenced;
    expect(!result.ok && result.error).toMatchObject({ code: 'silence-not-confirmed', values: { siren: 'kim-bed', owner: 'kim' } });
    expect(desk.blind().map(({ problem }) => problem.code)).toContain('silence-not-confirmed');
    expect(desk.list()[0]).toMatchObject({ problem: { code: 'silence-not-confirmed' }, ring: { state: 'unknown' } });
    expect(codes()).toContain('SIREN-NOT-SILENCED');
    device.hangs = false;
    await time.pass(5_000);
    expect(device.sounding()).toBe(false);
    expect(desk.blind()).toEqual([]);
    expect(desk.rings()).toEqual([]);
  });

  it('silences again what sounds again within fifteen seconds', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    void desk.silence({ siren: null });
    await time.pass(8_000);
    // A ring that was under way when the silence overtook it.
    device.soundsUntil = time.clock.now() + 60_000;
    await time.pass(1_500);
    expect(device.sounding()).toBe(false);
    expect(codes()).toContain('SIREN-AGAIN');
  });

  it('is as confirmed as the silence that replaced it: a second press makes no failure of the first', async () => {
    const { desk, device, time } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(5_000);
    device.ignoresSilence = 2;
    const pressed = [desk.silence({ siren: null })];
    for (let press = 0; press < 2; press += 1) {
      await time.pass(200);
      pressed.push(desk.silence({ siren: null }));
    }
    await time.pass(11_000);
    expect((await Promise.all(pressed)).map((each) => each.ok)).toEqual([true, true, true]);
    expect(desk.blind()).toEqual([]);
  });

  it('leaves a ring alone that a person asks for after the silence', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    void desk.silence({ siren: null });
    await time.pass(2_000);
    void desk.ring(wake);
    await time.pass(20_000);
    expect(device.sounding()).toBe(true);
  });

  it('reaches all sirens at once, also past one that hangs and one that cannot be opened', async () => {
    const broken = sirenEntrySchema.parse({ id: 'broken', owner: 'kim', driver: 'none' });
    const { desk, time, devices, scene } = createScene({ entries: [bed, desk2] });
    await desk.start();
    scene.change([broken, bed, desk2]);
    for (const device of devices.values()) device.soundsUntil = Infinity;
    devices.get('kim-bed')!.hangs = true;
    const silenced = desk.silence({ siren: null });
    expect([...devices.values()].map(({ calls }) => calls.at(-1))).toEqual(['silence', 'silence']);
    await time.pass(11_000);
    expect(await silenced).toMatchObject({ ok: false, error: { code: 'silence-not-confirmed', values: { siren: 'kim-bed' } } });
    expect(devices.get('kim-desk')!.sounding()).toBe(false);
  });

  it('does not shout about a siren that was announced as lost long ago', async () => {
    const { desk, time, devices } = createScene({ entries: [bed, desk2] });
    await desk.start();
    devices.get('kim-desk')!.answer = fail('siren-unreachable', { url: 'u', why: 'w' });
    await time.pass(90_000);
    const silenced = desk.silence({ siren: null });
    await time.pass(11_000);
    expect(await silenced).toMatchObject({ ok: true, value: { en: 'Silenced: kim-bed · Not reached: kim-desk' } });
    expect(desk.blind()).toMatchObject([{ id: 'siren:kim-desk' }]);
  });

  it('stays honest about a siren that cannot be read', async () => {
    const { desk, time } = createScene({ can: { readBack: false, volume: true, duration: true } });
    await desk.start();
    void desk.ring(wake);
    await time.pass(100);
    expect(desk.list()[0]).toMatchObject({ state: 'unknown', ring: { state: 'unknown' } });
    const silenced = desk.silence({ siren: null });
    await time.pass(0);
    expect(await silenced).toMatchObject({ ok: true, value: { en: 'Told to be quiet, cannot be read back: kim-bed' } });
    expect(desk.list()[0]!.ring!.state).toBe('silencing');
    await time.pass(30_000);
    expect(desk.list()[0]!.ring!.state).toBe('ended');
    expect(desk.blind()).toEqual([]);
  });

  it('outruns a ring that is still on its way', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    device.hangs = true;
    const rung = desk.ring(wake);
    await time.pass(100);
    device.hangs = false;
    void desk.silence({ siren: null });
    await time.pass(100);
    expect(desk.list()[0]!.ring!.state).toBe('silenced');
    void rung;
  });
});

describe('seeing', () => {
  it('announces a lost siren within 90 s of its last good look, and its return', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    await time.pass(0);
    expect(desk.list()[0]!.state).toBe('quiet');
    device.answer = fail('siren-no-answer', { url: 'u', action: 'a', seconds: 10 });
    await time.pass(90_000);
    expect(desk.blind()).toMatchObject([{ id: 'siren:kim-bed', kind: 'siren', name: 'kim-bed', problem: { code: 'siren-no-answer' } }]);
    expect(codes()).toEqual(['SIREN-LOST']);
    await time.pass(600_000);
    expect(codes()).toEqual(['SIREN-LOST']);
    expect(device.calls.length).toBeLessThan(12);
    device.answer = null;
    await time.pass(120_000);
    expect(codes()).toEqual(['SIREN-LOST', 'SIREN-BACK']);
    expect(desk.blind()).toEqual([]);
  });

  it('does not call one lost packet blindness', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    await time.pass(59_000);
    device.answer = fail('siren-unreachable', { url: 'u', why: 'w' });
    await time.pass(2_000);
    expect(desk.list()[0]!.state).toBe('unreachable');
    device.answer = null;
    await time.pass(5_000);
    expect(desk.list()[0]!.state).toBe('quiet');
    expect(codes()).toEqual([]);
  });

  it('does not believe an answer from before the ring', async () => {
    const { desk, time, device } = createScene();
    await desk.start();
    await time.pass(0);
    const { read } = device.siren;
    let answerLate: (answer: Result<'quiet' | 'sounding'>) => void = () => undefined;
    device.siren.read = () =>
      new Promise((resolve) => {
        answerLate = resolve;
      });
    void desk.read({ siren: 'kim-bed' });
    device.siren.read = read;
    void desk.ring(wake);
    await time.pass(100);
    answerLate(ok('quiet'));
    await time.pass(100);
    expect(desk.list()[0]).toMatchObject({ state: 'sounding', ring: { state: 'confirmed' } });
  });

  it('names a siren whose entry cannot be opened', async () => {
    const lost = sirenEntrySchema.parse({ id: 'lost', owner: 'kim', driver: 'none' });
    const { desk, scene } = createScene();
    await desk.start();
    scene.change([bed, lost]);
    expect(desk.blind()).toMatchObject([{ name: 'lost', problem: { code: 'siren-driver-unknown' } }]);
    const result = await desk.ring({ ...wake, to: 'lost' });
    expect(result.ok && result.value.rings[0]!.state).toBe('failed');
  });

  it('keeps a ring when sirens.yaml changes under it', async () => {
    const { desk, time, scene } = createScene();
    await desk.start();
    void desk.ring(wake);
    await time.pass(100);
    scene.change([{ ...bed, volume: { max: 10 } }]);
    expect(desk.rings()).toHaveLength(1);
  });

  it('tests as quietly as it goes, and never in the middle of a ring', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    const tested = desk.test({ siren: 'kim-bed' });
    await time.pass(0);
    expect(await tested).toMatchObject({ ok: true, value: { en: 'Tested kim-bed: it sounded' } });
    expect(device.volumes).toEqual([1]);
    expect(codes()).toEqual(['SIREN-TEST']);
    await time.pass(5_000);
    void desk.ring(wake);
    await time.pass(100);
    const refused = await desk.test({ siren: 'kim-bed' });
    expect(!refused.ok && refused.error.code).toBe('siren-sounding');
  });
});

describe('starting a device anew', () => {
  it('is refused while it may sound, needs the right to ring, and leaves its state unknown until it answers', async () => {
    const { desk, time, device, codes } = createScene();
    await desk.start();
    await time.pass(0);
    let told = 0;
    device.siren.reboot = async () => {
      told += 1;
      return ok(undefined);
    };
    void desk.ring(wake);
    await time.pass(100);
    expect(await desk.reboot({ siren: 'kim-bed' })).toMatchObject({ ok: false, error: { code: 'siren-sounding' } });
    void desk.silence({ siren: null });
    await time.pass(20_000);
    expect((await desk.reboot({ siren: 'kim-bed' })).ok).toBe(true);
    expect([told, desk.list()[0]?.state, codes().at(-1)]).toEqual([1, 'unknown', 'SIREN-REBOOT']);
    await time.pass(70_000);
    expect(desk.list()[0]?.state).toBe('quiet');
    const { desk: theirs } = createScene({ role: 'none' });
    await theirs.start();
    expect(await theirs.reboot({ siren: 'kim-bed' })).toMatchObject({ error: { code: 'ring-not-allowed' } });
  });
});

describe('after a restart', () => {
  it.each([true, false])('silences a siren without a timer of its own whose end came while nobody was there (law 6), read back: %s', async (readBack) => {
    const can = { readBack, volume: true, duration: false };
    const first = createScene({ can });
    await first.desk.start();
    void first.desk.ring(wake);
    await first.time.pass(5_000);
    // The console dies here: what it had planned never comes.
    const { entries } = first.journal;
    const time = createSimulatedTime(first.time.clock.now() + 3_600_000);
    const journal = createMemoryJournal(time.clock.now);
    journal.entries.push(...entries);
    const second = createScene({ journal, time, can });
    second.device.soundsUntil = Infinity;
    await second.desk.start();
    await time.pass(20_000);
    expect([second.device.sounding(), second.desk.rings()]).toEqual([false, []]);
    const third = createScene({ journal, time, can });
    await third.desk.start();
    await time.pass(20_000);
    expect(third.device.calls).not.toContain('silence');
  });

  it('leaves a siren that ends its rings itself, and one that was rung long ago, alone', async () => {
    for (const [duration, later] of [[true, 3_600_000], [false, 90_000_000]] as const) {
      const first = createScene({ can: { ...canAll, duration } });
      await first.desk.start();
      void first.desk.ring(wake);
      await first.time.pass(5_000);
      const time = createSimulatedTime(first.time.clock.now() + later);
      const journal = createMemoryJournal(time.clock.now);
      journal.entries.push(...first.journal.entries);
      const second = createScene({ journal, time, can: { ...canAll, duration } });
      await second.desk.start();
      await time.pass(20_000);
      expect([second.device.calls.includes('silence'), second.desk.rings()]).toEqual([false, []]);
    }
  });

  it('shows a ring whose end has not come as unknown until the device is read', async () => {
    const first = createScene();
    await first.desk.start();
    void first.desk.ring(wake);
    await first.time.pass(5_000);
    void first.desk.close();
    const second = createScene({ journal: first.journal, time: first.time });
    second.device.soundsUntil = first.device.soundsUntil;
    second.device.hangs = true;
    await second.desk.start();
    expect(second.desk.rings()).toMatchObject([{ reason: 'database down', state: 'unknown', by: 'kim', caseId: 'case-1' }]);
    second.device.hangs = false;
    await second.desk.read({ siren: 'kim-bed' });
    expect(second.desk.rings()).toMatchObject([{ state: 'confirmed' }]);
    await second.time.pass(26_000);
    expect(second.desk.rings()).toEqual([]);
  });

  it('forgets what was silenced, failed or is over, for any order of restarts and clock jumps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: -5_000, max: 5_000 }), fc.boolean(), async (wait, jump, hush) => {
        const first = createScene();
        await first.desk.start();
        void first.desk.ring(wake);
        await first.time.pass(1_000);
        if (hush) void first.desk.silence({ siren: null });
        await first.time.pass(wait);
        void first.desk.close();
        first.time.jump(jump);
        const second = createScene({ journal: first.journal, time: first.time });
        second.device.hangs = true;
        await second.desk.start();
        const left = 30_000 - 1_000 - wait - jump;
        expect(second.desk.rings()).toHaveLength(hush || left <= 0 ? 0 : 1);
        await second.time.pass(Math.max(0, left));
        expect(second.desk.rings()).toHaveLength(0);
      }),
      { numRuns: 100 },
    );
  });
});
