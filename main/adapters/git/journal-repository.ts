import { existsSync, mkdirSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import { maxSegmentBytes, segmentNumber } from '../../../core/journal/line';
import type { Remote } from '../../../core/sync/remote';
import type { OfferedJournal, Sync } from '../../ports/sync';
import { listTree, objectName, readObjects, type TreeFile } from './git-objects';
import { runGit, sshCommand, type GitAnswer, type GitPatience } from './run-git';

/** Where journals live: refs of their own, which no clone or pull of the user ever touches. */
const published = 'refs/breakglass/';

/** A plan that is larger is not taken over, bytes. */
const largestPlan = 1024 * 1024;

/** Beyond this many single objects, or packs, the repository is packed. */
const mostLoose = 1_000;
const mostPacks = 20;

/** Longer than any git of ours runs, ms: what was written to last before that is nobody's. */
const halfPackAge = 1_000_000;

/** Packing says nothing until it is done, and the round of a remote waits for it. */
const packing: GitPatience = { silent: 300_000, whole: 300_000, tidy: 2_000 };

const writerName = /^[a-z0-9][a-z0-9_-]{0,31}\.[a-z0-9][a-z0-9_-]{0,31}$/;

/**
 * Journals in a bare repository of this device's own, outside the workspace: the user's clone, its configuration and its
 * hooks have no part in it. Nothing is ever checked out; files are read as objects.
 */
export function createJournalRepository(folder: string): Sync {
  const git = (args: readonly string[], input: Uint8Array | null = null): Promise<GitAnswer> => runGit(folder, args, { input });
  const hungUp = new AbortController();
  const gitFar = (args: readonly string[]): Promise<GitAnswer> => runGit(folder, args, { stop: hungUp.signal });

  const make = async (): Promise<string | null> => {
    if (existsSync(`${folder}/HEAD`)) return null;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      return causeText(cause);
    }
    const made = await git(['init', '--quiet', '--bare', '--template=', folder]);
    return made.code === 0 ? null : reason(made);
  };
  let making: Promise<string | null> | null = null;
  /** Two remotes are asked at once, and the repository is made once; where that failed it is tried again. */
  const ready = async (): Promise<string | null> => {
    making ??= make();
    const problem = await making;
    if (problem !== null) making = null;
    return problem;
  };

  /** Ref name -> commit, below a prefix. */
  const refs = async (prefix: string): Promise<ReadonlyMap<string, string>> => {
    const { out } = await git(['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
    const rows = out.toString('utf8').split('\n').filter((line) => line !== '');
    return new Map(rows.map((line) => [line.slice(line.indexOf(' ') + 1 + prefix.length), line.slice(0, line.indexOf(' '))]));
  };

  const isAncestor = async (older: string, newer: string): Promise<boolean> => (await git(['merge-base', '--is-ancestor', older, newer])).code === 0;

  /** SECURITY: a server whose keys are listed must show one of them; nothing else vouches for it then. */
  const trusting = async ({ id, hostKeys = [] }: Remote): Promise<readonly string[]> => {
    if (hostKeys.length === 0) return [];
    const file = `known_hosts.${id}`;
    await writeFile(`${folder}/${file}`, hostKeys.map((key) => `remote ${key}\n`).join(''), { mode: 0o600 });
    return ['-c', `core.sshCommand=${sshCommand} -o HostKeyAlias=remote -o CheckHostIP=no -o UserKnownHostsFile=${file} -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes`];
  };

  const offered = async (writer: string, mark: string, rewound: boolean): Promise<OfferedJournal> => {
    const files = mark === '' ? [] : await listTree(folder, mark);
    const journal = `journal/${writer}/`;
    const segments = files.filter(({ path, size }) => path.startsWith(journal) && segmentNumber(path.slice(journal.length)) !== null && size <= maxSegmentBytes);
    const plans = files.filter(({ path, size }) => /^plans\/[0-9a-f]{64}\.json$/.test(path) && size <= largestPlan);
    const bytes = await readObjects(folder, [...segments, ...plans].map(({ object }) => object));
    const named = (list: readonly TreeFile[], nameOf: (path: string) => string): ReadonlyMap<string, Uint8Array> =>
      new Map(list.flatMap(({ path, object }) => (bytes.has(object) ? [[nameOf(path), bytes.get(object) ?? new Uint8Array()] as const] : [])));
    return { writer, mark, rewound, segments: named(segments, (path) => path.slice(journal.length)), plans: named(plans, (path) => path.slice('plans/'.length, -'.json'.length)) };
  };

  return {
    async fetch(remote, wanted = () => true) {
      const problem = await ready();
      if (problem !== null) return down(remote, problem);
      const args = ['fetch', '--progress', '--no-tags', '--no-write-fetch-head', '--no-auto-gc', '--no-recurse-submodules', '--prune', '--end-of-options', remote.url, `+${published}*:${seenRef(remote)}*`];
      const fetched = await gitFar([...(await trusting(remote)), ...args]);
      if (fetched.code !== 0) return down(remote, reason(fetched));
      const now = await refs(seenRef(remote));
      const before = await refs(settledRef(remote));
      const offers: OfferedJournal[] = [];
      for (const writer of new Set([...now.keys(), ...before.keys()])) {
        const [mark = '', old] = [now.get(writer), before.get(writer)];
        if (!isWriters(writer) || mark === old) continue;
        const name = writerOf(writer);
        if (!wanted(name)) continue;
        const rewound = old !== undefined && (mark === '' || !(await isAncestor(old, mark)));
        offers.push(await offered(name, mark, rewound));
      }
      return ok(offers);
    },

    async settle(remote, offers) {
      // SECURITY: a ref that is no writer's may lie below one that is, or above it: git would take neither of them.
      const strange = [...(await refs(settledRef(remote))).keys()].filter((ref) => !isWriters(ref));
      const over = offers.filter(({ mark }) => mark === '').map(({ writer }) => refOf(writer));
      const gone = [...strange, ...over].map((ref) => `delete ${settledRef(remote)}${ref}\n`);
      const lines = offers.filter(({ mark }) => mark !== '').map(({ writer, mark }) => `update ${settledRef(remote)}${refOf(writer)} ${mark}\n`);
      // What goes goes first, and by itself: git looks for names in each other's way before it deletes.
      for (const change of [gone, lines]) await git(['update-ref', '--stdin'], Buffer.from(change.join('')));
    },

    async commit(writer, files, at) {
      const problem = await ready();
      if (problem !== null) return fail('sync-remote-down', { remote: 'git', why: problem });
      const own = published + refOf(writer);
      const head = (await refs(own)).get('') ?? null;
      const elsewhere = [...(await refs('refs/seen/'))].filter(([name]) => name.endsWith(`/${refOf(writer)}`)).map(([, mark]) => mark);
      const missing: string[] = [];
      for (const mark of new Set(elsewhere)) if (head === null || !(await isAncestor(mark, head))) missing.push(mark);
      const present = new Map((head === null ? [] : await listTree(folder, head)).map(({ path, object }) => [path, object]));
      const changed = [...files].filter(([path, bytes]) => present.get(path) !== objectName(bytes));
      if (changed.length === 0 && missing.length === 0) return ok(undefined);
      const [first, ...merged] = head === null ? missing : [head, ...missing];
      const name = `${writer} <${writer}@breakglass.invalid>`;
      const stream: Uint8Array[] = [
        Buffer.from(`commit ${own}\ncommitter ${name} ${String(Math.floor(at / 1_000))} +0000\ndata 7\njournal\n`),
        ...(first === undefined ? [] : [Buffer.from(`from ${first}\n`)]),
        ...merged.map((mark) => Buffer.from(`merge ${mark}\n`)),
        // What a remote held of us is gone on from, and none of its files is kept but those that we write ourselves.
        ...(head === null && first !== undefined ? [Buffer.from('deleteall\n')] : []),
        ...(head === null ? [...files] : changed).flatMap(([path, bytes]) => [Buffer.from(`M 100644 inline ${path}\ndata ${String(bytes.length)}\n`), bytes, Buffer.from('\n')]),
      ];
      const made = await git(['fast-import', '--quiet', '--done'], Buffer.concat([...stream, Buffer.from('done\n')]));
      return made.code === 0 ? ok(undefined) : fail('sync-remote-down', { remote: 'git', why: reason(made) });
    },

    async tidy() {
      await removeHalfPacks(`${folder}/objects/pack`);
      const counted = (await git(['count-objects', '-v'])).out.toString('utf8');
      const count = (what: string): number => Number(new RegExp(`^${what}: (\\d+)$`, 'm').exec(counted)?.[1] ?? 0);
      if (count('count') > mostLoose || count('packs') > mostPacks) await runGit(folder, ['gc', '--quiet'], { patience: packing });
    },

    async lastSuccess(remote) {
      const text = await readFile(`${folder}/success.${remote}`, 'utf8').catch(() => '');
      return /^\d{1,16}$/.test(text) ? Number(text) : null;
    },

    async rememberSuccess(remote, at) {
      // Only an age on a screen: losing it loses nothing.
      await writeFile(`${folder}/success.${remote}`, String(at), { mode: 0o600 }).catch(() => undefined);
    },

    hangUp() {
      hungUp.abort();
    },

    async push(remote, writer) {
      const pushed = await gitFar([...(await trusting(remote)), 'push', '--progress', '--no-verify', '--no-follow-tags', '--recurse-submodules=no', '--end-of-options', remote.url, `${published}${refOf(writer)}:${published}${refOf(writer)}`]);
      return pushed.code === 0 ? ok(undefined) : down(remote, reason(pushed));
    },
  };
}

/** What a git that was killed left behind: no later one takes it up. */
async function removeHalfPacks(packs: string): Promise<void> {
  for (const name of await readdir(packs).catch(() => [])) {
    if (!name.startsWith('tmp_')) continue;
    const file = `${packs}/${name}`;
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > halfPackAge) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** A writer's ref. Git forbids a name that ends in `.lock`, and a device may be called that. */
function refOf(writer: string): string {
  return writer.endsWith('.lock') ? `${writer}=` : writer;
}

function writerOf(ref: string): string {
  return ref.endsWith('.lock=') ? ref.slice(0, -1) : ref;
}

function isWriters(ref: string): boolean {
  return writerName.test(writerOf(ref));
}

/** What a remote showed last, and what of it was dealt with. */
function seenRef({ id }: Remote): string {
  return `refs/seen/${id}/`;
}

function settledRef({ id }: Remote): string {
  return `refs/settled/${id}/`;
}

function down({ id }: Remote, why: string): Result<never> {
  return fail('sync-remote-down', { remote: id, why });
}

/** The last thing that git said, short: it may quote the remote. */
function reason({ code, err, ended }: GitAnswer): string {
  if (ended !== null) return ended;
  const lines = err.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const told = lines.find((line) => /^(Host key verification failed|.*Permission denied)/.test(line)) ?? lines.find((line) => /^(fatal|error|remote|ssh)\b/.test(line)) ?? lines.at(-1) ?? `git ended with ${String(code)}`;
  return told.slice(0, 200);
}
