import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { Sshd } from '../../lab/support/sshd';

/** Many hosts that are one sshd on 127.0.0.1 to 127.0.0.N, and how OpenSSH's programs are told to reach them. */
export class LoopbackHosts {
  readonly addresses: readonly string[];
  private readonly masters: ChildProcess[] = [];

  private constructor(
    readonly sshd: Sshd,
    count: number,
  ) {
    this.addresses = Array.from({ length: count }, (_, index) => `127.0.0.${String(index + 1)}`);
    const known = this.addresses.map((address) => `[${address}]:${String(sshd.port)} ${sshd.hostKey()}`);
    writeFileSync(join(sshd.folder, 'known_hosts'), `${known.join('\n')}\n`);
    this.configure('default', []);
    this.configure('same', ['KexAlgorithms curve25519-sha256']);
    this.configure('master', ['KexAlgorithms curve25519-sha256', `ControlPath ${join(sshd.folder, 'master-%h')}`]);
  }

  static async start(count: number): Promise<LoopbackHosts> {
    return new LoopbackHosts(await Sshd.start({ addresses: count, extra: ['LogLevel INFO'] }), count);
  }

  /** An ssh_config: `default` leaves the key exchange alone, `same` asks for ours, `master` uses open masters. */
  config(name: 'default' | 'same' | 'master'): string {
    return join(this.sshd.folder, `ssh-${name}.conf`);
  }

  private configure(name: 'default' | 'same' | 'master', more: readonly string[]): void {
    const lines = [
      `Port ${String(this.sshd.port)}`,
      `User ${userInfo().username}`,
      `IdentityFile ${this.sshd.userKey}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${join(this.sshd.folder, 'known_hosts')}`,
      'GlobalKnownHostsFile none',
      'StrictHostKeyChecking yes',
      'BatchMode yes',
      'LogLevel ERROR',
      ...more,
    ];
    writeFileSync(this.config(name), `Host *\n  ${lines.join('\n  ')}\n`);
  }

  /** `ssh` with one of the configurations, for one command on one host. */
  ssh(config: 'default' | 'same' | 'master', address: string, ...command: readonly string[]): readonly string[] {
    return ['ssh', '-F', this.config(config), address, ...command];
  }

  /** `pdsh -f32` over all hosts; its options for ssh travel in the environment. */
  pdsh(config: 'default' | 'same' | 'master', ...command: readonly string[]): { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> } {
    const range = `127.0.0.[1-${String(this.addresses.length)}]`;
    return {
      command: ['pdsh', '-S', '-R', 'ssh', '-f', '32', '-w', range, ...command],
      env: { PDSH_SSH_ARGS: `-2 -a -x -F ${this.config(config)} -l%u %h` },
    };
  }

  /** Opens a ControlMaster to each address, and waits until all are there. */
  async openMasters(addresses: readonly string[] = this.addresses): Promise<void> {
    for (const address of addresses) this.masters.push(spawn('ssh', ['-F', this.config('master'), '-M', '-N', address], { stdio: 'ignore' }));
    const isOpen = (): boolean => readdirSync(this.sshd.folder).filter((name) => /^master-[\d.]+$/.test(name)).length >= addresses.length;
    for (let left = 600; !isOpen(); left -= 1) {
      if (left === 0) throw new Error('the ControlMasters did not open within 60 s');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends every open session, so that all hosts are cold again. */
  async cool(): Promise<void> {
    this.sshd.killSessions();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }

  async stop(): Promise<void> {
    for (const master of this.masters) {
      if (master.exitCode !== null || master.signalCode !== null) continue;
      master.kill();
      await once(master, 'exit');
    }
    await this.sshd.stop();
  }
}
