import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { VerifyReport } from '../core/journal/entry';
import type { WriterKey } from '../core/team/public-key';
import { nodeDisk } from '../main/adapters/journal-file/disk';
import { JournalFolder } from '../main/adapters/journal-file/journal-folder';
import { verifyFolder } from '../main/adapters/journal-file/verify-folder';
import { tempFolder } from '../tests/support/journal-kit';
import { hashOf, listedKey, vectors, writeLines, type Hand, type Said } from '../tests/support/journal-vectors';

const here = dirname(fileURLToPath(import.meta.url));
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20_261_122);
const mutations = process.env['BREAKGLASS_FULL'] === '1' ? 10_000 : 1_000;

type Files = ReadonlyMap<string, Buffer>;

function place(root: string, writer: string, files: Files): void {
  const folder = join(root, 'journal', writer);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

const text = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');

function independent(roots: readonly string[], ...more: readonly string[]): { status: number | null; out: string; err: string } {
  const run = spawnSync(join(here, 'verify-journal'), [...roots, ...more], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

/** The verifier in another language, which was written from the page alone; not run where there is no Python. */
const hasPython = spawnSync('python3', ['--version']).error === undefined || process.env['CI'] !== undefined;

function inPython(keysFile: string, roots: readonly string[]): { status: number | null; reports: VerifyReport[]; err: string } {
  const run = spawnSync('python3', [join(here, '../tests/verifier/verify_journal.py'), '--keys', keysFile, ...roots], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status: run.status, reports: run.stdout.trim().split('\n').map((line) => JSON.parse(line) as VerifyReport), err: run.stderr };
}

const ours = (root: string, keys: readonly WriterKey[]): Promise<VerifyReport> =>
  verifyFolder(new JournalFolder(root, nodeDisk, () => null), keys, null);

const keysIn = (lines: string): readonly WriterKey[] =>
  lines.trim().split('\n').map((line) => ({ writer: line.split(' ')[0] ?? '', publicKey: line.slice(line.indexOf(' ') + 1) }));

describe('the vectors of docs/journal-format.md', () => {
  const { keys, journals } = vectors();

  it('stand in the page byte for byte', () => {
    const page = readFileSync(join(here, '../docs/journal-format.md'), 'utf8');
    for (const line of Object.values(journals).flat()) expect(page).toContain(`\n${line}\n`);
    for (const key of keys.trim().split('\n')) expect(page).toContain(`\n${key}\n`);
  });

  it('hold for both verifiers, which say the same about them', async () => {
    const root = tempFolder();
    for (const [writer, lines] of Object.entries(journals)) place(root, writer, new Map([['000001.jsonl', text(lines)]]));
    writeFileSync(join(root, 'keys'), keys);
    const theirs = independent([root], '--keys', join(root, 'keys'), '--json');
    expect(theirs).toMatchObject({ status: 0, err: '' });
    const report = await ours(root, keysIn(keys));
    expect(report.ok).toBe(true);
    const found = JSON.parse(theirs.out) as VerifyReport;
    expect(report.writers.map(({ open: _open, ...writer }) => writer)).toEqual(found.writers);
    const words = independent([root], '--keys', join(root, 'keys')).out;
    expect(words).toContain('kim.laptop: 3 entries hold, proven to entry 2 by lee.laptop; 3..3 unwitnessed');
    expect(words).toContain('unvouched');
  });
});

/** What each verifier says of a folder: rule and place of the first bad line of each writer, and how far it is proven. */
async function verdicts(root: string, keys: string): Promise<readonly unknown[]> {
  writeFileSync(join(root, 'keys'), keys);
  const alone = independent([root], '--keys', join(root, 'keys'), '--json');
  const inPythonToo = hasPython ? inPython(join(root, 'keys'), [root]) : null;
  expect([alone.err, inPythonToo?.err ?? '']).toEqual(['', '']);
  const reports = [await ours(root, keysIn(keys)), JSON.parse(alone.out) as VerifyReport, ...(inPythonToo?.reports ?? [])];
  return reports.map(({ ok, writers }) => ({ ok, writers: writers.map(({ writer, provenTo, bad }) => ({ writer, provenTo, bad: bad === null ? null : `${bad.file}:${String(bad.line)} ${bad.rule}` })) }));
}

describe('verify-journal', () => {
  it.each([
    [62, null],
    [63, '000001.jsonl:2 not-canonical'],
    [600, '000001.jsonl:2 not-canonical'],
    [30_000, '000001.jsonl:2 not-canonical'],
  ])('comes to the same end as the others with %i lists in one another within data', async (count, bad) => {
    const root = tempFolder();
    const nested = `${'['.repeat(count)}${']'.repeat(count)}`;
    const told = (data: unknown): string[] => writeLines(kim, [said(0), { code: 'NOTE', data: { a: data } }]);
    const lines = bad === null ? told(JSON.parse(nested)) : told('deep').map((line) => line.replace('"deep"}', `${nested}}`));
    place(root, 'kim.laptop', new Map([['000001.jsonl', text(lines)]]));
    for (const verdict of await verdicts(root, keys)) expect(verdict).toEqual({ ok: bad === null, writers: [{ writer: 'kim.laptop', provenTo: 0, bad }] });
  });

  it('hears nothing from session lines about others, as the other verifiers', async () => {
    const root = tempFolder();
    const forger: Hand = { ...mallory, op: 'lee', alg: 'session' };
    const opening: Said = { code: 'JOURNAL-OPEN', data: { app: '1', opening: 'x', publicKey: listedKey(forger), vouched: false } };
    const word = (writer: string, seq: number): Said => ({ code: 'WITNESS', data: { writer, seq, hash: 'f'.repeat(64) } });
    const words = [opening, word('kim.laptop', 1), word('kim.laptop', total + 9), word('gone.laptop', 3)];
    place(root, 'kim.laptop', new Map([['000001.jsonl', text(lines)]]));
    place(root, 'lee.laptop', new Map([['000001.jsonl', text([...leeLines, ...writeLines(forger, words, { seq: 3, head: hashOf(leeLines[2] ?? ''), hlc: '01ffffffffff-0000' })])]]));
    place(root, 'guest.laptop', new Map([['000001.jsonl', text(writeLines({ ...forger, op: 'guest' }, words))]]));
    for (const verdict of await verdicts(root, keys)) {
      expect(verdict).toMatchObject({ writers: expect.arrayContaining([{ writer: 'kim.laptop', provenTo: total, bad: null }, { writer: 'lee.laptop', provenTo: 0, bad: '000001.jsonl:7 unvouched-tail' }, { writer: 'guest.laptop', provenTo: 0, bad: null }]) as unknown });
      expect((verdict as { writers: unknown[] }).writers).toHaveLength(3);
    }
  });

  it.runIf(hasPython)('hold for the verifier in Python, which says the same about them', async () => {
    const root = tempFolder();
    const { keys, journals } = vectors();
    for (const [writer, own] of Object.entries(journals)) place(root, writer, new Map([['000001.jsonl', text(own)]]));
    writeFileSync(join(root, 'keys'), keys);
    const { status, reports, err } = inPython(join(root, 'keys'), [root]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const mine = await ours(root, keysIn(keys));
    expect(reports[0]?.writers).toEqual(mine.writers.map(({ open: _open, ...report }) => report));
  });

  it('reads the keys from team.yaml as people write it, and asks for --keys where it cannot', () => {
    const { keys, journals } = vectors();
    const [kim, lee] = keysIn(keys).map(({ publicKey }) => publicKey);
    const root = tempFolder();
    for (const [writer, lines] of Object.entries(journals)) place(root, writer, new Map([['000001.jsonl', text(lines)]]));
    const team = [
      '# the team', 'version: 1', 'people:',
      `  - { id: kim, name: "Kim # 1", role: operator, timezone: Asia/Seoul, sirens: [kim-bed],`,
      `      devices: [{ id: laptop, sign: "${kim}", agree: "x25519:AAAA" }] }  # first`,
      '  - id: lee', '    name: 이 # 둘', '    devices:', '    - id: laptop', `      sign: ${lee} lee@home`, '      retired: true',
    ];
    writeFileSync(join(root, 'team.yaml'), team.join('\n'));
    expect(independent([root])).toMatchObject({ status: 0, err: '' });
    writeFileSync(join(root, 'team.yaml'), `${team.join('\n')}\nmore: &anchor x\n`);
    expect(independent([root])).toMatchObject({ status: 2 });
    writeFileSync(join(root, 'team.yaml'), team.slice(0, 5).join('\n'));
    expect(independent([root])).toMatchObject({ status: 1 });
    expect(independent([])).toMatchObject({ status: 2 });
    expect(independent([root], '--wrong')).toMatchObject({ status: 2 });
  });

  it('runs away from its package too, as a stranger would run it', () => {
    const elsewhere = join(tempFolder(), 'verify-journal');
    writeFileSync(elsewhere, readFileSync(join(here, 'verify-journal')), { mode: 0o755 });
    const root = tempFolder();
    const { keys, journals } = vectors();
    place(root, 'kim.laptop', new Map([['000001.jsonl', text(journals['kim.laptop'] ?? [])]]));
    writeFileSync(join(root, 'keys'), keys);
    expect(spawnSync(elsewhere, [root, '--keys', join(root, 'keys')], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

// ---- the mutation corpus (R6) ----------------------------------------------------------------------------------------

const kim: Hand = { op: 'kim', dev: 'laptop', alg: 'ed25519', seed: Buffer.alloc(32, 1) };
const lee: Hand = { op: 'lee', dev: 'laptop', alg: 'ed25519', seed: Buffer.alloc(32, 2) };
const mallory: Hand = { ...kim, seed: Buffer.alloc(32, 66) };
const perSegment = 6;
const segments = 4;
const total = perSegment * segments;

const said = (at: number): Said => ({ code: at % 7 === 0 ? 'NOTE' : 'VAULT-SET', data: { name: `secret-${at}`, at, deep: { list: [at, '한글', null] } } });
const story = Array.from({ length: total }, (_, at) => said(at));
const lines = writeLines(kim, story);
const leeLines = writeLines(lee, [said(0), said(1), { code: 'WITNESS', data: { writer: 'kim.laptop', seq: total, hash: hashOf(lines[total - 1] ?? '') } }]);
const keys = `kim.laptop ${listedKey(kim)}\nlee.laptop ${listedKey(lee)}\n`;

function inFiles(all: readonly string[]): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0, number = 1; at < all.length; at += perSegment, number += 1) {
    files.set(`00000${number}.jsonl`, text(all.slice(at, at + perSegment)));
  }
  return files;
}

type Pick = (below: number) => number;

/** Where a chain stands after the first `count` lines. */
function after(count: number): { seq: number; head: string; hlc: string | null } {
  if (count === 0) return { seq: 0, head: '0'.repeat(64), hlc: null };
  const line = lines[count - 1] ?? '';
  return { seq: count, head: hashOf(line), hlc: (JSON.parse(line) as { hlc: string }).hlc };
}

const changed = (at: number): Said => ({ ...said(at), data: { ...said(at).data, name: 'other' } });
const rewritten = (hand: Hand, from: number): string[] => [...lines.slice(0, from), ...writeLines(hand, [changed(from), ...story.slice(from + 1)], after(from))];
const edited = (at: number, edit: (line: string) => string): string[] => lines.map((line, index) => (index === at ? edit(line) : line));
const name = (number: number): string => `00000${number}.jsonl`;

/** Each makes a journal that is not kim's any more. `pick` gives a number below its argument. */
const kinds: Readonly<Record<string, (pick: Pick) => Map<string, Buffer>>> = {
  'flip a bit': (pick) => inBytes(pick, (bytes) => (bytes[pick(bytes.length)]! ^= 1 << pick(8), bytes)),
  'set a byte': (pick) => inBytes(pick, (bytes) => ((bytes[pick(bytes.length)] = pick(256)), bytes)),
  'remove a byte': (pick) => inBytes(pick, (bytes) => without(bytes, pick(bytes.length), 1)),
  'remove a stretch': (pick) => inBytes(pick, (bytes) => without(bytes, pick(bytes.length), 1 + pick(2_000))),
  'insert a byte': (pick) => inBytes(pick, (bytes) => { const at = pick(bytes.length + 1); return Buffer.concat([bytes.subarray(0, at), Buffer.of(pick(256)), bytes.subarray(at)]); }),
  'truncate a segment': (pick) => inBytes(pick, (bytes) => bytes.subarray(0, pick(bytes.length))),
  'drop a line': (pick) => { const at = pick(total); return inFiles(lines.filter((_, index) => index !== at)); },
  'cut the tail': (pick) => inFiles(lines.slice(0, pick(total))),
  'swap two lines': (pick) => { const [a, b] = [pick(total), pick(total)]; return inFiles(lines.map((line, at) => (at === a ? lines[b]! : at === b ? lines[a]! : line))); },
  'repeat a line': (pick) => { const [from, to] = [pick(total), pick(total + 1)]; return inFiles([...lines.slice(0, to), lines[from]!, ...lines.slice(to)]); },
  'splice in another writer’s line': (pick) => { const at = pick(total); return inFiles(edited(at, () => leeLines[pick(3)]!)); },
  'splice in an empty line': (pick) => { const at = pick(total + 1); return inFiles([...lines.slice(0, at), '', ...lines.slice(at)]); },
  'edit and do not sign': (pick) => inFiles(edited(pick(total), (line) => line.replace('"secret-', '"secrets-'))),
  'edit, chain again, do not sign': (pick) => inFiles(unsignedChain(pick(total))),
  'sign with a key nobody lists': (pick) => inFiles(rewritten(mallory, pick(total))),
  'sign as kim with the key of lee': (pick) => inFiles(rewritten({ ...kim, seed: lee.seed }, pick(total))),
  'sign as another operator': (pick) => inFiles(rewritten({ ...kim, op: 'lee' }, pick(total))),
  'the owner rewrites history': (pick) => inFiles(rewritten(kim, pick(total))),
  'a session key takes over': (pick) => {
    const from = pick(total);
    const session: Hand = { ...mallory, alg: 'session' };
    const opening: Said = { code: 'JOURNAL-OPEN', data: { app: '1', opening: 'x', publicKey: listedKey(session), vouched: false } };
    return inFiles([...lines.slice(0, from), ...writeLines(session, [opening, ...story.slice(from + 1)], after(from))]);
  },
  'claim a session without introducing its key': (pick) => inFiles(rewritten({ ...mallory, alg: 'session' }, pick(total))),
  'write a number otherwise': (pick) => inFiles(edited(pick(total), (line) => line.replace('"v":1}', '"v":1.0}'))),
  'add a space': (pick) => inFiles(edited(pick(total), (line) => line.replace('":', '": '))),
  'end lines as Windows does': (pick) => inFiles(edited(pick(total), (line) => `${line}\r`)),
  'add a field': (pick) => inFiles(edited(pick(total), (line) => line.replace('"v":1}', '"v":1,"w":1}'))),
  'repeat a name': (pick) => inFiles(edited(pick(total), (line) => line.replace('"v":1}', '"v":1,"v":1}'))),
  'spell the signature otherwise': (pick) => inFiles(edited(pick(total), (line) => line.replace('==","v"', '=","v"'))),
  'remove a segment': (pick) => { const files = inFiles(lines); files.delete(name(1 + pick(segments))); return files; },
  'repeat a segment': (pick) => inFiles(lines).set(name(segments + 1), inFiles(lines).get(name(1 + pick(segments)))!),
  'swap two segments': (pick) => { const files = inFiles(lines); const [a, b] = [name(1 + pick(segments)), name(1 + pick(segments))]; const kept = files.get(a)!; return files.set(a, files.get(b)!).set(b, kept); },
  'empty a segment': (pick) => inFiles(lines).set(name(1 + pick(segments)), Buffer.alloc(0)),
  'add a file': (pick) => inFiles(lines).set(['notes.txt', '000000.jsonl', '000002.jsonl~', '.hidden'][pick(4)]!, Buffer.from('x')),
};

function inBytes(pick: Pick, edit: (bytes: Buffer) => Buffer): Map<string, Buffer> {
  const files = inFiles(lines);
  const file = name(1 + pick(segments));
  return files.set(file, edit(Buffer.from(files.get(file)!)));
}

function without(bytes: Buffer, at: number, count: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]);
}

function unsignedChain(from: number): string[] {
  const all = edited(from, (line) => line.replace('"secret-', '"secrets-'));
  for (let at = from + 1; at < total; at += 1) all[at] = all[at]!.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${hashOf(all[at - 1]!)}"`);
  return all;
}

function chance(from: number): Pick {
  let state = from;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const fingerprintOf = (files: Files): string => hashOf([...files].map(([file, bytes]) => `${file}\n${bytes.toString('base64')}`).join('\n'));

it(`finds ${mutations} mutations before the last anchor, by both verifiers, at the same line (R6)`, { timeout: 600_000 }, async () => {
  // Thousands of small files: in memory where the system offers that.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bg-mutations-'));
  const keysFile = join(folder, 'keys');
  writeFileSync(keysFile, keys);
  const build = (id: string, files: Files): string => {
    const root = join(folder, id);
    place(root, 'kim.laptop', files);
    place(root, 'lee.laptop', new Map([['000001.jsonl', text(leeLines)]]));
    return root;
  };
  const untouched = build('untouched', inFiles(lines));
  expect(await ours(untouched, keysIn(keys))).toMatchObject({ ok: true, writers: [{ provenTo: total }, {}] });
  expect(independent([untouched], '--keys', keysFile).status).toBe(0);

  const pick = chance(seed);
  const original = fingerprintOf(inFiles(lines));
  const names = Object.keys(kinds);
  const rules = new Map<string, number>();
  let [made, checked, spoken] = [0, 0, 0];
  while (checked < mutations) {
    const batch: { kind: string; root: string }[] = [];
    for (; batch.length < Math.min(250, mutations - checked); made += 1) {
      const kind = names[made % names.length]!;
      const files = kinds[kind]!(pick);
      // Swapping a line with itself is no mutation.
      if (fingerprintOf(files) !== original) batch.push({ kind, root: build(`case-${made}`, files) });
    }
    const run = independent(batch.map(({ root }) => root), '--keys', keysFile, '--json');
    expect(run).toMatchObject({ status: 1, err: '' });
    const found = run.out.trim().split('\n').map((line) => JSON.parse(line) as VerifyReport);
    // Ed25519 in plain Python takes milliseconds: it reads a part of them.
    const third = hasPython && spoken < mutations / 4 ? inPython(keysFile, batch.map(({ root }) => root)).reports : [];
    spoken += third.length;
    for (const [index, { kind, root }] of batch.entries()) {
      const mine = await ours(root, keysIn(keys));
      const [first, theirs] = [mine, found[index]!].map((report) => report.writers.find(({ writer }) => writer === 'kim.laptop')?.bad);
      expect(first, `${kind} (seed ${seed}): ${root}`).toBeTruthy();
      const { why: _a, ...placeOfMine } = first!;
      const { why: _b, ...placeOfTheirs } = theirs ?? { why: '' };
      expect(placeOfTheirs, `${kind} (seed ${seed})`).toEqual(placeOfMine);
      if (third.length > 0) {
        const other = third[index]?.writers.find(({ writer }) => writer === 'kim.laptop')?.bad;
        expect({ file: other?.file, line: other?.line, rule: other?.rule }, `${kind} in Python (seed ${seed})`).toEqual({ file: first!.file, line: first!.line, rule: first!.rule });
      }
      rules.set(first!.rule, (rules.get(first!.rule) ?? 0) + 1);
    }
    checked += batch.length;
    for (const { root } of batch) rmSync(root, { recursive: true });
  }
  rmSync(folder, { recursive: true });
  const counts = [...rules].sort().map(([rule, count]) => `${rule} ${count}`).join(', ');
  process.stdout.write(`journal mutations: seed ${seed}, ${checked} of ${names.length} kinds, all found by both, ${spoken} of them read in Python, too: ${counts}\n`);
});
