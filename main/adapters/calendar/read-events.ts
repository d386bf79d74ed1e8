import ICAL from 'ical.js';
import { causeText } from '../../../core/cause-text';
import type { Attendee } from '../../../core/shift/person-of';
import { wallFromMs, wallMs } from '../../../core/shift/zoned-time';
import { ianaZone, utcZone, zonesOf, type CalendarZone } from './calendar-zone';
import { UnreadableCalendar } from './unreadable-calendar';

const dayMs = 86_400_000;

/** A point in a calendar: what the clock shows, and which clock. */
export interface CalendarTime {
  /** As ms, core/shift/zoned-time.ts. */
  readonly wall: number;
  readonly zone: CalendarZone;
  /** A whole day instead of a time. */
  readonly isDate: boolean;
}

/**
 * How long an event is. Days and times given by an end are counted on the wall, so that a shift from 09:00 to 09:00 ends
 * at 09:00 also in the week in which the clocks change; hours of a DURATION are real hours.
 */
export interface Span {
  readonly wall: number;
  readonly exact: number;
}

/** One VEVENT, read. */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly summary: string;
  readonly attendees: readonly Attendee[];
  readonly cancelled: boolean;
  readonly start: CalendarTime;
  readonly span: Span;
  readonly rules: readonly ICAL.Recur[];
  /** Further starts; a period brings its own length. */
  readonly added: readonly { readonly start: CalendarTime; readonly span: Span | null }[];
  readonly removed: readonly CalendarTime[];
  /** Which occurrence of the series this event replaces, and whether also all later ones. */
  readonly replaces: { readonly at: CalendarTime; readonly andLater: boolean } | null;
}

/** The events of an iCalendar text, in file order. Floating times are in `timezone`. Throws UnreadableCalendar. */
export function readEvents(text: string, timezone: string): CalendarEvent[] {
  const floating = ianaZone(timezone);
  return calendarsOf(text).flatMap((calendar) => {
    const zones = zonesOf(calendar);
    return calendar.getAllSubcomponents('vevent').map((component, index) => readEvent(component, zones, floating, index));
  });
}

function calendarsOf(text: string): ICAL.Component[] {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) throw new UnreadableCalendar({ code: 'calendar-not-ics', why: 'BEGIN:VCALENDAR' });
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UnreadableCalendar({ code: 'calendar-not-ics', why: shortMessage(error) });
  }
  if (!Array.isArray(parsed) || parsed.length === 0) throw new UnreadableCalendar({ code: 'calendar-not-ics', why: 'END:VCALENDAR' });
  const roots = typeof parsed[0] === 'string' ? [parsed as unknown[]] : (parsed as unknown[][]);
  return roots.map((root) => new ICAL.Component(root));
}

/** The library's own words, short: they quote the file, and the file is hostile. */
export function shortMessage(error: unknown): string {
  const message = causeText(error);
  return message.replace(/\s+/g, ' ').slice(0, 120);
}

function textOf(component: ICAL.Component, name: string): string {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function readEvent(component: ICAL.Component, zones: (tzid: string) => CalendarZone, floating: CalendarZone, index: number): CalendarEvent {
  const summary = textOf(component, 'summary').trim().slice(0, 200);
  try {
    for (const name of ['dtstart', 'dtend', 'recurrence-id', 'rdate', 'exdate']) component.getAllProperties(name).forEach(checkDates);
    const start = firstTime(component, 'dtstart', zones, floating);
    if (start === null) throw new Error('DTSTART');
    if (component.hasProperty('exrule')) throw new Error('EXRULE');
    const replaced = firstTime(component, 'recurrence-id', zones, floating);
    const range: unknown = component.getFirstProperty('recurrence-id')?.getParameter('range');
    return {
      uid: textOf(component, 'uid') || `#${index}`,
      sequence: Number(textOf(component, 'sequence')) || 0,
      summary,
      attendees: component.getAllProperties('attendee').flatMap(attendeeOf),
      cancelled: textOf(component, 'status').toUpperCase() === 'CANCELLED',
      start,
      span: spanOf(component, start, zones, floating),
      rules: component.getAllProperties('rrule').map((property) => ruleOf(property.getFirstValue())),
      added: component.getAllProperties('rdate').flatMap((property) => property.getValues().map((value) => addedOf(value, property, zones, floating))),
      removed: component.getAllProperties('exdate').flatMap((property) => property.getValues().map((value) => timeFrom(value, property, zones, floating))),
      replaces: replaced === null ? null : { at: replaced, andLater: range === 'THISANDFUTURE' },
    };
  } catch (error) {
    if (error instanceof UnreadableCalendar) throw error;
    throw new UnreadableCalendar({ code: 'calendar-event-bad', summary, why: shortMessage(error) });
  }
}

/** Refuses days and hours that do not exist: the library would quietly make the 45th of a month some day of the next one. */
function checkDates(property: ICAL.Property): void {
  const values = (property.toJSON() as unknown as readonly unknown[]).slice(3).flat(2);
  for (const value of values) {
    const found = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)Z?)?$/.exec(value) : null;
    if (found === null) continue;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => Number(part ?? 0));
    const real = wallFromMs(wallMs({ year, month, day, hour, minute, second }));
    if (real.month !== month || real.day !== day || real.hour !== hour) throw new Error(`${property.name.toUpperCase()} ${found[0]}`);
  }
}

function ruleOf(value: unknown): ICAL.Recur {
  if (!(value instanceof ICAL.Recur)) throw new Error('RRULE');
  // SECURITY: nobody is on call by the minute; such a rule only serves to keep this console busy.
  if (!['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'].includes(value.freq)) throw new Error(`RRULE FREQ=${value.freq}`);
  if (!Number.isInteger(value.interval) || value.interval < 1) throw new Error('RRULE INTERVAL');
  return value;
}

function firstTime(component: ICAL.Component, name: string, zones: (tzid: string) => CalendarZone, floating: CalendarZone): CalendarTime | null {
  const property = component.getFirstProperty(name);
  return property === null ? null : timeFrom(property.getFirstValue(), property, zones, floating);
}

function timeFrom(value: unknown, property: ICAL.Property, zones: (tzid: string) => CalendarZone, floating: CalendarZone): CalendarTime {
  if (!(value instanceof ICAL.Time)) throw new Error(`${property.name.toUpperCase()} ${String(value)}`);
  const { year, month, day, hour, minute, second, isDate } = value;
  const fields = [year, month, day, hour, minute, second];
  const sane = fields.every(Number.isInteger) && year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60;
  if (!sane) throw new Error(property.name.toUpperCase());
  const tzid: unknown = property.getParameter('tzid');
  const utc = value.zone === ICAL.Timezone.utcTimezone;
  const zone = isDate ? floating : utc ? utcZone : typeof tzid === 'string' ? zones(tzid) : floating;
  return { wall: wallMs({ year, month, day, hour, minute, second }), zone, isDate };
}

function spanOf(component: ICAL.Component, start: CalendarTime, zones: (tzid: string) => CalendarZone, floating: CalendarZone): Span {
  const end = firstTime(component, 'dtend', zones, floating);
  if (end !== null) {
    if (end.zone.id === start.zone.id || end.isDate || start.isDate) return { wall: end.wall - start.wall, exact: 0 };
    return { wall: 0, exact: end.zone.toMoment(end.wall) - start.zone.toMoment(start.wall) };
  }
  const duration: unknown = component.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) return durationSpan(duration);
  return { wall: start.isDate ? dayMs : 0, exact: 0 };
}

function durationSpan({ weeks, days, hours, minutes, seconds, isNegative }: ICAL.Duration): Span {
  if (isNegative) throw new Error('DURATION');
  return { wall: (weeks * 7 + days) * dayMs, exact: (hours * 3_600 + minutes * 60 + seconds) * 1_000 };
}

function addedOf(value: unknown, property: ICAL.Property, zones: (tzid: string) => CalendarZone, floating: CalendarZone): { start: CalendarTime; span: Span | null } {
  if (!(value instanceof ICAL.Period)) return { start: timeFrom(value, property, zones, floating), span: null };
  const start = timeFrom(value.start, property, zones, floating);
  if (value.duration instanceof ICAL.Duration) return { start, span: durationSpan(value.duration) };
  const end = timeFrom(value.end, property, zones, floating);
  return { start, span: { wall: 0, exact: end.zone.toMoment(end.wall) - start.zone.toMoment(start.wall) } };
}

/** Somebody who declined does not stand for anybody. */
function attendeeOf(property: ICAL.Property): Attendee[] {
  const status: unknown = property.getParameter('partstat');
  if (typeof status === 'string' && status.toUpperCase() === 'DECLINED') return [];
  const name: unknown = property.getParameter('cn');
  const address: unknown = property.getFirstValue();
  return [{ name: typeof name === 'string' ? name : '', email: typeof address === 'string' ? address.replace(/^mailto:/i, '') : '' }];
}
