import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { Sshd } from '../../lab/support/sshd';

/** As many addresses as one sshd listens on (MAX_LISTEN_SOCKS of OpenSSH). */
const perServer = 16;

export interface LoopbackHost {
  readonly name: string;
  readonly address: string;
  readonly sshd: Sshd;
}

/** Many hosts on 127.0.0.1 to 127.0.0.16, sixteen to each sshd, and how OpenSSH's programs are told to reach them. */
export class LoopbackHosts {
  private readonly masters: ChildProcess[] = [];

  private constructor(
    private readonly servers: readonly Sshd[],
    readonly all: readonly LoopbackHost[],
  ) {
    const known = all.map(({ address, sshd }) => `[${address}]:${String(sshd.port)} ${sshd.hostKey()}`);
    writeFileSync(join(this.folder, 'known_hosts'), `${known.join('\n')}\n`);
    this.configure('default', []);
    this.configure('same', ['KexAlgorithms curve25519-sha256']);
    this.configure('master', ['KexAlgorithms curve25519-sha256', `ControlPath ${join(this.folder, 'master-%n')}`]);
  }

  static async start(count: number): Promise<LoopbackHosts> {
    const servers: Sshd[] = [];
    const all: LoopbackHost[] = [];
    while (all.length < count) {
      const sshd = await Sshd.start({ addresses: Math.min(perServer, count - all.length), extra: ['LogLevel INFO'] });
      servers.push(sshd);
      for (let place = 1; place <= perServer && all.length < count; place += 1) {
        all.push({ name: `host-${all.length + 1}`, address: `127.0.0.${place}`, sshd });
      }
    }
    return new LoopbackHosts(servers, all);
  }

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  private get folder(): string {
    return this.servers[0]?.folder ?? '';
  }

  /** An ssh_config: `default` leaves the key exchange alone, `same` asks for ours, `master` uses open masters. */
  config(name: 'default' | 'same' | 'master'): string {
    return join(this.folder, `ssh-${name}.conf`);
  }

  private configure(name: 'default' | 'same' | 'master', more: readonly string[]): void {
    const each = this.all.map(({ name: host, address, sshd }) => `Host ${host}\n  HostName ${address}\n  Port ${String(sshd.port)}\n  IdentityFile ${sshd.userKey}\n`);
    const lines = [
      `User ${userInfo().username}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${join(this.folder, 'known_hosts')}`,
      'GlobalKnownHostsFile none',
      'StrictHostKeyChecking yes',
      'BatchMode yes',
      'LogLevel ERROR',
      ...more,
    ];
    writeFileSync(this.config(name), `${each.join('')}Host *\n  ${lines.join('\n  ')}\n`);
  }

  /** `ssh` with one of the configurations, for one command on one host. */
  ssh(config: 'default' | 'same' | 'master', host: string, ...command: readonly string[]): readonly string[] {
    return ['ssh', '-F', this.config(config), host, ...command];
  }

  /** `pdsh -f32` over all hosts; its options for ssh travel in the environment. */
  pdsh(config: 'default' | 'same' | 'master', ...command: readonly string[]): { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> } {
    return {
      command: ['pdsh', '-S', '-R', 'ssh', '-f', '32', '-w', `host-[1-${this.all.length}]`, ...command],
      env: { PDSH_SSH_ARGS: `-2 -a -x -F ${this.config(config)} -l%u %h` },
    };
  }

  /** Opens a ControlMaster to each host, and waits until all are there. */
  async openMasters(names: readonly string[] = this.names): Promise<void> {
    for (const name of names) this.masters.push(spawn('ssh', ['-F', this.config('master'), '-M', '-N', name], { stdio: 'ignore' }));
    const isOpen = (): boolean => readdirSync(this.folder).filter((name) => /^master-host-\d+$/.test(name)).length >= names.length;
    for (let left = 600; !isOpen(); left -= 1) {
      if (left === 0) throw new Error('the ControlMasters did not open within 60 s');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends every open session, so that all hosts are cold again. */
  async cool(): Promise<void> {
    for (const server of this.servers) server.killSessions();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }

  async stop(): Promise<void> {
    for (const master of this.masters) {
      if (master.exitCode !== null || master.signalCode !== null) continue;
      master.kill();
      await once(master, 'exit');
    }
    for (const server of this.servers) await server.stop();
  }
}
