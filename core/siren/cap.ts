import { wallAt } from '../shift/zoned-time';
import type { SirenEntry } from '../workspace/files';

type VolumeCap = SirenEntry['volume'];

/**
 * The loudest that a siren's owner allows at a moment, percent. The night window is wall clock time where the owner
 * lives: `from` inclusive, `to` exclusive, over midnight where `from` is later than `to`; equal ends mean all day.
 */
export function capAt(volume: VolumeCap, at: number, timezone: string): number {
  const { night } = volume;
  return night !== undefined && isNight(volume, at, timezone) ? Math.min(night.max, volume.max) : volume.max;
}

/** Whether a moment lies in the night that the owner asked to be left alone in. */
export function isNight({ night }: VolumeCap, at: number, timezone: string): boolean {
  if (night === undefined) return false;
  const minute = minuteOfDay(at, timezone);
  const from = minutes(night.from);
  const to = minutes(night.to);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** A volume under a cap; `cappedFrom` is what was asked for where the cap lowered it ("capped at 40"). */
export function capped(asked: number, cap: number): { readonly volume: number; readonly cappedFrom: number | null } {
  return asked > cap ? { volume: cap, cappedFrom: asked } : { volume: asked, cappedFrom: null };
}

function minutes(clockTime: string): number {
  const [hours = '0', rest = '0'] = clockTime.split(':');
  return Number(hours) * 60 + Number(rest);
}

/** The wall clock decides, not an offset: a night that loses or doubles an hour still begins and ends when its clock says. */
function minuteOfDay(at: number, timezone: string): number {
  const { hour, minute } = wallAt(at, timezone);
  return hour * 60 + minute;
}
