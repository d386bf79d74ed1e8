import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { causeText } from '../../../core/cause-text';
import type { Finding } from '../../../core/runbook/runbook';
import { allowedSigners } from '../../../core/team/commit-signers';
import type { Person } from '../../../core/team/team';
import { finding } from '../../../core/workspace/finding';
import { teamFileSchema } from '../../../core/workspace/files';
import { readYaml } from '../../../core/workspace/read-yaml';
import type { Workspace } from '../../../core/workspace/workspace';
import type { CommitTrust } from '../../ports/commit-trust';
import { listTree, objectName } from './git-objects';
import { runGit } from './run-git';

/** Changes of the team that are followed back, at most. */
const mostChanges = 200;

const configurationFiles = ['breakglass.yaml', 'team.yaml', 'hosts.yaml', 'sirens.yaml', 'duty.yaml', 'services.yaml'];
const largestFile = 16 * 1024 * 1024;

/** Files that a workspace is made of: what else lies in the folder configures nothing. */
const counts = /^(?:(?:breakglass|team|hosts|sirens|duty|services)\.yaml|(?:runbooks|scenarios|inventory)\/.+|.+\.ics)$/;

/**
 * SECURITY: verification runs only what is named here: ssh-keygen for SSH signatures; a signature of another kind is
 * none. The clone's own configuration cannot name a program, a key file or a hook in their place.
 */
function verifying(signers: string): readonly string[] {
  const settings = [
    ['gpg.format', 'ssh'],
    ['gpg.ssh.allowedSignersFile', signers],
    ['gpg.ssh.program', 'ssh-keygen'],
    ['gpg.minTrustLevel', 'fully'],
    ['gpg.openpgp.program', '/bin/false'],
    ['gpg.x509.program', '/bin/false'],
    ['log.showSignature', 'false'],
  ];
  return settings.flatMap(([name, value]) => ['-c', `${name ?? ''}=${value ?? ''}`]);
}

/**
 * Signed commits by git itself, on the workspace's own repository, which may be anybody's clone.
 * @param pin where this device keeps the commit that it took up last: what was signed long ago must not come back. Null:
 *   nothing is kept
 */
export function createCommitTrust(pin: string | null): CommitTrust {
  return {
    async judge(now, before) {
      try {
        return await judge(pin, now, before);
      } catch (cause) {
        // SECURITY: what could not be checked (a full disk holds no list of signers) is not signed.
        return [finding(start, 'commit-unchecked', { why: causeText(cause) })];
      }
    },
  };
}

const start = { file: 'breakglass.yaml', line: 1, column: 1 };

/** Throws what the disk says. */
async function judge(pin: string | null, now: Workspace, before: readonly Person[] | null): Promise<readonly Finding[]> {
  const { root } = now;
  const repository = join(root, '.git');
  if (!existsSync(repository)) return [finding(start, 'commit-missing', { why: 'no git repository' })];
  const git = async (args: readonly string[]): Promise<string | null> => {
    const { code, out } = await runGit(repository, args);
    return code === 0 ? out.toString('utf8') : null;
  };
  const head = (await git(['rev-parse', '--verify', '--end-of-options', 'HEAD^{commit}']))?.trim() ?? '';
  if (!/^[0-9a-f]{40,64}$/.test(head)) return [finding(start, 'commit-missing', { why: 'no commit yet, or not our repository' })];

  const pinned = pin === null ? '' : await readFile(pin, 'utf8').catch(() => '');
  if (/^[0-9a-f]{40,64}$/.test(pinned) && (await git(['merge-base', '--is-ancestor', pinned, head])) === null) {
    return [finding(start, 'commit-set-back', { commit: head.slice(0, 12), pinned: pinned.slice(0, 12) })];
  }
  const folder = await mkdtemp(join(tmpdir(), 'breakglass-signers-'));
  const signed = async (commit: string, people: readonly Person[]): Promise<Finding | null> => {
    const signers = join(folder, 'allowed');
    await writeFile(signers, allowedSigners(people), { mode: 0o600 });
    const { code, err } = await runGit(repository, [...verifying(signers), 'verify-commit', '--raw', commit]);
    if (code === 0) return null;
    const why = err.split('\n').map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('hint:')) ?? 'no signature';
    return finding({ ...start, file: 'team.yaml' }, 'commit-unsigned', { commit: commit.slice(0, 12), why: why.slice(0, 120) });
  };
  const teamAt = async (commit: string): Promise<readonly Person[]> => {
    const text = await git(['cat-file', 'blob', `${commit}:team.yaml`]);
    return (text === null ? null : readYaml('team.yaml', text, teamFileSchema).value)?.people ?? [];
  };
  try {
    const changes = ((await git(['rev-list', '--first-parent', `--max-count=${String(mostChanges)}`, head, '--', 'team.yaml'])) ?? '').split('\n').filter((line) => line !== '');
    let trusted: readonly Person[] = before ?? (await teamAt(head));
    const states = await Promise.all(changes.map(async (commit) => ({ commit, people: await teamAt(commit) })));
    const known = before === null ? 0 : states.findIndex(({ people }) => sameSigners(people, trusted));
    // Each change of the team must be signed under the team before it, from the one that was in force on.
    for (const { commit, people } of known === -1 ? [...states.slice(0, 1)] : states.slice(0, known).reverse()) {
      const wrong = await signed(commit, trusted);
      if (wrong !== null) return [wrong];
      trusted = people;
    }
    const wrong = await signed(head, trusted);
    if (wrong !== null) return [wrong];
    const found = await differing(now, repository, head);
    if (found.length === 0 && pin !== null) await writeFile(pin, head, { mode: 0o600 });
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files that are not what the commit holds; compared as bytes, so that no filter of the clone has a say. */
async function differing({ root, runbooks, hosts }: Workspace, repository: string, head: string): Promise<readonly Finding[]> {
  const objects = new Map((await listTree(repository, head)).filter(({ path }) => counts.test(path)).map(({ path, object }) => [path, object]));
  const read = [...configurationFiles.filter((file) => existsSync(join(root, file))), ...runbooks.map(({ path }) => path), ...hosts.flatMap(({ origin }) => (origin === undefined ? [] : [origin.file]))];
  const found: Finding[] = [];
  for (const path of new Set([...objects.keys(), ...read])) {
    const object = objects.get(path);
    if (object === undefined || objectName(await bytesOf(join(root, path))) !== object) found.push(finding({ file: path, line: 1, column: 1 }, 'commit-differs', { commit: head.slice(0, 12) }));
  }
  return found;
}

/** A plain file's bytes; anything else has none. */
async function bytesOf(file: string): Promise<Uint8Array> {
  const facts = await lstat(file).catch(() => null);
  return facts?.isFile() === true && facts.size <= largestFile ? readFile(file) : new Uint8Array();
}

function sameSigners(one: readonly Person[], two: readonly Person[]): boolean {
  const mark = (people: readonly Person[]): string => JSON.stringify(people.map(({ id, role, devices, commitKeys }) => [id, role, devices.map(({ id: device, sign, retired }) => [device, sign, retired === true]), commitKeys ?? []]));
  return mark(one) === mark(two);
}
