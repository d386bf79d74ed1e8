import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../core/errors';
import type { Ring, SirenCan } from '../../../core/siren/siren';
import { sirenEntrySchema } from '../../../core/workspace/files';
import { createMemoryJournal } from '../../../tests/support/memory-journal';
import { createSimulatedTime } from '../../../tests/support/simulated-time';
import { createSirenUnit } from './siren-unit';

const noTimer: SirenCan = { readBack: true, volume: true, duration: false };

/** A device that sounds until it is told to be quiet; `late`: it begins that long after the command, ms. */
function scene(options: { can?: SirenCan; late?: number; answer?: Result<void>; deaf?: boolean } = {}) {
  const time = createSimulatedTime();
  const journal = createMemoryJournal(time.clock.now);
  let soundsFrom = Infinity;
  const sounding = (): boolean => time.clock.now() >= soundsFrom;
  const siren = {
    ring: async (): Promise<Result<void>> => {
      soundsFrom = time.clock.now() + (options.late ?? 0);
      return options.answer ?? ok(undefined);
    },
    read: async (): Promise<Result<'sounding' | 'quiet'>> => ok(sounding() ? 'sounding' : 'quiet'),
    silence: async (): Promise<Result<void>> => {
      if (options.deaf !== true) soundsFrom = Infinity;
      return ok(undefined);
    },
    close: () => undefined,
  };
  const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'x' });
  const unit = createSirenUnit(entry, ok({ siren, can: options.can ?? noTimer, title: 'X' }), { ...time, journal, chance: () => 0, changed: () => undefined });
  const ring = (seconds: number): Ring => ({ id: 'r', siren: 'bed', person: 'kim', by: 'lee', reason: 'x', volume: 20, cappedFrom: null, startedAt: time.clock.now(), endsAt: time.clock.now() + seconds * 1_000, state: 'commanded', caseId: null });
  const start = (seconds: number) => unit.start(ring(seconds), [{ after: 0, volume: 20, seconds }], (volume) => ({ volume, cappedFrom: null }));
  return { time, unit, start, sounding };
}

describe('a siren without a timer of its own', () => {
  it.each([
    ['that can be read', noTimer, 'sounding'],
    ['that cannot be read', { ...noTimer, readBack: false }, 'unknown'],
  ] as const)('is silenced after a second of a test, %s (laws 5 and 6)', async (_, can, seen) => {
    const { time, unit, sounding } = scene({ can });
    const tested = unit.test();
    await time.pass(900);
    expect(sounding()).toBe(true);
    await time.pass(200);
    expect(sounding()).toBe(false);
    expect(await tested).toEqual(ok(seen));
    await time.pass(60_000);
    expect(sounding()).toBe(false);
  });

  it('is silenced after a test of which nobody knows whether it arrived', async () => {
    const { time, unit, sounding } = scene({ answer: fail('siren-no-answer', { url: 'x', action: 'y', seconds: 10 }) });
    const tested = unit.test();
    await time.pass(2_000);
    expect([sounding(), (await tested).ok]).toEqual([false, false]);
  });

  it('says that the test failed, and in a banner why, where it does not fall silent', async () => {
    const { time, unit } = scene({ deaf: true });
    const tested = unit.test();
    await time.pass(20_000);
    expect(await tested).toMatchObject({ ok: false, error: { code: 'silence-not-confirmed' } });
    expect(unit.blind().map(({ id }) => id)).toEqual(['silence:bed']);
  });

  it('does not silence a ring that began during the test', async () => {
    const { time, unit, start, sounding } = scene();
    const tested = unit.test();
    await time.pass(500);
    void start(30);
    await time.pass(10_000);
    expect([sounding(), (await tested).ok]).toEqual([true, true]);
    await time.pass(21_000);
    expect(sounding()).toBe(false);
  });

  it('is silenced before the console closes in the middle of a test', async () => {
    const { time, unit, sounding } = scene();
    const tested = unit.test();
    await time.pass(300);
    expect(sounding()).toBe(true);
    const closed = unit.close();
    await time.pass(100);
    await closed;
    expect(sounding()).toBe(false);
    await time.pass(60_000);
    expect([sounding(), (await tested).ok]).toEqual([false, true]);
  });

  it('does not keep the console open for ever where it does not fall silent', async () => {
    const { time, unit } = scene({ deaf: true });
    const tested = unit.test();
    await time.pass(300);
    const closed = unit.close();
    await time.pass(11_000);
    await closed;
    expect((await tested).ok).toBe(true);
  });

  it('ends a ring that was judged to have failed and began late (law 6)', async () => {
    const { time, start, unit, sounding } = scene({ late: 8_000 });
    const rung = start(30);
    await time.pass(9_000);
    expect([(await rung).state, sounding()]).toEqual(['failed', true]);
    await time.pass(22_000);
    expect([sounding(), unit.ring()?.state]).toEqual([false, 'failed']);
  });

  it('is not spoken to at the end of a ring that never reached it', async () => {
    const { time, start, unit } = scene({ answer: fail('siren-unreachable', { url: 'x', why: 'y' }), deaf: true });
    void start(5);
    await time.pass(60_000);
    expect(unit.blind()).toEqual([]);
  });
});
