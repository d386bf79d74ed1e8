const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts a long JSON array into the bytes of its elements while it arrives, so that an answer of a hundred megabytes is
 * never held, parsed or waited for as a whole. It knows strings and nesting only; whether an element is JSON is for
 * whoever parses it.
 */
export class ArrayElements {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The element so far, where it began in an earlier part. */
  private kept: Uint8Array[] = [];
  private keptBytes = 0;
  private state: 'before' | 'within' | 'after' | 'broken' = 'before';

  /** @param longest bytes of one element; a longer one breaks the whole. */
  constructor(
    private readonly take: (element: Uint8Array) => void,
    private readonly longest: number,
  ) {}

  /** False from the first part on that no array of elements can hold. */
  push(part: Uint8Array): boolean {
    let begin = this.keptBytes > 0 ? 0 : -1;
    let nextEscape = -1;
    for (let at = 0; at < part.length && !this.isBroken(); at += 1) {
      if (this.inString) {
        if (this.escaped) {
          this.escaped = false;
          continue;
        }
        // Most bytes are text: its end is looked for by the machine and not byte by byte.
        if (nextEscape < at) nextEscape = placeOf(part, backslash, at);
        const end = placeOf(part, quote, at);
        this.escaped = nextEscape < end;
        this.inString = this.escaped || end === part.length;
        at = Math.min(nextEscape, end);
        continue;
      }
      const byte = part[at] ?? 0;
      if (begin < 0 && isBlank(byte)) continue;
      if (this.state !== 'within') {
        this.state = this.state === 'before' && byte === openArray ? 'within' : 'broken';
      } else if (this.depth === 0 && (byte === comma || byte === closeArray)) {
        // Nothing before a comma is left to whoever parses: it is no JSON.
        if (begin >= 0 || byte === comma) this.finish(part.subarray(Math.max(begin, 0), begin < 0 ? 0 : at));
        begin = -1;
        if (byte === closeArray && !this.isBroken()) this.state = 'after';
      } else {
        if (begin < 0) begin = at;
        if (byte === quote) this.inString = true;
        else if (byte === openArray || byte === openObject) this.depth += 1;
        else if (byte === closeArray || byte === closeObject) this.depth -= 1;
      }
    }
    if (begin >= 0) this.keep(part.subarray(begin));
    return !this.isBroken();
  }

  /** True where the array came to its end. */
  isWhole(): boolean {
    return this.state === 'after';
  }

  private isBroken(): boolean {
    return this.state === 'broken';
  }

  private keep(part: Uint8Array): void {
    this.keptBytes += part.length;
    // SECURITY: a single value without an end must not fill the memory.
    if (this.keptBytes > this.longest) {
      this.state = 'broken';
      this.kept = [];
    } else this.kept.push(part);
  }

  private finish(last: Uint8Array): void {
    const element = this.keptBytes === 0 ? last : Buffer.concat([...this.kept, last]);
    this.kept = [];
    this.keptBytes = 0;
    if (element.length > this.longest) this.state = 'broken';
    else this.take(element);
  }
}

function placeOf(part: Uint8Array, byte: number, from: number): number {
  const at = part.indexOf(byte, from);
  return at < 0 ? part.length : at;
}
