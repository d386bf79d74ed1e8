import { shortestSecret } from '../../../core/vault/vault';

const star = 42;

/**
 * Overwrites known secrets in a stream, also where a chunk boundary cuts one, with as many stars: the stored bytes keep
 * their offsets, so that output can be continued from the length of the file. The second net behind law 7: a value that
 * a step prints in another encoding than those below is not recognised.
 */
export class SecretMask {
  readonly #values: readonly Buffer[];
  /** The end of what came that a spelling may begin with, and the same bytes as they will be shown. */
  #came: Buffer = Buffer.alloc(0);
  #shown: Buffer = Buffer.alloc(0);

  constructor(secrets: readonly string[]) {
    const values = [...new Set(secrets.flatMap(spellings))].map((form) => Buffer.from(form)).filter((form) => form.length >= shortestSecret);
    this.#values = values.sort((a, b) => b.length - a.length);
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
    const keep = Math.max(...this.#values.map((value) => overlap(came, value)));
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

/** The longest end of `all` that `value` begins with. */
function overlap(all: Buffer, value: Buffer): number {
  for (let length = Math.min(value.length - 1, all.length); length > 0; length -= 1) {
    if (all.subarray(all.length - length).equals(value.subarray(0, length))) return length;
  }
  return 0;
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
