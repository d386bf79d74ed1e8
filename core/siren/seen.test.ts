import { describe, expect, it } from 'vitest';
import { failures, ok, type FailureCode } from '../errors';
import { sirenFailures } from './failures';
import { maySound, mayHaveArrived, stateSeen } from './seen';
import { ringSchema, type Ring } from './siren';

describe('what is known of a siren', () => {
  it('is quiet or sounding only by the device’s own word', () => {
    expect(stateSeen(ok('quiet'))).toBe('quiet');
    expect(stateSeen(ok('sounding'))).toBe('sounding');
    for (const code of Object.keys(failures) as FailureCode[]) {
      expect(['unknown', 'unreachable', 'needs-power-cycle']).toContain(stateSeen({ ok: false, error: { code, values: {} } }));
    }
  });

  it.each([
    ['siren-unreachable', 'unreachable'],
    ['siren-no-answer', 'unreachable'],
    ['siren-needs-power-cycle', 'needs-power-cycle'],
    ['siren-wrong-pin', 'unknown'],
    ['siren-garbled', 'unknown'],
  ] as const)('%s is shown as %s', (code, state) => {
    expect(stateSeen({ ok: false, error: { code, values: {} } })).toBe(state);
  });

  it('counts a command as possibly carried out unless it was surely not', () => {
    const surelyNot = ['siren-unreachable', 'siren-wrong-pin', 'siren-not-a-siren', 'siren-command-refused', 'siren-config-bad', 'siren-superseded'] as const;
    for (const code of surelyNot) expect(mayHaveArrived(code)).toBe(false);
    for (const code of ['siren-no-answer', 'siren-cut', 'siren-garbled', 'siren-needs-power-cycle'] as const) expect(mayHaveArrived(code)).toBe(true);
  });

  it('keeps a ring in the red bar until it is known to be over', () => {
    const ring = (state: Ring['state']) => maySound({ state } as Ring);
    const red = ringSchema.shape.state.options.filter(ring);
    expect(red).toEqual(['commanded', 'confirmed', 'unknown', 'silencing']);
  });

  it('has a sentence and a way out for every trouble, in both languages, with the same values', () => {
    for (const { message, hint } of Object.values(sirenFailures)) {
      for (const text of [message, hint]) {
        const names = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
        expect(new Set(names(text.ko))).toEqual(new Set(names(text.en)));
        expect(text.ko).toMatch(/[가-힣]/);
      }
    }
  });
});
