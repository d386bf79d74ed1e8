import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../system/system-clock';
import { ArrivalTimes } from './arrival-times';
import { keptBytes } from './step-record-script';
import { readTranscript, Transcript } from './transcript';
import { Transcripts } from './transcripts';

const claim = { run: 'run', target: 'a', position: 1, attempt: 1 };
const name = 'run/a/1.1';

describe('a transcript', () => {
  let root = '';
  let now = 1_000;
  const clock = { ...createSystemClock(), now: () => now };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'transcript-'));
    now = 1_000;
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const file = (suffix: string): string => join(root, name + suffix);

  it('ends well where only the recording cannot be written', async () => {
    const transcripts = new Transcripts(root, clock);
    const opened = await transcripts.open(claim, name, []);
    if (!opened.ok) throw new Error(opened.error.code);
    await opened.value.append(Buffer.from('said'), 'live');
    mkdirSync(file('.cast.new'));
    expect(await transcripts.finish(claim, opened.value, 0)).toBe(createHash('sha256').update('said').digest('hex'));
    await transcripts.close();
    expect(readFileSync(file('.raw'), 'utf8')).toBe('said');
  });

  it('is read as far as it came, however short ago: whoever was told of it asks once', async () => {
    const transcripts = new Transcripts(root, clock);
    const opened = await transcripts.open(claim, name, []);
    if (!opened.ok) throw new Error(opened.error.code);
    await opened.value.append(Buffer.from('one '), 'live');
    expect(await transcripts.page(name, 0, 100)).toMatchObject({ text: 'one ', nextByte: 4 });
    await opened.value.append(Buffer.from('two'), 'live');
    expect(await transcripts.page(name, 4, 100)).toMatchObject({ text: 'two', nextByte: 7 });
    expect(await transcripts.page(name, 7, 100)).toMatchObject({ text: '', nextByte: 7 });
    await transcripts.close();
  });

  it('keeps bytes, arrival times and the hash; what came in one millisecond is one line', async () => {
    const transcript = await Transcript.open(root, name, clock, [], true);
    await transcript.append(Buffer.from('one '), 'live');
    await transcript.append(Buffer.from('two '), 'live');
    now += 5;
    await transcript.append(Buffer.from('three'), 'live');
    await transcript.append(Buffer.from('late'), 'late');
    expect(await transcript.finish()).toBe(createHash('sha256').update('one two threelate').digest('hex'));
    expect(readFileSync(file('.raw'), 'utf8')).toBe('one two threelate');
    expect(readFileSync(file('.times'), 'utf8')).toBe('0 8 live\n5 5 live\n5 4 late\n');
  });

  it('goes on where a worker died, also when the times were not written', async () => {
    const before = await Transcript.open(root, name, clock, [], true);
    await before.append(Buffer.from('before '), 'live');
    await before.close();
    truncateSync(file('.times'));
    const after = await Transcript.open(root, name, clock, [], true);
    expect(after.received).toBe(7);
    now += 3;
    await after.append(Buffer.from('after'), 'late');
    expect(await after.finish()).toBe(createHash('sha256').update('before after').digest('hex'));
    expect(readFileSync(file('.times'), 'utf8')).toBe('0 7 late\n3 5 late\n');
  });

  it('tells of bytes whose times were not written, and of no others', async () => {
    const told = async (times: string): Promise<string> => {
      const opened = await Transcript.open(root, name, clock, [], true);
      await opened.close();
      writeFileSync(file('.raw'), 'before ');
      writeFileSync(file('.times'), times);
      const after = await Transcript.open(root, name, clock, [], true);
      expect(after.received).toBe(7);
      await after.append(Buffer.alloc(0), 'live');
      await after.close();
      return readFileSync(file('.times'), 'utf8');
    };
    expect(await told('0 4 live\n')).toBe('0 4 live\n0 3 late\n');
    expect(await told('0 7 live\n')).toBe('0 7 live\n');
  });

  it('is for its owner alone', async () => {
    const transcript = await Transcript.open(root, name, clock, ['hunter22'], true);
    await transcript.close();
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(['.raw', '.times', '.masked'].map((suffix) => mode(file(suffix)))).toEqual([0o600, 0o600, 0o600]);
    expect([mode(join(root, 'run')), mode(join(root, 'run/a'))]).toEqual([0o700, 0o700]);
  });

  it('stays in its folder, whatever a workspace holds', async () => {
    for (const outside of ['../run', '../../etc/x']) await expect(Transcript.open(root, outside, clock, [], true)).rejects.toThrow('outside');
    const elsewhere = mkdtempSync(join(tmpdir(), 'transcript-'));
    try {
      symlinkSync(elsewhere, join(root, 'run'));
      await expect(Transcript.open(root, name, clock, [], true)).rejects.toMatchObject({ code: 'ELOOP' });
      const link = join(root, 'link');
      symlinkSync(elsewhere, link);
      await expect(Transcript.open(link, name, clock, [], true)).rejects.toMatchObject({ code: 'ELOOP' });
      expect(existsSync(join(elsewhere, 'a/1.1.raw'))).toBe(false);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('keeps so much of an output, counts and hashes the rest, and says so', async () => {
    await (await Transcript.open(root, name, clock, [], true)).close();
    // A file with a hole: nothing is written for it.
    truncateSync(file('.raw'), keptBytes - 3);
    writeFileSync(file('.times'), `0 ${String(keptBytes - 3)} live\n`);
    const transcript = await Transcript.open(root, name, clock, [], true);
    await transcript.append(Buffer.from('abc'), 'live');
    expect([transcript.received, transcript.isTruncated]).toEqual([keptBytes, false]);
    await transcript.append(Buffer.from('defg'), 'live');
    expect([transcript.received, transcript.isTruncated]).toEqual([keptBytes + 4, true]);
    const sha256 = createHash('sha256');
    const zeros = Buffer.alloc(1_048_576);
    for (let at = 1; at < keptBytes / zeros.length; at += 1) sha256.update(zeros);
    sha256.update(zeros.subarray(3));
    expect(await transcript.finish()).toBe(sha256.update('abcdefg').digest('hex'));
    expect(statSync(file('.raw')).size).toBe(keptBytes);
  }, 60_000);

  it('begins anew when something is masked, and stores stars', async () => {
    writeFileSync(join(root, 'x'), '');
    const before = await Transcript.open(root, name, clock, ['hunter22'], true);
    await before.append(Buffer.from('pass hunt'), 'live');
    await before.close();
    // What might have become a secret and did not is output.
    expect(readFileSync(file('.raw'), 'utf8')).toBe('pass hunt');
    const after = await Transcript.open(root, name, clock, ['hunter22'], true);
    expect(after.received).toBe(0);
    await after.append(Buffer.from('pass hunt'), 'late');
    await after.append(Buffer.from('er22 end'), 'late');
    expect(await after.finish()).toBe(createHash('sha256').update('pass hunter22 end').digest('hex'));
    expect(readFileSync(file('.raw'), 'utf8')).toBe('pass ******** end');
  });

  it('keeps what it has until something comes in its place: the record at the host may be gone', async () => {
    for (const [secrets, times] of [[['hunter22'], null], [[], '0 7 live\n3 90 live\n']] as const) {
      const before = await Transcript.open(root, name, clock, secrets, true);
      await before.append(Buffer.from('the only copy'), 'live');
      await before.close();
      if (times !== null) writeFileSync(file('.times'), times);
      for (let look = 0; look < 2; look += 1) await (await Transcript.open(root, name, clock, secrets, true)).close();
      expect(readFileSync(file('.raw'), 'utf8')).toBe('the only copy');
      const after = await Transcript.open(root, name, clock, secrets, true);
      await Promise.all([after.append(Buffer.from('once '), 'late'), after.append(Buffer.from('more'), 'late')]);
      await after.close();
      expect(readFileSync(file('.raw'), 'utf8')).toBe('once more');
      for (const suffix of ['.raw', '.times', '.masked'] as const) rmSync(file(suffix), { force: true });
    }
  });

  it('is not continued in the clear where another console masked it', async () => {
    const before = await Transcript.open(root, name, clock, ['hunter22'], true);
    await before.append(Buffer.from('said hunter22\n'), 'live');
    await before.close();
    const opened = await new Transcripts(root, clock).open(claim, name, []);
    expect(opened).toMatchObject({ error: { code: 'transcript-unwritable' } });
    expect(readFileSync(file('.raw'), 'utf8')).toBe('said ********\n');
  });

  it.skipIf(!existsSync('/dev/full'))('counts nothing that the disk did not take, and goes on once there is room', async () => {
    const transcripts = new Transcripts(root, clock);
    mkdirSync(join(root, 'run/a'), { recursive: true });
    symlinkSync('/dev/full', file('.raw'));
    const open = async (): Promise<Transcript> => {
      const opened = await transcripts.open(claim, name, []);
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value;
    };
    const full = await open();
    // More than may wait in memory, so that it is told at once.
    await expect(full.append(Buffer.alloc(5 * 1024 * 1024), 'live')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(full.received).toBe(0);
    await transcripts.abandon(claim, full);
    rmSync(file('.raw'));
    const after = await open();
    expect(after).not.toBe(full);
    expect(after.received).toBe(0);
    await after.append(Buffer.from('said'), 'late');
    expect(await after.finish()).toBe(createHash('sha256').update('said').digest('hex'));
    expect(readFileSync(file('.times'), 'utf8')).toBe('0 4 late\n');
  });

  it.each([
    ['more than was written', '0 7 live\n3 9 live\n'],
    ['half a line', '0 7 live\n3 '],
  ])('begins anew where its times tell %s', async (_, times) => {
    const before = await Transcript.open(root, name, clock, [], true);
    await before.append(Buffer.from('before '), 'live');
    await before.close();
    writeFileSync(file('.times'), times);
    const after = await Transcript.open(root, name, clock, [], true);
    expect(after.received).toBe(0);
    await after.append(Buffer.from('all of it'), 'late');
    expect(await after.finish()).toBe(createHash('sha256').update('all of it').digest('hex'));
    expect([readFileSync(file('.raw'), 'utf8'), readFileSync(file('.times'), 'utf8')]).toEqual(['all of it', '0 9 late\n']);
  });

  it('derives recordings while no step runs, and what is left at the end', async () => {
    const transcripts = new Transcripts(root, clock);
    const other = { ...claim, position: 2 };
    const open = async (of: typeof claim, at: string): Promise<Transcript> => {
      const opened = await transcripts.open(of, at, []);
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value;
    };
    const first = await open(claim, name);
    const second = await open(other, 'run/a/2.1');
    await first.append(Buffer.from('a\n'), 'live');
    await transcripts.finish(claim, first, 0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(() => readFileSync(file('.cast'))).toThrow('ENOENT');
    expect(transcripts.received(other)).toBe(0);
    await second.append(Buffer.from('b'), 'live');
    expect(transcripts.received(other)).toBe(1);
    await transcripts.close();
    expect(readFileSync(file('.cast'), 'utf8').trimEnd().split('\n').slice(1)).toEqual(['[0,"o","a\\r\\n"]', '[0,"x","0"]']);
    expect(readFileSync(join(root, 'run/a/2.1.raw'), 'utf8')).toBe('b');
  });
});

describe('a page of a transcript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-page-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const page = (raw: string | Buffer, from: number, max: number, times = '') => {
    writeFileSync(join(folder, 't.raw'), raw);
    writeFileSync(join(folder, 't.times'), times);
    const { text, nextByte, size, arrived } = readTranscript(folder, 't', from, max, new ArrivalTimes());
    return { text, nextByte, size, arrived };
  };

  it('ends where a character does, and goes on there', () => {
    for (const character of ['\u0080', '\u00e9', '\u07ff', '\u0800', '\ud55c', '\uffff', '\u{10000}', '\u{1f600}', '\u{10ffff}']) {
      const bytes = Buffer.byteLength(character);
      for (let part = 0; part < bytes; part += 1) expect(page(`a${character}b`, 0, 1 + part)).toMatchObject({ text: 'a', nextByte: 1 });
      expect(page(`a${character}b`, 0, 1 + bytes)).toMatchObject({ text: `a${character}`, nextByte: 1 + bytes, size: 2 + bytes });
      expect(page(`a${character}b`, 1, bytes)).toMatchObject({ text: character, nextByte: 1 + bytes });
    }
  });

  it('never stands still, whatever the bytes are', () => {
    for (const bytes of [[0xff, 0xff], [0x80, 0x80, 0x80], [0xe2, 0x82], [0x61, 0xc3], [0xf0]]) {
      for (let from = 0; from < bytes.length; ) {
        const { nextByte } = page(Buffer.from(bytes), from, 4);
        expect(nextByte).toBeGreaterThan(from);
        from = nextByte;
      }
    }
  });

  it('is empty at the end, and where there is no transcript yet', () => {
    expect(page('abc', 3, 10)).toEqual({ text: '', nextByte: 3, size: 3, arrived: [] });
    expect(page('abc', 9, 10)).toEqual({ text: '', nextByte: 9, size: 3, arrived: [] });
    expect(readTranscript(folder, 'gone', 7, 10, new ArrivalTimes())).toEqual({ text: '', nextByte: 7, size: 0, arrived: [] });
  });

  it('says when its bytes came, never going back, as far as anybody wrote it down', () => {
    const times = '0 4 live\n7 6 late\n5 2 live\n9 9 live\n';
    expect(page('x'.repeat(12), 0, 12, times).arrived).toEqual([[0, 0], [4, 7], [10, 7]]);
    expect(page('x'.repeat(12), 4, 6, times).arrived).toEqual([[4, 7]]);
    expect(page('x'.repeat(12), 3, 2, times).arrived).toEqual([[0, 0], [4, 7]]);
    expect(page('x'.repeat(12), 0, 4, times).arrived).toEqual([[0, 0]]);
    expect(page('x'.repeat(12), 0, 12, '0 4 live\n7 8 live').arrived).toEqual([[0, 0]]);
    for (const broken of ['x 3 live', '5 x live', '5']) expect(page('x'.repeat(12), 0, 12, `0 4 live\n${broken}\n6 5 live\n`).arrived).toEqual([[0, 0]]);
    rmSync(join(folder, 't.times'));
    expect(readTranscript(folder, 't', 0, 12, new ArrivalTimes())).toMatchObject({ size: 12, arrived: [] });
    expect(page('x'.repeat(12), 0, 12, '0 4 live\n7').arrived).toEqual([[0, 0]]);
    expect(page('x'.repeat(12), 0, 12, 'what\n0 4 live\n').arrived).toEqual([]);
    expect(page('x'.repeat(12), 0, 12, '0 1 live\n'.repeat(30_000)).arrived).toEqual([]);
  });

  it('says the same of a file that grows, or begins anew, as of one that is read for the first time', () => {
    const chunks = fc.array(fc.tuple(fc.nat(20), fc.nat(9)), { maxLength: 8 });
    const said = (lines: readonly (readonly [number, number])[]): string => lines.map(([at, bytes]) => `${String(at)} ${String(bytes)} live\n`).join('');
    fc.assert(
      fc.property(fc.array(fc.record({ anew: fc.boolean(), chunks, half: fc.constantFrom('', '3 1') }), { minLength: 1, maxLength: 5 }), fc.nat(40), fc.nat(40), (turns, from, length) => {
        const kept = new ArrivalTimes();
        const file = join(folder, 'growing.times');
        let text = '';
        for (const [at, turn] of turns.entries()) {
          text = (turn.anew ? `${String(at)} 1 late\n` : text) + said(turn.chunks);
          writeFileSync(file, text + turn.half);
          expect(kept.between(file, from, from + length)).toEqual(new ArrivalTimes().between(file, from, from + length));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('holds only so much of all files together, whoever was looked at last', () => {
    const text = '0 1\n'.repeat(100);
    const times = new ArrivalTimes(3 * text.length);
    const files = Array.from({ length: 9 }, (_, at) => join(folder, `${String(at)}.times`));
    for (const file of files) writeFileSync(file, text);
    for (const file of [...files, ...files]) {
      expect(times.between(file, 99, 100)).toEqual([[99, 0]]);
      expect(times.keptBytes).toBeLessThanOrEqual(4 * text.length);
    }
    expect(times.keptBytes).toBeGreaterThanOrEqual(3 * text.length);
  });
});
