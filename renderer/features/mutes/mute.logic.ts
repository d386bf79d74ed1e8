import { matcherText } from '../../../core/mute/source-matchers';
import { isoTime } from '../../../core/alert/iso-time';

const minute = 60_000;
const hour = 60 * minute;

/** Lengths that are offered, ms: the usual ones, the longest last. */
export const mutePresets = [hour, 4 * hour, 24 * hour, 7 * 24 * hour] as const;

/** A label as a matcher, quoted so that any value is only text. */
export function matcherOf(name: string, value: string): string {
  return matcherText([{ name, value, isRegex: false, isEqual: true }]);
}

/** Labels that tell alerts of one kind apart first: what people mute by. */
const telling = ['alertname', 'service', 'job', 'host', 'instance', 'cluster', 'severity'];

/** The labels of an alert in the order in which they are offered; values that are too long to mean anything are left out. */
export function offeredLabels(labels: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const rank = (name: string): number => (telling.includes(name) ? telling.indexOf(name) : telling.length);
  return Object.entries(labels)
    .filter(([, value]) => value.length <= 200)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, 12);
}

/** With the matcher added or, where it stands there, taken out. */
export function toggledMatcher(when: string, matcher: string): string {
  const parts = splitMatchers(when);
  return (parts.includes(matcher) ? parts.filter((each) => each !== matcher) : [...parts, matcher]).join(', ');
}

/** The matchers of a text, cut at the commas that stand outside of quotes. */
export function splitMatchers(when: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < when.length; at += 1) {
    const char = when.charAt(at);
    if (quoted && char === '\\') {
      part += char + when.charAt(at + 1);
      at += 1;
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (char === ',' && !quoted) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return [...parts, part.trim()].filter((each) => each !== '');
}

/** What a `datetime-local` field holds, on this laptop's clock; null for nothing. Epoch ms. */
export function fieldMoment(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null;
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}

/** The value of a `datetime-local` field for a moment. */
export function momentField(at: number): string {
  return isoTime(at - new Date(at).getTimezoneOffset() * minute).slice(0, 16);
}
