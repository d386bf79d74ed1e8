import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { plainSsh } from '../../../core/host/ssh-settings';
import type { Target } from '../../../core/runbook/plan';
import { freePort } from '../../support/free-port';

/** A real OpenSSH server with keys, home and configuration of its own in a temporary folder. */
export class Sshd {
  #process: ChildProcess | null = null;
  #said = '';

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly extra: readonly string[],
  ) {}

  /** The home that its sessions see. */
  get home(): string {
    return join(this.folder, 'home');
  }

  get userKey(): string {
    return join(this.folder, 'id_ed25519');
  }

  hostKey(type = 'ed25519'): string {
    return readFileSync(join(this.folder, `host_${type}.pub`), 'utf8').trim().split(' ').slice(0, 2).join(' ');
  }

  static async start(options: { readonly addresses?: number; readonly types?: readonly string[]; readonly extra?: readonly string[] } = {}): Promise<Sshd> {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-sshd-'));
    const types = options.types ?? ['ed25519'];
    for (const type of types) execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', join(folder, `host_${type}`)]);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'id_ed25519')]);
    writeFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'id_ed25519.pub')));
    mkdirSync(join(folder, 'home'), { mode: 0o700 });
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
    const port = await freePort();
    const addresses = Array.from({ length: options.addresses ?? 1 }, (_, index) => `ListenAddress 127.0.0.${String(index + 1)}`);
    // Of two lines with the same keyword sshd takes the first.
    const config = [
      ...(options.extra ?? []),
      `Port ${String(port)}`,
      ...addresses,
      ...types.map((type) => `HostKey ${join(folder, `host_${type}`)}`),
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      `SetEnv HOME=${join(folder, 'home')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'AllowTcpForwarding yes',
      'MaxSessions 200',
      'MaxStartups 1000:30:2000',
      'LogLevel VERBOSE',
    ];
    writeFileSync(join(folder, 'sshd_config'), `${config.join('\n')}\n`);
    const sshd = new Sshd(folder, port, addresses);
    await sshd.up();
    return sshd;
  }

  async up(): Promise<void> {
    // sshd wants its own absolute path, because it starts itself again for each connection.
    const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(this.folder, 'sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      let said = '';
      let listening = 0;
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        listening = said.split('Server listening').length - 1;
        if (listening < this.extra.length) return;
        // It must not wait for a reader; the last of it is kept.
        child.stderr.removeAllListeners('data').on('data', (chunk: Buffer) => {
          this.#said = (this.#said + chunk.toString()).slice(-1_000_000);
        });
        resolve();
      });
      child.once('exit', () => {
        reject(new Error(`sshd ended: ${said}`));
      });
    });
  }

  /** What it logged. */
  said(): string {
    return this.#said;
  }

  /** Ends the listener; sessions that are open live on, as with any sshd. */
  async down(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  }

  /** Ends the process that serves one session, as a crash of it would. Only those that this listener forked. */
  killSessions(): void {
    const listener = this.#process?.pid;
    if (listener === undefined) return;
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(listener)], { encoding: 'utf8' });
    for (const pid of stdout.split('\n').filter((line) => line.trim() !== '')) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It ended by itself in between.
      }
    }
  }

  async stop(): Promise<void> {
    this.killSessions();
    await this.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  target(overrides: Partial<Target> = {}): Target {
    return {
      name: 'api-01',
      user: userInfo().username,
      address: '127.0.0.1',
      port: this.port,
      danger: 'lab',
      hostKeys: [this.hostKey()],
      identity: this.userKey,
      jump: [],
      transport: 'ssh2',
      why: { code: 'default', detail: '' },
      ssh: plainSsh,
      ...overrides,
    };
  }
}
