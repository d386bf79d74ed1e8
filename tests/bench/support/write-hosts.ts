import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { LoopbackHosts } from './loopback-hosts';

/** The hosts of a bench as a workspace names them, with their keys; all of them are in the group `all`. */
export function writeHosts(workspace: string, hosts: Pick<LoopbackHosts, 'all'>): void {
  const entries = hosts.all.map(({ name, address, sshd }) => ({ name, address, port: sshd.port, user: userInfo().username, identity: sshd.userKey, groups: ['all'], danger: 'lab', hostKeys: [sshd.hostKey()] }));
  writeFileSync(join(workspace, 'hosts.yaml'), stringify({ version: 1, hosts: entries }));
}
