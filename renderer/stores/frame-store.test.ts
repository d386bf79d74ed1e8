import { describe, expect, it } from 'vitest';
import type { Frame } from '../../core/ipc/frame';
import { isAnythingSounding, soundingRings, strayingSirens, type RingView } from './frame-store';

const ring = (state: RingView['state'], siren = 'kim-bed'): RingView => ({
  id: `r-${state}-${siren}`,
  siren,
  person: 'kim',
  by: 'lee',
  reason: 'x',
  volume: 20,
  cappedFrom: null,
  startedAt: 1,
  endsAt: 2,
  state,
  caseId: null,
});
const frame = (rings: RingView[], sirens: Frame['sirens'] = []): Frame => ({
  workspace: null,
  me: null,
  duty: { who: null, until: null, next: null, nextFrom: null },
  sirens,
  rings,
  sources: [],
  journal: { state: 'closed', seq: 0, problem: null },
  blind: [],
  runs: { running: 0, held: 0 },
  vault: 'open',
  mutes: { inForce: 0, held: 0, held911: 0, windows: [] },
  counts: { '911': 0, '912': 0, ungraded: 0, noise: 0 },
  runtime: { version: '', fallback: false, unsandboxed: false },
  locale: 'en',
  theme: 'dark',
  hotkey: null,
  unopened: null,
});

describe('what may be sounding', () => {
  it.each(['commanded', 'confirmed', 'unknown', 'silencing'] as const)('a ring that is %s is not silence', (state) => {
    expect(isAnythingSounding(frame([ring(state)]))).toBe(true);
  });

  it.each(['failed', 'silenced', 'ended'] as const)('a ring that %s is over', (state) => {
    expect(isAnythingSounding(frame([ring(state)]))).toBe(false);
    expect(soundingRings(frame([ring(state), ring('confirmed')]))).toHaveLength(1);
  });

  it('a siren that says it sounds counts, whoever rang it', () => {
    const sirens: Frame['sirens'] = [
      { id: 'kim-bed', owner: 'kim', state: 'sounding', provenAt: 1 },
      { id: 'lee-bed', owner: 'lee', state: 'sounding', provenAt: 1 },
    ];
    expect(strayingSirens(frame([ring('confirmed')], sirens))).toEqual(['lee-bed']);
    expect(isAnythingSounding(frame([], sirens))).toBe(true);
    expect(isAnythingSounding(null)).toBe(false);
  });

  it('gives the same reference while nothing is filtered out', () => {
    const view = frame([ring('confirmed')]);
    expect(soundingRings(view)).toBe(view.rings);
  });
});
