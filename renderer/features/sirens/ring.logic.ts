import type { Frame } from '../../../core/ipc/frame';
import type { Pattern } from '../../../core/siren/pattern';

/** Enough to wake a person (product.md): 20 % for two seconds. */
export const gentleVolume = 20;
export const gentleSeconds = 2;
/** A ring lasts no longer (decisions.md 30), seconds. */
export const longestRing = 180;
const longestReason = 200;

export interface RingForm {
  readonly to: string;
  readonly reason: string;
  readonly pattern: Pattern;
  readonly volume: string;
  readonly seconds: string;
}

interface RingOrder {
  readonly to: string;
  readonly reason: string;
  readonly pattern: Pattern;
  readonly volume: number;
  readonly seconds: number;
}

export type RingField = 'to' | 'reason' | 'volume' | 'seconds';

function wholeNumber(text: string, min: number, max: number): number | null {
  if (!/^\d{1,3}$/.test(text.trim())) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

/** A filled form as an order, or the fields that are not right. */
export function ringOrder(form: RingForm): { readonly order: RingOrder } | { readonly wrong: readonly RingField[] } {
  const rising = form.pattern === 'rising';
  // What rises says itself how loud and how long; the fields are not on screen then.
  const volume = rising ? gentleVolume : wholeNumber(form.volume, 1, 100);
  const seconds = rising ? gentleSeconds : wholeNumber(form.seconds, 1, longestRing);
  const reason = form.reason.trim().slice(0, longestReason);
  const wrong: RingField[] = [];
  if (form.to === '') wrong.push('to');
  if (reason === '') wrong.push('reason');
  if (volume === null) wrong.push('volume');
  if (seconds === null) wrong.push('seconds');
  return volume === null || seconds === null || wrong.length > 0
    ? { wrong }
    : { order: { to: form.to, reason, pattern: form.pattern, volume, seconds } };
}

/** Who can be rung: whoever is on duty, each owner of a siren, each siren. */
export function ringTargets(sirens: readonly Frame['sirens'][number][]): {
  readonly people: readonly string[];
  readonly sirens: readonly string[];
} {
  return { people: [...new Set(sirens.map((siren) => siren.owner))].sort(), sirens: sirens.map((siren) => siren.id) };
}
