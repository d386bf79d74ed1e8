import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { LoopbackHosts } from './loopback-hosts';

/** A program that runs one command on many hosts, with 32 at once, as its users call it. */
export interface FanOutPeer {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The command as a reader may repeat it. */
  readonly shown: string;
}

type Config = 'default' | 'same' | 'master';

/** What is compared beside pdsh where it is installed; what is not is named. */
export function fanOutPeers(hosts: LoopbackHosts, config: Config): { readonly here: readonly FanOutPeer[]; readonly absent: readonly string[] } {
  const file = hosts.config(config);
  const range = `host-[1-${String(hosts.names.length)}]`;
  const all: readonly FanOutPeer[] = [
    { name: 'parallel-ssh', command: ['parallel-ssh', '-p', '32', '-x', `-F ${file}`, '-H', hosts.names.join(' '), 'true'], env: {}, shown: `parallel-ssh -p 32 -x "-F CONFIG" -H "${range}" true` },
    { name: 'clush', command: ['clush', '-f', '32', '-o', `-F ${file}`, '-w', hosts.names.join(','), 'true'], env: {}, shown: `clush -f 32 -o "-F CONFIG" -w ${range} true` },
    {
      name: 'ansible',
      command: ['ansible', 'all', '-i', `${hosts.names.join(',')},`, '-f', '32', '-m', 'raw', '-a', 'true'],
      env: { ANSIBLE_SSH_ARGS: `-F ${file}`, ANSIBLE_HOME: dirname(file), ANSIBLE_LOCAL_TEMP: join(dirname(file), 'ansible') },
      shown: `ANSIBLE_SSH_ARGS="-F CONFIG" ansible all -i ${range}, -f 32 -m raw -a true`,
    },
  ];
  return { here: all.filter(isHere), absent: all.filter((peer) => !isHere(peer)).map(({ name }) => name) };
}

function isHere({ command: [program = ''] }: FanOutPeer): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** A note that names what was not measured, if anything was not. */
export function absenceNotes(absent: readonly string[]): string[] {
  return absent.length === 0 ? [] : [`Not here, and so not measured: ${absent.join(', ')}.`];
}
