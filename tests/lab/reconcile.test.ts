import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reconciled } from '../../core/reconcile/compare';
import { buildTerminal, Laptop, type Said } from './support/terminal';
import { ThrowawayHost, throwawayMissing } from './support/throwaway-host';
import { settings, writeWorkspace } from './support/workspace';

/** What the host's syslog would do: a time, a name and sshd's own words. `$F/ago` sets its clock back, in seconds. */
const stamped = `/usr/sbin/sshd -D -e -f "$F/sshd_config" 2>&1 | while IFS= read -r said; do
printf '%s web sshd[7]: %s\\n' "$(date -d "@$(($(date +%s) - $(cat "$F/ago")))" +%Y-%m-%dT%H:%M:%S%:z)" "$said" >> "$F/home/auth.log"; done`;

describe.skipIf(throwawayMissing !== null && process.env['CI'] === undefined)('a real sshd that logs to a file', () => {
  let laptop: Laptop;
  let root: string;
  let host: ThrowawayHost;
  let hash: string;
  const on = (...args: readonly string[]): Promise<Said> => laptop.run(['-C', root, ...args]);
  const log = (): string => readFileSync(join(host.folder, 'home/auth.log'), 'utf8');

  beforeAll(async () => {
    await buildTerminal();
    laptop = new Laptop();
    host = await ThrowawayHost.start({
      config: ['LogLevel VERBOSE'],
      // The log of this machine is none of the host's.
      arrange: 'mount -t tmpfs log /var/log; : > "$F/home/auth.log"; ln -s "$F/home/auth.log" /var/log/auth.log; echo 7200 > "$F/ago"',
      server: stamped,
    });
    const { name, address, port, user, identity, hostKeys } = host.target();
    root = writeWorkspace(join(laptop.folder, 'ws'), {
      'hosts.yaml': `hosts:\n  - { name: ${name}, address: ${address}, port: ${String(port)}, user: ${user}, danger: lab, identity: ${String(identity)}, hostKeys: ["${hostKeys.join()}"] }\n`,
      'breakglass.yaml': settings(),
    });
    const shown = await on('reconcile', 'api-01', '--yes', '0'.repeat(64), '--json');
    ({ hash } = JSON.parse(shown.out.split('\n')[0] ?? '') as { hash: string });
  });
  afterAll(async () => {
    await laptop.remove();
    await host.stop();
  });

  const reconciled = async (): Promise<Reconciled> => {
    const said = await on('reconcile', 'api-01', '--yes', hash, '--json');
    const row = said.out.trim().split('\n').flatMap((line) => JSON.parse(line) as unknown).find((each) => typeof each === 'object' && each !== null && 'unseen' in each);
    expect(row, said.out + said.err).toBeDefined();
    return row as Reconciled;
  };

  it('has our own sessions explained, and lists the login that no journal knows', async () => {
    const login = ['-F', '/dev/null', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-i', join(host.folder, 'id_ed25519'), '-p', String(host.port), `root@${host.address}`, 'true'];
    expect(spawnSync('ssh', login, { encoding: 'utf8' })).toMatchObject({ status: 0 });
    await expect.poll(() => log().includes('Disconnected from user root')).toBe(true);
    writeFileSync(join(host.folder, 'ago'), '0');
    await reconciled();
    // Its own login is in the log before the log is read again: nothing promises that to whoever reads it first.
    await expect.poll(() => log().split('Accepted publickey').length - 1).toBe(2);

    const row = await reconciled();
    
    expect(row.unknown).toMatchObject([{ user: 'root', address: '127.0.0.1', how: expect.stringMatching(/^publickey .*SHA256:/) as string }]);
    const [foreign] = row.unknown;
    expect(foreign?.until).not.toBeNull();
    expect(Date.now() - (foreign?.from ?? 0)).toBeGreaterThan(7_000_000);
    expect(row.sessions).toBeGreaterThanOrEqual(2);
  });

  it('says that a log as sshd -E writes it has no times', async () => {
    writeFileSync(join(host.folder, 'home/auth.log'), log().replace(/^\S+ web sshd\[7\]: /gm, ''));
    // From here on it is written as before; whether a line of ours was added in time is nobody's promise.
    const row = await reconciled();
    expect(row.undated).toBe(true);
  });
});
