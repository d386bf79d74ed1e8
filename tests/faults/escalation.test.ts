import { describe, expect, it } from 'vitest';
import { playNight, type Night, type Sounded } from '../support/escalation-simulation';

// Decisions.md 28, over random nights of two consoles and a watcher: acks, crashes, partitions, sirens out of reach.
const full = process.env.BREAKGLASS_FAULTS === 'full';
const nights = full ? 10_000 : 300;
const first = Number(process.env.BREAKGLASS_SEED ?? 1);

/** Rings of each step that is there. */
function bySteps(night: Night): Sounded[][] {
  const steps = new Map<string, Sounded[]>();
  for (const ring of night.sounded) {
    const key = `${String(ring.round)}.${String(ring.level)}`;
    steps.set(key, [...(steps.get(key) ?? []), ring]);
  }
  return [...steps.values()];
}

describe(`an escalation over ${String(nights)} random nights`, () => {
  const played = Array.from({ length: nights }, (_, index) => ({ seed: first + index, night: playNight(first + index) }));

  it('is not vacuous: there were acks, partitions, deaths in the act, takeovers and quiet nights', () => {
    const count = (is: (night: Night) => boolean): number => played.filter(({ night }) => is(night)).length;
    expect(count(({ acked }) => acked)).toBeGreaterThan(nights / 4);
    expect(count(({ partitioned }) => partitioned)).toBeGreaterThan(nights / 4);
    expect(count(({ diedInTheAct }) => diedInTheAct > 0)).toBeGreaterThan(0);
    expect(count(({ sounded }) => sounded.some(({ by }) => by > 0))).toBeGreaterThan(nights / 10);
  });

  it('never leaves nobody rung while one console is up and reaches the sirens', () => {
    for (const { seed, night } of played) {
      if (night.owed === null) continue;
      expect(night.sounded.some(({ at }) => at <= (night.owed ?? 0)), `seed ${String(seed)}`).toBe(true);
    }
  });

  it('never rings where an ack could be known', () => {
    for (const { seed, night } of played) expect(night.afterAck, `seed ${String(seed)}`).toEqual([]);
  });

  it('never rings a step of which it heard that it was rung', () => {
    for (const { seed, night } of played) expect(night.sounded.filter(({ knew }) => knew), `seed ${String(seed)}`).toEqual([]);
  });

  it('rings a step once in contact, at most once more across a partition, and says so then', () => {
    for (const { seed, night } of played) {
      for (const rings of bySteps(night)) {
        const about = `seed ${String(seed)}: ${JSON.stringify(rings)}`;
        // A console that died took word of its ring with it, until it is back.
        if (night.died === 0) expect(rings.length, about).toBeLessThanOrEqual(night.partitioned ? 2 : 1);
        if (rings.length > 1 && night.diedInTheAct === 0) expect(rings.some(({ said }) => said), about).toBe(true);
      }
    }
  });
});
