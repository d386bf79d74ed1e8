import { allHold, parseMatchers, type Matcher } from '../alert/matcher';
import { longestMute, type Mute } from './mute';

/** A mute whose matchers were read once. */
export interface ReadMute {
  readonly mute: Mute;
  readonly matchers: readonly Matcher[];
}

/** Reads a mute; null where its matchers cannot be read: it then hides nothing. */
export function readMute(mute: Mute): ReadMute | null {
  const matchers = parseMatchers(mute.when);
  return matchers.ok ? { mute, matchers: matchers.value } : null;
}

/**
 * Whether a mute hides anything at `now` (epoch ms), by the wall clock that the person read. One that would end further
 * away than a mute can last means that the clock was set back by weeks: it then hides nothing, because every mute ends
 * (law 6).
 */
export function isInForce(mute: Mute, now: number): boolean {
  if (now >= mute.until || mute.until - now > longestMute) return false;
  return mute.kind === 'mute' || now >= mute.from;
}

/** The mute that hides an alert: of several, the one that ends last. What is urgent is hidden only by one that says so. */
export function muteOver(mutes: readonly ReadMute[], alert: { readonly labels: Readonly<Record<string, string>>; readonly urgent: boolean }, now: number): Mute | null {
  let over: Mute | null = null;
  for (const { mute, matchers } of mutes) {
    if (!isInForce(mute, now) || (alert.urgent && !mute.even911)) continue;
    if (over !== null && over.until >= mute.until) continue;
    if (allHold(matchers, alert.labels)) over = mute;
  }
  return over;
}

/** The next moment after `now` at which any of these begins or ends, epoch ms; Infinity where none does. */
export function nextTurn(mutes: readonly ReadMute[], now: number): number {
  const turns = mutes.flatMap(({ mute }) => [mute.from, mute.until, mute.until - longestMute]);
  return Math.min(...turns.filter((at) => at > now), Infinity);
}

/** How long before its end a mute warns, ms: a quarter of an hour, or a quarter of a short one. */
export function warnBefore(mute: Pick<Mute, 'from' | 'until'>): number {
  return Math.min(900_000, (mute.until - mute.from) / 4);
}
