import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import { fail, ok, type Result } from '../../../core/errors';
import type { SshSettings } from '../../../core/host/ssh-settings';
import { holdsNone } from '../../../core/vault/holds-none';
import { codeOf } from './error-code';
import { NamedKeysAgent, publicKey } from './named-keys-agent';
import { homeAbsolute } from './ssh-tokens';

/** A way to log in, as ssh2's `authHandler` takes it. */
export type Login =
  | { readonly type: 'publickey'; readonly key: ParsedKey; readonly from: string }
  | { readonly type: 'agent'; readonly agent: string | NamedKeysAgent; readonly from: 'agent' };

export interface KeySource {
  readonly home: string;
  /** The agent's socket, a pipe of Windows, `pageant`, or null. */
  readonly agent: string | null;
  /** A value of the vault; a missing one is a failure. */
  readonly secret: (name: string) => Promise<Result<string>>;
}

/** A named key with one of these must be told of; one that only lacks its passphrase may be in the agent. */
const fileProblems: ReadonlySet<string> = new Set(['ssh-key-missing', 'ssh-key-unusable', 'ssh-passphrase-wrong']);
const defaultFiles = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa'];

/**
 * Private keys of this user. Each file is opened once: the key derivation of an encrypted one is synchronous JavaScript
 * and takes up to seconds, which is also why this runs in the worker.
 */
export class SshKeys {
  readonly #opened = new Map<string, Promise<Result<ParsedKey>>>();

  constructor(private readonly source: KeySource) {}

  /**
   * What to try, in order. A named identity comes first and its problem is told; files of ssh_config and default files
   * are tried silently.
   */
  async logins(target: { readonly name: string; readonly identity: string | null; readonly ssh: Pick<SshSettings, 'agent' | 'identities' | 'identitiesOnly'> }): Promise<Result<readonly Login[]>> {
    const { ssh, identity } = target;
    const socket = ssh.agent === null ? this.source.agent : ssh.agent === 'none' ? null : this.#path(ssh.agent);
    const files = identity === null ? (ssh.identities ?? defaultFiles) : [identity];
    const agent: Login[] = socket === null ? [] : [{ type: 'agent', agent: ssh.identitiesOnly ? await this.#only(socket, files) : socket, from: 'agent' }];
    if (identity !== null) {
      const file = this.#path(identity);
      const key = await this.#open(file, target.name);
      if (key.ok) return ok([{ type: 'publickey', key: key.value, from: file }, ...agent]);
      return agent.length > 0 && !fileProblems.has(key.error.code) ? ok(agent) : key;
    }
    const keys = await Promise.all(files.map(async (name) => ({ file: this.#path(name), key: await this.#open(this.#path(name), target.name) })));
    const own = keys.flatMap(({ file, key }): Login[] => (key.ok ? [{ type: 'publickey', key: key.value, from: file }] : []));
    // A key that the host's configuration names comes before whatever the agent holds: a server counts the tries.
    const logins = ssh.identities === null ? [...agent, ...own] : [...own, ...agent];
    return logins.length > 0 ? ok(logins) : fail('ssh-no-key', { host: target.name });
  }

  /** Keys that a passphrase opened are closed again: what the vault keeps back from now on opens none. */
  forget(): void {
    this.#opened.clear();
  }

  /** Named keys that only the vault opens: the system's `ssh` could not use them by itself. */
  async locked(target: { readonly name: string; readonly identity: string | null; readonly ssh: Pick<SshSettings, 'identities'> }): Promise<Result<readonly ParsedKey[]>> {
    const files = (target.identity === null ? (target.ssh.identities ?? []) : [target.identity]).map((name) => this.#path(name));
    const keys: ParsedKey[] = [];
    for (const file of files) {
      const text = await readFile(file).catch(() => null);
      if (text === null || !isLocked(parse(text))) continue;
      const key = await this.#open(file, target.name);
      if (key.ok) keys.push(key.value);
      // An agent may hold it; without one it is the only way in.
      else if (this.source.agent === null) return key;
    }
    return ok(keys);
  }

  /** IdentitiesOnly: of the agent's keys those alone whose public half lies beside a named file. */
  async #only(socket: string, files: readonly string[]): Promise<NamedKeysAgent> {
    const named = await Promise.all(files.map(async (name) => publicKey(await readFile(`${this.#path(name)}.pub`, 'utf8').catch(() => ''))));
    return new NamedKeysAgent(socket, named.filter((key) => key !== null));
  }

  #path(identity: string): string {
    return homeAbsolute(identity, this.source.home);
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
    if (!isLocked(plain)) return fail('ssh-key-unusable', { file, why: plain.message });
    const secret = `ssh-passphrase.${basename(file)}`;
    const passphrase = await this.source.secret(secret);
    if (!passphrase.ok) return holdsNone(passphrase.error) ? fail('ssh-passphrase-needed', { file, secret }) : passphrase;
    const opened = parse(text, passphrase.value);
    return opened instanceof Error ? fail('ssh-passphrase-wrong', { file, secret }) : ok(opened);
  }
}

function isLocked(parsed: ParsedKey | Error): boolean {
  return parsed instanceof Error && /encrypted|passphrase/i.test(parsed.message);
}

/** ssh2 gives an array for some formats, whatever its types say. */
function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed = ssh2.utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key ?? new Error('no key in it');
}
