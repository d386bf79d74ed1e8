import { ok, type Result } from '../core/errors';

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
 * Opens what consists of many parts, each told to `begun` once it is open. Its `close` ends them, the newest first; where
 * opening fails or throws, that happens at once: the next try finds the lock free.
 */
export async function openInTurn<T>(log: (line: string) => void, open: (begun: (part: Closable) => void) => Promise<Result<T>>): Promise<Result<T & { close(): Promise<void> }>> {
  const parts: Closable[] = [];
  const close = (): Promise<void> => closeInTurn(log, parts);
  let whole = false;
  try {
    const result = await open((part) => parts.unshift(part));
    whole = result.ok;
    return result.ok ? ok({ ...result.value, close }) : result;
  } finally {
    if (!whole) await close();
  }
}
