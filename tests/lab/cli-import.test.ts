import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTerminal, Laptop } from './support/terminal';

// What somebody has who comes from Rundeck and Ansible, brought into a new workspace by the built program.
let laptop: Laptop;
const file = (name: string, text: string): void => writeFileSync(join(laptop.folder, name), text);
const job = `- name: Restart API
  group: ops
  nodefilters: { filter: 'tags: api' }
  options: [{ name: Mode, enforced: true, values: [soft, hard], value: soft }]
  sequence:
    commands:
      - exec: 'echo "\${option.Mode}"'
`;

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  await laptop.run(['init', 'ws']);
  file('jobs.yaml', job);
  file('inventory', '[api]\napi-[01:02] ansible_host=127.0.0.1 ansible_port=2222\n');
  file('config', 'Include other*\nHost late\n  ProxyJump first\n');
  file('other.conf', 'Host first\n  HostName 127.0.0.1\n');
});
afterAll(() => laptop.remove());

it('shows everything before it writes anything, and check passes afterwards', async () => {
  const hosts = (): string => readFileSync(join(laptop.folder, 'ws/hosts.yaml'), 'utf8');
  const before = hosts();
  const dry = await laptop.run(['import', 'ansible', 'inventory', '--into', 'ws', '--dry-run']);
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('{ name: api-01, address: 127.0.0.1, port: 2222, groups: [ api ] }') as string });
  expect(hosts()).toBe(before);
  expect(await laptop.run(['-C', 'ws', 'import', 'ansible', 'inventory'])).toMatchObject({ code: 0, out: expect.stringContaining('hosts.yaml: written') as string });
  expect(await laptop.run(['-C', 'ws', 'import', 'ssh-config', 'config'])).toMatchObject({ code: 0, out: expect.stringContaining('{ name: late, address: late, jump: first }') as string });
  const jobs = await laptop.run(['-C', 'ws', 'import', 'rundeck', 'jobs.yaml']);
  expect(jobs, jobs.err).toMatchObject({ code: 0, err: expect.stringContaining('mode is a shell variable now') as string });
  expect(await laptop.run(['check', 'ws'])).toMatchObject({ code: 0, out: 'ok\n' });
  expect(await laptop.run(['-C', 'ws', 'plan', 'runbooks/imported/ops/restart-api.md'])).toMatchObject({ code: 0 });
});

it('overwrites nothing when it is done again, says what was left out, and names what it cannot read', async () => {
  const hosts = readFileSync(join(laptop.folder, 'ws/hosts.yaml'), 'utf8');
  expect(await laptop.run(['-C', 'ws', 'import', 'ansible', 'inventory'])).toMatchObject({ code: 1, err: expect.stringContaining('stays as it is') as string });
  expect(readFileSync(join(laptop.folder, 'ws/hosts.yaml'), 'utf8')).toBe(hosts);
  const again = JSON.parse((await laptop.run(['-C', 'ws', 'import', 'rundeck', 'jobs.yaml', '--json'])).out) as { written: string[] };
  expect(again.written).toEqual(['runbooks/imported/ops/restart-api-2.md']);
  expect(await laptop.run(['-C', 'ws', 'import', 'rundeck', 'nothing.yaml'])).toMatchObject({ code: 2 });
  expect(await laptop.run(['-C', 'ws', 'import', 'chef', 'jobs.yaml'])).toMatchObject({ code: 2, err: expect.stringContaining('rundeck') as string });
});
