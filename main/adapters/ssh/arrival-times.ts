import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Beyond this of a `.times` file nothing is told, bytes: what is known of it is kept in memory. */
const timesRead = 262_144;
/** Transcripts whose times are kept; whoever looks at more of them in turns reads again. */
const kept = 256;
/** Of all of them together, bytes of `.times` files: what stands for a line in memory is up to some ten times as large. */
const keptBytes = 8 * 1024 * 1024;

/** What is known of one file: where each chunk begins, and when it came. */
interface Known {
  readonly offsets: number[];
  readonly moments: number[];
  /** Bytes of the file that were taken in: whole lines. */
  read: number;
  /** The first and the last of them, which still stand there as long as the file is the same one. */
  first: string;
  last: string;
  /** Bytes of the stream so far. */
  end: number;
  /** A line that is none: nothing behind it is told. */
  isOver: boolean;
}

/**
 * When the bytes of transcripts came. A `.times` file is read once, and then only what was added to it: it is asked with
 * every page of an output, and reading all of it each time took longer than the output itself.
 */
export class ArrivalTimes {
  readonly #known = new Map<string, Known>();
  readonly #mostBytes: number;

  /** @param mostBytes of `.times` files that are kept together, and at least one of them */
  constructor(mostBytes = keptBytes) {
    this.#mostBytes = mostBytes;
  }

  /** Offset and milliseconds since the start of each chunk of which there are bytes in `from` to `next`; never going back. */
  between(file: string, from: number, next: number): readonly (readonly [number, number])[] {
    const { offsets, moments, end } = this.#upToDate(file);
    const found: [number, number][] = [];
    for (let at = chunkAt(offsets, from); at < offsets.length; at += 1) {
      const offset = offsets[at] ?? 0;
      if (offset >= next) break;
      if ((offsets[at + 1] ?? end) > from) found.push([offset, moments[at] ?? 0]);
    }
    return found;
  }

  /** How much of files is known at the moment. */
  get keptBytes(): number {
    return [...this.#known.values()].reduce((sum, { read }) => sum + read, 0);
  }

  #upToDate(file: string): Known {
    let known = this.#known.get(file) ?? nothing();
    this.#known.delete(file);
    this.#known.set(file, known);
    let bytes = this.keptBytes;
    for (const [oldest, { read }] of this.#known) {
      if (oldest === file || (this.#known.size <= kept && bytes <= this.#mostBytes)) break;
      this.#known.delete(oldest);
      bytes -= read;
    }
    try {
      const handle = openSync(file, 'r');
      try {
        const { size } = fstatSync(handle);
        if (size < known.read || !isSame(handle, known)) {
          // It began anew.
          known = nothing();
          this.#known.set(file, known);
        }
        if (size > timesRead) return nothing();
        if (size > known.read) takeIn(known, textAt(handle, known.read, size - known.read));
      } finally {
        closeSync(handle);
      }
      return known;
    } catch {
      return nothing();
    }
  }
}

function nothing(): Known {
  return { offsets: [], moments: [], read: 0, first: '', last: '', end: 0, isOver: false };
}

function isSame(handle: number, { first, last, read }: Known): boolean {
  return textAt(handle, 0, first.length) === first && textAt(handle, read - last.length, last.length) === last;
}

function textAt(handle: number, from: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  return buffer.toString('latin1', 0, readSync(handle, buffer, 0, bytes, from));
}

/** Takes the lines that are over; of one that is being written half a number would be another number. */
function takeIn(known: Known, text: string): void {
  for (let begin = 0, stop = text.indexOf('\n'); stop >= 0; begin = stop + 1, stop = text.indexOf('\n', begin)) {
    known.last = text.slice(begin, stop + 1);
    if (known.read === 0) known.first = known.last;
    known.read += known.last.length;
    const [at = Number.NaN, bytes = Number.NaN] = known.last.split(' ').map(Number);
    known.isOver ||= Number.isNaN(at) || Number.isNaN(bytes);
    if (known.isOver) continue;
    known.offsets.push(known.end);
    known.moments.push(Math.max(known.moments.at(-1) ?? 0, at));
    known.end += bytes;
  }
}

/** The last chunk that begins at or before a byte, or the first. */
function chunkAt(offsets: readonly number[], byte: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= byte) low = middle;
    else high = middle - 1;
  }
  return low;
}
