/** What a chunk of the channel turned out to be. */
export interface Split {
  /** Bytes that the step wrote. */
  readonly output: Buffer;
  /** The words behind END, once it came. */
  readonly end: readonly string[] | null;
}

const nothing = Buffer.alloc(0);

/** What stands behind END is an exit code and a word; what is longer is output, bytes. */
const longestWords = 64;

/**
 * Tells a step's output from the END line behind it. Bytes that may yet turn out to be the beginning of END are held back,
 * so that the count of output is exact wherever the line is cut: a reader continues at precisely that offset.
 */
export class OutputSplitter {
  readonly #mark: Buffer;
  #held: Buffer = nothing;
  #ended = false;

  constructor(nonce: string) {
    this.#mark = Buffer.from(`\n${nonce} END `);
  }

  push(chunk: Buffer): Split {
    if (this.#ended) return { output: nothing, end: null };
    const all = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let at = all.indexOf(this.#mark); at >= 0; at = all.indexOf(this.#mark, at + 1)) {
      const words = at + this.#mark.length;
      const stop = all.indexOf(10, words);
      // SECURITY: a host that writes the mark and then no line's end would have all it writes held in memory.
      if ((stop < 0 ? all.length : stop) - words > longestWords) continue;
      if (stop < 0) {
        this.#held = all.subarray(at);
        return { output: all.subarray(0, at), end: null };
      }
      this.#ended = true;
      this.#held = nothing;
      return { output: all.subarray(0, at), end: all.toString('latin1', words, stop).split(' ') };
    }
    const keep = this.#possibleMark(all);
    this.#held = all.subarray(all.length - keep);
    return { output: all.subarray(0, all.length - keep), end: null };
  }

  /** What was held back and is output after all, because nothing follows. */
  rest(): Buffer {
    const rest = this.#ended ? nothing : this.#held;
    this.#held = nothing;
    return rest;
  }

  /** How many bytes at the end of `all` could be the beginning of the mark. */
  #possibleMark(all: Buffer): number {
    const longest = Math.min(this.#mark.length - 1, all.length);
    for (let at = all.indexOf(10, all.length - longest); at >= 0; at = all.indexOf(10, at + 1)) {
      const length = all.length - at;
      if (all.subarray(at).equals(this.#mark.subarray(0, length))) return length;
    }
    return 0;
  }
}
