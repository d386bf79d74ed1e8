import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standed, type Standed } from './order';
import { alertQuery } from './query';
import { readQuery } from './query-words';
import { newRecord } from './sighting';
import { standingOf } from './standing';
import type { AlertRecord } from './record';

const now = Date.parse('2026-11-22T02:10:00Z');
const hour = 3_600_000;

function alert(name: string, labels: Record<string, string> = {}, change: Partial<AlertRecord> = {}): Standed {
  const record = { ...newRecord('c', name, now), title: name, source: 'am', labels: { alertname: name, ...labels }, holders: { am: { missed: 0, sure: true, suppressed: false } }, ...change };
  return standed(record, standingOf(record, null, now));
}

const alerts = [
  alert('DiskFull', { service: 'db', instance: 'db-01:9100' }, { startsAt: now - 3 * hour, annotations: { summary: 'Platte läuft voll' } }),
  alert('ApiDown', { service: 'api' }, { verdict: { grade: '911', who: 'kim', why: '', at: now }, ack: { by: 'kim', at: now, until: null } }),
  alert('ApiSlow', { service: 'api', team: 'pay' }, { verdict: { grade: '912', who: 'kim', why: '', at: now }, ack: { by: 'lee', at: now, until: null } }),
  alert('Gone', {}, { open: false, resolvedAt: now }),
  alert('Later', {}, { snooze: { by: 'kim', at: now, until: now + hour, why: '', worse: null } }),
];

function found(text: string): string[] {
  const query = alertQuery(text, { now, me: 'kim' });
  if (!query.ok) throw new Error(query.error.code);
  return alerts.filter(query.value.holds).map(({ record }) => record.title);
}

describe('a query', () => {
  it.each<[string, string[]]>([
    ['', ['DiskFull', 'ApiDown', 'ApiSlow', 'Gone', 'Later']],
    ['api', ['ApiDown', 'ApiSlow']],
    ['API slow', ['ApiSlow']],
    ['LA\u0308UFT', ['DiskFull']],
    ['service="api"', ['ApiDown', 'ApiSlow']],
    ['service=api team!=pay', ['ApiDown']],
    ['service=~"a.i|db"', ['DiskFull', 'ApiDown', 'ApiSlow']],
    ['{service=~"db|api", team!~"p.*"}', ['DiskFull', 'ApiDown']],
    ['instance=~"db-.*"', ['DiskFull']],
    ['instance=~"db"', []],
    ['grade:911', ['ApiDown']],
    ['grade:none -state:resolved -state:snoozed', ['DiskFull']],
    ['state:acked', ['ApiDown', 'ApiSlow']],
    ['state:snoozed OR state:resolved', ['Gone', 'Later']],
    ['owner:me', ['ApiDown']],
    ['owner:lee', ['ApiSlow']],
    ['owner:none state:open', ['DiskFull', 'Later']],
    ['source:am disk', ['DiskFull']],
    ['source:other', []],
    ['age>2h', ['DiskFull']],
    ['age<10m api', ['ApiDown', 'ApiSlow']],
    ['NOT api', ['DiskFull', 'Gone', 'Later']],
    ['-api -state:resolved', ['DiskFull', 'Later']],
    ['disk OR gone', ['DiskFull', 'Gone']],
    ['api AND slow', ['ApiSlow']],
    ['"läuft voll"', ['DiskFull']],
    ['"OR"', []],
    ['NOT NOT disk', ['DiskFull']],
  ])('%s', (text, titles) => {
    expect(found(text)).toEqual(titles);
  });

  it.each<[string, string, number]>([
    ['disk OR', 'query-end', 8],
    ['OR disk', 'query-or', 1],
    ['a NOT', 'query-end', 6],
    ['a OR OR b', 'query-or', 6],
    ['grade:913', 'query-value', 7],
    ['x state:asleep', 'query-value', 9],
    ['age>soon', 'query-value', 5],
    ['owner:', 'query-value', 7],
    ['service="api', 'matcher-quote', 9],
    ['service=~"("', 'matcher-regex', 10],
  ])('%s says what is wrong and where', (text, code, column) => {
    expect(alertQuery(text, { now, me: null })).toMatchObject({ ok: false, error: { code, values: { column } } });
  });

  it('is total: whatever is typed is read or refused, its marks are in order and within the text', () => {
    const piece = fc.constantFrom('OR', 'NOT', '-', '"', 'grade:', 'age>', 'x="', '=~', '\\', '{', ',', ' ', '911', 'name', 'state:open', '\u0308', '\u0000');
    const typed = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')));
    fc.assert(
      fc.property(typed, (text) => {
        const { query, marks } = readQuery(text);
        if (!query.ok) expect(Number(query.error.values['column'])).toBeGreaterThan(0);
        let at = 0;
        for (const { from, to } of marks) {
          expect(from).toBeGreaterThanOrEqual(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(at).toBeLessThanOrEqual(text.length);
        const asked = alertQuery(text, { now, me: null });
        if (asked.ok) for (const each of alerts) expect(typeof asked.value.holds(each)).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  it('law: NOT turns every condition round', () => {
    const condition = fc.constantFrom('api', 'service="api"', 'grade:911', 'state:acked', 'owner:me', 'age>2h', 'service=~"a.*"');
    fc.assert(
      fc.property(condition, (text) => {
        expect([...found(text), ...found(`NOT ${text}`)].sort()).toEqual(found('').sort());
      }),
    );
  });
});
