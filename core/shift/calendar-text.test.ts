import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../utf8';
import { calendarText } from './calendar-text';

const shift = { person: 'kim', summary: 'on call', from: Date.UTC(2026, 10, 22, 9), to: Date.UTC(2026, 10, 23, 9), feed: 'main' };

describe('the rota as a calendar', () => {
  it('has one event a shift, in UTC, with a name of its own that stays', () => {
    const text = calendarText([shift, { ...shift, person: null, summary: 'Fred?' }], new Map([['kim', 'Kim']]), 0);
    for (const line of ['DTSTART:20261122T090000Z', 'DTEND:20261123T090000Z', 'DTSTAMP:19700101T000000Z', 'SUMMARY:Kim', 'SUMMARY:? Fred?']) expect(text.split('\r\n')).toContain(line);
    expect(text.match(/^UID:.*$/gm)).toEqual([`UID:${String(shift.from)}-kim-main@breakglass`, `UID:${String(shift.from)}-unknown-main@breakglass`]);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  it('lets no title add a line of its own, and folds between letters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (summary) => {
        const text = calendarText([{ ...shift, summary }], new Map(), 0);
        const lines = text.split('\r\n');
        expect(lines.filter((line) => /^(?:BEGIN|END):VEVENT/.test(line))).toHaveLength(2);
        expect(lines.every((line) => utf8(line).length <= 75)).toBe(true);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 100 },
    );
  });
});
