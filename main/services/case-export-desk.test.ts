import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '../../core/errors';
import type { CaseExported } from '../../core/case/export';
import type { Workspace } from '../../core/workspace/workspace';
import { unzip } from '../../scripts/lib/unzip.mjs';
import { chance as chanceOf } from '../../tests/support/chance';
import { HandClock, keyOf, opened, signerOf, tempFolder } from '../../tests/support/journal-kit';
import { createCaseExports } from '../adapters/case-export/case-exports';
import { createJournalCopies } from '../adapters/journal-file/journal-copies';
import { createPlanFiles } from '../adapters/plan-shelf/plan-files';
import { seedSigner } from '../adapters/signer/ed25519';
import type { Journal } from '../ports/journal';
import { CaseExportDesk } from './case-export-desk';

const here = dirname(fileURLToPath(import.meta.url));
const id = '2026-11-22/1';
const hostile = '<script>window.pwned=1</script><img src=x onerror=alert(1)>"\'&\u202e\u001b]52;c;Zm9v\u0007</style></pre>{{title}}';
const about = { case: id, title: hostile };
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const output = Buffer.from(`ok\u001b[31m ${hostile}\n`, 'utf8');
const run = { run: 'run0000001', position: 1, step: 'look', host: 'api-01', attempt: 1, caseId: id };

interface World {
  readonly root: string;
  readonly journal: Journal;
  readonly desk: CaseExportDesk;
  readonly keys: string;
  take(redact?: readonly string[], form?: 'folder' | 'zip'): Promise<{ readonly done: Result<CaseExported>; readonly dir: string }>;
}

const journals: Journal[] = [];
afterEach(async () => {
  for (const journal of journals.splice(0)) await journal.close();
});

/** Two operators: kim handled a case between other things, and lee has seen her journal since. */
async function world(listed = true): Promise<World> {
  const root = tempFolder();
  const clock = new HandClock();
  const keys = listed ? [keyOf('kim.laptop', 1), keyOf('lee.laptop', 2)] : [keyOf('lee.laptop', 2)];
  const journal = await opened(root, { clock, keys: () => keys, ...(listed ? {} : { signer: seedSigner('session', Buffer.alloc(32, 9)) }) });
  const lee = await opened(root, { clock, keys: () => keys, op: 'lee', signer: signerOf(2) });
  journals.push(journal);
  const say: Journal['append'] = async (code, data) => {
    clock.pass(1_000);
    const done = await journal.append(code, data);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    return done;
  };
  await say('VAULT-SET', { name: 'SECRET-NAME-BEFORE' });
  await say('CASE-OPEN', { ...about, alert: 'am/a', grade: '911' });
  await say('VAULT-SET', { name: 'SECRET-NAME-BETWEEN' });
  await say('CASE-NOTE', { ...about, text: `PRIVATE-NOTE ${hostile}` });
  await say('STEP-INTENT', { ...run, plan: sha256('no plan here'), address: 'deploy@192.0.2.1:22', script: sha256('x'), bootId: 'b', record: 'r', transcript: 'run0000001/api-01/1.1' });
  const outcome = await say('STEP-OUTCOME', { ...run, outcome: { kind: 'ok' }, word: 'ok', bytes: output.length, sha256: sha256(output), truncated: false, problem: null });
  clock.pass(1_000);
  await lee.append('CASE-OWN', about);
  if (outcome.ok) await lee.append('WITNESS', { writer: 'kim.laptop', seq: outcome.value.seq, hash: outcome.value.hash });
  await say('CASE-CLOSE', { ...about, verdict: 'real', why: 'it was' });
  await lee.close();
  mkdirSync(join(root, 'transcripts/run0000001/api-01'), { recursive: true });
  writeFileSync(join(root, 'transcripts/run0000001/api-01/1.1.raw'), output);
  const settings = { name: 'acme' } as Workspace['settings'];
  const desk = new CaseExportDesk({
    ...{ journal, clock, keys: () => keys },
    copies: createJournalCopies(root, () => keys),
    exports: createCaseExports(join(root, 'transcripts')),
    shelf: createPlanFiles(join(root, 'plans')),
    actor: { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'keychain', vouched: true }), may: () => true },
    workspace: { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined },
  });
  const keysFile = join(root, 'trusted-keys');
  writeFileSync(keysFile, keys.map(({ writer, publicKey }) => `${writer} ${publicKey}\n`).join(''));
  let count = 0;
  return {
    ...{ root, journal, desk, keys: keysFile },
    async take(redact = [], form = 'folder') {
      const dir = join(root, `out${String((count += 1))}`);
      return { dir, done: await desk.export({ id, target: dir, form, redact, replace: false }) };
    },
  };
}

interface Verdict {
  readonly ok: boolean;
  readonly badFile: unknown;
  readonly writers: readonly { readonly writer: string; readonly bad: { readonly file: string; readonly line: number; readonly seq: number | null; readonly rule: string } | null }[];
}

/** Both verifiers, of which neither shares code with the app or the other; what they say must be the same. */
function verdicts(keys: string, dirs: readonly string[]): readonly Verdict[] {
  const read = (command: string, words: readonly string[]): readonly Verdict[] => {
    const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
    expect(stderr).toBe('');
    return stdout.trim().split('\n').map((line) => JSON.parse(line) as Verdict);
  };
  const inScript = read(process.execPath, [join(here, '../../scripts/verify-journal'), '--json', '--keys', keys, ...dirs]);
  if (spawnSync('python3', ['--version']).error !== undefined && process.env['CI'] === undefined) return inScript;
  const inPython = read('python3', [join(here, '../../tests/verifier/verify_journal.py'), '--keys', keys, ...dirs]);
  const plain = (all: readonly Verdict[]): unknown => all.map((one) => ({ ...one, writers: one.writers.map((each) => ({ ...each, bad: each.bad === null ? null : { ...each.bad, why: '' } })) }));
  expect(plain(inPython)).toEqual(plain(inScript));
  return inScript;
}

describe('an exported case', () => {
  it('verifies by itself, by two verifiers, proven by the colleague who saw it, and shows nothing of what lay between', async () => {
    const { take, keys } = await world();
    const { done, dir } = await take();
    expect(done).toMatchObject({ ok: true, value: { removed: 1 } });
    const [verdict] = verdicts(keys, [dir]);
    expect(verdict).toMatchObject({ ok: true, badFile: null, writers: [{ writer: 'kim.laptop', from: 3, to: 9, kept: 6, provenTo: 7, provenBy: 'lee.laptop', bad: null }, { writer: 'lee.laptop', kept: 2 }] });
    const all = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(jsonl|json|html|txt)$/.test(name));
    expect(all.map((name) => readFileSync(join(dir, name), 'utf8')).join()).not.toContain('SECRET-NAME');
    expect(readFileSync(join(dir, 'transcripts/run0000001/api-01/1.1.raw'))).toEqual(output);
    const own = spawnSync(join(dir, 'verify-journal'), [dir], { encoding: 'utf8' });
    expect(own).toMatchObject({ status: 0, stderr: '' });
    expect(own.stdout).toContain('compare them with the team');
  });

  it('keeps the hash of what was left out, and not a word of it', async () => {
    const { take, keys, journal } = await world();
    const { done, dir } = await take(['CASE-NOTE', 'transcripts']);
    expect(done.ok).toBe(true);
    expect(verdicts(keys, [dir])[0]).toMatchObject({ ok: true });
    const page = await journal.page({ before: null, limit: 20, code: 'CASE-NOTE', op: null, text: null });
    expect(page.entries).toHaveLength(1);
    const manifest = readFileSync(join(dir, 'case.json'), 'utf8');
    const noteLine = readFileSync(join(dir, '../journal/kim.laptop/000001.jsonl'), 'utf8').split('\n').find((line) => line.includes('PRIVATE-NOTE')) ?? '';
    expect(manifest).toContain(sha256(noteLine));
    expect(manifest).toContain(sha256(output));
    expect(existsSync(join(dir, 'transcripts'))).toBe(false);
    for (const name of ['case.json', 'case.en.html', 'case.ko.html', 'extract/kim.laptop.jsonl']) expect(readFileSync(join(dir, name), 'utf8')).not.toContain('PRIVATE-NOTE');
  });

  it('carries the recordings of its terminals as they were signed, beside one that no player answers to', async () => {
    const { take, keys, journal, root } = await world();
    const recording = `${JSON.stringify({ version: 3, term: { cols: 80, rows: 24 }, timestamp: 1_780_000_000, title: 'api-01: look' })}\n${JSON.stringify([0.5, 'o', `PRIVATE-SCREEN \u001b[6n ${hostile}`])}\n`;
    mkdirSync(join(root, 'transcripts/terminals'));
    writeFileSync(join(root, 'transcripts/terminals/t1.cast'), recording);
    const [at, file] = [{ terminal: 't1', host: 'api-01' }, 'transcripts/terminals/t1.cast'];
    await journal.append('TERMINAL-START', { ...at, user: 'deploy', address: '192.0.2.1:22', danger: 'prod', reason: 'look', recording: file, caseId: id });
    await journal.append('TERMINAL-START', { ...at, terminal: 't2', user: 'deploy', address: '192.0.2.1:22', danger: 'prod', reason: 'OTHER-REASON', recording: 'transcripts/terminals/t2.cast' });
    await journal.append('TERMINAL-END', { ...at, how: 'exit', code: 0, bytes: 9, sha256: null, recording: file, recordingSha256: sha256(recording), durationMs: 900, problem: null });

    const { done, dir } = await take();
    expect(done.ok).toBe(true);
    expect(readFileSync(join(dir, file), 'utf8')).toBe(recording);
    const inert = readFileSync(join(dir, 'transcripts/terminals/t1.inert.cast'), 'utf8');
    expect(inert).toContain('PRIVATE-SCREEN');
    expect(inert).not.toMatch(/u001b\[6n|u001b\]52/);
    expect(readFileSync(join(dir, 'case.en.html'), 'utf8')).toContain('PRIVATE-SCREEN');
    expect(readFileSync(join(dir, 'extract/kim.laptop.jsonl'), 'utf8')).not.toContain('OTHER-REASON');
    expect(JSON.parse(readFileSync(join(dir, 'case.json'), 'utf8'))).toMatchObject({ files: expect.arrayContaining([expect.objectContaining({ path: file, what: 'transcript', sha256: sha256(recording) })]) as unknown });
    expect(verdicts(keys, [dir])[0]).toMatchObject({ ok: true, badFile: null });

    for (const word of ['terminals', 'transcripts']) {
      const left = await take([word]);
      expect(verdicts(keys, [left.dir])[0]).toMatchObject({ ok: true });
      expect(existsSync(join(left.dir, 'transcripts/terminals'))).toBe(false);
      expect(existsSync(join(left.dir, 'transcripts/run0000001'))).toBe(word === 'terminals');
      expect(readFileSync(join(left.dir, 'case.json'), 'utf8')).toContain(sha256(recording));
      expect(readFileSync(join(left.dir, 'case.en.html'), 'utf8')).not.toContain('PRIVATE-SCREEN');
    }

    // Another recording in its place is carried with the exporter's word alone, and said so.
    writeFileSync(join(root, file), recording.replace('PRIVATE', 'altered'));
    const altered = await take();
    expect(readFileSync(join(altered.dir, 'case.json'), 'utf8')).toContain('"what":"attached"');
  });

  it('is a page on which no text from outside becomes more than text (law 10)', async () => {
    const { take } = await world();
    const { dir } = await take();
    for (const name of ['case.en.html', 'case.ko.html']) {
      const page = readFileSync(join(dir, name), 'utf8');
      expect(page).toContain('&lt;script&gt;window.pwned=1&lt;/script&gt;');
      expect(page).toContain("default-src 'none'");
      expect(page.match(/<(script|img|a|link|iframe|object|svg|form|base)\b|\son\w+=|javascript:|\ssrc=|\shref=/gi)?.filter((hit) => !page.includes(`&lt;${hit.slice(1)}`) && !/^\s/.test(hit)) ?? []).toEqual([]);
      expect(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(page)).toBe(false);
      expect([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag).every((tag) => /^(html|head|meta|title|style|body|h[123]|p|table|tr|t[dh]|ul|li|pre|br|span|code)$/i.test(tag ?? ''))).toBe(true);
    }
  });

  it('holds where a session key signed, and says that nobody vouches', async () => {
    const { take, keys } = await world(false);
    const { dir } = await take();
    expect(verdicts(keys, [dir])[0]).toMatchObject({ ok: true, writers: [{ writer: 'kim.laptop', from: 1, unvouched: true }, { writer: 'lee.laptop', unvouched: false }] });
  });

  it('is the same as a zip', async () => {
    const { take, root, keys } = await world();
    const { done, dir } = await take([], 'zip');
    expect(done.ok).toBe(true);
    const folder = join(root, 'unpacked');
    mkdirSync(folder);
    await unzip(dir, folder, (name) => name);
    expect(verdicts(keys, [folder])[0]).toMatchObject({ ok: true, badFile: null });
  });

  it('is not written over anything, nor without a record, nor of a journal that does not hold', async () => {
    const { desk, take, journal, root } = await world();
    const target = join(root, 'there');
    mkdirSync(target);
    expect(await desk.export({ id, target, form: 'folder', redact: [], replace: false })).toMatchObject({ ok: false, error: { code: 'export-exists' } });
    expect((await take(['CASE-OPEN'])).done).toMatchObject({ ok: false, error: { code: 'export-redact-unknown' } });
    expect(await desk.export({ id: '2026-01-01/9', target: join(root, 'none'), form: 'folder', redact: [], replace: false })).toMatchObject({ ok: false, error: { code: 'case-unknown' } });
    await journal.close();
    const unrecorded = await take();
    expect(unrecorded.done.ok).toBe(false);
    expect(existsSync(unrecorded.dir)).toBe(false);
    const file = join(root, 'journal/kim.laptop/000001.jsonl');
    const lines = readFileSync(file, 'utf8');
    writeFileSync(file, lines.replace('it was', 'it wax'));
    writeFileSync(file, lines.replace('PRIVATE-NOTE', 'PRIVATE-NOTF'));
    expect((await take()).done.ok).toBe(false);
    expect(readdirSync(root).filter((name) => name.includes('export'))).toEqual([]);
  });

  it('shows every change to both verifiers at the same place', async () => {
    const { take, keys, root } = await world();
    const { dir } = await take(['CASE-NOTE']);
    const chance = chanceOf(20_261_122);
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name).slice(dir.length + 1)] : []));
    const changed: string[] = [];
    for (let at = 0; at < 40; at += 1) {
      const copy = join(root, `changed${String(at)}`);
      cpSync(dir, copy, { recursive: true });
      const name = at % 2 === 0 ? `extract/${at % 4 === 0 ? 'kim' : 'lee'}.laptop.jsonl` : (files[Math.floor(chance() * files.length)] ?? '');
      const bytes = readFileSync(join(copy, name));
      const place = Math.floor(chance() * bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 + Math.floor(chance() * 254));
      if (at % 8 === 6) {
        const lines = bytes.toString('utf8').split('\n');
        lines.splice(Math.floor(chance() * (lines.length - 1)), 1);
        writeFileSync(join(copy, name), lines.slice(0, -1).map((line) => `${line}\n`).join(''));
      } else writeFileSync(join(copy, name), bytes);
      changed.push(copy);
    }
    writeFileSync(join(changed[1] ?? '', 'more.txt'), 'put in later');
    expect(verdicts(keys, changed).map((verdict, at) => (verdict.ok ? changed[at] : null)).filter((each) => each !== null)).toEqual([]);
  });
});
