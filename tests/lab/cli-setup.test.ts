import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sshd } from './support/sshd';
import { buildTerminal, Laptop } from './support/terminal';

// Hosts, sources and rules put into a workspace by the built program, tried against a real sshd first.
let laptop: Laptop;
let sshd: Sshd;
beforeAll(async () => {
  await buildTerminal();
  sshd = await Sshd.start();
  laptop = new Laptop();
  await laptop.run(['init', 'ws', '--name', 'acme', '--person', 'kim', '--timezone', 'Asia/Seoul']);
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
});

it('shows the way and the key of a real host, writes its line, and trusts nothing by that', async () => {
  const fingerprint = execFileSync('ssh-keygen', ['-lf', join(sshd.folder, 'host_ed25519.pub')], { encoding: 'utf8' }).split(' ')[1] ?? '';
  const hosts = (): string => readFileSync(join(laptop.folder, 'ws/hosts.yaml'), 'utf8');
  const added = await laptop.run(['-C', 'ws', 'hosts', 'add', 'db-01', '--set', 'address=127.0.0.1', `port=${String(sshd.port)}`, 'groups=db', '--dial']);
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining(`offers ssh-ed25519 ${fingerprint} (unknown)`) as string });
  expect(added.out).toMatch(/hosts\.yaml:\d+ \+ {3}- \{ name: db-01, address: 127\.0\.0\.1, port: \d+, groups: \[ db \] \}/);
  expect(hosts()).not.toContain(sshd.hostKey());
  expect(await laptop.run(['-C', 'ws', 'sources', 'add', 'am', '--kind', 'alertmanager', '--set', 'url=http://127.0.0.1:1', '--test'])).toMatchObject({ code: 1, err: expect.stringContaining('refused') as string });
  expect(await laptop.run(['-C', 'ws', 'rules', 'add', 'team="web"', '--grade', '912', '--place', '1'])).toMatchObject({ code: 0 });
  const settings = readFileSync(join(laptop.folder, 'ws/breakglass.yaml'), 'utf8');
  expect(settings).toMatch(/grading:\n {2}- \{ when: team="web", grade: 912 \}\n/);
  expect(settings).toContain('sources: []');
  expect(await laptop.run(['check', 'ws'])).toMatchObject({ code: 0, out: 'ok\n' });
  expect(await laptop.run(['-C', 'ws', 'journal', 'list'])).toMatchObject({ out: expect.stringContaining('adds the host db-01 to hosts.yaml') as string });
});

it('changes and removes what it added, and asks before it removes', async () => {
  const hosts = (): string => readFileSync(join(laptop.folder, 'ws/hosts.yaml'), 'utf8');
  const changed = await laptop.run(['-C', 'ws', 'hosts', 'change', 'db-01', '--set', 'danger=lab', '--unset', 'groups', '--dial']);
  expect(changed, changed.err).toMatchObject({ code: 0, out: expect.stringContaining('offers ssh-ed25519') as string });
  expect(hosts()).toContain(`  - { name: db-01, address: 127.0.0.1, port: ${String(sshd.port)}, danger: lab }\n`);
  expect(await laptop.run(['-C', 'ws', 'hosts', 'change', 'db-01'])).toMatchObject({ code: 2, err: expect.stringContaining('Nothing would change') as string });
  expect(await laptop.run(['-C', 'ws', 'hosts', 'add', 'inner', '--set', 'address=127.0.0.1', 'jump=db-01'])).toMatchObject({ code: 0 });
  expect(await laptop.run(['-C', 'ws', 'hosts', 'remove', 'db-01', '--confirm', 'db-01'])).toMatchObject({ code: 2, err: expect.stringContaining('there is no host named "db-01"') as string });
  const before = hosts();
  expect(await laptop.run(['-C', 'ws', 'hosts', 'remove', 'inner'])).toMatchObject({ code: 4 });
  expect(hosts()).toBe(before);
  expect(await laptop.run(['-C', 'ws', 'hosts', 'remove', 'inner', '--confirm', 'inner'])).toMatchObject({ code: 0 });
  expect(hosts()).not.toContain('inner');
  expect(await laptop.run(['-C', 'ws', 'rules', 'remove', '1', '--confirm', '1'])).toMatchObject({ code: 0 });
  expect(await laptop.run(['check', 'ws'])).toMatchObject({ code: 0, out: 'ok\n' });
  expect(await laptop.run(['-C', 'ws', 'journal', 'list'])).toMatchObject({ out: expect.stringContaining('removes the host inner from hosts.yaml') as string });
});

it('says what ssh_config makes of a host', async () => {
  mkdirSync(join(laptop.home, '.ssh'), { recursive: true, mode: 0o700 });
  writeFileSync(join(laptop.home, '.ssh/config'), `Host edge\n  HostName 127.0.0.1\n  Port ${String(sshd.port)}\n  User deploy\n  IdentityFile ~/.ssh/edge\n`);
  const shown = await laptop.run(['-C', 'ws', 'hosts', 'add', 'edge', '--dial', '--dry-run']);
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining(`deploy@127.0.0.1:${String(sshd.port)}`) as string });
  expect(shown.out).toContain('ssh_config: IdentityFile ~/.ssh/edge');
});
