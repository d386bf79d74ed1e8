import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSessions } from '../../core/reconcile/read-sessions';
import { Sshd } from './support/sshd';
import { buildTerminal, Laptop, type Said } from './support/terminal';
import { hostsOf, journalFile, settings, writeWorkspace } from './support/workspace';

// What leaves the journal: an exported case, a stream, and the question what the hosts saw.
let laptop: Laptop;
let root: string;
let sshd: Sshd;

const on = (...args: readonly string[]): Promise<Said> => laptop.run(['-C', root, ...args]);

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'hosts.yaml': hostsOf(sshd),
    'breakglass.yaml': `${settings()}streams:\n  - { id: log, kind: file, path: ${join(laptop.folder, 'stream.jsonl')} }\n`,
  });
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
});

it('exports a case that verifies by itself, and streams the journal', async () => {
  const opened = await on('case', 'open', 'Disk <b>full</b>', '--json');
  const { id } = JSON.parse(opened.out) as { id: string };
  await on('case', 'note', id, 'PRIVATE');
  const to = join(laptop.folder, 'out');
  const exported = await on('case', 'export', id, '--to', to, '--redact', 'CASE-NOTE');
  expect(exported, exported.err).toMatchObject({ code: 0 });
  expect(exported.out).toContain('1 left out or missing');
  expect(spawnSync(join(to, 'verify-journal'), [to], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(to, 'case.ko.html'), 'utf8')).toContain('Disk &lt;b&gt;full&lt;/b&gt;');
  expect(await on('case', 'export', id, '--to', to)).toMatchObject({ code: 2 });
  expect(existsSync(join(to, 'extract'))).toBe(true);

  const streamed = await on('journal', 'stream');
  expect(streamed, streamed.err).toMatchObject({ code: 0 });
  const [sent, own] = [join(laptop.folder, 'stream.jsonl'), journalFile(root)].map((file) => readFileSync(file, 'utf8'));
  // What was written after it, its own closing, comes with the next one.
  expect(own?.startsWith(sent ?? '?')).toBe(true);
  expect(sent).toContain('CASE-EXPORT');
});

it('asks a host what its log says, as a plan that only reads, and says where it cannot tell', async () => {
  const shown = await on('reconcile', 'api-01', '--yes', '0'.repeat(64), '--json');
  const plan = JSON.parse(shown.out.split('\n')[0] ?? '') as { hash: string; plan: { steps: { danger: string }[] } };
  expect(plan.plan.steps.map(({ danger }) => danger)).toEqual(['read']);
  const asked = await on('reconcile', 'api-01', '--yes', plan.hash);
  // Most machines of a test keep no log of sshd's; one that does may know logins that no journal of today's knows.
  expect([0, 1, 3], asked.err).toContain(asked.code);
  expect(asked.out).toContain('api-01: ');
});

it('reads the very words of a real sshd', async () => {
  const login = ['-F', '/dev/null', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-i', sshd.userKey, '-p', String(sshd.port), '127.0.0.1', 'true'];
  const before = sshd.said().length;
  for (let at = 0; at < 2; at += 1) expect(spawnSync('ssh', login, { encoding: 'utf8' }).status).toBe(0);
  await expect.poll(() => sshd.said().slice(before).split('Disconnected from user').length - 1).toBe(2);
  // As journalctl -o short-unix prints them.
  const printed = sshd.said().slice(before).split(/\r?\n/).map((line, at) => `${String(1_780_000_000 + at)}.000000 web sshd[7]: ${line}`);
  const { sessions } = readSessions(`breakglass-now 1780000999 +0000\n${printed.join('\n')}\n`);
  expect(sessions).toHaveLength(2);
  for (const session of sessions) {
    expect(session).toMatchObject({ address: '127.0.0.1', how: expect.stringMatching(/^publickey .*SHA256:/) as string });
    expect(session.until).toBeGreaterThan(session.from);
  }
});
