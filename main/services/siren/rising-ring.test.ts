import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../core/errors';
import { capped } from '../../../core/siren/cap';
import { lengthOf, stagesOf } from '../../../core/siren/pattern';
import type { Ring, SirenCan } from '../../../core/siren/siren';
import { sirenEntrySchema } from '../../../core/workspace/files';
import { createMemoryJournal } from '../../../tests/support/memory-journal';
import { createSimulatedTime } from '../../../tests/support/simulated-time';
import { createSirenUnit } from './siren-unit';

const stages = stagesOf('rising', { volume: 1, seconds: 1 });
const full: SirenCan = { readBack: true, volume: true, duration: true };

function scene(options: { can?: SirenCan; cap?: (at: number) => number; refuses?: number; mute?: boolean } = {}) {
  const time = createSimulatedTime();
  const began = time.clock.now();
  const journal = createMemoryJournal(time.clock.now);
  const rings: string[] = [];
  let soundsUntil = 0;
  let refuses = options.refuses ?? 0;
  let silences = 0;
  const can = options.can ?? full;
  const siren = {
    ring: async ({ volume, seconds }: { volume: number; seconds: number }): Promise<Result<void>> => {
      rings.push(`${String((time.clock.now() - began) / 1_000)} s: ${String(volume)} % for ${String(seconds)} s`);
      refuses -= 1;
      if (refuses >= 0) return fail('siren-unreachable', { url: 'x', why: 'y' });
      soundsUntil = can.duration ? time.clock.now() + seconds * 1_000 : Infinity;
      return ok(undefined);
    },
    read: async () => (options.mute === true ? fail('siren-no-answer', { url: 'x', action: 'y', seconds: 10 }) : ok(time.clock.now() < soundsUntil ? ('sounding' as const) : ('quiet' as const))),
    silence: async () => {
      silences += 1;
      soundsUntil = 0;
      return ok(undefined);
    },
    close: () => undefined,
  };
  const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'x' });
  const unit = createSirenUnit(entry, ok({ siren, can, title: 'X' }), { ...time, journal, chance: () => 0, changed: () => undefined });
  const heard = (volume: number) => capped(volume, options.cap?.(time.clock.now() - began) ?? 100);
  const ring: Ring = { id: 'r', siren: 'bed', person: 'kim', by: 'lee', reason: 'x', ...heard(20), startedAt: began, endsAt: began + lengthOf(stages), state: 'commanded', caseId: null };
  return { time, unit, rings, silences: () => silences, start: () => unit.start(ring, stages, heard), sounding: () => time.clock.now() < soundsUntil, codes: () => journal.entries.map(({ code }) => code) };
}

describe('a ring that rises', () => {
  it('is gentle, louder after a pause, then loud, each with an end in the device, three minutes in all', async () => {
    const { time, start, rings, sounding, unit } = scene();
    const rung = start();
    await time.pass(200_000);
    expect(rings).toEqual(['0 s: 20 % for 2 s', '5 s: 40 % for 3 s', '11 s: 60 % for 169 s']);
    expect((await rung).state).toBe('confirmed');
    expect([sounding(), unit.ring()?.state]).toEqual([false, 'ended']);
  });

  it('never rises above what its owner allows at that very moment', async () => {
    const { time, start, rings } = scene({ cap: (at) => (at < 4_000 ? 100 : 30) });
    void start();
    await time.pass(20_000);
    expect(rings).toEqual(['0 s: 20 % for 2 s', '5 s: 30 % for 3 s', '11 s: 30 % for 169 s']);
  });

  it('tries again, louder, where the first sound did not reach the device', async () => {
    const { time, start, rings, codes } = scene({ refuses: 1 });
    const rung = start();
    await time.pass(20_000);
    expect(rings).toHaveLength(3);
    expect((await rung).state).toBe('confirmed');
    expect(codes()).not.toContain('SIREN-RING-FAILED');
  });

  it('fails only after its last sound failed', async () => {
    const { time, start } = scene({ refuses: 3 });
    const rung = start();
    await time.pass(20_000);
    expect((await rung).state).toBe('failed');
  });

  it('ends each sound itself where the device has no timer', async () => {
    const { time, start, sounding } = scene({ can: { ...full, duration: false } });
    void start();
    await time.pass(1_900);
    expect(sounding()).toBe(true);
    await time.pass(600);
    expect(sounding()).toBe(false);
    await time.pass(10_000);
    expect(sounding()).toBe(true);
  });

  it('is ended at once by a silence, in a sound or in a pause, and never rises again (law 5)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60_000 }), async (after) => {
        const { time, unit, start, rings, sounding } = scene();
        const rung = start();
        await time.pass(after);
        const before = rings.length;
        const silenced = unit.silence();
        await time.pass(0);
        expect(sounding()).toBe(false);
        await time.pass(300_000);
        expect([rings.length, sounding(), (await silenced).ok]).toEqual([before, false, true]);
        expect(['silenced', 'confirmed', 'silencing']).toContain((await rung).state);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['that says nothing, so that the silence stays unconfirmed', { mute: true }],
    ['that cannot be read', { can: { ...full, readBack: false } }],
  ])('never rises again after a silence of a siren %s (law 5)', async (_, device) => {
    // Without a confirmation the ring is unknown again after ten seconds, before its last and loudest sound is due.
    for (const after of [0, 500, 900, 3_000, 5_500]) {
      const { time, unit, start, rings } = scene(device);
      void start();
      await time.pass(after);
      const before = rings.length;
      void unit.silence();
      await time.pass(300_000);
      expect(rings).toHaveLength(before);
    }
  });
});
