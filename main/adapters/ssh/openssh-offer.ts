import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { codeOf } from './error-code';
import { algorithmsFor, type Expected } from './host-key-verdict';
import { keyType } from './known-hosts';
import { configName, opensshConfig, quoted } from './openssh-config';
import { opensshFailure } from './openssh-failure';
import { opensshFiles, watchdog, type ExpectedWay } from './openssh-files';
import type { OpensshOptions } from './openssh-line';
import { allowed, hostKeyAlgorithms, optionOf } from './ssh-algorithms';

/** Until the key must be there, and a hop that asks for a finger has got one, in milliseconds. */
const patienceMs = 60_000;
const saidLimit = 65_536;

/** Writes the key that `ssh` asks about into a file, and names none: so that `ssh` knows no key and goes no further. */
const asked = 'case $1 in ssh-*|ecdsa-*) printf "%s %s\\n" "$1" "$2" >"$3";; esac\n';

/**
 * The key that a host shows to the system's `ssh`, for hosts with which ssh2 has no method in common. It asks for the known
 * keys by a command of ours that is told the offered one (KnownHostsCommand, OpenSSH 8.5) and knows none.
 * SECURITY: so a strict `ssh` hangs up before any byte of authentication; it is given nothing to log in with besides, and
 * writes no known_hosts.
 */
export async function opensshOffer(way: ExpectedWay, options: Pick<OpensshOptions, 'home' | 'agent' | 'knownHosts'> & { readonly program: string | null }): Promise<Result<Buffer>> {
  const [{ target, expected }] = way;
  if (options.program === null) return fail('openssh-missing', { host: target.name, why: '-' });
  try {
    const files = await opensshFiles(way);
    try {
      const [config, script, key] = ['config', 'asked', 'key'].map((name) => join(files.folder, name)) as [string, string, string];
      const around = { home: options.home, agent: options.agent, knownHosts: options.knownHosts, socket: null, role: 'master' } as const;
      await writeFile(script, asked, { mode: 0o600 });
      await writeFile(config, `${offerBlock(target, expected, script, key)}\n${opensshConfig(files.hosts, around)}`, { mode: 0o600 });
      const said = await outcomeOf(options.program, config);
      const offered = await readFile(key, 'latin1').catch(() => '');
      const [type, base64 = ''] = offered.trim().split(' ');
      const bytes = Buffer.from(base64, 'base64');
      return keyType(bytes) === type ? ok(bytes) : { ok: false, error: opensshFailure(said, target, expected) };
    } finally {
      await files.clean();
    }
  } catch (error) {
    return fail('host-unreachable', { host: target.name, address: target.address, why: codeOf(error) });
  }
}

/** What counts for the target before the configuration that a line would have: of two values `ssh` takes the first. */
function offerBlock(target: Target, expected: Expected, script: string, key: string): string {
  const algorithms = algorithmsFor(expected, allowed(hostKeyAlgorithms, optionOf(target.ssh.options, 'hostkeyalgorithms')));
  return [
    `Host ${configName(0)}`,
    'UserKnownHostsFile none',
    `KnownHostsCommand /bin/sh ${quoted(script)} %t %K ${quoted(key)}`,
    `HostKeyAlgorithms ${algorithms.join(',')}`,
    'RevokedHostKeys none',
    'StrictHostKeyChecking yes',
    'IdentityFile none',
    'IdentityAgent none',
    'IdentitiesOnly yes',
    'PubkeyAuthentication no',
    'GSSAPIAuthentication no',
    'HostbasedAuthentication no',
  ].join('\n  ');
}

/** What `ssh` said until it ended. */
function outcomeOf(program: string, config: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', watchdog, 'sh', program, '-F', config, '-v', '-N', '-T', '--', configName(0)], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    const timer = setTimeout(() => child.stdin.end(), patienceMs);
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < saidLimit) said += chunk.toString('utf8');
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
  });
}
