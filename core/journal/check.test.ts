import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../main/adapters/journal-file/node-crypto';
import { keyPair } from '../../main/adapters/signer/ed25519';
import { JournalCheck, type Held } from './check';
import { lineText, maxLineBytes, maxSegmentBytes, noPrevious, signedText, type Unsigned } from './line';
import { firstBad, sightingIn, weighSightings, type Sighting } from './witness';

const kim = keyPair(Buffer.alloc(32, 1));
const session = keyPair(Buffer.alloc(32, 9));
const writer = 'kim.laptop';

/** A line that holds behind `prev`, unless it is told otherwise. */
function lineOf(seq: number, prev: string, changes: Partial<Unsigned> = {}, key = kim): string {
  const entry: Unsigned = {
    v: 1, seq, prev, at: 1_000 + seq, mono: seq, boot: 'b', hlc: `018c2f5e7a10-${seq.toString(16).padStart(4, '0')}`,
    op: 'kim', dev: 'laptop', key: key.open.keyId, alg: 'ed25519', code: 'NOTE', data: { text: `n${String(seq)}` }, ...changes,
  };
  return lineText(entry, sign(null, Buffer.from(signedText(entry)), key.secret).toString('base64'));
}

const checkOf = (listed = true): JournalCheck => new JournalCheck(writer, listed ? [{ writer, publicKey: kim.open.text }] : [], nodeCrypto);
const raw = (text: string, whole = true) => ({ text, bytes: Buffer.byteLength(text), whole });

/** The lines of a file, checked one after the other; what came of the last. */
function read(check: JournalCheck, lines: readonly string[], file = '000001.jsonl'): Held | null {
  check.segment(file, 100);
  return lines.map((line) => check.line(raw(line))).at(-1) ?? null;
}

const first = lineOf(1, noPrevious);
const hash = nodeCrypto.sha256;
const second = lineOf(2, hash(first));

describe('the check of a journal', () => {
  it('holds what follows, and says where each line lies and what the head is', () => {
    const check = checkOf();
    expect(read(check, [first])).toMatchObject({ file: '000001.jsonl', line: 1, hash: hash(first), vouched: true, entry: { seq: 1 } });
    expect(read(check, [second], '000002.jsonl')).toMatchObject({ file: '000002.jsonl', line: 1, hash: hash(second) });
    check.end();
    expect(check).toMatchObject({ bad: null, count: 2, head: hash(second), vouchedTo: 2, unvouched: false });
  });

  const long = `${'x'.repeat(maxLineBytes)}y`;
  it.each([
    ['bad-seq', 2, [first, lineOf(3, hash(first))]],
    ['bad-prev', 2, [first, lineOf(2, hash(second))]],
    ['bad-clock', 2, [first, lineOf(2, hash(first), { hlc: '018c2f5e7a10-0001' })]],
    ['wrong-writer', 2, [first, lineOf(2, hash(first), { dev: 'desktop' })]],
    ['wrong-writer', 1, [lineOf(1, noPrevious, { op: 'lee' })]],
    ['unknown-key', 2, [first, lineOf(2, hash(first), {}, session)]],
    ['bad-signature', 2, [first, second.replace('"n2"', '"n3"')]],
    ['bad-signature', 1, [lineOf(1, noPrevious, { alg: 'sshsig' })]],
    ['not-canonical', 2, [first, second.replace('{"alg"', '{ "alg"')]],
    ['not-canonical', 1, ['no json']],
    ['not-canonical', 1, [long]],
    ['bad-shape', 1, [first.replace('"NOTE"', '"note"')]],
  ])('refuses %s, names line %i, and takes nothing behind it', (rule, line, lines) => {
    const check = checkOf();
    expect(read(check, lines)).toBe(null);
    expect(check.bad).toMatchObject({ file: '000001.jsonl', line, rule });
    expect(check.bad?.why).not.toBe('');
    const before = { ...check.bad };
    check.line(raw(lineOf(check.count + 1, check.head)));
    check.segment('000009.jsonl', 0);
    expect(check.bad).toEqual(before);
    expect(check.count).toBe(line - 1);
  });

  it('names the entry where it can be read, and none where it cannot', () => {
    const seqOf = (line: string): number | null | undefined => {
      const check = checkOf();
      read(check, [line]);
      return check.bad?.seq;
    };
    expect([second.replace('{"alg"', '{ "alg"'), first.replace('"NOTE"', '"note"'), 'null', '[]', '7', '{"seq":"1"}', '{"seq":1.5}', '{ "seq":4}'].map(seqOf)).toEqual([2, 1, null, null, null, null, null, 4]);
  });

  it('refuses a last line without its end, bytes that are not UTF-8, and lines at the limit only beyond it', () => {
    const torn = checkOf();
    torn.segment('000001.jsonl', 100);
    expect(torn.line(raw(first, false))).toBe(null);
    expect(torn.bad).toMatchObject({ rule: 'torn-tail', line: 1 });
    const bytes = checkOf();
    bytes.segment('000001.jsonl', 100);
    expect(bytes.line({ text: null, bytes: 4, whole: true })).toBe(null);
    expect(bytes.bad).toMatchObject({ rule: 'not-canonical', why: 'not UTF-8' });
    const full = checkOf();
    full.segment('000001.jsonl', 100);
    expect(full.line({ text: first, bytes: maxLineBytes, whole: true })).not.toBe(null);
  });

  it('wants its segments in order, none empty and none too long', () => {
    const badOf = (...segments: readonly (readonly [string, number])[]) => {
      const check = checkOf();
      for (const [file, bytes] of segments) check.segment(file, bytes);
      return check.bad;
    };
    expect(badOf(['000001.jsonl', maxSegmentBytes], ['000002.jsonl', 1])).toBe(null);
    expect(badOf(['000002.jsonl', 10])).toMatchObject({ rule: 'bad-segment', file: '000002.jsonl', line: 1, seq: null });
    expect(badOf(['000001.jsonl', 10], ['000003.jsonl', 10])).toMatchObject({ rule: 'bad-segment', file: '000003.jsonl' });
    expect(badOf(['000001.jsonl', maxSegmentBytes + 1])).toMatchObject({ rule: 'bad-segment' });
    expect(badOf(['000001.jsonl', 0])).toMatchObject({ rule: 'torn-tail' });
  });

  it('vouches for session lines up to the last entry of a listed key, and doubts those behind it', () => {
    const own = { alg: 'session', code: 'JOURNAL-OPEN', data: { publicKey: session.open.text } } as const;
    const opens = lineOf(2, hash(first), own, session);
    const says = lineOf(3, hash(opens), { alg: 'session' }, session);
    const check = checkOf();
    expect(read(check, [first, opens, says])).toMatchObject({ vouched: false });
    expect(check).toMatchObject({ count: 3, vouchedTo: 1, unvouched: true, bad: null });
    const copied = check.copy();
    check.end();
    expect(check.bad).toMatchObject({ rule: 'unvouched-tail', line: 3, seq: 3 });
    expect(copied.line(raw(lineOf(4, hash(says))))).toMatchObject({ line: 4, file: '000001.jsonl', vouched: true });
    copied.end();
    expect(copied).toMatchObject({ bad: null, vouchedTo: 4, unvouched: false });
    const nobody = checkOf(false);
    const alone = lineOf(1, noPrevious, own, session);
    expect(read(nobody, [alone])).toMatchObject({ vouched: false });
    nobody.end();
    expect(nobody).toMatchObject({ bad: null, unvouched: true });
  });

  it('copies what it knows: the copy fails where the original would, and the original hears nothing of it', () => {
    const check = checkOf();
    read(check, [first]);
    const copied = check.copy();
    expect(copied.line(raw(first))).toBe(null);
    expect(copied.bad).toMatchObject({ rule: 'bad-seq', line: 2 });
    copied.segment('000003.jsonl', 10);
    expect(check.bad).toBe(null);
    expect(check.line(raw(second))).not.toBe(null);
  });
});

describe('what others saw of a journal', () => {
  const lines = [first, second].map((text, at) => ({ file: '000001.jsonl', line: at + 1, hash: hash(text) }));
  const seen = (seq: number, changes: Partial<Sighting> = {}): Sighting => ({ writer, seq, hash: lines[seq - 1]?.hash ?? hash('other'), by: 'lee.desk', vouched: true, ...changes });

  it('is read from a WITNESS entry about somebody else', () => {
    const held = (code: string, data: Record<string, unknown>): Held => ({ file: 'f', line: 1, hash: '', vouched: false, entry: { v: 1, seq: 1, prev: noPrevious, at: 1, mono: 1, boot: '', hlc: '', op: 'kim', dev: 'laptop', key: '', alg: 'ed25519', code, data, sig: '' } });
    const data = { writer: 'lee.desk', seq: 4, hash: 'abc' };
    expect(sightingIn(held('WITNESS', data))).toEqual({ ...data, by: writer, vouched: false });
    expect(sightingIn(held('NOTE', data))).toBe(null);
    expect(sightingIn(held('WITNESS', { ...data, writer }))).toBe(null);
    expect(sightingIn(held('WITNESS', { ...data, seq: 0 }))).toBe(null);
    expect(sightingIn(held('WITNESS', { ...data, seq: 1 }))).not.toBe(null);
  });

  it('proves up to the last entry that a listed key saw, whatever their order', () => {
    expect(weighSightings(lines, [])).toEqual({ bad: null, provenTo: 0, provenBy: '' });
    expect(weighSightings(lines, [seen(2), seen(1, { by: 'max.desk' })])).toEqual({ bad: null, provenTo: 2, provenBy: 'lee.desk' });
    expect(weighSightings(lines, [seen(1), seen(2, { vouched: false })])).toEqual({ bad: null, provenTo: 1, provenBy: 'lee.desk' });
    expect(weighSightings(lines, [seen(1, { by: 'max.desk' }), seen(1)])).toMatchObject({ provenBy: 'lee.desk' });
  });

  it('collides with a rewritten entry, and with a cut tail, the first place named', () => {
    expect(weighSightings(lines, [seen(3), seen(1, { hash: hash('other') })]).bad).toEqual({ file: '000001.jsonl', line: 1, seq: 1, rule: 'witness-mismatch', why: 'lee.desk saw another entry 1' });
    expect(weighSightings(lines, [seen(4), seen(1)])).toEqual({ bad: { file: '000001.jsonl', line: 3, seq: 3, rule: 'cut-tail', why: 'lee.desk saw 4 entries, 2 are here' }, provenTo: 1, provenBy: 'lee.desk' });
    expect(weighSightings([], [seen(1)]).bad).toMatchObject({ file: '', line: 1, seq: 1, rule: 'cut-tail' });
    // Anybody can write session lines under anybody's name.
    const bare = { vouched: false };
    expect(weighSightings(lines, [seen(4, bare), seen(1, { hash: hash('other'), ...bare })])).toEqual({ bad: null, provenTo: 0, provenBy: '' });
  });

  it('comes before what the lines say only where it lies before it', () => {
    const mismatch = weighSightings(lines, [seen(1, { hash: hash('other') })]).bad;
    const cut = weighSightings(lines, [seen(4)]).bad;
    const whole = checkOf();
    read(whole, [first, second]);
    expect(firstBad(whole, null)).toBe(null);
    expect(firstBad(whole, mismatch)).toBe(mismatch);
    const broken = checkOf();
    read(broken, [first, first]);
    expect(firstBad(broken, null)).toBe(broken.bad);
    expect(firstBad(broken, mismatch)).toBe(mismatch);
    expect(firstBad(broken, cut)).toBe(broken.bad);
    const unvouched = checkOf();
    const opens = lineOf(1, noPrevious, { alg: 'session', code: 'JOURNAL-OPEN', data: { publicKey: session.open.text } }, session);
    read(unvouched, [opens]);
    unvouched.end();
    expect(firstBad(unvouched, cut)).toBe(cut);
  });
});
