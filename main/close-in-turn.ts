/** Ends one thing after another. What cannot be ended is logged and does not keep the rest from ending: the journal must be closed and the folder let go. */
export async function closeInTurn(log: (line: string) => void, ends: readonly (() => Promise<void> | void)[]): Promise<void> {
  for (const end of ends) {
    try {
      await end();
    } catch (cause) {
      log(`bug while closing: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    }
  }
}
