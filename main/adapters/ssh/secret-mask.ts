const star = 42;
/** Shorter values would turn ordinary output into stars; they are the vault's to refuse. */
const shortest = 4;

/**
 * Overwrites known secrets in a stream, also where a chunk boundary cuts one, with as many stars: the stored bytes keep
 * their offsets, so that output can be continued from the length of the file. The second net behind law 7: a value that
 * a step prints in another encoding than those below is not recognised.
 */
export class SecretMask {
  readonly #values: readonly Buffer[];
  #held: Buffer = Buffer.alloc(0);

  constructor(secrets: readonly string[]) {
    const forms = secrets.flatMap((secret) => {
      const bytes = Buffer.from(secret);
      const json = JSON.stringify(secret).slice(1, -1);
      return [secret, json, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('hex')];
    });
    const values = [...new Set(forms)].map((form) => Buffer.from(form)).filter((form) => form.length >= shortest);
    this.#values = values.sort((a, b) => b.length - a.length);
  }

  get isIdle(): boolean {
    return this.#values.length === 0;
  }

  push(chunk: Buffer): Buffer {
    if (this.isIdle) return chunk;
    const all = Buffer.concat([this.#held, chunk]);
    for (const value of this.#values) {
      for (let at = all.indexOf(value); at >= 0; at = all.indexOf(value, at + value.length)) {
        all.fill(star, at, at + value.length);
      }
    }
    const keep = Math.max(...this.#values.map((value) => overlap(all, value)));
    this.#held = all.subarray(all.length - keep);
    return all.subarray(0, all.length - keep);
  }

  rest(): Buffer {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
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
