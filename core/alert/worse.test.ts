import { describe, expect, it } from 'vitest';
import { numberIn, readBound, severityRank, worseThan, type Snapshot, type Weighed } from './worse';

const before: Snapshot = { grade: 1, severity: severityRank('warning'), count: 3, bound: null };
const now = (change: Partial<Weighed> = {}): Weighed => ({ grade: 1, severity: severityRank('warning'), count: 3, labels: {}, annotations: {}, ...change });

describe('worse', () => {
  it('is a higher grade or severity, twice the count, or a value that reached its bound', () => {
    expect(worseThan(before, now())).toBeNull();
    expect(worseThan(before, now({ count: 5 }))).toBeNull();
    expect(worseThan(before, now({ count: 6 }))).toMatchObject({ what: 'count', from: '3', to: '6' });
    expect(worseThan(before, now({ grade: 2 }))).toMatchObject({ what: 'grade', from: '912', to: '911' });
    expect(worseThan(before, now({ severity: severityRank('critical') }))).toMatchObject({ what: 'severity', to: 'disaster' });
    expect(worseThan(before, now({ grade: 0, severity: 0, count: 1 }))).toBeNull();
  });

  it('reads the value from a label, else from an annotation; what has no number is not beyond anything', () => {
    const bound = { name: 'value', side: 'below', value: 10 } as const;
    const weigh = (change: Partial<Weighed>) => worseThan({ ...before, bound }, now(change))?.what;
    expect(weigh({ annotations: { value: 'only 9.5 GB left of 500' } })).toBe('value');
    expect(weigh({ annotations: { value: '9' }, labels: { value: '11' } })).toBeUndefined();
    expect(weigh({ annotations: { value: 'low' } })).toBeUndefined();
    expect(weigh({})).toBeUndefined();
  });

  it('takes a severity that nobody knows for the worst, and none for the least', () => {
    expect(severityRank('hellish')).toBeGreaterThan(severityRank('critical'));
    expect(severityRank(undefined)).toBe(severityRank('info'));
    expect(severityRank(' CRITICAL ')).toBe(severityRank('page'));
  });

  it('reads bounds as people type them', () => {
    expect(readBound('value>95')).toEqual({ name: 'value', side: 'above', value: 95 });
    expect(readBound(' queue_length < -1.5 ')).toEqual({ name: 'queue_length', side: 'below', value: -1.5 });
    for (const text of ['', '>5', 'a=5', 'a>', 'a>b', 'a>1e999', '9a>1']) expect(readBound(text), text).toBeNull();
    expect(numberIn('x'.repeat(5_000) + '7')).toBeNull();
  });
});
