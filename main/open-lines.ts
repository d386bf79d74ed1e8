import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../core/errors';
import type { Host } from '../core/host/host';
import { freezeTargets } from '../core/runbook/freeze-targets';
import type { SecretAsker } from '../core/vault/policy';
import type { Beyond } from './adapters/sirens/registry';
import { bytesThrough } from './adapters/ssh/bytes-through';
import { createSsh } from './adapters/ssh/create-ssh';
import { createSshConfig, findSsh } from './adapters/ssh/create-ssh-config';
import { httpThrough, type Way } from './adapters/ssh/http-through';
import type { SshPorts } from './adapters/ssh/messages';
import type { Platform } from './platform/platform';
import { sshAgent } from './platform/ssh-agent';
import type { Clock } from './ports/clock';
import type { CurrentWorkspace } from './ports/current-workspace';
import type { HostLogs } from './ports/log-reader';
import { HostInventory } from './services/host-inventory';

interface LineParts {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly workspace: CurrentWorkspace;
  readonly platform: Pick<Platform, 'homeFolder' | 'environment' | 'processes' | 'log'>;
  readonly roots: readonly string[];
  /** Secrets for what a person is waiting for, and for what works while nobody is there. */
  readonly secret: Readonly<Record<SecretAsker, (reference: string) => Promise<Result<string>>>>;
  readonly clock: Clock;
  /** Pretend hosts are reached as the drill says, whatever this laptop's ssh_config holds. */
  readonly drill: boolean;
}

/** How this console reaches hosts, and what stands behind them. */
export interface Lines {
  readonly ssh: SshPorts & { closeKeys(): void };
  /** The workspace with each host's way as it is now. */
  readonly inventory: HostInventory;
  readonly defaultUser: string;
  /** A host of the inventory as it is reached now, once every way is known that can be. */
  readonly target: (host: Host) => Promise<Result<Way>>;
  /** A host that is not in the inventory yet. */
  readonly draftTarget: (host: Host) => Promise<Result<Way>>;
  readonly logs: HostLogs;
  /** The network as a host sees it, for sirens. */
  readonly through: (jump: string) => Beyond;
  close(): Promise<void>;
}

/** Opens nothing by itself: a worker starts with the first call that needs it. */
export function openLines({ root, workspace, platform, roots, secret, clock, drill }: LineParts): Lines {
  const { environment, homeFolder: home, log } = platform;
  const openssh = findSsh(environment['PATH']);
  const settings = {
    spawn: () => platform.processes.spawn('ssh-worker'),
    ...{ home, openssh, roots, clock, log },
    agent: sshAgent(environment, process.platform, existsSync),
    knownHosts: [join(home, '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'],
    transcripts: join(root, 'transcripts'),
    workspace: root,
  };
  const ssh = createSsh({ ...settings, secret: secret.attended });
  // What a hundred hosts print must not stand before a silence, nor a locked vault: sirens have lines and a process of
  // their own (S9, law 5).
  const sirenLines = createSsh({ ...settings, secret: secret.alone });
  const defaultUser = userInfo().username;
  const inventory = new HostInventory(workspace, drill ? null : createSshConfig({ home, environment, clock, program: openssh }));

  const frozen = (name: string, hosts: readonly Host[]): Result<Way> => {
    const { targets, jumps, problems } = freezeTargets([name], hosts, defaultUser);
    const [first] = targets;
    return first === undefined ? fail('host-no-way', { host: name, why: problems.map(({ en }) => en).join(' ') }) : ok({ target: first, jumps });
  };
  const targetNow = (host: Host): Result<Way> => frozen(host.name, inventory.get().hosts);
  const wayTo = (name: string): Result<Way> => {
    const host = inventory.get().hosts.find((each) => each.name === name);
    return host === undefined ? fail('host-no-way', { host: name, why: 'hosts.yaml' }) : targetNow(host);
  };

  return {
    ...{ ssh, inventory, defaultUser },
    async target(host) {
      await inventory.settle();
      return targetNow(host);
    },
    async draftTarget(host) {
      await inventory.settle();
      const others = inventory.get().hosts.filter(({ name }) => name !== host.name);
      return frozen(host.name, [...others, await inventory.withWay(host)]);
    },
    async logs(name, question) {
      const host = workspace.get().hosts.find((each) => each.name === name);
      if (host === undefined) return fail('log-host-unknown', { host: name });
      await inventory.settle();
      const way = targetNow(host);
      return way.ok ? ssh.readLog(question, way.value.target, way.value.jumps) : way;
    },
    through(jump) {
      const way = { ssh: sirenLines, way: () => wayTo(jump), settle: () => inventory.settle() };
      return { http: httpThrough({ jump, ...way }), connect: bytesThrough(way) };
    },
    async close() {
      inventory.close();
      await Promise.all([ssh.close(), sirenLines.close()]);
    },
  };
}
