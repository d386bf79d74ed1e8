import { describe, expect, it } from 'vitest';
import type { GradingRule } from '../workspace/files';
import { newRecord, refired } from './sighting';
import { tryRules } from './rule-trial';

const now = 30 * 86_400_000;
const rule = (when: string, grade: GradingRule['grade']): GradingRule => ({ when, grade, ring: 'ask', overdue: 'morning', 'group-by': [] });
const alert = (name: string, labels: Record<string, string>) => ({ ...refired(newRecord('am', name, now), now, now), title: name, labels });
const rules = [rule('severity="critical"', '911'), rule('severity="warning"', '912'), rule('severity="never"', 'noise')];
const records = [alert('a', { severity: 'critical', job: 'batch' }), alert('b', { severity: 'warning', job: 'batch' }), alert('c', { job: 'batch' })];

describe('rules against what is known', () => {
  it('say how much each decided, and what none did', () => {
    const trial = tryRules(records, rules, null, now);
    expect(trial).toMatchObject({ ok: true, value: { unmatched: { alerts: 1, firings: 2 }, changes: null } });
    expect(trial.ok && trial.value.rules.map(({ alerts }) => alerts)).toEqual([1, 1, 0]);
  });

  it('say what one more would change, at its place', () => {
    const last = tryRules(records, rules, { when: 'job="batch"', grade: 'noise', place: 4 }, now);
    expect(last).toMatchObject({ value: { changes: { alerts: 1, moves: [{ from: null, to: 'noise', alerts: 1 }] } } });
    const first = tryRules(records, rules, { when: 'job="batch"', grade: 'noise', place: 1 }, now);
    expect(first).toMatchObject({ value: { changes: { alerts: 3, firings: 6 } } });
    expect(tryRules(records, rules, { when: 'job=', grade: '911', place: 1 }, now)).toMatchObject({ ok: false, error: { code: 'matcher-quote' } });
  });
});
