import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, ok, type failure, type Result } from '../../../core/errors';
import { transportSentence } from '../../../core/host/transport';
import type { Target } from '../../../core/runbook/plan';
import { terminalType } from '../../../core/terminal/asciicast';
import type { TerminalSize } from '../../../core/terminal/terminal';
import { codeOf } from './error-code';
import { disagreement, fingerprint, type Expected } from './host-key-verdict';
import type { Channel, Line } from './line';
import { OpensshChannel } from './openssh-channel';
import { configName, opensshConfig, readyWord, type ConfigSurroundings } from './openssh-config';
import { opensshFailure } from './openssh-failure';
import { opensshFiles, watchdog, type ExpectedHost, type ExpectedWay, type OpensshFiles } from './openssh-files';
import { sizeCommand, SizeTeller, terminalBegun, terminalCommand } from './openssh-terminal';
import { homeAbsolute } from './ssh-tokens';

/** Milliseconds until the line must be open; a security key waits for a finger. */
const patienceMs = 30_000;
const fingerPatienceMs = 60_000;
const saidLimit = 65_536;
const settleMs = 1_000;

export interface OpensshOptions {
  /** The system's `ssh`, absolute; null: there is none. */
  readonly program: string | null;
  readonly home: string;
  readonly agent: string | null;
  readonly knownHosts: readonly string[];
}

/** One authenticated connection that the system's `ssh` holds, shared by its channels over a control socket. */
export class OpensshLine implements Line {
  #isOpen = true;

  private constructor(
    readonly target: Target,
    private readonly program: string,
    private readonly folder: string,
    private readonly master: ChildProcessWithoutNullStreams,
    clean: () => Promise<void>,
  ) {
    master.once('exit', () => {
      this.#isOpen = false;
      void clean();
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  static async open(hosts: ExpectedWay, options: OpensshOptions): Promise<Result<OpensshLine>> {
    const [{ target, expected }] = hosts;
    const { program } = options;
    if (program === null) return fail('openssh-missing', { host: target.name, why: transportSentence(target.why).en });
    if (process.platform === 'win32') return fail('openssh-no-sharing', { host: target.name });
    for (const host of hosts) {
      const refused = await refusedBeforehand(host, options.home);
      if (refused !== null) return refused;
    }
    let files: OpensshFiles | null = null;
    try {
      files = await opensshFiles(hosts);
      const { folder, clean } = files;
      const { home, agent, knownHosts } = options;
      const around: Omit<ConfigSurroundings, 'role'> = { home, agent, knownHosts, socket: join(folder, 's') };
      await writeFile(join(folder, 'master'), opensshConfig(files.hosts, { ...around, role: 'master' }), { mode: 0o600 });
      await writeFile(join(folder, 'channel'), opensshConfig(files.hosts, { ...around, role: 'channel' }), { mode: 0o600 });
      const master = spawn('/bin/sh', ['-c', watchdog, 'sh', program, '-F', join(folder, 'master'), '-v', '-M', '-N', '-T', '--', configName(0)], {
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const opened = await opening(master, target, expected);
      if (opened.ok) return ok(new OpensshLine(target, program, folder, master, clean));
      await clean();
      return opened;
    } catch (error) {
      await files?.clean();
      return fail('host-unreachable', { host: target.name, address: target.address, why: codeOf(error) });
    }
  }

  exec<T>(command: string, take: (channel: Channel) => T): Promise<Result<T>> {
    return Promise.resolve(this.#start([configName(0), command], take));
  }

  async terminal<T>(size: TerminalSize, take: (channel: Channel, resize: (size: TerminalSize) => void) => T): Promise<Result<T>> {
    const { command, nonce } = terminalCommand(size);
    const started = this.#start([configName(0), command], (channel) => channel, 'terminal');
    if (!started.ok) return started;
    const begun = await terminalBegun(started.value, nonce, this.target.name);
    if (!begun.ok) return begun;
    const { tty, go } = begun.value;
    const sizes = new SizeTeller((to) => this.#tellSize(tty, to));
    const taken = take(started.value, (to) => {
      sizes.tell(to);
    });
    go();
    return ok(taken);
  }

  sftp(): Promise<Result<Duplex>> {
    return Promise.resolve(this.#start(['-s', configName(0), 'sftp'], (channel) => quiet(channel)));
  }

  forward(address: string, port: number): Promise<Result<Duplex>> {
    const to = address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
    return Promise.resolve(this.#start(['-W', to, configName(0)], (channel) => quiet(channel)));
  }

  onClose(listener: () => void): void {
    if (this.#isOpen) this.master.once('exit', listener);
    else listener();
  }

  close(): void {
    this.master.stdin.end();
  }

  destroy(): void {
    this.master.stdin.end();
  }

  /** A lost connection ends its channels a moment before itself; whoever asks next must not be lent it. Says whether it is there. */
  async #settled(): Promise<boolean> {
    if (!this.#isOpen) return false;
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([once(this.master, 'exit', { signal }), sleep(settleMs, undefined, { signal, ref: false })]).finally(() => {
      waiting.abort();
    });
    return this.#isOpen;
  }

  /** ssh passes on a new size of its own terminal only, and it has none: the host's `stty` says it to the terminal there. */
  async #tellSize(tty: string | null, size: TerminalSize): Promise<void> {
    if (tty === null) return;
    const told = await this.exec(sizeCommand(tty, size), (channel) => once(quiet(channel).resume(), 'close'));
    if (told.ok) await told.value;
  }

  #start<T>(args: readonly string[], take: (channel: Channel) => T, as: 'program' | 'terminal' = 'program'): Result<T> {
    if (!this.#isOpen) return fail('line-lost', { host: this.target.name });
    const isTerminal = as === 'terminal';
    const child = spawn(this.program, ['-F', join(this.folder, 'channel'), isTerminal ? '-tt' : '-T', ...dashed(args)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(isTerminal ? { env: { ...process.env, TERM: terminalType } } : {}),
    });
    return ok(take(new OpensshChannel(child, () => this.#settled())));
  }
}

/** `--` before the host, so that nothing after the options is one. */
function dashed(args: readonly string[]): string[] {
  const at = args.indexOf(configName(0));
  return [...args.slice(0, at), '--', ...args.slice(at)];
}

/** Nobody reads what `ssh` says about a stream of bytes, and it must not wait for a reader. */
function quiet(channel: Channel): Channel {
  channel.stderr.resume();
  channel.on('error', () => undefined);
  return channel;
}

/** What can be told before anything connects: the same verdicts as with ssh2. */
async function refusedBeforehand({ target, expected }: ExpectedHost, home: string): Promise<{ readonly ok: false; readonly error: ReturnType<typeof failure> } | null> {
  const host = target.name;
  const conflict = disagreement(expected);
  if (conflict !== null) return fail('host-keys-disagree', { host, ours: fingerprint(conflict.ours), theirs: fingerprint(conflict.theirs) });
  if (target.ssh.revokedHostKeys === null) return null;
  const file = homeAbsolute(target.ssh.revokedHostKeys, home);
  try {
    await readFile(file);
    return null;
  } catch (error) {
    return fail('revoked-keys-unreadable', { host, file, why: codeOf(error) });
  }
}

/** Resolves when the master is logged in, or says why it is not. */
function opening(master: ChildProcessWithoutNullStreams, target: Target, expected: Expected): Promise<Result<void>> {
  return new Promise((resolve) => {
    let said = '';
    let heard = '';
    const wait = target.why.code === 'security-key' ? fingerPatienceMs : patienceMs;
    const timer = setTimeout(() => {
      master.stdin.end();
      resolve(fail('host-timeout', { host: target.name, address: `${target.address}:${String(target.port)}`, seconds: wait / 1_000 }));
    }, wait);
    timer.unref();
    master.stdin.on('error', () => undefined);
    // Read to the end of its days, because it must not wait for a reader; kept as far as a person needs.
    master.stderr.on('data', (chunk: Buffer) => {
      if (said.length < saidLimit) said += chunk.toString('utf8');
    });
    master.stdout.on('data', (chunk: Buffer) => {
      heard = (heard + chunk.toString('utf8')).slice(-1_000);
      if (!heard.includes(readyWord)) return;
      clearTimeout(timer);
      resolve(ok(undefined));
    });
    master.once('error', (error) => {
      clearTimeout(timer);
      resolve(fail('host-unreachable', { host: target.name, address: target.address, why: codeOf(error) }));
    });
    master.once('close', () => {
      clearTimeout(timer);
      resolve({ ok: false, error: opensshFailure(said, target, expected) });
    });
  });
}
