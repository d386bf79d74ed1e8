/** Most hosts that one pattern may stand for: a hostile inventory must not make millions. */
const most = 1_000;

/**
 * `web[01:20]`, `db-[a:f].example`, `x[1:9:2]` as the names that they stand for.
 * @returns null when a range cannot be read, or stands for more than 1,000 names
 */
export function expandRanges(pattern: string): string[] | null {
  const match = /^([^[\]]*)\[([A-Za-z0-9]+):([A-Za-z0-9]+)(?::(\d{1,4}))?\](.*)$/.exec(pattern);
  if (match === null) return /[[\]]/.test(pattern) ? null : [pattern];
  const [, before = '', from = '', to = '', stride, behind = ''] = match;
  const middle = between(from, to, Number(stride ?? 1));
  const rest = expandRanges(behind);
  if (middle === null || rest === null || middle.length * rest.length > most) return null;
  return middle.flatMap((each) => rest.map((end) => `${before}${each}${end}`));
}

function between(from: string, to: string, stride: number): string[] | null {
  if (stride < 1) return null;
  const numeric = /^\d{1,9}$/;
  if (numeric.test(from) && numeric.test(to)) {
    const [first, last] = [Number(from), Number(to)];
    if (last < first || (last - first) / stride >= most) return null;
    // A leading zero says how wide the numbers are.
    const width = from.startsWith('0') ? from.length : 0;
    return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, at) => String(first + at * stride).padStart(width, '0'));
  }
  if (!/^([a-z]{2}|[A-Z]{2})$/.test(from + to)) return null;
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  if (last < first) return null;
  return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, at) => String.fromCharCode(first + at * stride));
}
