import { parsePublicKey, type PublicKey, type WriterKey } from '../team/public-key';
import type { Crypto } from './crypto';
import type { Entry } from './entry';
import type { Rule } from './rule';

/** The keys that may sign for one writer: those that the team lists, and session keys as they introduce themselves. */
export class WriterSignatures {
  readonly listed: ReadonlyMap<string, PublicKey>;
  private readonly session = new Map<string, PublicKey>();

  constructor(
    private readonly writer: string,
    keys: readonly WriterKey[],
    private readonly crypto: Crypto,
  ) {
    const mine = keys.filter((key) => key.writer === writer).map((key) => parsePublicKey(key.publicKey));
    this.listed = new Map(mine.filter((key) => key !== null).map((key) => [key.keyId, key]));
  }

  /** Takes over the session keys that another one of the same writer learned. */
  learnFrom(other: WriterSignatures): void {
    for (const [keyId, key] of other.session) this.session.set(keyId, key);
  }

  /** `text` is what was signed. */
  of(entry: Entry, text: string): { readonly rule: Rule; readonly why: string } | { readonly vouched: boolean } {
    if (entry.alg === 'session' && entry.code === 'JOURNAL-OPEN') this.learn(entry);
    const listed = this.listed.get(entry.key);
    const key = listed ?? (entry.alg === 'session' ? this.session.get(entry.key) : undefined);
    if (key === undefined) return { rule: 'unknown-key', why: `nobody lists key ${entry.key} for ${this.writer}` };
    if ((entry.alg === 'sshsig') !== (key.kind === 'sshsig')) return { rule: 'bad-signature', why: `not a key for ${entry.alg}` };
    const holds = this.crypto.verifySignature({ alg: entry.alg, key, text, sig: entry.sig });
    return holds ? { vouched: listed !== undefined } : { rule: 'bad-signature', why: 'the signature does not fit the line' };
  }

  /** A session key introduces itself in its JOURNAL-OPEN: it proves one hand, not whose. */
  private learn(entry: Entry): void {
    const key = typeof entry.data['publicKey'] === 'string' ? parsePublicKey(entry.data['publicKey']) : null;
    if (key?.kind === 'ed25519') this.session.set(key.keyId, key);
  }
}
