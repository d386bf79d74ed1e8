const day = 86_400_000;

/** `2026-11-21T02:10:00.000Z` for epoch ms, by calendar arithmetic, because core has no clock to borrow `Date` from. */
export function isoTime(ms: number): string {
  const days = Math.floor(ms / day);
  const rest = Math.floor(ms - days * day);
  // Civil date from days, counted in 400-year eras that begin on 1 March, so that the leap day comes last.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1_000) % 60].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}T${clock}.${String(rest % 1_000).padStart(3, '0')}Z`;
}
