import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Person } from '../../../core/team/team';
import type { Workspace } from '../../../core/workspace/workspace';
import { createCommitTrust } from './commit-trust';

const folders: string[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
const temp = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bg-trust-'));
  folders.push(folder);
  return folder;
};
const ready = spawnSync('git', ['--version']).error === undefined && spawnSync('ssh-keygen', ['-?']).error === undefined;

interface Hand {
  readonly id: string;
  readonly file: string;
  readonly key: string;
}

function hand(id: string): Hand {
  const file = join(temp(), id);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file, '-C', id]);
  return { id, file, key: readFileSync(`${file}.pub`, 'utf8').trim() };
}

const person = ({ id, key }: Hand, role: Person['role'] = 'operator'): Person => ({ id, name: id, role, timezone: 'UTC', sirens: [], devices: [], commitKeys: [key] });

function git(root: string, ...args: string[]): void {
  const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@x.invalid', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@x.invalid' };
  execFileSync('git', ['-C', root, ...args], { env, stdio: 'pipe' });
}

/** Writes the team and commits everything, signed by somebody or by nobody. */
function commit(root: string, people: readonly Person[], signer: Hand | null): void {
  const lines = people.map(({ id, role, commitKeys }) => `  - { id: ${id}, name: ${id}, role: ${role}, timezone: UTC, commitKeys: ["${commitKeys?.[0] ?? ''}"] }`);
  writeFileSync(join(root, 'team.yaml'), `people:\n${lines.join('\n')}\n`);
  git(root, 'add', '-A');
  const sign = signer === null ? ['--no-gpg-sign'] : ['-S'];
  git(root, '-c', 'gpg.format=ssh', '-c', `user.signingkey=${signer?.file ?? ''}`, 'commit', '--quiet', '--allow-empty', ...sign, '-m', 'x');
}

function workspace(): { root: string; now: Workspace } {
  const root = temp();
  git(root, 'init', '--quiet');
  writeFileSync(join(root, 'breakglass.yaml'), 'version: 1\nname: acme\ntimezone: UTC\n');
  mkdirSync(join(root, 'runbooks'));
  writeFileSync(join(root, 'runbooks/a.md'), '# A\n');
  return { root, now: { root, runbooks: [{ path: 'runbooks/a.md' }], hosts: [] } as unknown as Workspace };
}

describe.skipIf(!ready && process.env['CI'] === undefined)('signed commits', () => {
  const [kim, lee, mallory] = ready ? [hand('kim'), hand('lee'), hand('mallory')] : [];
  if (kim === undefined || lee === undefined || mallory === undefined) return;
  const rules = async (trust: ReturnType<typeof createCommitTrust>, now: Workspace, before: readonly Person[] | null): Promise<string[]> => (await trust.judge(now, before)).map(({ rule, file }) => `${rule} ${file}`);

  it('count where an operator signed, file by file as the commit has them', async () => {
    const { root, now } = workspace();
    const trust = createCommitTrust(null);
    expect(await rules(trust, now, null)).toEqual(['commit-missing breakglass.yaml']);
    commit(root, [person(kim), person(lee, 'investigator')], kim);
    expect(await rules(trust, now, null)).toEqual([]);
    // Hosts are configuration wherever they come from.
    mkdirSync(join(root, 'inventory'));
    writeFileSync(join(root, 'inventory/prod.ini'), 'web1\n');
    const imported = { ...now, hosts: [{ name: 'web1', origin: { file: 'inventory/prod.ini', line: 1 } }] } as unknown as Workspace;
    expect(await rules(trust, imported, null)).toEqual(['commit-differs inventory/prod.ini']);
    commit(root, [person(kim), person(lee, 'investigator')], kim);
    expect(await rules(trust, imported, null)).toEqual([]);
    writeFileSync(join(root, 'inventory/prod.ini'), 'web2\n');
    expect(await rules(trust, now, null)).toEqual(['commit-differs inventory/prod.ini']);
    writeFileSync(join(root, 'inventory/prod.ini'), 'web1\n');
    writeFileSync(join(root, 'runbooks/a.md'), '# B\n');
    writeFileSync(join(root, 'runbooks/b.md'), '# new\n');
    expect(await rules(trust, { ...now, runbooks: [...now.runbooks, { path: 'runbooks/b.md' }] } as Workspace, null)).toEqual(['commit-differs runbooks/a.md', 'commit-differs runbooks/b.md']);
    commit(root, [person(kim), person(lee, 'investigator')], null);
    expect(await rules(trust, now, null)).toEqual(['commit-unsigned team.yaml']);
    commit(root, [person(kim), person(lee, 'investigator')], lee);
    expect(await rules(trust, now, null)).toEqual(['commit-unsigned team.yaml']);
  });

  it('change the team only under the team before it, one change after another, however many come at once', async () => {
    const { root, now } = workspace();
    const before = [person(kim)];
    commit(root, before, kim);
    const trust = createCommitTrust(null);
    commit(root, [person(kim), person(lee)], kim);
    commit(root, [person(lee)], lee);
    writeFileSync(join(root, 'runbooks/a.md'), '# C\n');
    commit(root, [person(lee)], lee);
    expect(await rules(trust, now, before)).toEqual([]);
    // Mallory enrols herself and signs everything; as a new clone it would look whole.
    const other = workspace();
    commit(other.root, before, kim);
    commit(other.root, [...before, person(mallory)], mallory);
    expect(await rules(trust, other.now, before)).toEqual(['commit-unsigned team.yaml']);
    // A history in which the team that was in force never stood.
    const third = workspace();
    commit(third.root, [person(mallory)], mallory);
    expect(await rules(trust, third.now, before)).toEqual(['commit-unsigned team.yaml']);
  });

  it('never go back to what was signed long ago', async () => {
    const { root, now } = workspace();
    const trust = createCommitTrust(join(temp(), 'pin'));
    commit(root, [person(kim), person(lee)], kim);
    expect(await rules(trust, now, null)).toEqual([]);
    commit(root, [person(kim)], kim);
    expect(await rules(trust, now, [person(kim), person(lee)])).toEqual([]);
    git(root, 'reset', '--quiet', '--hard', 'HEAD^');
    expect(await rules(trust, now, [person(kim)])).toEqual(['commit-set-back breakglass.yaml']);
  });

  it('are a finding where this device’s disk lets nothing be checked or kept', async () => {
    const { root, now } = workspace();
    commit(root, [person(kim)], kim);
    expect(await rules(createCommitTrust(join(temp(), 'nowhere', 'pin')), now, null)).toEqual(['commit-unchecked breakglass.yaml']);
    vi.stubEnv('TMPDIR', join(temp(), 'nowhere'));
    expect(await rules(createCommitTrust(null), now, null)).toEqual(['commit-unchecked breakglass.yaml']);
    vi.unstubAllEnvs();
    expect(await rules(createCommitTrust(null), now, null)).toEqual([]);
  });

  it('run nothing that the clone names, and believe no object that stands for another', async () => {
    const { root, now } = workspace();
    const marker = join(temp(), 'pwned');
    const evil = join(temp(), 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\ntouch ${marker}\nexit 0\n`, { mode: 0o755 });
    commit(root, [person(kim)], kim);
    commit(root, [person(kim)], mallory);
    for (const name of ['gpg.program', 'gpg.ssh.program', 'gpg.openpgp.program', 'core.fsmonitor', 'core.pager', 'core.sshCommand', 'diff.external', 'filter.x.clean', 'filter.x.smudge', 'alias.verify-commit']) git(root, 'config', name, evil);
    const mine = join(temp(), 'allowed');
    writeFileSync(mine, `kim namespaces="git" ${mallory.key}\n`);
    git(root, 'config', 'gpg.ssh.allowedSignersFile', mine);
    for (const hook of ['post-checkout', 'fsmonitor-watchman', 'reference-transaction']) writeFileSync(join(root, '.git/hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    expect(await rules(createCommitTrust(null), now, null)).toEqual(['commit-unsigned team.yaml']);
    const hash = (name: string): string => execFileSync('git', ['--no-replace-objects', '-C', root, 'rev-parse', name], { encoding: 'utf8' }).trim();
    mkdirSync(join(root, '.git/refs/replace'), { recursive: true });
    writeFileSync(join(root, '.git/refs/replace', hash('HEAD')), `${hash('HEAD^')}\n`);
    expect(await rules(createCommitTrust(null), now, null)).toEqual(['commit-unsigned team.yaml']);
    expect(spawnSync('test', ['-e', marker]).status).toBe(1);
  });
});
