import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import { fail, ok, type Result } from '../../../core/errors';

/** A way to log in, as ssh2's `authHandler` takes it. */
export type Login =
  | { readonly type: 'publickey'; readonly key: ParsedKey; readonly from: string }
  | { readonly type: 'agent'; readonly agent: string; readonly from: 'agent' };

export interface KeySource {
  readonly home: string;
  /** `SSH_AUTH_SOCK`, or null. */
  readonly agent: string | null;
  /** A value of the vault; a missing one is a failure. */
  readonly secret: (name: string) => Promise<Result<string>>;
}

const defaultFiles = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Private keys of this user. Each file is opened once: the key derivation of an encrypted one is synchronous JavaScript
 * and takes up to seconds, which is also why this runs in the worker.
 */
export class SshKeys {
  readonly #opened = new Map<string, Promise<Result<ParsedKey>>>();

  constructor(private readonly source: KeySource) {}

  /** What to try, in order. A named identity comes first and its problem is told; default files are tried silently. */
  async logins(target: { readonly name: string; readonly identity: string | null }): Promise<Result<readonly Login[]>> {
    const agent: Login[] =
      this.source.agent === null ? [] : [{ type: 'agent', agent: this.source.agent, from: 'agent' }];
    if (target.identity !== null) {
      const file = this.#path(target.identity);
      const key = await this.#open(file, target.name);
      if (key.ok) return ok([{ type: 'publickey', key: key.value, from: file }, ...agent]);
      return agent.length > 0 && key.error.code === 'ssh-passphrase-needed' ? ok(agent) : key;
    }
    const files = defaultFiles.map((name) => join(this.source.home, '.ssh', name));
    const keys = await Promise.all(files.map(async (file) => ({ file, key: await this.#open(file, target.name) })));
    const own = keys.flatMap(({ file, key }): Login[] =>
      key.ok ? [{ type: 'publickey', key: key.value, from: file }] : [],
    );
    const logins = [...agent, ...own];
    return logins.length > 0 ? ok(logins) : fail('ssh-no-key', { host: target.name });
  }

  #path(identity: string): string {
    return identity.startsWith('~/') ? join(this.source.home, identity.slice(2)) : identity;
  }

  #open(file: string, host: string): Promise<Result<ParsedKey>> {
    const before = this.#opened.get(file);
    if (before !== undefined) return before;
    const opening = this.#read(file, host);
    this.#opened.set(file, opening);
    // A failure is not kept: the operator may put the file or the passphrase in and try again.
    void opening.then((result) => {
      if (!result.ok) this.#opened.delete(file);
    });
    return opening;
  }

  async #read(file: string, host: string): Promise<Result<ParsedKey>> {
    let text: Buffer;
    try {
      text = await readFile(file);
    } catch (error) {
      return fail('ssh-key-missing', { file, host, why: codeOf(error) });
    }
    const plain = parse(text);
    if (!(plain instanceof Error)) return ok(plain);
    if (!/encrypted|passphrase/i.test(plain.message)) return fail('ssh-key-unusable', { file, why: plain.message });
    const secret = `ssh-passphrase.${basename(file)}`;
    const passphrase = await this.source.secret(secret);
    if (!passphrase.ok) return fail('ssh-passphrase-needed', { file, secret });
    const opened = parse(text, passphrase.value);
    return opened instanceof Error ? fail('ssh-passphrase-wrong', { file, secret }) : ok(opened);
  }
}

/** ssh2 gives an array for some formats, whatever its types say. */
function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed = ssh2.utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key ?? new Error('no key in it');
}

export function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return String(error);
}
