/**
 * A moment as people type it: `90m`, `2h`, `1d` from now, `07:30` (the next one, local time), or an ISO time with zone.
 * @returns epoch ms, or null when it is none of these.
 */
export function readMoment(text: string, now: number): number | null {
  const span = /^(\d{1,4})(s|m|h|d)$/.exec(text);
  if (span !== null) {
    const [, amount = '0', unit = 's'] = span;
    const scale: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
    return now + Number(amount) * (scale[unit] ?? 1_000);
  }
  const clock = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (clock !== null) {
    const next = new Date(now);
    next.setHours(Number(clock[1]), Number(clock[2]), 0, 0);
    if (next.getTime() <= now) next.setDate(next.getDate() + 1);
    return next.getTime();
  }
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
