import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type AnyAuthMethod, type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { terminalType } from '../../../core/terminal/asciicast';
import type { TerminalSize } from '../../../core/terminal/terminal';
import { codeOf } from './error-code';
import { algorithmsFor, verdict, type Expected } from './host-key-verdict';
import type { Channel, Line } from './line';
import { OpensshChannel } from './openssh-channel';
import { allowed, cipherAlgorithms, hostKeyAlgorithms, kexAlgorithms, macAlgorithms, optionOf, type negotiated } from './ssh-algorithms';
import type { Login } from './ssh-keys';

/** Milliseconds until the handshake and the login must be done. */
const patienceMs = 10_000;

/** What is offered: ours, as far as the host's configuration leaves it. */
function algorithms({ ssh }: Target, expected: Expected): NonNullable<ConnectConfig['algorithms']> {
  const of = <T extends string>(keyword: keyof typeof negotiated, ours: readonly T[]): T[] => allowed(ours, optionOf(ssh.options, keyword));
  return {
    kex: of('kexalgorithms', kexAlgorithms),
    cipher: of('ciphers', cipherAlgorithms),
    hmac: of('macs', macAlgorithms),
    compress: ['none'],
    serverHostKey: algorithmsFor(expected, of('hostkeyalgorithms', hostKeyAlgorithms)),
  };
}

export interface LineOptions {
  readonly target: Target;
  readonly expected: Expected;
  /** Asked only after the host key was found good. */
  readonly logins: readonly Login[];
  /** An open line to the host in between, or null for the network. */
  readonly through: Line | null;
}

/** One authenticated connection to one host, for many channels. */
export class SshLine implements Line {
  #isOpen = true;

  private constructor(
    readonly target: Target,
    private readonly client: Client,
  ) {
    client.on('close', () => {
      this.#isOpen = false;
    });
    // Each channel listens for the end of the line while it opens, and there may be a hundred.
    client.setMaxListeners(0);
    // An error after the login is followed by close; without a listener it would end the worker.
    client.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Connects and logs in; the host key is judged before any byte of authentication. */
  static async open(options: LineOptions): Promise<Result<SshLine>> {
    const { target, expected, logins } = options;
    const socket = await dial(target, options.through);
    if (!socket.ok) return socket;
    const client = new ssh2.Client();
    let refusal: Failure | null = null;
    const opened = await new Promise<Result<SshLine>>((resolve) => {
      client.once('ready', () => {
        resolve(ok(new SshLine(target, client)));
      });
      client.once('error', (error) => {
        resolve({ ok: false, error: refusal ?? handshakeFailure(error, target, logins) });
      });
      client.once('close', () => {
        resolve({ ok: false, error: refusal ?? failure('host-unreachable', { ...at(target), why: 'closed' }) });
      });
      client.connect({
        sock: socket.value,
        username: target.user,
        readyTimeout: patienceMs,
        keepaliveInterval: 4_000,
        keepaliveCountMax: 3,
        algorithms: algorithms(target, expected),
        // SECURITY: mandatory; ssh2 without a verifier accepts every key in silence.
        hostVerifier: (key: Buffer): boolean => {
          const judged = verdict(expected, key);
          if (judged.state !== 'known') refusal = judged.why;
          return judged.state === 'known';
        },
        authHandler: logins.map((login): AnyAuthMethod =>
          login.type === 'agent'
            ? { type: 'agent', username: target.user, agent: login.agent }
            : { type: 'publickey', username: target.user, key: login.key },
        ),
      });
    });
    if (!opened.ok) {
      client.on('error', () => undefined);
      client.destroy();
      socket.value.destroy();
    }
    return opened;
  }

  async exec<T>(command: string, take: (channel: Channel) => T): Promise<Result<T>> {
    const ask = (): Promise<Result<T>> => this.#opened<Channel, T>('ssh-channel-refused', (done) => this.client.exec(command, done), take);
    const asked = await ask();
    // dropbear closes, without an answer, a channel whose request comes just as another's process ends. Nothing went into it, so
    // that a second one starts nothing twice.
    return !asked.ok && asked.error.code === 'ssh-channel-refused' ? ask() : asked;
  }

  terminal<T>(size: TerminalSize, take: (channel: Channel, resize: (size: TerminalSize) => void) => T): Promise<Result<T>> {
    const screen = { term: terminalType, cols: size.columns, rows: size.rows, width: 0, height: 0 };
    return this.#opened<ClientChannel, T>('terminal-not-opened', (done) => this.client.shell(screen, done), (channel) =>
      take(channel, ({ columns, rows }) => {
        channel.setWindow(rows, columns, 0, 0);
      }),
    );
  }

  sftp(): Promise<Result<Duplex>> {
    return this.#opened<Duplex, Duplex>('sftp-missing', (done) => this.client.subsys('sftp', done), (channel) => channel);
  }

  forward(address: string, port: number): Promise<Result<Duplex>> {
    return this.#opened<Duplex, Duplex>('ssh-channel-refused', (done) => this.client.forwardOut('127.0.0.1', 0, address, port, done), (channel) => channel);
  }

  /** Asks for a channel. `take` has it at once; a line that is lost before there is one never answers by itself. */
  #opened<C, T>(
    refused: 'ssh-channel-refused' | 'terminal-not-opened' | 'sftp-missing',
    ask: (done: (error: Error | undefined, channel: C) => void) => unknown,
    take: (channel: C) => T,
  ): Promise<Result<T>> {
    const host = this.target.name;
    return new Promise((resolve) => {
      const lost = (): void => {
        resolve(fail('line-lost', { host }));
      };
      if (!this.#isOpen) {
        lost();
        return;
      }
      this.client.once('close', lost);
      try {
        ask((error, channel) => {
          this.client.removeListener('close', lost);
          resolve(error ? fail(refused, { host, why: error.message }) : ok(take(channel)));
        });
      } catch {
        // Its socket is gone already, and its "close" is still on the way: the next who asks gets a new line at once.
        this.#isOpen = false;
        lost();
      }
    });
  }

  onClose(listener: () => void): void {
    if (this.#isOpen) this.client.once('close', listener);
    else listener();
  }

  close(): void {
    this.client.end();
  }

  /** Hangs up without a goodbye. */
  destroy(): void {
    this.client.destroy();
  }
}

/** Asks for the key that a host shows and hangs up before any byte of authentication. */
export async function offeredKey(target: Target, expected: Expected, through: Line | null): Promise<Result<Buffer>> {
  const socket = await dial(target, through);
  if (!socket.ok) return socket;
  const client = new ssh2.Client();
  let offered: Buffer | null = null;
  const result = await new Promise<Result<Buffer>>((resolve) => {
    const done = (error: Error | null): void => {
      if (offered !== null) resolve(ok(offered));
      else if (error !== null) resolve({ ok: false, error: handshakeFailure(error, target, []) });
      else resolve(fail('host-unreachable', { ...at(target), why: 'closed' }));
    };
    client.on('error', done);
    client.once('close', () => {
      done(null);
    });
    client.connect({
      sock: socket.value,
      username: target.user,
      readyTimeout: patienceMs,
      algorithms: algorithms(target, expected),
      hostVerifier: (key: Buffer): boolean => {
        offered = key;
        return false;
      },
    });
  });
  client.destroy();
  socket.value.destroy();
  return result;
}

function at(target: Target): { readonly host: string; readonly address: string } {
  return { host: target.name, address: `${target.address}:${String(target.port)}` };
}

async function dial(target: Target, through: Line | null): Promise<Result<Duplex>> {
  if (through !== null) return through.forward(target.address, target.port);
  if (target.ssh.proxyCommand !== null) return ok(proxied(target.ssh.proxyCommand));
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: target.address, port: target.port, ...networkOptions(target) });
    // Nagle costs 40 to 150 ms a command.
    socket.setNoDelay(true);
    socket.setTimeout(patienceMs, () => {
      socket.destroy();
      resolve(fail('host-timeout', { ...at(target), seconds: patienceMs / 1_000 }));
    });
    socket.once('error', (error) => {
      resolve({ ok: false, error: socketFailure(error, target) });
    });
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('error');
      socket.removeAllListeners('timeout');
      resolve(ok(socket));
    });
  });
}

/** What ProxyCommand starts, as OpenSSH starts it: by the user's shell, whose words these are. */
function proxied(command: string): Duplex {
  const channel = new OpensshChannel(spawn('/bin/sh', ['-c', `exec ${command}`], { stdio: ['pipe', 'pipe', 'pipe'] }));
  channel.stderr.resume();
  return channel;
}

/** AddressFamily and BindAddress, as far as they were configured. */
function networkOptions({ ssh }: Target): { readonly family?: 4 | 6; readonly localAddress?: string } {
  const family = optionOf(ssh.options, 'addressfamily');
  const local = optionOf(ssh.options, 'bindaddress');
  return {
    ...(family === 'inet' ? { family: 4 as const } : family === 'inet6' ? { family: 6 as const } : {}),
    ...(local === undefined ? {} : { localAddress: local }),
  };
}

function socketFailure(error: unknown, target: Target): Failure {
  const why = codeOf(error);
  if (why === 'ECONNREFUSED') return failure('host-refused', at(target));
  if (why === 'ETIMEDOUT') return failure('host-timeout', { ...at(target), seconds: patienceMs / 1_000 });
  return failure('host-unreachable', { ...at(target), why });
}

function handshakeFailure(error: Error, target: Target, logins: readonly Login[]): Failure {
  const level = 'level' in error ? error.level : '';
  switch (level) {
    case 'client-timeout':
      return failure('host-timeout', { ...at(target), seconds: patienceMs / 1_000 });
    case 'agent':
      return failure('ssh-agent-missing', { host: target.name });
    case 'client-authentication': {
      const tried = logins.map((login) => login.from).join(', ');
      return failure('ssh-auth-failed', { host: target.name, user: target.user, tried });
    }
    case 'handshake':
    case 'protocol':
      return failure('host-handshake', { ...at(target), why: error.message });
    default:
      return socketFailure(error, target);
  }
}
