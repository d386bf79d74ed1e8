import { utf8 } from '../utf8';
import type { Shift } from './shift';
import { wallFromMs } from './zoned-time';

/** Octets that a line of a calendar may have before it is folded (RFC 5545, 3.1). */
const widest = 75;

/**
 * The rota as an iCalendar text that other calendar programs open: one event a shift, in UTC, so that no time zone has to
 * be told. `madeAt` is epoch ms. An event keeps its UID while its shift keeps its person and its beginning.
 */
export function calendarText(shifts: readonly Shift[], names: ReadonlyMap<string, string>, madeAt: number): string {
  const events = shifts.flatMap(({ person, summary, from, to, feed }) => {
    const name = person === null ? `? ${summary}` : (names.get(person) ?? person);
    return [
      'BEGIN:VEVENT',
      `UID:${String(from)}-${escaped(person ?? 'unknown')}-${escaped(feed)}@breakglass`,
      `DTSTAMP:${utcTime(madeAt)}`,
      `DTSTART:${utcTime(from)}`,
      `DTEND:${utcTime(to)}`,
      `SUMMARY:${escaped(name)}`,
      `DESCRIPTION:${escaped(`${summary} · ${feed}`)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ];
  });
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Breakglass//On call//EN', 'CALSCALE:GREGORIAN', ...events, 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
}

function utcTime(at: number): string {
  const { year, month, day, hour, minute, second } = wallFromMs(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}${two(month)}${two(day)}T${two(hour)}${two(minute)}${two(second)}Z`;
}

/** SECURITY: a title from outside stays one value of one line: no property of its own, no end of the event. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n').replace(/\p{Cc}/gu, '');
}

/** A long line in pieces of at most 75 octets, never cut within a letter. */
function folded(line: string): string {
  const pieces = [''];
  let left = widest;
  for (const letter of line) {
    const size = utf8(letter).length;
    if (size > left) {
      pieces.push('');
      left = widest - 1;
    }
    pieces[pieces.length - 1] = `${pieces.at(-1) ?? ''}${letter}`;
    left -= size;
  }
  return pieces.join('\r\n ');
}
