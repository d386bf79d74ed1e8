/** @typedef {(line: string) => void} Log */

/** @type {Log} What a person at the terminal should know now. */
export const log = (line) => void process.stderr.write(`breakglass: ${line}\n`);

/**
 * Says every ten seconds that something still goes on, so that nobody wonders whether it hangs.
 * @template T
 * @param {Log} say
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function patiently(say, what, work) {
  say(`${what} ...`);
  const started = Date.now();
  const timer = setInterval(() => say(`${what}, ${Math.round((Date.now() - started) / 1000)} s so far ...`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
