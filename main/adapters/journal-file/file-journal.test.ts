import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentence } from '../../../core/journal/codes';
import { HandClock, HandSchedule, keyOf, opened, optionsFor, signerOf, tempFolder } from '../../../tests/support/journal-kit';
import type { Journal } from '../../ports/journal';
import { sessionSigner } from '../signer/session-signer';
import { openJournal } from './open-journal';

const everything = { before: null, limit: 1_000, code: null, op: null, text: null };
const codes = async (journal: Journal): Promise<readonly string[]> =>
  (await journal.page(everything)).entries.map(({ code }) => code).reverse();
const set = (journal: Journal, name: string) => journal.append('VAULT-SET', { name });

describe('the journal on disk', () => {
  it('acknowledges what is on disk, chained, signed, private, and verifies', async () => {
    const root = tempFolder();
    const journal = await opened(root);
    const receipts = await Promise.all(['a', 'b', 'c'].map((name) => set(journal, name)));
    expect(receipts.map((receipt) => receipt.ok && receipt.value.seq)).toEqual([2, 3, 4]);
    const file = join(root, 'journal/kim.laptop/000001.jsonl');
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(4);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'journal/kim.laptop')).mode & 0o777).toBe(0o700);
    expect(await journal.verify()).toMatchObject({ ok: true, writers: [{ writer: 'kim.laptop', entries: 4, unvouched: false }] });
    await journal.close();
    expect(journal.status().state).toBe('closed');
    expect(await set(journal, 'd')).toMatchObject({ ok: false, error: { code: 'journal-closed' } });
  });

  it('is not broken by a listener that throws', async () => {
    const said: string[] = [];
    const journal = await opened(tempFolder(), { log: (line) => said.push(line) });
    const stop = journal.onAppend(() => {
      throw new Error('a bug of ours');
    });
    const receipts = await Promise.all(['a', 'b'].map((name) => set(journal, name)));
    stop();
    expect(receipts.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await set(journal, 'c')).toMatchObject({ ok: true });
    expect([journal.status().state, said.filter((line) => line.includes('a bug of ours')).length]).toEqual(['writing', 2]);
    await journal.close();
  });

  it('goes on where it ended, over many segments of at most 256 KiB', async () => {
    const root = tempFolder();
    const first = await opened(root);
    const long = 'x'.repeat(9_000);
    await Promise.all(Array.from({ length: 80 }, (_, at) => set(first, `${at}-${long}`)));
    await first.close();
    const again = await opened(root);
    await set(again, 'last');
    const folder = join(root, 'journal/kim.laptop');
    expect(readdirSync(folder).length).toBeGreaterThan(2);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(256 * 1024);
    expect(await again.verify()).toMatchObject({ ok: true, writers: [{ entries: 84 }] });
    const replayed: number[] = [];
    await again.replay(({ seq }) => replayed.push(seq));
    expect(replayed).toEqual(Array.from({ length: 84 }, (_, at) => at + 1));
    await again.close();
  });

  it('cuts a torn tail when it opens, and says so in the journal; verify alone repairs nothing', async () => {
    const root = tempFolder();
    const first = await opened(root);
    await set(first, 'kept');
    const file = join(root, 'journal/kim.laptop/000001.jsonl');
    appendFileSync(file, '{"alg":"ed25519","at":17');
    const before = readFileSync(file);
    await first.close().catch(() => undefined);
    writeFileSync(file, before);
    const again = await opened(root);
    expect(await codes(again)).toEqual(['JOURNAL-OPEN', 'VAULT-SET', 'JOURNAL-OPEN', 'JOURNAL-REPAIR']);
    expect(await again.verify()).toMatchObject({ ok: true });
    await again.close();
  });

  it('begins in a segment that a crash left empty', async () => {
    const root = tempFolder();
    const folder = join(root, 'journal/kim.laptop');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, '000001.jsonl'), '', { mode: 0o600 });
    const journal = await opened(root);
    expect(await codes(journal)).toEqual(['JOURNAL-OPEN', 'JOURNAL-REPAIR']);
    expect(await journal.verify()).toMatchObject({ ok: true });
    await journal.close();
  });

  it('does not write behind damage', async () => {
    const root = tempFolder();
    const journal = await opened(root);
    await set(journal, 'aa');
    await set(journal, 'bb');
    await journal.close();
    const file = join(root, 'journal/kim.laptop/000001.jsonl');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"aa"', '"ab"'));
    expect(await openJournal(optionsFor(root))).toMatchObject({ ok: false, error: { code: 'journal-damaged', values: { line: 3 } } });
    const lines = text.trimEnd().split('\n');
    const last = lines.length - 1;
    writeFileSync(file, [...lines.slice(0, last), lines[last]!.replace('"mono":1000', '"mono":1001')].join('\n') + '\n');
    expect(await openJournal(optionsFor(root))).toMatchObject({ ok: false, error: { values: { rule: 'bad-signature' } } });
  });

  it('refuses a folder that is a link, and one that others may write to', async () => {
    const root = tempFolder();
    const elsewhere = tempFolder();
    symlinkSync(elsewhere, join(root, 'journal'));
    expect(await openJournal(optionsFor(root))).toMatchObject({ ok: false, error: { code: 'journal-folder-unsafe' } });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('refuses a segment that is a link', async () => {
    const root = tempFolder();
    const target = join(tempFolder(), 'target');
    writeFileSync(target, '');
    mkdirSync(join(root, 'journal/kim.laptop'), { recursive: true, mode: 0o700 });
    symlinkSync(target, join(root, 'journal/kim.laptop/000001.jsonl'));
    expect(await openJournal(optionsFor(root))).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
    expect(readFileSync(target, 'utf8')).toBe('');
  });

  it('records a wall clock that jumped against the running time, and no jump when time just passed', async () => {
    const clock = new HandClock();
    const journal = await opened(tempFolder(), { clock });
    clock.pass(60_000);
    await set(journal, 'a');
    clock.wall -= 5_000;
    await set(journal, 'b');
    expect(await codes(journal)).toEqual(['JOURNAL-OPEN', 'VAULT-SET', 'CLOCK-JUMP', 'VAULT-SET']);
    expect(await journal.verify()).toMatchObject({ ok: true });
    await journal.close();
  });

  it('remembers its head elsewhere and finds that its tail was cut while it was closed', async () => {
    const root = tempFolder();
    let point: { seq: number; hash: string } | null = null;
    const anchor = { read: async () => point, write: async (next: { seq: number; hash: string }) => void (point = next) };
    const journal = await opened(root, { anchor });
    await set(journal, 'a');
    await set(journal, 'b');
    await journal.close();
    expect(point).toMatchObject({ seq: 4 });
    const file = join(root, 'journal/kim.laptop/000001.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    truncateSync(file, Buffer.byteLength(`${lines[0]}\n${lines[1]}\n`));
    const again = await opened(root, { anchor });
    expect(await codes(again)).toContain('JOURNAL-CUT');
    await again.close();
    const third = await opened(root, { anchor });
    expect((await codes(third)).filter((code) => code === 'JOURNAL-CUT')).toHaveLength(1);
    expect(await third.verify()).toMatchObject({ ok: true, writers: [{ provenBy: 'this device' }] });
    await third.close();
  });

  it('takes hostile text as data, and says when an entry is too long', async () => {
    const journal = await opened(tempFolder());
    expect(await set(journal, '\ud800\u202e"\n\u0000')).toMatchObject({ ok: true });
    expect(await set(journal, '\u{1f525}'.repeat(20_000))).toMatchObject({ ok: false, error: { code: 'journal-entry-too-long' } });
    expect(await journal.verify()).toMatchObject({ ok: true });
    await expect(journal.append('VAULT-SET', { name: 1 } as never)).rejects.toThrow();
    await journal.close();
  });

  it('calls a session journal unvouched, and vouched once an enrolled key signs on top of it', async () => {
    const root = tempFolder();
    const session = await opened(root, { signer: sessionSigner(), keys: () => [] });
    expect(await session.verify()).toMatchObject({ ok: true, writers: [{ unvouched: true, provenTo: 0 }] });
    await session.close();
    const enrolled = await opened(root);
    expect(await enrolled.verify()).toMatchObject({ ok: true, writers: [{ unvouched: false, entries: 3 }] });
    await enrolled.close();
    const downgraded = await opened(root, { signer: sessionSigner() });
    expect(await downgraded.verify()).toMatchObject({ ok: false, writers: [{ bad: { rule: 'unvouched-tail' } }] });
    await downgraded.close();
  });
});

describe('reading everybody', () => {
  it('merges writers newest first, in pages, with sentences, and filters', async () => {
    const root = tempFolder();
    const [early, late] = [new HandClock(), new HandClock()];
    const kim = await opened(root, { clock: early });
    const lee = await opened(root, { clock: late, op: 'lee', signer: signerOf(2) });
    for (let at = 0; at < 30; at += 1) {
      early.pass(10);
      late.pass(10);
      await set(at % 2 === 0 ? kim : lee, `s${at}`);
    }
    const seen: string[] = [];
    for (let before: string | null = null, first = true; first || before !== null; first = false) {
      const page: Awaited<ReturnType<Journal['page']>> = await kim.page({ ...everything, before, limit: 7 });
      seen.push(...page.entries.filter(({ code }) => code === 'VAULT-SET').map(({ data }) => String(data['name'])));
      before = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, at) => `s${29 - at}`));
    const found = await kim.page({ ...everything, op: 'lee', text: 'S17' });
    expect(found.entries.map(({ writer, en }) => [writer, en])).toEqual([['lee.laptop', sentence('VAULT-SET', 'lee', { name: 's17' }, 'en')]]);
    await kim.close();
    await lee.close();
  });

  it('shows a code from a newer version and chains it', async () => {
    expect(sentence('FROM-THE-FUTURE', 'kim', { a: 1 }, 'ko')).toBe('FROM-THE-FUTURE');
  });

  it('proves a journal by what others have seen, and finds a rewrite and a cut by it', async () => {
    const root = tempFolder();
    const kim = await opened(root);
    await set(kim, 'a');
    const head = kim.status();
    const lee = await opened(root, { op: 'lee', signer: signerOf(2) });
    await lee.append('WITNESS', { writer: 'kim.laptop', seq: head.seq, hash: head.head });
    await set(kim, 'b');
    expect(await lee.verify()).toMatchObject({ ok: true, writers: [{ writer: 'kim.laptop', provenTo: 2, provenBy: 'lee.laptop', entries: 3 }, {}] });
    await kim.close();
    // Kim's owner writes another history with the right key: everything in it holds, but Lee has seen the old one.
    rmSync(join(root, 'journal/kim.laptop'), { recursive: true });
    const rewritten = await opened(root);
    expect(await lee.verify()).toMatchObject({ ok: false, writers: [{ bad: { rule: 'cut-tail', seq: 2 } }, { ok: true }] });
    await set(rewritten, 'other');
    expect(await lee.verify()).toMatchObject({ ok: false, writers: [{ bad: { rule: 'witness-mismatch', seq: 2, line: 2 } }, { ok: true }] });
    rmSync(join(root, 'journal/kim.laptop'), { recursive: true });
    expect(await lee.verify()).toMatchObject({ ok: false });
    await lee.close();
  });

  it('does not take a key for the journal of another', async () => {
    const root = tempFolder();
    const journal = await opened(root, { keys: () => [keyOf('lee.laptop', 1)] });
    expect(await journal.verify()).toMatchObject({ ok: false, writers: [{ bad: { rule: 'unknown-key', line: 1 } }] });
    await journal.close();
  });
});

describe('entries that may be late', () => {
  it('are written at once while the disk allows, without a mark', async () => {
    const schedule = new HandSchedule();
    const journal = await opened(tempFolder(), { schedule });
    journal.appendLate('VAULT-SET', { name: 'now' });
    await set(journal, 'after');
    const entries = (await journal.page(everything)).entries;
    expect(entries.map(({ data }) => data['late'])).toEqual([undefined, undefined, undefined]);
    await journal.close();
  });
});
