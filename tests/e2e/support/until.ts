/** Waits until something holds. @returns the first answer that is neither null, undefined nor false. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false> | T | null | undefined | false, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${String(seconds)} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
