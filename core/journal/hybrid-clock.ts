/** How far a peer's clock may be ahead before it is not believed (decisions.md 7). Milliseconds. */
export const peerLeadMs = 5 * 60_000;

const counterLimit = 0xffff;

/** The reading after `last` at wall time `now` (epoch ms): rises strictly, also while the wall clock stands or falls back. */
export function hlcNext(last: string | null, now: number): string {
  const wall = Math.max(0, Math.trunc(now));
  if (last === null) return format(wall, 0);
  const { ms, counter } = parse(last);
  if (wall > ms) return format(wall, 0);
  return counter < counterLimit ? format(ms, counter + 1) : format(ms + 1, 0);
}

/** What this clock must not fall behind after having seen a peer's reading: the later one, unless the peer is too far ahead. */
export function hlcSeen(last: string | null, peer: string, now: number): string | null {
  if (parse(peer).ms > now + peerLeadMs) return last;
  return last === null || peer > last ? peer : last;
}

/** Epoch ms of a reading. */
export function hlcTime(reading: string): number {
  return parse(reading).ms;
}

function parse(reading: string): { readonly ms: number; readonly counter: number } {
  return { ms: Number.parseInt(reading.slice(0, 12), 16), counter: Number.parseInt(reading.slice(13), 16) };
}

function format(ms: number, counter: number): string {
  return `${ms.toString(16).padStart(12, '0')}-${counter.toString(16).padStart(4, '0')}`;
}
