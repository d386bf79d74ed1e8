import ICAL from 'ical.js';
import { momentOf, wallAt, wallFromMs, wallMs, type WallTime } from '../../../core/shift/zoned-time';
import { isTimeZone } from '../../../core/workspace/time-zone';
import { UnreadableCalendar } from './unreadable-calendar';

/** A place's clocks: wall times (as ms, core/shift/zoned-time.ts) to moments (epoch ms) and back. */
export interface CalendarZone {
  readonly id: string;
  toMoment(wall: number): number;
  toWall(moment: number): number;
}

export const utcZone: CalendarZone = { id: 'UTC', toMoment: (wall) => wall, toWall: (moment) => moment };

export function ianaZone(name: string): CalendarZone {
  return { id: name, toMoment: (wall) => momentOf(wallFromMs(wall), name), toWall: (moment) => wallMs(wallAt(moment, name)) };
}

/** A zone that the file itself defines; its rules hold, whatever its name is (RFC 5545, 3.6.5). */
function embeddedZone(id: string, component: ICAL.Component): CalendarZone {
  const observances = [...component.getAllSubcomponents('standard'), ...component.getAllSubcomponents('daylight')];
  const busy = observances.some((each) => each.getAllProperties('rrule').some((rule) => !/FREQ=(YEARLY|MONTHLY)/i.test(String(rule.getFirstValue()))));
  // SECURITY: the library lists every change of a zone in memory; clocks that change each second would fill it.
  if (observances.length === 0 || observances.length > 200 || busy) throw new UnreadableCalendar({ code: 'calendar-zone-unknown', zone: id });
  const zone = new ICAL.Timezone({ component, tzid: id });
  const offset = (wall: number): number => zone.utcOffset(timeOf(wallFromMs(wall))) * 1_000;
  const toMoment = (wall: number): number => wall - offset(wall);
  return {
    id,
    toMoment,
    toWall: (moment) => {
      const first = moment + offset(moment);
      const second = moment + offset(first);
      return toMoment(second) === moment ? second : first;
    },
  };
}

/** A wall time for the library, floating: it must reckon with the hands of the clock and not know where the clock hangs. */
export function timeOf(wall: WallTime, isDate = false): ICAL.Time {
  const { year, month, day, hour, minute, second } = wall;
  const fields = isDate ? { year, month, day, isDate: true } : { year, month, day, hour, minute, second, isDate: false };
  return new ICAL.Time(fields, ICAL.Timezone.localTimezone);
}

/** The zones of one calendar by TZID, looked up once each. */
export function zonesOf(calendar: ICAL.Component): (tzid: string) => CalendarZone {
  const defined = new Map<string, ICAL.Component>();
  for (const component of calendar.getAllSubcomponents('vtimezone')) {
    const id: unknown = component.getFirstPropertyValue('tzid');
    if (typeof id === 'string') defined.set(id, component);
  }
  const known = new Map<string, CalendarZone>();
  return (tzid) => {
    const found = known.get(tzid);
    if (found !== undefined) return found;
    const component = defined.get(tzid);
    const made = component === undefined ? namedZone(tzid) : embeddedZone(tzid, component);
    known.set(tzid, made);
    return made;
  };
}

/** `Asia/Seoul`, also at the end of a path as old exporters write it (`/example.org/2005/Asia/Seoul`). */
function namedZone(tzid: string): CalendarZone {
  const parts = tzid.replace(/^"|"$/g, '').split('/');
  for (let from = 0; from < parts.length; from += 1) {
    const name = parts.slice(from).join('/');
    if (isTimeZone(name) && (from === 0 || name.includes('/'))) return ianaZone(name);
  }
  throw new UnreadableCalendar({ code: 'calendar-zone-unknown', zone: tzid });
}
