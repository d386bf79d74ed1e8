import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Target } from '../../../core/runbook/plan';
import { plainSsh } from '../../../core/host/ssh-settings';
import { freePort } from '../../support/free-port';

/** Why a host of its own cannot be made here, or null: it takes root, namespaces and Debian's tools. */
export const throwawayMissing: string | null = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only as root on Linux';
  const tried = spawnSync('unshare', ['--mount', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return tried.status === 0 ? null : 'no namespaces here';
})();

export interface ThrowawayOptions {
  /** Accounts beside root, numbered from 4001; the password is for sudo. `shell`: /bin/sh unless said. */
  readonly users?: readonly { readonly name: string; readonly password?: string; readonly shell?: string }[];
  readonly sudoers?: string;
  /** More of sshd_config. Of two lines with the same keyword sshd takes the first. */
  readonly config?: readonly string[];
  /** `sh` commands that change the host after its own mounts and before anything runs; $F is its folder. */
  readonly arrange?: string;
  /** The only programs that sessions find. */
  readonly programs?: readonly string[];
  /** Size of the disk under the homes, as tmpfs takes it; without it they are plain folders. */
  readonly disk?: string;
  /** A network of its own, so that it can be cut off. */
  readonly network?: boolean;
  /** The command of the server, $F its folder and $P its port; sshd unless said. */
  readonly server?: string;
}

let made = 0;

/**
 * A host for one test: namespaces with own mounts, processes, accounts and, if asked for, own network and boot id. It can be
 * rebooted, cut off, filled up and frozen, and nothing of it is left behind. Its files are seen from here through `file`.
 */
export class ThrowawayHost {
  #init: ChildProcess | null = null;
  #server: ChildProcess | null = null;
  #pid = 0;
  #boots = 0;
  #frozen: readonly number[] = [];

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly options: ThrowawayOptions,
    private readonly index: number,
  ) {}

  static async start(options: ThrowawayOptions = {}): Promise<ThrowawayHost> {
    // Not below /tmp, which the host has one of its own.
    const folder = mkdtempSync('/var/tmp/breakglass-host-');
    chmodSync(folder, 0o711);
    const index = (made += 1);
    const host = new ThrowawayHost(folder, await freePort(), options, index);
    host.#writeFiles();
    await host.boot();
    return host;
  }

  get address(): string {
    return this.options.network === true ? this.#inSubnet(2) : '127.0.0.1';
  }

  get bootId(): string {
    return `00000000-0000-4000-8000-${String(this.#boots).padStart(12, '0')}`;
  }

  home(user = 'root'): string {
    return join(this.folder, 'home', user);
  }

  /** A path of the host as seen from outside. */
  file(path: string): string {
    return `/proc/${String(this.#pid)}/root${path}`;
  }

  target(overrides: Partial<Target> = {}): Target {
    return {
      name: 'api-01',
      user: 'root',
      address: this.address,
      port: this.port,
      danger: 'lab',
      hostKeys: [readFileSync(join(this.folder, 'host_key.pub'), 'utf8').trim().split(' ').slice(0, 2).join(' ')],
      identity: join(this.folder, 'id_ed25519'),
      jump: [],
      transport: 'ssh2',
      why: { code: 'default', detail: '' },
      ssh: plainSsh,
      ...overrides,
    };
  }

  /** Runs a command as root inside; what it said. */
  inside(command: string): string {
    return execFileSync('nsenter', [...this.#enter(), '/bin/sh', '-c', command], { encoding: 'utf8' });
  }

  async boot(): Promise<void> {
    this.#boots += 1;
    writeFileSync(join(this.folder, 'boot_id'), `${this.bootId}\n`);
    const flags = ['--mount', '--pid', '--fork', ...(this.options.network === true ? ['--net'] : [])];
    const init = spawn('unshare', [...flags, '/bin/sh', join(this.folder, 'init')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', F: this.folder },
    });
    this.#init = init;
    let said = '';
    init.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await new Promise<void>((resolve, reject) => {
      init.stdout.once('data', () => {
        resolve();
      });
      init.once('exit', (code) => {
        reject(new Error(`the host did not come up (${String(code)}): ${said}`));
      });
    });
    const pid = String(init.pid);
    this.#pid = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
    if (this.options.network === true) this.#joinNetwork();
    await this.startServer();
  }

  async startServer(): Promise<void> {
    const command = this.options.server ?? 'exec /usr/sbin/sshd -D -e -f "$F/sshd_config"';
    this.#server = spawn('nsenter', [...this.#enter(), '/bin/sh', '-c', command], {
      stdio: 'ignore',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', F: this.folder, P: String(this.port) },
    });
    for (let tries = 0; tries < 500; tries += 1) {
      if (await this.#answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the server of the throwaway host does not answer');
  }

  /** Kills the server and all its sessions; steps go on. */
  killServer(): void {
    for (const pid of this.#pidsOf('sshd', 'dropbear')) kill(pid, 'SIGKILL');
  }

  /** Kills what serves the sessions and leaves the listener. */
  killSessions(): void {
    for (const pid of this.#pidsOf('sshd', 'dropbear')) if (pid !== this.#listener()) kill(pid, 'SIGKILL');
  }

  /** Stops the server and its sessions in the middle of whatever they do; steps go on. */
  freeze(): void {
    this.#frozen = this.#pidsOf('sshd', 'dropbear');
    for (const pid of this.#frozen) kill(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.#frozen) kill(pid, 'SIGCONT');
    this.#frozen = [];
    // nsenter stops itself with its child, and then nobody would reap that.
    kill(this.#server?.pid ?? 0, 'SIGCONT');
  }

  /** Drops every packet to and from the host, silently, as a firewall does: neither side knows where the other is. */
  drop(): void {
    const nowhere = ['lladdr', '02:00:00:00:00:99', 'nud', 'permanent'];
    execFileSync('ip', ['neigh', 'replace', this.address, 'dev', this.#veth(), ...nowhere]);
    this.inside(`ip neigh replace ${this.#inSubnet(1)} dev eth0 ${nowhere.join(' ')}`);
  }

  undrop(): void {
    execFileSync('ip', ['neigh', 'del', this.address, 'dev', this.#veth()]);
    this.inside(`ip neigh del ${this.#inSubnet(1)} dev eth0`);
  }

  /** The host's answers go nowhere. */
  blackhole(): void {
    this.inside(`ip route add blackhole ${this.#inSubnet(1)}/32`);
  }

  unblackhole(): void {
    this.inside(`ip route del blackhole ${this.#inSubnet(1)}/32`);
  }

  fillDisk(): void {
    spawnSync('dd', ['if=/dev/zero', `of=${this.file(join(this.folder, 'home/filler'))}`, 'bs=4k'], { stdio: 'ignore' });
  }

  freeDisk(): void {
    rmSync(this.file(join(this.folder, 'home/filler')), { force: true });
  }

  /** Everything that runs on it dies at once, and it comes back under another boot id with its disk as it was. */
  async reboot(): Promise<void> {
    await this.#halt();
    await this.boot();
  }

  async stop(): Promise<void> {
    await this.#halt();
    if (existsSync(join(this.folder, 'disk'))) spawnSync('umount', [join(this.folder, 'disk')]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  async #halt(): Promise<void> {
    const init = this.#init;
    this.#init = null;
    if (init === null) return;
    const gone = new Promise((resolve) => init.once('exit', resolve));
    this.thaw();
    // The kernel takes an interface back some time after its namespace died; the next boot needs its name at once.
    if (this.options.network === true) spawnSync('ip', ['link', 'del', this.#veth()], { stdio: 'ignore' });
    kill(this.#pid, 'SIGKILL');
    await gone;
  }

  #enter(): string[] {
    return ['--target', String(this.#pid), '--mount', '--pid', ...(this.options.network === true ? ['--net'] : []), '--'];
  }

  /** An address of the /30 that this host and its outside have to themselves; 198.18.0.0/15 is for tests. */
  #inSubnet(last: 1 | 2): string {
    const offset = ((process.pid * 16 + this.index) % 32_768) * 4 + last;
    return `198.${String(18 + (offset >> 16))}.${String((offset >> 8) & 255)}.${String(offset & 255)}`;
  }

  #veth(): string {
    return `bg${String(process.pid % 100_000)}-${String(this.index)}`;
  }

  #joinNetwork(): void {
    const name = this.#veth();
    const there = 'eth0';
    execFileSync('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', there, 'netns', String(this.#pid)]);
    execFileSync('ip', ['addr', 'add', `${this.#inSubnet(1)}/30`, 'dev', name]);
    execFileSync('ip', ['link', 'set', name, 'up']);
    this.inside(`ip link set lo up; ip addr add ${this.address}/30 dev ${there}; ip link set ${there} up`);
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, this.address);
      socket.once('data', () => {
        resolve(true);
        socket.destroy();
      });
      socket.once('error', () => {
        resolve(false);
      });
      socket.setTimeout(1_000, () => {
        resolve(false);
        socket.destroy();
      });
    });
  }

  #listener(): number {
    const pid = String(this.#server?.pid ?? 0);
    const children = readOr(`/proc/${pid}/task/${pid}/children`).trim();
    return children === '' ? Number(pid) : Number(children.split(' ')[0]);
  }

  /** Processes of the host by name, as numbered out here. */
  #pidsOf(...names: readonly string[]): number[] {
    const space = readNamespace(this.#pid);
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(Number).filter((pid) => {
      const name = readOr(`/proc/${String(pid)}/comm`).trim();
      return names.includes(name) && readNamespace(pid) === space;
    });
  }

  #writeFiles(): void {
    const { users = [], programs, disk, arrange = '' } = this.options;
    mkdirSync(join(this.folder, 'bin'));
    for (const name of programs ?? []) {
      symlinkSync(execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(this.folder, 'bin', name));
    }
    mkdirSync(join(this.folder, 'home'));
    for (const name of ['host_key', 'id_ed25519']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(this.folder, name)]);
    }
    const publicKey = readFileSync(join(this.folder, 'id_ed25519.pub'));
    const passwd = [`root:x:0:0:root:${this.home()}:/bin/bash`, 'sshd:x:103:65534::/run/sshd:/usr/sbin/nologin', 'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin'];
    const shadow = ['root:*:19000:0:99999:7:::', 'sshd:!:19000::::::'];
    const accounts = [{ name: 'root', uid: 0 }, ...users.map(({ name }, index) => ({ name, uid: 4_001 + index }))];
    users.forEach(({ name, password = 'unused', shell = '/bin/sh' }, index) => {
      const uid = String(4_001 + index);
      passwd.push(`${name}:x:${uid}:${uid}::${this.home(name)}:${shell}`);
      shadow.push(`${name}:${execFileSync('openssl', ['passwd', '-6', password], { encoding: 'utf8' }).trim()}:19000:0:99999:7:::`);
    });
    writeFileSync(join(this.folder, 'passwd'), `${passwd.join('\n')}\n`);
    writeFileSync(join(this.folder, 'shadow'), `${shadow.join('\n')}\n`, { mode: 0o600 });
    writeFileSync(join(this.folder, 'group'), `root:x:0:\nnogroup:x:65534:\nshadow:x:42:\n${accounts.slice(1).map(({ name, uid }) => `${name}:x:${String(uid)}:\n`).join('')}`);
    writeFileSync(join(this.folder, 'sudoers'), `Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n${this.options.sudoers ?? ''}\n`, { mode: 0o440 });
    writeFileSync(join(this.folder, 'authorized_keys'), publicKey, { mode: 0o644 });
    writeFileSync(join(this.folder, 'sshd_config'), [
      ...(this.options.config ?? []),
      ...(programs === undefined ? [] : [`SetEnv PATH=${join(this.folder, 'bin')}`]),
      `Port ${String(this.port)}`, `ListenAddress ${this.address}`, `HostKey ${join(this.folder, 'host_key')}`,
      `AuthorizedKeysFile ${join(this.folder, 'authorized_keys')}`,
      'PidFile none', 'UsePAM no', 'StrictModes no', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no',
      'MaxSessions 200', 'MaxStartups 1000:30:2000', 'LogLevel ERROR', '',
    ].join('\n'));
    for (const { name, uid } of accounts) {
      const ssh = join(this.home(name), '.ssh');
      mkdirSync(ssh, { recursive: true, mode: 0o700 });
      writeFileSync(join(ssh, 'authorized_keys'), publicKey, { mode: 0o600 });
      for (const path of [this.home(name), ssh, join(ssh, 'authorized_keys')]) chownSync(path, uid, uid);
    }
    writeFileSync(join(this.folder, 'init'), [
      'set -e', 'mount --make-rprivate /', 'mount -t proc proc /proc',
      'for f in passwd shadow group sudoers; do mount --bind "$F/$f" "/etc/$f"; done',
      'mount -t tmpfs -o mode=755 run /run; mkdir -p /run/sshd /run/sudo /run/user; chmod 711 /run/sudo',
      'mount -t tmpfs -o mode=1777,size=64m tmp /tmp; mount -t tmpfs -o mode=1777,size=64m shm /dev/shm',
      'mount --bind "$F/boot_id" /proc/sys/kernel/random/boot_id',
      ...(disk === undefined ? [] : ['mount --bind "$F/disk" "$F/home"']),
      arrange, 'echo up',
      // The first process of a host reaps what others leave; without this test it ends, and with it the host.
      'exec 3<&0 >/dev/null; cat <&3 & wait $!', '',
    ].join('\n'));
    if (disk === undefined) return;
    // Mounted out here, because a disk outlives a reboot.
    const place = join(this.folder, 'disk');
    mkdirSync(place);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=755,size=${disk}`, 'breakglass-disk', place]);
    execFileSync('cp', ['-a', `${join(this.folder, 'home')}/.`, place]);
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  if (pid === 0) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readNamespace(pid: number): string {
  try {
    return readlinkSync(`/proc/${String(pid)}/ns/pid`);
  } catch {
    return '';
  }
}
