import type { Locale } from '../../core/text';
import type { Translate } from '../locales/translate';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something is, in at most two units: `12 s`, `7 min`, `5 h 12 min`, `3 d 4 h`. Milliseconds; below zero is zero. */
export function span(milliseconds: number, t: Translate): string {
  const length = Math.max(0, milliseconds);
  if (length < minute) return t('span.seconds', { s: Math.floor(length / second) });
  if (length < hour) return t('span.minutes', { m: Math.floor(length / minute) });
  if (length < day) {
    const m = Math.floor((length % hour) / minute);
    const h = Math.floor(length / hour);
    return m === 0 ? t('span.hours', { h }) : t('span.hours-minutes', { h, m });
  }
  const h = Math.floor((length % day) / hour);
  const d = Math.floor(length / day);
  return h === 0 || d >= 7 ? t('span.days', { d }) : t('span.days-hours', { d, h });
}

/** A countdown rounds up: "0 s left" means that it is over. */
export function spanLeft(milliseconds: number, t: Translate): string {
  return span(Math.ceil(Math.max(0, milliseconds) / second) * second, t);
}

/** This machine's time zone: "mine". */
export function myZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are costly to make and a list asks for hundreds. An unknown zone falls back to UTC, and says so by its name. */
function format(locale: Locale, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat(locale, { ...options, hourCycle: 'h23', timeZone: zone });
  } catch {
    made = new Intl.DateTimeFormat(locale, { ...options, hourCycle: 'h23', timeZone: 'UTC' });
  }
  formats.set(key, made);
  return made;
}

/** `02:04:12` in a zone. */
export function clockTime(at: number, locale: Locale, zone: string): string {
  return format(locale, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** `02:04` in a zone. */
export function shortTime(at: number, locale: Locale, zone: string): string {
  return format(locale, zone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** `02:04 GMT+9` in a zone. */
export function shortTimeWithZone(at: number, locale: Locale, zone: string): string {
  return format(locale, zone, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(at);
}

const dayAndMinute = { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;

/** `Sat, Nov 21, 02:04` in a zone. */
export function dayTime(at: number, locale: Locale, zone: string): string {
  return format(locale, zone, dayAndMinute).format(at);
}

/** `Sat, Nov 21, 02:04:12` in a zone. */
export function dayClockTime(at: number, locale: Locale, zone: string): string {
  return format(locale, zone, { ...dayAndMinute, second: '2-digit' }).format(at);
}

/** `Nov 21, 2026, 02:04:12 GMT+9`: the whole truth, for a tooltip. */
function fullTime(at: number, locale: Locale, zone: string): string {
  return format(locale, zone, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** A moment in my zone and, where it differs, in the other one: a line each. */
export function bothZones(at: number, locale: Locale, mine: string, other: string | null): string {
  const here = `${fullTime(at, locale, mine)} · ${mine}`;
  return other === null || other === mine ? here : `${here}\n${fullTime(at, locale, other)} · ${other}`;
}
