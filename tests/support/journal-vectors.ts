import { createHash, sign } from 'node:crypto';
import type { Entry } from '../../core/journal/entry';
import { hlcNext } from '../../core/journal/hybrid-clock';
import { lineText, noPrevious, signedText, type Unsigned } from '../../core/journal/line';
import { sshsigBlob, sshsigToSign } from '../../core/journal/sshsig';
import { keyPair } from '../../main/adapters/signer/ed25519';

/** What a test line says; the rest follows from the chain. */
export interface Said {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Hand {
  readonly op: string;
  readonly dev: string;
  readonly alg: Entry['alg'];
  readonly seed: Buffer;
}

export const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex');

/** Lines that follow `before`, chained and signed by a hand: right ones, whoever's they are. */
export function writeLines(hand: Hand, said: readonly Said[], before: { seq: number; head: string; hlc: string | null } = { seq: 0, head: noPrevious, hlc: null }): string[] {
  const { secret, open } = keyPair(hand.seed);
  let chain = before;
  return said.map(({ code, data }) => {
    const seq = chain.seq + 1;
    const at = 1_780_000_000_000 + seq * 1_000;
    const unsigned: Unsigned = {
      v: 1, seq, prev: chain.head, at, mono: seq * 1_000, boot: 'b0', hlc: hlcNext(chain.hlc, at),
      op: hand.op, dev: hand.dev, key: open.keyId, alg: hand.alg, code, data,
    };
    const bytes = Buffer.from(signedText(unsigned), 'utf8');
    const line =
      hand.alg === 'sshsig'
        ? lineText(unsigned, sshsigBlob(open.raw, sign(null, sshsigToSign(createHash('sha512').update(bytes).digest()), secret)))
        : lineText(unsigned, sign(null, bytes, secret).toString('base64'));
    chain = { seq, head: hashOf(line), hlc: unsigned.hlc };
    return line;
  });
}

/** The key as team.yaml lists it. */
export function listedKey(hand: Hand): string {
  const { open } = keyPair(hand.seed);
  if (hand.alg !== 'sshsig') return open.text;
  const wire = Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'), open.raw]);
  return `sshsig:ssh-ed25519 ${wire.toString('base64')}`;
}

/** The journals of docs/journal-format.md, line for line. */
export function vectors(): { readonly keys: string; readonly journals: Readonly<Record<string, readonly string[]>> } {
  const seed = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
  const kim: Hand = { op: 'kim', dev: 'laptop', alg: 'ed25519', seed };
  const lee: Hand = { op: 'lee', dev: 'laptop', alg: 'sshsig', seed: Buffer.from(seed).reverse() };
  const guest: Hand = { op: 'guest', dev: 'borrowed', alg: 'session', seed: Buffer.alloc(32, 7) };
  const opening = (hand: Hand): Said => ({
    code: 'JOURNAL-OPEN',
    data: { app: '0.1.0', opening: 'o1', publicKey: listedKey(hand), vouched: hand.alg !== 'session' },
  });
  const kimLines = writeLines(kim, [opening(kim), { code: 'VAULT-SET', data: { name: 'kim-bed-pin' } }, { code: 'FROM-A-LATER-VERSION', data: { '€': [1, -0.5, 1e-7, true, null], note: '사이렌 🔥 "\n' } }]);
  const leeLines = writeLines(lee, [opening(lee), { code: 'WITNESS', data: { writer: 'kim.laptop', seq: 2, hash: hashOf(kimLines[1] ?? '') } }]);
  const guestLines = writeLines(guest, [opening(guest)]);
  return {
    keys: `kim.laptop ${listedKey(kim)}\nlee.laptop ${listedKey(lee)}\n`,
    journals: { 'kim.laptop': kimLines, 'lee.laptop': leeLines, 'guest.borrowed': guestLines },
  };
}
