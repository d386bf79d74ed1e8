import { isNight } from '../siren/cap';
import type { SirenEntry } from '../workspace/files';
import { wallAt } from './zoned-time';

/** Hours of the day in which people without a night of their own are taken to be awake, `from` inclusive. */
const day = { from: 7, to: 23 };

/** Whether somebody is awake at a moment: by the night that their siren names, else by the clock where they live. */
export function isAwake(person: { readonly id: string; readonly timezone: string }, sirens: readonly SirenEntry[], at: number): boolean {
  const nights = sirens.filter(({ owner, volume }) => owner === person.id && volume.night !== undefined);
  if (nights.length > 0) return !nights.some(({ volume }) => isNight(volume, at, person.timezone));
  const { hour } = wallAt(at, person.timezone);
  return hour >= day.from && hour < day.to;
}
