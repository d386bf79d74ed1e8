import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calendarText } from '../../core/shift/calendar-text';
import { fail, ok } from '../../core/errors';
import { createCalendar } from '../../main/adapters/calendar/ical-calendar';

// Our calendars against an implementation by others, over every change of the clocks in three zones.

// Debian's packages belong to Debian's own Python; another one may come first in the path.
const python = ['/usr/bin/python3', 'python3'].find((each) => spawnSync(each, ['-c', 'import icalendar, dateutil, zoneinfo']).status === 0) ?? null;

interface Case {
  readonly name: string;
  readonly ics: string;
  readonly timezone: string;
  readonly from: string;
  readonly to: string;
}

/** The days of 2026 on which clocks go forward and back, and an hour of the day in the middle of each change. */
const changes = [
  { zone: 'Europe/Berlin', forward: '20260329', back: '20261025', hour: '0230' },
  { zone: 'America/Los_Angeles', forward: '20260308', back: '20261101', hour: '0230' },
  { zone: 'Australia/Sydney', forward: '20261004', back: '20260405', hour: '0230' },
] as const;

const calendar = (...events: readonly (readonly string[])[]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...events.flatMap((lines) => ['BEGIN:VEVENT', 'SUMMARY:Kim', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT']), 'END:VCALENDAR', ''].join('\r\n');

/** `20260329` moved by days. */
const shifted = (day: string, days: number): string => {
  const at = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)) + days));
  return at.toISOString().slice(0, 10).replaceAll('-', '');
};
const dashed = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;

function around(zone: string, day: string, hour: string): Case[] {
  const at = (days: number, time: string): string => `${shifted(day, days)}T${time}00`;
  const local = (property: string, days: number, time: string): string => `${property};TZID=${zone}:${at(days, time)}`;
  const daily = [local('DTSTART', -3, hour), local('DTEND', -3, '0430')];
  const weekly = [local('DTSTART', -14, '0900'), local('DTEND', -7, '0900')];
  const table: Readonly<Record<string, readonly (readonly string[])[]>> = {
    'one shift over the change, by its end': [[local('DTSTART', -1, '1800'), local('DTEND', 0, '0900')]],
    'one shift over the change, by hours': [[local('DTSTART', -1, '1800'), 'DURATION:PT15H']],
    'one shift over the change, by a day': [[local('DTSTART', -1, '0900'), 'DURATION:P1D']],
    'one shift over the change, by a week': [[local('DTSTART', -3, '0900'), 'DURATION:P1W']],
    'a shift that begins in the middle of the change': [[local('DTSTART', 0, hour), 'DURATION:PT4H']],
    'a shift that begins every day in the middle of the change': [[...daily, 'RRULE:FREQ=DAILY;COUNT=7']],
    'that day left out': [[...daily, 'RRULE:FREQ=DAILY;COUNT=7', local('EXDATE', 0, hour)]],
    'a day added on the change': [[local('DTSTART', -3, '0900'), 'DURATION:PT8H', `RDATE;TZID=${zone}:${at(0, '0900')},${at(1, '1000')}`]],
    'every second day': [[local('DTSTART', -4, '2200'), 'DURATION:PT9H', 'RRULE:FREQ=DAILY;INTERVAL=2;COUNT=5']],
    'weekly, from Monday 09:00': [[...weekly, 'RRULE:FREQ=WEEKLY;COUNT=4']],
    'every second week': [[...weekly, 'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3']],
    'on two days of the week': [[local('DTSTART', -14, '0900'), 'DURATION:PT8H', 'RRULE:FREQ=WEEKLY;BYDAY=SA,SU;COUNT=8']],
    'until a moment in UTC': [[...daily, `RRULE:FREQ=DAILY;UNTIL=${shifted(day, 2)}T120000Z`]],
    'the last Sunday of the month': [[local('DTSTART', -40, '0100'), 'DURATION:PT6H', 'RRULE:FREQ=MONTHLY;BYDAY=-1SU;COUNT=4']],
    'the first weekday of the month': [[local('DTSTART', -40, '0100'), 'DURATION:PT6H', 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=4']],
    'one of a series moved past the change': [
      ['UID:s', ...daily, 'RRULE:FREQ=DAILY;COUNT=5'],
      ['UID:s', `RECURRENCE-ID;TZID=${zone}:${at(-1, hour)}`, local('DTSTART', 1, '1200'), local('DTEND', 1, '1300')],
    ],
    'one of a series called off': [
      ['UID:s', ...daily, 'RRULE:FREQ=DAILY;COUNT=5'],
      ['UID:s', `RECURRENCE-ID;TZID=${zone}:${at(-1, hour)}`, local('DTSTART', -1, hour), local('DTEND', -1, '0430'), 'STATUS:CANCELLED'],
    ],
    'all day': [[`DTSTART;VALUE=DATE:${shifted(day, 0)}`]],
    'all day, three days': [[`DTSTART;VALUE=DATE:${shifted(day, -1)}`, `DTEND;VALUE=DATE:${shifted(day, 2)}`]],
    'all day, every week': [[`DTSTART;VALUE=DATE:${shifted(day, -14)}`, `DTEND;VALUE=DATE:${shifted(day, -7)}`, 'RRULE:FREQ=WEEKLY;COUNT=4']],
    'floating': [[`DTSTART:${at(-1, '1800')}`, `DTEND:${at(0, '0900')}`, 'RRULE:FREQ=DAILY;COUNT=3']],
    'in UTC': [[`DTSTART:${at(-2, '0900')}Z`, `DTEND:${at(-2, '2100')}Z`, 'RRULE:FREQ=DAILY;COUNT=5']],
  };
  return Object.entries(table).map(([name, events]) => ({ name: `${zone} ${day}: ${name}`, ics: calendar(...events.map((lines) => (lines.some((line) => line.startsWith('UID')) ? lines : ['UID:a', ...lines]))), timezone: zone, from: `${dashed(shifted(day, -60))}T00:00:00Z`, to: `${dashed(shifted(day, 60))}T00:00:00Z` }));
}

/** The rota as we write it: what others read of it is what it was. */
const rota = [
  { person: 'kim', summary: 'Kim; on call, "tonight"\\', from: Date.UTC(2026, 2, 28, 18), to: Date.UTC(2026, 2, 29, 7), feed: 'main' },
  { person: null, summary: '누구인지 모르는 아주 긴 이름의 당직자 '.repeat(6), from: Date.UTC(2026, 9, 25, 0, 30), to: Date.UTC(2026, 9, 25, 1, 30), feed: 'duty.yaml' },
  { person: 'lee', summary: 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT', from: Date.UTC(2026, 11, 31, 22), to: Date.UTC(2027, 0, 1, 6), feed: 'main' },
];
const written: Case = { name: 'written by us', ics: calendarText(rota, new Map([['kim', 'Kim']]), Date.UTC(2026, 0, 1)), timezone: 'UTC', from: '2026-01-01T00:00:00Z', to: '2027-12-31T00:00:00Z' };

const cases = [written, ...changes.flatMap(({ zone, forward, back, hour }) => [...around(zone, forward, hour), ...around(zone, back, zone === 'America/Los_Angeles' ? '0130' : hour)])];

const reader = createCalendar({ http: { request: () => Promise.resolve(fail('not-found', { what: 'x', name: 'x' })), drop: () => undefined }, readText: () => Promise.resolve(ok('')) });
const minutes = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

function ours({ ics, timezone, from, to }: Case): string[] {
  const feed = { id: 'main', every: 900_000, overrides: false, people: { Kim: 'kim' } };
  const shifts = reader.expand(ics, feed, timezone, Date.parse(from), Date.parse(to));
  return shifts.ok ? [...new Set(shifts.value.map((shift) => `${minutes(shift.from)}/${minutes(shift.to)}`))].sort() : [shifts.error.code];
}

describe.skipIf(python === null && process.env['CI'] === undefined)('calendars over the changes of the clocks', () => {
  it(`lays ${String(cases.length)} of them out as python3-icalendar, python3-dateutil and zoneinfo do`, () => {
    const asked = spawnSync(python ?? 'python3', [join(import.meta.dirname, 'support/expand-calendar.py')], { input: JSON.stringify(cases), encoding: 'utf8' });
    expect(asked.stderr).toBe('');
    const theirs = JSON.parse(asked.stdout) as string[][];
    expect(cases.length).toBeGreaterThanOrEqual(80);
    const apart = cases.flatMap((each, index) => (ours(each).join() === theirs[index]?.join() ? [] : [{ name: each.name, ours: ours(each), theirs: theirs[index] }]));
    expect(apart).toEqual([]);
    expect(theirs[0]).toEqual(rota.map(({ from, to }) => `${minutes(from)}/${minutes(to)}`));
    expect(theirs.every((stretches) => stretches.length > 0)).toBe(true);
  });
});
