import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import type { Target } from '../../../core/runbook/plan';
import type { Expected } from './host-key-verdict';
import { startKeyAgent } from './key-agent';
import { ownKnownHosts, type ConfigHost } from './openssh-config';

/**
 * Starts `ssh` and ends it when this process goes, however it goes: the shell in between reads a pipe whose other end we
 * hold. Without it a console that was killed would leave a connection behind.
 */
export const watchdog = 'exec 3<&0; "$@" </dev/null & p=$!; (read _ <&3; kill $p) 2>/dev/null & w=$!; wait $p; c=$?; kill $w 2>/dev/null; exit $c';

/** A host on the way of a line, with what is expected of it. */
export interface ExpectedHost {
  readonly target: Target;
  readonly expected: Expected;
  /** Its keys that only the vault opens. */
  readonly locked: readonly ParsedKey[];
}

/** The target first, then the hops, the one nearest to the target first. */
export type ExpectedWay = readonly [ExpectedHost, ...ExpectedHost[]];

/** What one `ssh` reads: a folder of its own with the known keys of every host and agents for what the vault opens. */
export interface OpensshFiles {
  readonly folder: string;
  readonly hosts: readonly ConfigHost[];
  readonly clean: () => Promise<void>;
}

/** Makes the folder. Throws what the file system said, and leaves nothing then. */
export async function opensshFiles(way: ExpectedWay): Promise<OpensshFiles> {
  // SECURITY: mkdtemp makes it 0700; whoever could reach a socket in it could use the connection.
  const folder = await mkdtemp(join(tmpdir(), 'bg-ssh-'));
  const agents: Server[] = [];
  const clean = async (): Promise<void> => {
    for (const agent of agents) agent.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const hosts = await Promise.all(
      way.map(async ({ target, expected, locked }, index) => {
        const text = ownKnownHosts(target, expected);
        const file = join(folder, `known_hosts.${String(index)}`);
        if (text !== null) await writeFile(file, text, { mode: 0o600 });
        const agent = locked.length === 0 ? null : join(folder, `agent.${String(index)}`);
        if (agent !== null) agents.push(await startKeyAgent(agent, locked));
        return { target, knownHosts: text === null ? null : file, agent, isVouched: expected.authority };
      }),
    );
    return { folder, hosts, clean };
  } catch (error) {
    await clean();
    throw error;
  }
}
