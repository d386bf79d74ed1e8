import ssh2, { type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';

/** An agent of which only some keys are shown. */
export class NamedKeysAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: ReturnType<typeof ssh2.createAgent>;

  constructor(
    socket: string,
    private readonly named: readonly Buffer[],
  ) {
    super();
    this.#agent = ssh2.createAgent(socket);
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    this.#agent.getIdentities((error, keys) => {
      done(error, keys?.filter((key): key is ParsedKey => typeof key === 'object' && 'getPublicSSH' in key && this.isNamed(key)));
    });
  }

  private isNamed(key: ParsedKey): boolean {
    const wire = key.getPublicSSH();
    return this.named.some((each) => each.equals(wire));
  }

  override sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, done?: SignCallback): void {
    if (typeof options === 'function') this.#agent.sign(key, data, options);
    else this.#agent.sign(key, data, options, done);
  }
}


/** The wire form of a public key file's line, or null. */
export function publicKey(line: string): Buffer | null {
  const [, base64] = line.trim().split(/[ \t]+/);
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
}
