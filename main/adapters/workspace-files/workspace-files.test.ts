import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWorkspaceFiles } from './workspace-files';

const kinds = {
  sources: new Map<string, z.ZodType>([['probe', z.strictObject({ url: z.string(), expect: z.number().optional() })]]),
  sirens: new Map<string, z.ZodType>([['dlink-hnap', z.strictObject({ url: z.string(), pin: z.string() })]]),
};
const files = createWorkspaceFiles(kinds);
const answers = { name: 'acme "live" #1', timezone: 'Asia/Seoul', person: 'Kim Min-ji' };
const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUzm9wrqMjUhzlwhYKDm9WxKRwV5MH+FTEH6Au6EKS0';
const sign = `ed25519:${Buffer.alloc(32, 7).toString('base64')}`;

let folder = '';
let root = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bg-ws-'));
  root = path.join(folder, 'ws');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const put = (file: string, text: string | Uint8Array): Promise<void> => writeFile(path.join(root, file), text);
const get = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
const found = async (): Promise<string[]> => (await files.read(root)).findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);

describe('create', () => {
  it.each([['Kim Min-ji', 'kim-min-ji'], ['김민지', 'me'], ['"; rm -rf /', 'rm-rf'], ['José Ñúñez', 'jose-nunez']])('makes a workspace for %s without one finding', async (person, id) => {
    expect(await files.create(root, { ...answers, person })).toEqual({ ok: true, value: undefined });
    const { workspace, findings } = await files.read(root);
    expect(findings).toEqual([]);
    expect(workspace?.settings.name).toBe('acme "live" #1');
    expect(workspace?.people).toMatchObject([{ id, name: person, role: 'operator' }]);
    expect(workspace?.duty.feeds).toMatchObject([{ file: 'duty.ics', people: { [`${id} on call`]: id } }]);
    expect(workspace?.runbooks.map(({ path: at, steps }) => [at, steps.map(({ danger }) => danger)])).toEqual([['runbooks/first-look.md', ['read', 'read', 'read']]]);
    expect(await readdir(root)).toContain('scenarios');
    expect(await get('.gitignore')).toMatch(/^\.breakglass\/$/m);
  });

  it('has commented examples that pass check once the marks are taken away', async () => {
    await files.create(root, { ...answers, person: 'kim' });
    for (const [file, empty] of [['hosts.yaml', 'hosts: []'], ['sirens.yaml', 'sirens: []'], ['services.yaml', 'services: []']] as const) {
      const text = await get(file);
      await put(file, text.replace(empty, empty.replace(' []', '')).replace(/^# {2}/gm, '  ').replace('ssh-ed25519 AAAA...', hostKey));
    }
    const { workspace, findings } = await files.read(root);
    expect(findings).toEqual([]);
    expect(workspace?.hosts.map(({ name }) => name)).toEqual(['api-01', 'db-01']);
    expect(workspace?.sirens.map(({ id }) => id)).toEqual(['kim-bed']);
  });

  it('refuses a folder that is not empty, and leaves it alone', async () => {
    await mkdir(root);
    await put('mine.txt', 'x');
    expect(await files.create(root, answers)).toMatchObject({ ok: false, error: { code: 'workspace-not-empty' } });
    expect(await readdir(root)).toEqual(['mine.txt']);
  });

  it('accepts a fresh clone', async () => {
    await mkdir(path.join(root, '.git'), { recursive: true });
    expect(await files.create(root, answers)).toMatchObject({ ok: true });
  });
});

describe('read', () => {
  it('names a missing breakglass.yaml and needs nothing else', async () => {
    await mkdir(root);
    expect(await found()).toEqual(['breakglass.yaml:1:1 file-missing']);
    await put('breakglass.yaml', 'version: 1\nname: x\ntimezone: UTC\n');
    expect((await files.read(root)).workspace?.hosts).toEqual([]);
    expect(await found()).toEqual([expect.stringContaining('no-operator')]);
  });

  it('gives a folder that is not there the same answer', async () => {
    expect((await files.read(path.join(folder, 'nowhere'))).workspace).toBeNull();
  });

  it('never follows a link out of the workspace', async () => {
    await files.create(root, answers);
    await writeFile(path.join(folder, 'secret.yaml'), 'hosts: []\n');
    await rm(path.join(root, 'hosts.yaml'));
    await symlink('../secret.yaml', path.join(root, 'hosts.yaml'));
    await symlink('/etc', path.join(root, 'runbooks', 'etc'));
    await symlink('/etc/passwd', path.join(root, 'runbooks', 'passwd.md'));
    expect(await found()).toEqual(['hosts.yaml:1:1 file-outside', 'runbooks/etc:1:1 folder-not-followed', 'runbooks/passwd.md:1:1 file-outside']);
    for (const file of ['hosts.yaml', '../secret.yaml', '/etc/passwd', 'runbooks/../../secret.yaml', '', '.']) {
      expect(await files.readText(root, file), file).toMatchObject({ ok: false });
    }
  });

  it('follows a link that stays inside', async () => {
    await files.create(root, answers);
    await put('real.yaml', 'hosts: []\n');
    await rm(path.join(root, 'hosts.yaml'));
    await symlink('real.yaml', path.join(root, 'hosts.yaml'));
    expect(await found()).toEqual([]);
  });

  it('does not hang on a named pipe and does not read a folder', async () => {
    await files.create(root, answers);
    execFileSync('mkfifo', [path.join(root, 'runbooks', 'pipe.md')]);
    await rm(path.join(root, 'hosts.yaml'));
    await mkdir(path.join(root, 'hosts.yaml'));
    expect(await found()).toEqual(['hosts.yaml:1:1 file-unreadable', 'runbooks/pipe.md:1:1 file-unreadable']);
  });

  it('names the line and column of bytes that are not UTF-8', async () => {
    await files.create(root, answers);
    await put('hosts.yaml', Buffer.from([...Buffer.from('version: 1\n# é'), 0xff, 0x0a]));
    expect(await found()).toEqual(['hosts.yaml:2:4 not-utf8']);
    expect((await files.read(root)).workspace).toBeNull();
  });

  it('accepts a byte order mark and CRLF, with exact places', async () => {
    await files.create(root, answers);
    await put('hosts.yaml', '\uFEFFversion: 1\r\nhosts: []\r\nhots: []\r\n');
    expect(await found()).toEqual(['hosts.yaml:3:1 unknown-key']);
  });

  it('refuses a file over 256 KiB', async () => {
    await files.create(root, answers);
    await put('hosts.yaml', `# ${'x'.repeat(256 * 1024)}\n`);
    expect(await found()).toEqual(['hosts.yaml:1:1 file-too-large']);
  });

  it('loses a broken runbook and nothing else', async () => {
    await files.create(root, answers);
    await put('runbooks/broken.md', '# x\n```sh {name=a, colour=red}\ntrue\n```\n');
    const { workspace, findings } = await files.read(root);
    expect(findings.some(({ file, severity }) => file === 'runbooks/broken.md' && severity === 'error')).toBe(true);
    expect(workspace?.runbooks.map((runbook) => runbook.path)).toEqual(['runbooks/first-look.md']);
  });

  it('has a hash that follows every file and no clock', async () => {
    await files.create(root, answers);
    const first = (await files.read(root)).workspace?.hash;
    expect((await files.read(root)).workspace?.hash).toBe(first);
    await put('runbooks/first-look.md', (await get('runbooks/first-look.md')).replace('df -h', 'df -hT'));
    expect((await files.read(root)).workspace?.hash).not.toBe(first);
  });
});

describe('edits', () => {
  it('adds a host key and keeps comments, order and the rest', async () => {
    await files.create(root, answers);
    await put('hosts.yaml', '# ours\nversion: 1\nhosts:\n  # the first\n  - { name: a, address: 10.0.0.1 } # keep\n  - name: b\n    address: 10.0.0.2 # two\n');
    expect(await files.addHostKey(root, 'b', `${hostKey} somebody@laptop`)).toEqual({ ok: true, value: undefined });
    expect(await files.addHostKey(root, 'b', hostKey)).toEqual({ ok: true, value: undefined });
    const text = await get('hosts.yaml');
    for (const kept of ['# ours', '# the first', '# keep', '# two']) expect(text).toContain(kept);
    expect((await files.read(root)).workspace?.hosts.map(({ name, hostKeys }) => [name, hostKeys])).toEqual([['a', []], ['b', [hostKey]]]);
    expect(await files.addHostKey(root, 'c', hostKey)).toMatchObject({ error: { code: 'workspace-host-missing' } });
    expect(await files.addHostKey(root, 'b', 'ssh-ed25519 nonsense')).toMatchObject({ error: { code: 'workspace-public-key-bad' } });
    expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('adds the key of an imported host beside the import, which goes on to say the rest', async () => {
    await files.create(root, answers);
    await mkdir(path.join(root, 'inventory'));
    await put('inventory/prod.ini', 'web1 ansible_host=10.0.0.1\n');
    await put('hosts.yaml', '# ours\nimport: [{ from: ansible, file: inventory/prod.ini, danger: lab }]\n');
    expect((await files.read(root)).workspace?.hosts).toMatchObject([{ name: 'web1', danger: 'lab', origin: { file: 'inventory/prod.ini', line: 1 } }]);
    expect(await files.addHostKey(root, 'web1', hostKey, { danger: 'lab' })).toEqual({ ok: true, value: undefined });
    expect(await files.addHostKey(root, 'web1', hostKey, { danger: 'lab' })).toEqual({ ok: true, value: undefined });
    expect(await get('hosts.yaml')).toContain('# ours');
    expect((await files.read(root)).workspace?.hosts).toMatchObject([{ name: 'web1', address: '10.0.0.1', danger: 'lab', hostKeys: [hostKey], origin: { line: 1 } }]);
  });

  it('does not follow a link out of the workspace to import hosts', async () => {
    await files.create(root, answers);
    await mkdir(path.join(root, 'inventory'));
    await symlink('/etc/passwd', path.join(root, 'inventory/prod.ini'));
    await put('hosts.yaml', 'import: [{ from: ansible, file: inventory/prod.ini }]\n');
    const { workspace, findings } = await files.read(root);
    expect([workspace, findings.map(({ file, rule }) => `${file} ${rule}`)]).toEqual([null, ['inventory/prod.ini file-outside']]);
  });

  it('adds devices, several at once, and never overwrites a key', async () => {
    await files.create(root, answers);
    const device = { person: 'kim-min-ji', name: 'Kim', role: 'operator', timezone: 'Asia/Seoul', device: 'laptop', sign } as const;
    const other = `ed25519:${Buffer.alloc(32, 8).toString('base64')}`;
    const results = await Promise.all([
      files.addDevice(root, device),
      files.addDevice(root, { ...device, device: 'desk', sign: other }),
      files.addDevice(root, { ...device, person: 'lee', name: 'Lee: "x"', role: 'investigator', sign: `ed25519:${Buffer.alloc(32, 9).toString('base64')}` }),
    ]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    const people = (await files.read(root)).workspace?.people;
    expect(people?.map(({ id, name, devices }) => [id, name, devices.map((each) => each.id)])).toEqual([['kim-min-ji', 'Kim Min-ji', ['laptop', 'desk']], ['lee', 'Lee: "x"', ['laptop']]]);
    expect(await files.addDevice(root, device)).toMatchObject({ ok: true });
    expect(await files.addDevice(root, { ...device, sign: other })).toMatchObject({ error: { code: 'workspace-device-conflict' } });
    expect(await get('team.yaml')).toContain('# Who works here.');
  });

  it('leaves a file with an error alone', async () => {
    await files.create(root, answers);
    await put('team.yaml', 'people: [\n');
    const device = { person: 'lee', name: 'Lee', role: 'operator', timezone: 'UTC', device: 'laptop', sign } as const;
    expect(await files.addDevice(root, device)).toMatchObject({ error: { code: 'workspace-edit-refused' } });
    expect(await get('team.yaml')).toBe('people: [\n');
  });

  it.skipIf(process.getuid?.() === 0)('says that a read-only folder cannot be written', async () => {
    await files.create(root, answers);
    await chmod(root, 0o555);
    expect(await files.isWritable(root)).toBe(false);
    await chmod(root, 0o755);
  });
});

describe('watch', () => {
  it('announces a change once, and only of the configuration', async () => {
    await files.create(root, answers);
    let changes = 0;
    const stop = files.watch(root, () => (changes += 1));
    await wait(400);
    await mkdir(path.join(root, '.breakglass'));
    await put('.breakglass/cache.yaml', 'x');
    await put('notes.txt', 'x');
    await wait(600);
    expect(changes).toBe(0);
    // In one breath: on a busy machine five writes would take longer than the pause after which a change is announced.
    const putAtOnce = (file: string, text: string): void => writeFileSync(path.join(root, file), text);
    for (let n = 0; n < 5; n += 1) putAtOnce('hosts.yaml', `hosts: [] # ${n}\n`);
    await expect.poll(() => changes, { timeout: 5_000 }).toBe(1);
    await mkdir(path.join(root, 'runbooks', 'db'));
    await put('runbooks/db/one.md', '# one\n');
    await expect.poll(() => changes, { timeout: 5_000 }).toBeGreaterThanOrEqual(2);
    await wait(500);
    const seen = changes;
    putAtOnce('runbooks/db/one.md', '# another\n');
    await expect.poll(() => changes, { timeout: 5_000 }).toBe(seen + 1);
    await mkdir(path.join(root, 'inventory'));
    putAtOnce('inventory/prod', 'web1\n');
    await expect.poll(() => changes, { timeout: 20_000 }).toBeGreaterThan(seen + 1);
    stop();
    const last = changes;
    await put('hosts.yaml', 'hosts: []\n');
    await wait(600);
    expect(changes).toBe(last);
  });
});
