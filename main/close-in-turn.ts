import type { Result } from '../core/errors';

/** Something that ends. */
export interface Closable {
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

/**
 * Opens what consists of many parts. Where that fails or throws, the parts that were open by then end, the newest first:
 * the next try finds the lock free.
 */
export async function openInTurn<T>(log: (line: string) => void, open: (opened: (part: Closable) => void) => Promise<Result<T>>): Promise<Result<T>> {
  const parts: Closable[] = [];
  let whole = false;
  try {
    const result = await open((part) => parts.unshift(part));
    whole = result.ok;
    return result;
  } finally {
    if (!whole) await closeInTurn(log, parts);
  }
}
