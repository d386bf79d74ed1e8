/** Something that ends. */
interface Closable {
  close(): Promise<void> | void;
}

/** Ends one thing after another. What cannot be ended is logged and does not keep the rest from ending: the journal must be closed and the folder let go. */
export async function closeInTurn(log: (line: string) => void, parts: readonly Closable[]): Promise<void> {
  for (const part of parts) {
    try {
      await part.close();
    } catch (cause) {
      log(`bug while closing: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    }
  }
}
