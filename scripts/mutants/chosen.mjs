/**
 * Some of many, the same ones for the same seed, spread over all of them.
 * @template T
 * @param {readonly T[]} all
 * @param {number} count
 * @param {number} seed
 * @returns {readonly T[]} in their order
 */
export function chosen(all, count, seed) {
  const share = all.length / Math.min(count, Math.max(1, all.length));
  let state = seed >>> 0;
  // A linear congruential generator (Numerical Recipes): nothing here depends on how random it is.
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Array.from({ length: Math.min(count, all.length) }, (_, at) => all[Math.floor(at * share + next() * share)]).filter((one) => one !== undefined);
}
