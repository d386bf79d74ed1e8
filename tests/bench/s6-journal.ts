import { createHash, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLine, signedText } from '../../core/journal/line';
import { parsePublicKey } from '../../core/team/public-key';
import { keyPair, seedSigner } from '../../main/adapters/signer/ed25519';
import { createSystemClock } from '../../main/adapters/system/system-clock';
import { appendTo, benchEntry, openBenchJournal } from './support/bench-journal';
import { interleave, median, timed, type Bench } from './support/measure';

const seed = randomBytes(32);
const writer = 'kim.laptop';

/** The record itself: how much of the disk's and the processor's speed is left once every entry is signed and synced. */
export const journal: Bench = {
  id: 's6',
  title: 'The journal: signing, syncing, verifying',
  rounds: 5,
  async run({ rounds, quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-journal-'));
    const journal = await openBenchJournal(join(folder, 'writing'), seed);
    const verified = await openBenchJournal(join(folder, 'verifying'), seed);
    try {
      const group = quick ? 640 : 6_400;
      const singles = quick ? 200 : 2_000;
      const entries = quick ? 5_000 : 100_000;
      const perSecond = (count: number) => async (work: () => Promise<unknown> | void) => (count * 1_000) / (await timed(async () => work()));

      const { secret } = keyPair(seed);
      const line = Buffer.from(signedText({ ...exampleEntry(), data: benchEntry(1) }), 'utf8');
      const grouped = await interleave(rounds, {
        ours: () => perSecond(group)(() => Promise.all(Array.from({ length: group }, (_, at) => appendTo(journal, at)))),
        sign: () =>
          perSecond(group)(() => {
            for (let at = 0; at < group; at += 1) sign(null, line, secret);
          }),
      });

      const file = openSync(join(folder, 'floor'), 'a');
      const durable = await interleave(rounds, {
        ours: () =>
          perSecond(singles)(async () => {
            for (let at = 0; at < singles; at += 1) await appendTo(journal, at);
          }),
        floor: () =>
          perSecond(singles)(() => {
            for (let at = 0; at < singles; at += 1) {
              writeSync(file, line);
              fdatasyncSync(file);
            }
          }),
      });
      closeSync(file);

      for (let at = 0; at < entries; at += 1_000) await Promise.all(Array.from({ length: 1_000 }, (_, more) => appendTo(verified, at + more)));
      const lines = linesOf(join(folder, 'verifying'));
      const checked = await interleave(rounds, {
        ours: () =>
          perSecond(lines.length)(async () => {
            const report = await verified.verify();
            if (!report.ok) throw new Error(JSON.stringify(report));
          }),
        bare: () => perSecond(lines.length)(() => bareCrypto(lines)),
      });
      const chain = await interleave(rounds, { bare: () => perSecond(lines.length)(() => bareChain(lines)) });

      const append1 = 'journal.append(SIREN-AGAIN)';
      return {
        comparisons: [
          {
            what: 'group commit, each entry signed',
            unit: '/s',
            ours: { name: 'Breakglass', command: `${group} x ${append1} at once, each chained, signed, on disk`, values: grouped.ours },
            peer: { name: 'Ed25519 alone', command: 'crypto.sign(null, LINE, key), nothing written', values: grouped.sign },
            limit: { atLeast: 0.75 },
          },
          {
            what: 'durable, one after the other',
            unit: '/s',
            ours: { name: 'Breakglass', command: `await ${append1}, ${singles} times`, values: durable.ours },
            peer: { name: 'write + fdatasync', command: 'fs.writeSync + fs.fdatasyncSync of the same bytes', values: durable.floor },
            limit: { atLeast: 0.5 },
          },
          {
            what: `verify ${lines.length} entries, every signature (time)`,
            unit: 'ms',
            ours: { name: 'Breakglass', command: 'journal.verify()', values: checked.ours.map((speed) => (lines.length * 1_000) / speed) },
            peer: { name: 'bare crypto', command: 'crypto.createHash + crypto.verify of each line, already split and parsed', values: checked.bare.map((speed) => (lines.length * 1_000) / speed) },
            limit: { atMost: 1.3 },
          },
        ],
        notes: [`SHA-256 of each line alone, no signature: ${Math.round(median(chain.bare)).toLocaleString('en')} entries/s.`],
      };
    } finally {
      await journal.close();
      await verified.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function exampleEntry() {
  const { open } = keyPair(seed);
  const { now, mono, boot } = createSystemClock();
  const head = createHash('sha256').update('head').digest('hex');
  return { v: 1, seq: 1_000, prev: head, at: now(), mono: mono(), boot, hlc: `${String(now())}-0`, op: 'kim', dev: 'laptop', key: open.keyId, alg: 'ed25519', code: 'SIREN-AGAIN' } as const;
}

interface Bare {
  readonly line: Buffer;
  readonly signed: Buffer;
  readonly sig: Buffer;
}

/** A journal's lines with what their signatures cover, made ready beforehand so that only the crypto is left to do. */
function linesOf(root: string): Bare[] {
  const folder = join(root, 'journal', writer);
  const texts = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort().flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  return texts.map((text) => {
    const parsed = parseLine(text);
    if (!parsed.ok) throw new Error(`a line of ours cannot be read: ${text}`);
    const { sig, ...unsigned } = parsed.entry;
    return { line: Buffer.from(text, 'utf8'), signed: Buffer.from(signedText(unsigned), 'utf8'), sig: Buffer.from(sig, 'base64') };
  });
}

function bareCrypto(lines: readonly Bare[]): void {
  const raw = parsePublicKey(seedSigner('ed25519', seed).publicKey)?.raw ?? new Uint8Array();
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });
  for (const { line, signed, sig } of lines) {
    createHash('sha256').update(line).digest('hex');
    if (!verify(null, signed, key, sig)) throw new Error('a signature of ours does not fit');
  }
}

function bareChain(lines: readonly Bare[]): void {
  for (const { line } of lines) createHash('sha256').update(line).digest('hex');
}
