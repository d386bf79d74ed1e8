import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sshd } from './support/sshd';
import { buildTerminal, jsonLines, Laptop, type Said } from './support/terminal';
import { hostsOf, writeWorkspace } from './support/workspace';

// Runs as people steer them at night: the built program, a real sshd, three hosts.
let laptop: Laptop;
let root: string;
let sshd: Sshd;

const on = (...args: readonly string[]): Promise<Said> => laptop.run(['-C', root, ...args]);

function block(attributes: string, ...script: readonly string[]): string {
  return `\`\`\`sh {${attributes}}\n${script.join('\n')}\n\`\`\`\n`;
}

async function hashOf(path: string, hosts: string): Promise<string> {
  const said = await on('plan', path, '--on', hosts, '--json');
  expect(said.code, said.err).toBe(0);
  return (JSON.parse(said.out) as { hash: string }).hash;
}

/** Starts a run and gives what it said and its id. */
async function start(path: string, hosts: string, ...more: readonly string[]): Promise<{ readonly said: Said; readonly id: string }> {
  const confirm = hosts.includes('db') ? ['--confirm', '3'] : [];
  const said = await on('run', path, '--on', hosts, '--yes', await hashOf(path, hosts), '--reason', 'a test', '--json', ...confirm, ...more);
  return { said, id: String(jsonLines(said.out).find(({ type }) => type === 'run')?.['id']) };
}

function outcomes(said: Said): string[] {
  return jsonLines(said.out).flatMap((line) => (line['type'] === 'outcome' ? [`${String(line['position'])} ${String(line['host'])} ${String(line['attempt'])} ${String(line['outcome'])}`] : []));
}

const marks = (): string => join(sshd.home, 'marks');

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
  mkdirSync(marks(), { recursive: true });
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'hosts.yaml': hostsOf(sshd),
    'runbooks/steps.md': `# Steps\n${block('name=look, danger=read', 'echo looked')}${block('name=more, danger=read', 'echo more')}`,
    'runbooks/fails.md': `# Fails\n${block('name=work, stop-after-failures=3, rollback=undo', 'test -e "$HOME/marks/good" || exit 7', 'echo worked')}${block('name=undo', 'echo undone >> "$HOME/marks/undone"')}`,
    'runbooks/slow.md': `# Slow\n${block('name=slow, danger=read, batch=1', 'echo x >> "$HOME/marks/slow"', 'until test -e "$HOME/marks/go"; do sleep 0.1; done')}`,
    'runbooks/config.md': `# Config\n${block('name=conf, danger=read, unchanged=3', 'test -e "$HOME/marks/conf" && exit 3', 'touch "$HOME/marks/conf"')}${block('name=restart, danger=read, when=conf:changed', 'echo restarted')}`,
  });
}, 120_000);

afterAll(async () => {
  await sshd.stop();
  rmSync(laptop.folder, { recursive: true, force: true });
});

describe('steering a run from the terminal', () => {
  it('compares a plan with the last run and with what was reviewed', async () => {
    expect((await on('plan', 'runbooks/steps.md', '--on', 'api-01')).out).toContain('never run on this device\nnever reviewed');
    const [sha256 = ''] = /"sha256":"([0-9a-f]{64})"/.exec((await on('plan', 'runbooks/steps.md', '--on', 'api-01', '--json')).out)?.slice(1) ?? [];
    expect(await on('review', 'runbooks/steps.md', '--yes', sha256)).toMatchObject({ code: 0 });
    await start('runbooks/steps.md', 'api-01');
    const file = join(root, 'runbooks/steps.md');
    writeFileSync(file, readFileSync(file, 'utf8').replace('echo more', 'echo\u00a0more'));
    const planned = await on('plan', 'runbooks/steps.md', '--on', 'api-02');
    expect(planned.out).toMatch(/differs from the last run \(\w+, [^)]*kim\):\n {2}hosts added: api-02\n {2}hosts gone: api-01/);
    expect(planned.out).toContain('  + echo<U+00A0>more');
    expect(planned.out).toContain('differs from the last review');
    expect(await on('review', 'runbooks/steps.md', '--yes', sha256)).toMatchObject({ code: 1 });
    expect((await on('runbooks')).out).toMatch(/steps\.md {2}Steps {2}never run, drilled \S+, changed since its review/);
    writeFileSync(file, readFileSync(file, 'utf8').replace('\u00a0', ' '));
  });

  it('goes step by step', async () => {
    const { said, id } = await start('runbooks/steps.md', 'api-01', '--step');
    expect(outcomes(said)).toEqual(['1 api-01 1 ok']);
    expect(jsonLines(said.out).at(-1)).toMatchObject({ state: 'held' });
    const resumed = await on('resume', id, '--json');
    expect(outcomes(resumed)).toEqual(['1 api-01 1 ok', '2 api-01 1 ok']);
    expect(resumed.code).toBe(0);
  });

  it('retries failed hosts, skips one with a reason, and offers the way back', async () => {
    const { said, id } = await start('runbooks/fails.md', 'api,db-01');
    expect([said.code, outcomes(said).sort()]).toEqual([1, ['1 api-01 1 failed', '1 api-02 1 failed', '1 db-01 1 failed']]);
    const back = await on('rollback', id, '--host', 'db-01', '--reason', 'x', '--json');
    expect(back.err).toContain('approval-missing');
    const planned = jsonLines(back.out)[0] as { hash?: string };
    const undone = await on('rollback', id, '--host', 'db-01', '--reason', 'x', '--yes', planned.hash ?? '', '--json');
    expect([undone.code, readFileSync(join(marks(), 'undone'), 'utf8')]).toEqual([0, 'undone\n']);
    expect(await on('skip', id, '--reason', 'x')).toMatchObject({ code: 2 });
    expect((await on('skip', id, '--host', 'db-01', '--reason', 'it is being replaced', '--json')).out).toContain('"skipped"');
    writeFileSync(join(marks(), 'good'), '');
    const retried = await on('retry', id, '--reason', 'the file is there', '--json');
    expect(outcomes(retried).filter((line) => line.includes(' 2 ')).sort()).toEqual(['1 api-01 2 ok', '1 api-02 2 ok']);
  });

  it('pauses from another terminal: what began ends, nothing else begins, until it is resumed', async () => {
    const hash = await hashOf('runbooks/slow.md', 'api');
    const running = laptop.start(['-C', root, 'run', 'runbooks/slow.md', '--on', 'api', '--yes', hash, '--reason', 'a test', '--json']);
    await running.said('"type":"step"');
    const [row] = JSON.parse((await on('runs', '--json')).out) as { id: string }[];
    const pausing = laptop.start(['-C', root, 'pause', row?.id ?? '', '--json']);
    while (!(await on('outcome', row?.id ?? '', '--json')).out.includes('"held":"run-paused"')) await pausing.said('"type":"step"');
    writeFileSync(join(marks(), 'go'), '');
    const paused = await pausing.ended;
    expect(outcomes(paused)).toEqual(['1 api-01 1 ok']);
    expect(jsonLines(paused.out).at(-1)).toMatchObject({ state: 'held', held: 'run-paused' });
    expect(readFileSync(join(marks(), 'slow'), 'utf8')).toBe('x\n');
    const resumed = await on('resume', row?.id ?? '', '--json');
    expect([resumed.code, readFileSync(join(marks(), 'slow'), 'utf8')]).toEqual([0, 'x\nx\n']);
  });

  it('runs what asks for a change only where something changed', async () => {
    expect(outcomes((await start('runbooks/config.md', 'api-01')).said)).toEqual(['1 api-01 1 ok', '2 api-01 1 ok']);
    expect(existsSync(join(marks(), 'conf'))).toBe(true);
    expect(outcomes((await start('runbooks/config.md', 'api-01')).said)).toEqual(['1 api-01 1 ok', '2 api-01 1 skipped']);
  });
});
