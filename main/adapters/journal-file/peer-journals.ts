import { join } from 'node:path';
import { compareCopies } from '../../../core/journal/compare-copies';
import { JournalCheck, type Bad, type Held } from '../../../core/journal/check';
import { maxSegmentBytes, segmentName } from '../../../core/journal/line';
import { unwitnessed, wantsWitness, type Unwitnessed } from '../../../core/journal/unwitnessed';
import { sightingIn, type Sighting } from '../../../core/journal/witness';
import { createSignal } from '../../../core/signal';
import type { WriterKey } from '../../../core/team/public-key';
import type { Cancel } from '../../ports/schedule';
import type { Doubt, OfferOutcome, PeerEntry, Segments, TeamJournals } from '../../ports/team-journals';
import { CopyFiles } from './copy-files';
import { nodeDisk } from './disk';
import { FollowedJournal } from './followed-journal';
import { nodeCrypto } from './node-crypto';
import { JournalFolder } from './journal-folder';
import { OfferedCopy, type Judged } from './offered-copy';
import { wholeLines } from './raw-lines';

interface PeerJournalOptions {
  /** The workspace's folder. */
  readonly root: string;
  /** This device's own writer. */
  readonly own: string;
  /** Everybody's public keys, as team.yaml says now. */
  readonly keys: () => readonly WriterKey[];
}

/** Everybody's journals below a workspace, followed as they grow. */
export class PeerJournals implements TeamJournals {
  private readonly folder: JournalFolder;
  private readonly files: CopyFiles;
  private readonly journals = new Map<string, FollowedJournal>();
  private readonly told = new Map<string, number>();
  private readonly heard = createSignal<PeerEntry>();
  private readonly ended = createSignal();
  private sightings: Sighting[] = [];
  /** The newest word of each writer about its own journal. */
  private readonly claims = new Map<string, Sighting>();
  /** What writers said of their own journals, and is not so: two signed words of one hand. */
  private readonly forks = new Map<string, Doubt>();
  /** What others say that they saw, and is not so here. */
  private readonly mismatches = new Map<string, Doubt>();
  /** How far this device said that it saw each writer. */
  private readonly seen = new Map<string, number>();
  private provenTo = 0;
  private keysRead = '';
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PeerJournalOptions) {
    this.folder = new JournalFolder(options.root, nodeDisk, () => null);
    this.files = new CopyFiles(this.folder.path);
  }

  refresh(): Promise<void> {
    return this.inTurn(() => this.readAll());
  }

  onEntry(listener: (entry: PeerEntry) => void): Cancel {
    return this.heard.on(listener);
  }

  onRead(listener: () => void): Cancel {
    return this.ended.on(listener);
  }

  claimed(writer: string, seq: number, hash: string): void {
    if (writer === this.options.own) return;
    this.claims.set(writer, { writer, seq, hash, by: 'its own message', vouched: true });
    this.weigh();
  }

  async offer(writer: string, segments: Segments): Promise<OfferOutcome> {
    // SECURITY: a remote can offer refs under any name; only the journals of people in team.yaml are kept.
    if (writer !== this.options.own && !this.options.keys().some((key) => key.writer === writer)) return { kind: 'stranger' };
    const copy = new OfferedCopy(writer, segments);
    const doubt = copy.misshapen;
    if (doubt !== null) return { kind: 'doubt', doubt };
    // Nobody reads, and nothing else is taken over, while this copy is held against ours.
    return this.inTurn(async () => {
      // First the bytes, then their reading: our own journal may grow in between, and all that is compared has been read.
      const mine = await this.bytesOf(writer);
      await this.readAll();
      return this.weighOffer(copy, mine);
    });
  }

  async ownSegments(upTo: number): Promise<Segments> {
    const files = new Map<string, Uint8Array>();
    let left = upTo;
    for (const [at, bytes] of (await this.bytesOf(this.options.own)).entries()) {
      let end = 0;
      for (; left > 0; left -= 1) {
        const next = bytes.indexOf(0x0a, end);
        if (next === -1) break;
        end = next + 1;
      }
      if (end > 0) files.set(segmentName(at + 1), bytes.subarray(0, end));
    }
    return files;
  }

  toWitness(): readonly { readonly writer: string; readonly seq: number; readonly hash: string }[] {
    return [...this.journals.values()].flatMap(({ writer, entries, head }) => {
      if (writer === this.options.own || head.seq === 0) return [];
      const seen = this.seen.get(writer) ?? 0;
      const grown = entries.slice(seen, head.seq).some(({ code }) => wantsWitness(code));
      return grown ? [{ writer, seq: head.seq, hash: head.hash }] : [];
    });
  }

  unwitnessed(): Unwitnessed | null {
    return unwitnessed(this.journals.get(this.options.own)?.entries ?? [], this.provenTo);
  }

  doubts(): readonly Doubt[] {
    const found = new Map<string, Doubt>(this.mismatches);
    for (const { writer, bad, hashes } of this.journals.values()) {
      if (bad === null) continue;
      const doubt = doubtOf(writer, bad, hashes.length);
      found.set(writer, { ...doubt, why: `the copy on this device does not hold: ${doubt.why}` });
    }
    // What this device itself has seen was here: if it is not here any more, somebody took it away.
    for (const { writer, seq, by } of this.sightings) {
      const here = this.journals.get(writer)?.hashes.length ?? 0;
      if (by === this.options.own && seq > here && found.get(writer)?.kind !== 'bad') {
        found.set(writer, { writer, seq: here + 1, kind: 'cut', why: `this device has seen ${String(seq)} entries` });
      }
    }
    // Of what is wrong with one journal the gravest is said.
    for (const [writer, fork] of this.forks) found.set(writer, fork);
    return [...found.values()];
  }

  headOf(writer: string): { readonly seq: number; readonly hash: string } {
    return this.followed(writer).head;
  }

  /** Readings and takings-over go one after another. One that threw must not be the last: sync, approvals and the acts of others hang on this. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.catch(() => undefined).then(work);
    this.turn = done;
    return done;
  }

  private followed(writer: string): FollowedJournal {
    return this.journals.get(writer) ?? new FollowedJournal(writer, this.options.keys(), this.folder);
  }

  private async readAll(): Promise<void> {
    const keys = this.options.keys();
    const keysNow = JSON.stringify(keys);
    // Another team: what could not be checked before may hold now, and the other way round.
    if (keysNow !== this.keysRead) this.forget();
    this.keysRead = keysNow;
    for (const writer of await this.folder.writers()) {
      const journal = this.followed(writer);
      this.journals.set(writer, journal);
      await journal.read((held) => {
        this.take(writer, held);
      });
    }
    this.weigh();
    this.ended.emit();
  }

  private forget(): void {
    this.journals.clear();
    this.sightings = [];
    this.mismatches.clear();
    this.seen.clear();
    this.provenTo = 0;
  }

  private take(writer: string, held: Held): void {
    const mine = writer === this.options.own;
    const sighting = sightingIn(held);
    // SECURITY: anybody can write session lines under anybody's name. Only what a listed key signed speaks of others.
    if (sighting !== null && (mine || sighting.vouched)) {
      this.sightings.push(sighting);
      if (mine) this.seen.set(sighting.writer, Math.max(this.seen.get(sighting.writer) ?? 0, sighting.seq));
    }
    const { seq, at, hlc, code, data } = held.entry;
    if (mine || !held.vouched || seq <= (this.told.get(writer) ?? 0)) return;
    this.told.set(writer, seq);
    this.heard.emit({ writer, seq, at, hlc, code, data, hash: held.hash });
  }

  /** Compares what was seen with what is here; what is not here yet waits. */
  private weigh(): void {
    this.sightings = this.sightings.filter((sighting) => this.isOpen(sighting, this.mismatches, 'witness'));
    for (const claim of [...this.claims.values()]) {
      if (!this.isOpen(claim, this.forks, 'fork')) this.claims.delete(claim.writer);
    }
  }

  /** Compares one sighting; whether what it names is not here yet, or not its writer's word yet. */
  private isOpen(sighting: Sighting, found: Map<string, Doubt>, kind: 'fork' | 'witness'): boolean {
    const { writer, seq, hash, by, vouched } = sighting;
    const journal = this.journals.get(writer);
    const here = journal?.hashes[seq - 1];
    if (journal === undefined || here === undefined || seq > this.reachOf(journal)) return true;
    if (here !== hash && seq < (found.get(writer)?.seq ?? Infinity)) {
      found.set(writer, { writer, seq, kind, why: `${by} saw another entry with this number` });
    }
    if (here === hash && writer === this.options.own && vouched) this.provenTo = Math.max(this.provenTo, seq);
    return false;
  }

  /** How far a journal is its writer's word. Our own lines are ours, whatever signed them. */
  private reachOf(journal: FollowedJournal): number {
    return journal.writer === this.options.own ? journal.hashes.length : journal.standsTo;
  }

  /**
   * SECURITY: whoever may write to a remote may put anything there under anybody's name, session lines too, without a key.
   * So a copy counts up to the last line that a listed key signed: only that is kept, and only that can be a fork.
   */
  private async weighOffer(copy: OfferedCopy, mine: readonly Uint8Array[]): Promise<OfferOutcome> {
    const { writer } = copy;
    const here = Buffer.concat(mine);
    const comparison = compareCopies(latin(here), latin(copy.bytes));
    if (comparison.kind === 'same' || comparison.kind === 'behind') return { kind: comparison.kind };
    const journal = this.followed(writer);
    // Where lines are gone that were read before, theirs are no continuation: those lines are compared, too.
    const goesOn = comparison.kind === 'grown' && journal.bad === null && wholeLines(here) === journal.hashes.length;
    const judged = await copy.judge(goesOn ? journal.continuation() : new JournalCheck(writer, this.options.keys(), nodeCrypto));
    const { hashes, vouchedTo } = judged;
    const reach = this.reachOf(journal);
    // What was read and held is compared, not what lies on the disk by now: damage of ours must not be their fork.
    const split = goesOn ? -1 : hashes.slice(0, Math.min(vouchedTo, reach)).findIndex((hash, at) => hash !== journal.hashes[at]);
    if (split !== -1) return { kind: 'doubt', doubt: { writer, seq: split + 1, kind: 'fork', why: 'two different entries have this number' } };
    const first = comparison.kind === 'apart' ? comparison.seq : wholeLines(here) + 1;
    if (vouchedTo < first) return { kind: 'doubt', doubt: refused(writer, judged) };
    if (writer === this.options.own) return { kind: 'doubt', doubt: aboutOwn(writer, first, comparison.kind === 'apart') };
    if (goesOn) return this.goOn(copy, mine, first, judged);
    // Ours is what does not hold. It is kept as it was until a copy comes that has all that held of it.
    if (vouchedTo < reach) return { kind: 'behind' };
    const aside = await this.files.replace(writer, copy.bytes.subarray(0, copy.lengthOf(vouchedTo)));
    this.journals.delete(writer);
    await this.readAll();
    return { kind: 'healed', seq: first, aside };
  }

  private async goOn(copy: OfferedCopy, mine: readonly Uint8Array[], first: number, judged: Judged): Promise<OfferOutcome> {
    const { writer } = copy;
    const { count, vouchedTo, bad } = judged;
    const there = mine.map(({ length }) => length);
    const from = there.reduce((sum, length) => sum + length, 0);
    await this.files.append(writer, there, copy.bytes.subarray(from, copy.lengthOf(vouchedTo)));
    await this.readAll();
    if (bad !== null || vouchedTo < count) return { kind: 'doubt', doubt: refused(writer, judged) };
    return { kind: 'grown', by: vouchedTo + 1 - first };
  }

  private async bytesOf(writer: string): Promise<readonly Uint8Array[]> {
    const folder = join(this.folder.path, writer);
    const files = await this.folder.files(writer);
    return Promise.all(files.map(async (file) => (await nodeDisk.read(join(folder, file), maxSegmentBytes + 1)).bytes));
  }
}

/** What is wrong with the part of a copy that no listed key vouches for. It is its bearer's fault. */
function refused(writer: string, { count, vouchedTo, bad }: Judged): Doubt {
  if (bad !== null) return doubtOf(writer, bad, count);
  return { writer, seq: vouchedTo + 1, kind: 'bad', why: 'no listed key signed this entry of a remote’s copy, or one behind it' };
}

function aboutOwn(writer: string, seq: number, apart: boolean): Doubt {
  if (apart) return { writer, seq, kind: 'bad', why: 'the files of this device’s own journal were changed; a remote has the entry as it was' };
  return { writer, seq, kind: 'cut', why: 'a remote has more of this device’s own journal than this device' };
}

function doubtOf(writer: string, bad: Bad, held: number): Doubt {
  return { writer, seq: bad.seq ?? held + 1, kind: 'bad', why: `${bad.file}:${String(bad.line)} ${bad.rule}: ${bad.why}` };
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
