import { TextDecoder } from 'node:util';
import type { RawLine } from '../../../core/journal/check';

export const newline = 0x0a;

/** Cuts a segment into lines. Bytes that are not UTF-8 are kept apart as `null`; a byte order mark is a byte like others. */
export function rawLines(bytes: Uint8Array): readonly RawLine[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lines: RawLine[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from);
    const whole = end >= 0;
    const slice = bytes.subarray(from, whole ? end : bytes.length);
    lines.push({ text: decoded(decoder, slice), bytes: slice.length, whole });
    from += slice.length + 1;
  }
  return lines;
}

/** How many lines end in a newline. */
export function wholeLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
