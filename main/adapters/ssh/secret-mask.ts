import { shortestSecret } from '../../../core/vault/vault';

const star = 42;

/**
 * Overwrites known secrets in a stream, also where a chunk boundary cuts one, with as many stars: the stored bytes keep
 * their offsets, so that output can be continued from the length of the file. The second net behind law 7: a value that
 * a step prints in another encoding than those below is not recognised.
 */
export class SecretMask {
  readonly #values: readonly Buffer[];
  readonly #borders: readonly (readonly number[])[];
  /** The end of what came that a spelling may begin with, and the same bytes as they will be shown. */
  #came: Buffer = Buffer.alloc(0);
  #shown: Buffer = Buffer.alloc(0);

  constructor(secrets: readonly string[]) {
    const values = [...new Set(secrets.flatMap(spellings))].map((form) => Buffer.from(form)).filter((form) => form.length >= shortestSecret);
    this.#values = values.sort((a, b) => b.length - a.length);
    this.#borders = this.#values.map(bordersOf);
  }

  get isIdle(): boolean {
    return this.#values.length === 0;
  }

  push(chunk: Buffer): Buffer {
    if (this.isIdle) return chunk;
    // Looked for in what came, not in what was masked: spellings overlap, and stars of one must not hide another.
    const came = Buffer.concat([this.#came, chunk]);
    const shown = Buffer.concat([this.#shown, chunk]);
    for (const value of this.#values) {
      let done = 0;
      for (let at = came.indexOf(value); at >= 0; at = came.indexOf(value, at + 1)) {
        shown.fill(star, Math.max(at, done), at + value.length);
        done = at + value.length;
      }
    }
    const keep = Math.max(...this.#values.map((value, at) => overlap(came, value, this.#borders[at] ?? [])));
    this.#came = came.subarray(came.length - keep);
    this.#shown = shown.subarray(shown.length - keep);
    return shown.subarray(0, shown.length - keep);
  }

  rest(): Buffer {
    const rest = this.#shown;
    this.#came = Buffer.alloc(0);
    this.#shown = Buffer.alloc(0);
    return rest;
  }
}

/**
 * For each beginning of a value, the length of the longest shorter one that it also ends with (Knuth, Morris, Pratt):
 * where the next byte does not fit, the search goes on from there, and looks at no byte of the output twice.
 */
export function bordersOf(value: Uint8Array): readonly number[] {
  const borders = [0];
  for (let at = 1, length = 0; at < value.length; at += 1) {
    length = grown(value, length, value[at], borders);
    borders.push(length);
  }
  return borders;
}

/** The longest end of `all` that `value` begins with, short of all of it. */
export function overlap(all: Uint8Array, value: Uint8Array, borders: readonly number[]): number {
  let length = 0;
  for (let at = Math.max(0, all.length - value.length + 1); at < all.length; at += 1) length = grown(value, length, all[at], borders);
  return length;
}

/** How much of a value's beginning stands at the end, once one more byte came. */
function grown(value: Uint8Array, length: number, byte: number | undefined, borders: readonly number[]): number {
  let left = length;
  while (left > 0 && value[left] !== byte) left = borders[left - 1] ?? 0;
  return value[left] === byte ? left + 1 : 0;
}

/** How a value may stand in an output: as it is, in JSON, in a URL or a form, in hex, and in base64 of it or of more. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [secret, JSON.stringify(secret).slice(1, -1), hex, hex.toUpperCase(), ...escapes(secret), ...base64(bytes)];
}

/** Percent signs, as the tools at hand write them: which characters they spare, the case of the digits, a blank as `+`. */
function escapes(secret: string): string[] {
  const spared = encodeURIComponent(secret);
  const strict = spared.replace(/[!'()*~]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const marked = [spared, strict, strict.replaceAll('%7E', '~')];
  const slashed = marked.flatMap((text) => [text, text.replaceAll('%2F', '/')]);
  const blanked = slashed.flatMap((text) => [text, text.replaceAll('%20', '+')]);
  return blanked.flatMap((text) => [text, text.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase())]);
}

/**
 * The value alone, and what it becomes within anything longer: three alignments, each without the characters at its
 * ends that its neighbours share, of which each tells at most four bits of it.
 */
function base64(bytes: Buffer): string[] {
  const within = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  return [bytes.toString('base64'), ...within].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}
