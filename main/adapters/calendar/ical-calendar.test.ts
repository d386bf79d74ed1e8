import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../core/errors';
import type { Shift } from '../../../core/shift/shift';
import type { FeedEntry } from '../../../core/workspace/files';
import type { HttpRequest, HttpResponse } from '../../ports/http';
import { createCalendar } from './ical-calendar';

const feed: FeedEntry = { id: 'main', file: 'duty.ics', every: 900_000, overrides: false, people: { 'Kim on call': 'kim', 'lee@example.com': 'lee', 'Park Ji-woo': 'park' } };
const silent = createCalendar({ http: { request: () => Promise.resolve(fail('not-found', { what: 'x', name: 'x' })), drop: () => undefined }, readText: () => Promise.resolve(ok('')) });

const calendar = (...lines: string[]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', 'UID:a@x', 'SUMMARY:Kim on call', ...lines, 'END:VEVENT'];

function expand(text: string, from: string, to: string, timezone = 'Asia/Seoul'): Result<readonly Shift[]> {
  return silent.expand(text, feed, timezone, Date.parse(from), Date.parse(to));
}

const iso = (moment: number): string => new Date(moment).toISOString().replace(':00.000Z', 'Z');

function stretches(text: string, from: string, to: string, timezone?: string): string[] {
  const result = expand(text, from, to, timezone);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.map((shift) => `${iso(shift.from)}/${iso(shift.to)} ${shift.person ?? '-'}`);
}

/** A zone as exporters write it, with a name that no table knows. */
const berlinByHand = [
  'BEGIN:VTIMEZONE',
  'TZID:Our Office',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
];

describe('one event', () => {
  it.each<[string, string[], string, string[]]>([
    ['in UTC', ['DTSTART:20260105T000000Z', 'DTEND:20260112T000000Z'], 'Asia/Seoul', ['2026-01-05T00:00Z/2026-01-12T00:00Z kim']],
    ['in a named zone without its definition', ['DTSTART;TZID=America/Los_Angeles:20260105T090000', 'DTEND;TZID=America/Los_Angeles:20260106T090000'], 'Asia/Seoul', ['2026-01-05T17:00Z/2026-01-06T17:00Z kim']],
    ['in a zone behind an exporter path', ['DTSTART;TZID=/example.org/2005_1/America/Los_Angeles:20260105T090000', 'DURATION:PT1H'], 'Asia/Seoul', ['2026-01-05T17:00Z/2026-01-05T18:00Z kim']],
    ['floating, in the zone of the workspace', ['DTSTART:20260105T090000', 'DTEND:20260105T180000'], 'Asia/Seoul', ['2026-01-05T00:00Z/2026-01-05T09:00Z kim']],
    ['floating, elsewhere', ['DTSTART:20260105T090000', 'DTEND:20260105T180000'], 'America/Los_Angeles', ['2026-01-05T17:00Z/2026-01-06T02:00Z kim']],
    ['all day, end excluded', ['DTSTART;VALUE=DATE:20260105', 'DTEND;VALUE=DATE:20260107'], 'Asia/Seoul', ['2026-01-04T15:00Z/2026-01-06T15:00Z kim']],
    ['all day without an end is one day', ['DTSTART;VALUE=DATE:20260105'], 'Europe/Berlin', ['2026-01-04T23:00Z/2026-01-05T23:00Z kim']],
    ['all day on the day with 23 hours', ['DTSTART;VALUE=DATE:20260329'], 'Europe/Berlin', ['2026-03-28T23:00Z/2026-03-29T22:00Z kim']],
    ['all day on the day with 25 hours', ['DTSTART;VALUE=DATE:20261025'], 'Europe/Berlin', ['2026-10-24T22:00Z/2026-10-25T23:00Z kim']],
    ['with a start and an end in two zones', ['DTSTART;TZID=Asia/Seoul:20260105T180000', 'DTEND;TZID=America/Los_Angeles:20260105T090000'], 'UTC', ['2026-01-05T09:00Z/2026-01-05T17:00Z kim']],
    ['a DURATION in hours is real hours over the change', ['DTSTART;TZID=Europe/Berlin:20260328T180000', 'DURATION:PT24H'], 'UTC', ['2026-03-28T17:00Z/2026-03-29T17:00Z kim']],
    ['a DURATION in days is days on the wall', ['DTSTART;TZID=Europe/Berlin:20260328T180000', 'DURATION:P1D'], 'UTC', ['2026-03-28T17:00Z/2026-03-29T16:00Z kim']],
    ['that starts in an hour that never comes', ['DTSTART;TZID=Europe/Berlin:20260329T023000', 'DURATION:PT1H'], 'UTC', ['2026-03-29T01:30Z/2026-03-29T02:30Z kim']],
    ['that starts in an hour that comes twice', ['DTSTART;TZID=Europe/Berlin:20261025T023000', 'DURATION:PT1H'], 'UTC', ['2026-10-25T00:30Z/2026-10-25T01:30Z kim']],
    ['cancelled', ['DTSTART:20260105T000000Z', 'DTEND:20260112T000000Z', 'STATUS:CANCELLED'], 'UTC', []],
    ['without any length', ['DTSTART:20260105T000000Z'], 'UTC', []],
    ['that ends before it starts', ['DTSTART:20260105T000000Z', 'DTEND:20260104T000000Z'], 'UTC', []],
  ])('%s', (_name, lines, timezone, expected) => {
    expect(stretches(calendar(...event(...lines)), '2026-01-01', '2027-01-01', timezone)).toEqual(expected);
  });

  it('by the zone that the file defines', () => {
    const text = calendar(...berlinByHand, ...event('DTSTART;TZID=Our Office:20260105T090000', 'DURATION:PT1H'), ...event('UID:b', 'DTSTART;TZID="Our Office":20260706T090000', 'DURATION:PT1H').filter((line) => line !== 'UID:a@x'));
    expect(stretches(text, '2026-01-01', '2027-01-01')).toEqual(['2026-01-05T08:00Z/2026-01-05T09:00Z kim', '2026-07-06T07:00Z/2026-07-06T08:00Z kim']);
  });

  it('outside of what is asked for is left out, at the edge by the millisecond', () => {
    const text = calendar(...event('DTSTART:20260105T000000Z', 'DTEND:20260106T000000Z'));
    expect(stretches(text, '2026-01-06', '2026-01-07')).toEqual([]);
    expect(stretches(text, '2026-01-04', '2026-01-05')).toEqual([]);
    expect(stretches(text, '2026-01-05T23:59:59.999Z', '2026-01-07')).toHaveLength(1);
  });
});

describe('hand-over every Monday at 09:00', () => {
  const weekly = (zone: string, start: string, ...more: string[]): string => calendar(...event(`DTSTART;TZID=${zone}:${start}T090000`, `DTEND;TZID=${zone}:${String(Number(start) + 7)}T090000`, 'RRULE:FREQ=WEEKLY', ...more));

  it('in Seoul, where the clocks never change', () => {
    expect(stretches(weekly('Asia/Seoul', '20260105'), '2026-06-01T00:00Z', '2026-06-15T00:00Z')).toEqual(['2026-06-01T00:00Z/2026-06-08T00:00Z kim', '2026-06-08T00:00Z/2026-06-15T00:00Z kim']);
  });

  it.each([
    ['America/Los_Angeles', '20260105', '2026-03-02', '2026-03-16', ['2026-02-23T17:00Z/2026-03-02T17:00Z', '2026-03-02T17:00Z/2026-03-09T16:00Z', '2026-03-09T16:00Z/2026-03-16T16:00Z']],
    ['America/Los_Angeles', '20260105', '2026-10-26', '2026-11-09', ['2026-10-19T16:00Z/2026-10-26T16:00Z', '2026-10-26T16:00Z/2026-11-02T17:00Z', '2026-11-02T17:00Z/2026-11-09T17:00Z']],
    ['Europe/Berlin', '20260105', '2026-03-23', '2026-04-06', ['2026-03-16T08:00Z/2026-03-23T08:00Z', '2026-03-23T08:00Z/2026-03-30T07:00Z', '2026-03-30T07:00Z/2026-04-06T07:00Z']],
    ['Europe/Berlin', '20260105', '2026-10-19', '2026-11-02', ['2026-10-12T07:00Z/2026-10-19T07:00Z', '2026-10-19T07:00Z/2026-10-26T08:00Z', '2026-10-26T08:00Z/2026-11-02T08:00Z']],
    ['Australia/Sydney', '20260105', '2026-03-30', '2026-04-13', ['2026-03-29T22:00Z/2026-04-05T23:00Z', '2026-04-05T23:00Z/2026-04-12T23:00Z', '2026-04-12T23:00Z/2026-04-19T23:00Z']],
    ['Australia/Sydney', '20260105', '2026-09-28', '2026-10-12', ['2026-09-27T23:00Z/2026-10-04T22:00Z', '2026-10-04T22:00Z/2026-10-11T22:00Z', '2026-10-11T22:00Z/2026-10-18T22:00Z']],
  ])('in %s from %s, looked at from %s to %s: always 09:00 on the wall, never a gap', (zone, start, from, to, expected) => {
    expect(stretches(weekly(zone, start), from, to)).toEqual(expected.map((stretch) => `${stretch} kim`));
  });

  it('keeps UNTIL on the clock of the series: the last start is included to the second', () => {
    const rule = (until: string): string => weekly('America/Los_Angeles', '20260302').replace('FREQ=WEEKLY', `FREQ=WEEKLY;UNTIL=${until}`);
    expect(stretches(rule('20260316T160000Z'), '2026-01-01', '2026-12-31')).toHaveLength(3);
    expect(stretches(rule('20260316T155959Z'), '2026-01-01', '2026-12-31')).toHaveLength(2);
    expect(stretches(rule('20260316'), '2026-01-01', '2026-12-31')).toHaveLength(3);
  });

  it.each<[string, string[], number, string[]]>([
    ['COUNT', ['RRULE:FREQ=WEEKLY;COUNT=3'], 3, []],
    ['every second week', ['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3'], 3, ['2026-01-05T00:00Z/2026-01-06T00:00Z', '2026-01-19T00:00Z/2026-01-20T00:00Z']],
    ['EXDATE on the clock', ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;TZID=Asia/Seoul:20260112T090000'], 2, []],
    ['EXDATE in UTC', ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20260112T000000Z'], 2, []],
    ['EXDATE as a day', ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20260112'], 2, []],
    ['EXDATE of several, one of which is none', ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Asia/Seoul:20260112T090000,20260119T090000,20260120T090000'], 2, []],
    ['EXDATE of the first', ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;TZID=Asia/Seoul:20260105T090000'], 2, ['2026-01-12T00:00Z/2026-01-13T00:00Z']],
    ['RDATE beside the rule, one of them doubled', ['RRULE:FREQ=WEEKLY;COUNT=2', 'RDATE;TZID=Asia/Seoul:20260112T090000,20260201T090000'], 3, []],
    ['RDATE alone', ['RDATE;TZID=Asia/Seoul:20260301T090000'], 2, ['2026-01-05T00:00Z/2026-01-06T00:00Z', '2026-03-01T00:00Z/2026-03-02T00:00Z']],
    ['RDATE as a period', ['RDATE;VALUE=PERIOD:20260301T000000Z/PT2H'], 2, ['2026-01-05T00:00Z/2026-01-06T00:00Z', '2026-03-01T00:00Z/2026-03-01T02:00Z']],
    ['on several days', ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4'], 4, ['2026-01-05T00:00Z/2026-01-06T00:00Z', '2026-01-07T00:00Z/2026-01-08T00:00Z']],
    ['the first Monday of the month', ['RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2'], 2, ['2026-01-05T00:00Z/2026-01-06T00:00Z', '2026-02-02T00:00Z/2026-02-03T00:00Z']],
    ['the last day of the month', ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2'], 2, ['2026-01-31T00:00Z/2026-02-01T00:00Z', '2026-02-28T00:00Z/2026-03-01T00:00Z']],
    ['two rules', ['RRULE:FREQ=WEEKLY;COUNT=2', 'RRULE:FREQ=DAILY;COUNT=2'], 3, []],
  ])('repeats by %s', (_name, lines, count, first) => {
    const found = stretches(calendar(...event('DTSTART;TZID=Asia/Seoul:20260105T090000', 'DURATION:P1D', ...lines)), '2026-01-01', '2027-01-01');
    expect(found).toHaveLength(count);
    expect(found.slice(0, first.length)).toEqual(first.map((stretch) => `${stretch} kim`));
  });
});

describe('changed occurrences', () => {
  const series = event('DTSTART;TZID=Asia/Seoul:20260105T090000', 'DURATION:P7D', 'RRULE:FREQ=WEEKLY;COUNT=4');
  const change = (...lines: string[]): string[] => ['BEGIN:VEVENT', 'UID:a@x', ...lines, 'END:VEVENT'];

  it('stand for what they replace, by another person and at another time', () => {
    const text = calendar(...series, ...change('RECURRENCE-ID;TZID=Asia/Seoul:20260112T090000', 'DTSTART;TZID=Asia/Seoul:20260112T120000', 'DURATION:P6D', 'SUMMARY:swap', 'ATTENDEE;CN=Lee:mailto:lee@example.com'));
    expect(stretches(text, '2026-01-01', '2026-03-01')).toEqual(['2026-01-05T00:00Z/2026-01-12T00:00Z kim', '2026-01-12T03:00Z/2026-01-18T03:00Z lee', '2026-01-19T00:00Z/2026-01-26T00:00Z kim', '2026-01-26T00:00Z/2026-02-02T00:00Z kim']);
  });

  it('are found by their moment, whatever zone names it, and may move far away', () => {
    const text = calendar(...change('RECURRENCE-ID:20260112T000000Z', 'DTSTART:20260501T000000Z', 'DURATION:P1D', 'SUMMARY:Kim on call'), ...series);
    expect(stretches(text, '2026-04-30', '2026-05-03')).toEqual(['2026-05-01T00:00Z/2026-05-02T00:00Z kim']);
    expect(stretches(text, '2026-01-12T01:00Z', '2026-01-18')).toEqual([]);
  });

  it('that are cancelled leave a gap', () => {
    const text = calendar(...series, ...change('RECURRENCE-ID;TZID=Asia/Seoul:20260112T090000', 'DTSTART;TZID=Asia/Seoul:20260112T090000', 'STATUS:CANCELLED'));
    expect(stretches(text, '2026-01-01', '2026-03-01')).toHaveLength(3);
  });

  it('may hold for all that follow', () => {
    const text = calendar(...series, ...change('RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Seoul:20260119T090000', 'DTSTART;TZID=Asia/Seoul:20260119T110000', 'DURATION:P7D', 'SUMMARY:park ji-woo'));
    expect(stretches(text, '2026-01-01', '2026-03-01').slice(2)).toEqual(['2026-01-19T02:00Z/2026-01-26T02:00Z park', '2026-01-26T02:00Z/2026-02-02T02:00Z park']);
  });

  it('count in their newest version only', () => {
    const version = (sequence: number, title: string): string[] => change(`SEQUENCE:${sequence}`, 'RECURRENCE-ID;TZID=Asia/Seoul:20260112T090000', 'DTSTART;TZID=Asia/Seoul:20260112T090000', 'DURATION:P7D', `SUMMARY:${title}`);
    const text = calendar(...version(2, 'Park Ji-woo'), ...series, ...version(1, 'Kim on call'));
    expect(stretches(text, '2026-01-12T01:00Z', '2026-01-18')).toEqual(['2026-01-12T00:00Z/2026-01-19T00:00Z park']);
  });

  it('exist without their series', () => {
    const text = calendar(...change('RECURRENCE-ID:20260112T000000Z', 'DTSTART:20260112T000000Z', 'DURATION:P1D', 'SUMMARY:Kim on call'));
    expect(stretches(text, '2026-01-01', '2026-03-01')).toHaveLength(1);
  });
});

describe('who is meant', () => {
  const named = (...lines: string[]): string | null | undefined => {
    const result = expand(calendar('BEGIN:VEVENT', 'DTSTART:20260105T000000Z', 'DURATION:P1D', ...lines, 'END:VEVENT'), '2026-01-01', '2026-03-01');
    return result.ok ? result.value[0]?.person : undefined;
  };

  it.each<[string, string[], string | null]>([
    ['the title, letter case and spaces aside', ['SUMMARY:  KIM   on Call '], 'kim'],
    ['an attendee by address', ['SUMMARY:night', 'ATTENDEE:MAILTO:Lee@Example.com'], 'lee'],
    ['an attendee by name', ['SUMMARY:night', 'ATTENDEE;CN="Park Ji-woo":mailto:x@y.z'], 'park'],
    ['the title before an attendee', ['SUMMARY:Kim on call', 'ATTENDEE:mailto:lee@example.com'], 'kim'],
    ['nobody who declined', ['SUMMARY:night', 'ATTENDEE;PARTSTAT=DECLINED:mailto:lee@example.com'], null],
    ['nobody for an unknown title', ['SUMMARY:Kim on call?'], null],
    ['nobody for an empty title', ['SUMMARY:'], null],
    ['nobody for a missing title', [], null],
    ['nobody for a name that every object has', ['SUMMARY:constructor'], null],
  ])('is %s', (_name, lines, expected) => {
    expect(named(...lines)).toBe(expected);
  });

  it('is read from folded and escaped lines', () => {
    const result = expand(calendar('BEGIN:VEVENT', 'DTSTART:20260105T000000Z', 'DURATION:P1D', 'SUMMARY:Kim on', '  call', 'END:VEVENT'), '2026-01-01', '2026-03-01');
    expect(result).toMatchObject({ ok: true, value: [{ person: 'kim', summary: 'Kim on call' }] });
  });
});

describe('hostile and broken calendars', () => {
  const start = 'DTSTART:20260105T000000Z';
  it.each<[string, string, string]>([
    ['a sign-in page', '<!doctype html><title>Sign in</title>', 'calendar-not-ics'],
    ['nothing', '', 'calendar-not-ics'],
    ['a calendar that stops in the middle', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026', 'calendar-not-ics'],
    ['an event without a start', calendar(...event('DURATION:P1D')), 'calendar-event-bad'],
    ['a start that is no date', calendar(...event('DTSTART:tomorrow', 'DURATION:P1D')), 'calendar-event-bad'],
    ['the 45th of a month', calendar(...event('DTSTART:20261345T000000Z', 'DURATION:P1D')), 'calendar-event-bad'],
    ['a zone that nobody knows', calendar(...event('DTSTART;TZID=Mars/Olympus:20260105T000000', 'DURATION:P1D')), 'calendar-zone-unknown'],
    ['a shift that repeats each second', calendar(...event(start, 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY')), 'calendar-event-bad'],
    ['a rule without a frequency', calendar(...event(start, 'DURATION:P1D', 'RRULE:INTERVAL=2')), 'calendar-event-bad'],
    ['a rule of nonsense', calendar(...event(start, 'DURATION:P1D', 'RRULE:FREQ=WEEKLY;BYDAY=XX')), 'calendar-not-ics'],
    ['an old exclusion rule', calendar(...event(start, 'DURATION:P1D', 'EXRULE:FREQ=WEEKLY')), 'calendar-event-bad'],
    ['more shifts than anybody has', calendar(...event(start, 'DURATION:PT1H', 'RRULE:FREQ=HOURLY;BYMINUTE=0,10,20,30,40,50')), 'calendar-too-many'],
    ['clocks that change each second', calendar('BEGIN:VTIMEZONE', 'TZID:Z', 'BEGIN:STANDARD', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100', 'DTSTART:19700101T000000', 'RRULE:FREQ=SECONDLY', 'END:STANDARD', 'END:VTIMEZONE', ...event('DTSTART;TZID=Z:20260105T000000', 'DURATION:P1D')), 'calendar-zone-unknown'],
    ['six megabytes', calendar(...event(start, `DESCRIPTION:${'x'.repeat(6_000_000)}`)), 'calendar-too-large'],
  ])('%s', (_name, text, code) => {
    const result = expand(text, '2026-01-01', '2027-06-01');
    // On a machine that is busy with other things the time limit may come before the limit of shifts.
    const codes = code === 'calendar-too-many' ? [code, 'calendar-too-slow'] : [code];
    expect(codes).toContain(result.ok ? 'no failure' : result.error.code);
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYMONTH=2;BYDAY=5MO',
    'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYYEARDAY=366;INTERVAL=3',
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYSETPOS=50',
    'FREQ=DAILY;INTERVAL=99999999',
    'FREQ=HOURLY;BYHOUR=25',
  ])('the rule %s ends within seconds and never throws', (rule) => {
    const began = performance.now();
    const result = expand(calendar(...event(start, 'DURATION:P1D', `RRULE:${rule}`)), '2026-01-01', '2026-03-01');
    expect(performance.now() - began).toBeLessThan(8_000);
    if (!result.ok) expect(result.error.code).toMatch(/^calendar-/);
  });

  it('a rota that began long ago is still quick', () => {
    const began = performance.now();
    expect(stretches(calendar(...event('DTSTART;TZID=America/Los_Angeles:19800101T090000', 'DURATION:P1D', 'RRULE:FREQ=DAILY')), '2026-01-01T17:00Z', '2026-01-03T17:00Z')).toHaveLength(2);
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('what is skipped of an old rota changes nothing that comes later', () => {
    const rule = fc.record({ freq: fc.constantFrom('DAILY', 'WEEKLY', 'WEEKLY;BYDAY=TU,SA', 'HOURLY;BYHOUR=9,21', 'DAILY;BYMONTH=3,11'), interval: fc.integer({ min: 1, max: 5 }), start: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(rule, ({ freq, interval, start: offset }) => {
        const day = new Date(Date.parse('2024-09-01') + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
        const text = calendar(...event(`DTSTART;TZID=America/Los_Angeles:${day}T090000`, 'DURATION:PT5H', `RRULE:FREQ=${freq};INTERVAL=${interval}`));
        const all = stretches(text, '2024-01-01', '2026-06-01').filter((stretch) => stretch.slice(18) > '2026-03-01T00:00Z');
        expect(stretches(text, '2026-03-01', '2026-06-01')).toEqual(all);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('answers whatever the bytes are', () => {
    const line = fc.constantFrom('BEGIN:VEVENT', 'END:VEVENT', 'BEGIN:VTIMEZONE', 'END:VTIMEZONE', 'TZID:Z', 'BEGIN:STANDARD', 'END:STANDARD', 'TZOFFSETFROM:+9999', 'TZOFFSETTO:x', start, 'DTSTART;TZID=Z:20260105T000000', 'DTSTART;VALUE=DATE:20260230', 'DTEND:20260106T000000Z', 'DURATION:-P1D', 'DURATION:P99999999W', 'RRULE:FREQ=DAILY', 'RRULE:FREQ=DAILY;UNTIL=x', 'RRULE:FREQ=WEEKLY;COUNT=-1', 'EXDATE:x', 'RDATE;VALUE=PERIOD:x/y', 'RECURRENCE-ID:20260105T000000Z', 'RECURRENCE-ID;RANGE=THISANDFUTURE:x', 'ATTENDEE;CN="', 'SUMMARY:\u001b[31m</script>\u202e', 'UID:__proto__', 'SEQUENCE:1e99', ':', ';=', '\u0000');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const result = expand(calendar(...lines), '2026-01-01', '2026-02-01');
        if (result.ok) for (const shift of result.value) expect(shift.to).toBeGreaterThan(shift.from);
        else expect(result.error.code).toMatch(/^calendar-/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('fetch', () => {
  const answer = (status: number, body: string, headers: Record<string, string> = {}): Result<HttpResponse> => ok({ status, headers, body, certificateEndsAt: null });
  const fetching = (answers: Result<HttpResponse>[]) => {
    const asked: HttpRequest[] = [];
    const read: unknown[][] = [];
    const made = createCalendar({
      http: { request: (request) => { asked.push(request); return Promise.resolve(answers.shift() ?? answer(500, '')); }, drop: () => undefined },
      readText: (...args) => { read.push(args); return Promise.resolve(ok('file')); },
    });
    return { made, asked, read };
  };
  const { file: _file, ...remote } = feed;

  it('reads a file below the workspace, five megabytes at most', async () => {
    const { made, read } = fetching([]);
    expect(await made.fetch(feed, '/ws')).toEqual(ok('file'));
    expect(read).toEqual([['/ws', 'duty.ics', 5_242_880]]);
  });

  it('asks webcal over https', async () => {
    const { made, asked } = fetching([answer(200, 'text')]);
    expect(await made.fetch({ ...remote, url: 'webcal://calendar.example.com/a.ics' }, '/ws')).toEqual(ok('text'));
    expect(asked).toMatchObject([{ method: 'GET', url: 'https://calendar.example.com/a.ics', maxBytes: 5_242_880 }]);
  });

  it('follows a few redirects, and none to plain http', async () => {
    const { made, asked } = fetching([answer(302, '', { location: '/b.ics' }), answer(200, 'b')]);
    expect(await made.fetch({ ...remote, url: 'https://x.example/a.ics' }, '/ws')).toEqual(ok('b'));
    expect(asked[1]?.url).toBe('https://x.example/b.ics');
    const down = fetching([answer(302, '', { location: 'http://x.example/b.ics' })]);
    expect(await down.made.fetch({ ...remote, url: 'https://x.example/a.ics' }, '/ws')).toMatchObject({ error: { code: 'calendar-status', values: { status: 302 } } });
    const round = fetching(Array.from({ length: 9 }, () => answer(302, '', { location: '/a.ics' })));
    expect(await round.made.fetch({ ...remote, url: 'https://x.example/a.ics' }, '/ws')).toMatchObject({ ok: false });
    expect(round.asked).toHaveLength(4);
  });

  it.each(['http://calendar.example.com/a.ics', 'file:///etc/passwd', 'javascript:alert(1)', '', 'http://127.0.0.1.example.com/'])('never asks %s', async (url) => {
    const { made, asked } = fetching([]);
    expect(await made.fetch({ ...remote, url }, '/ws')).toMatchObject({ error: { code: 'calendar-no-place' } });
    expect(asked).toEqual([]);
  });
});
