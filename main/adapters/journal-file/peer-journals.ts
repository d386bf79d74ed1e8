import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCopies } from '../../../core/journal/compare-copies';
import { JournalCheck, type Bad, type Held } from '../../../core/journal/check';
import { maxSegmentBytes, noPrevious, segmentName } from '../../../core/journal/line';
import { unwitnessed, wantsWitness, type Unwitnessed } from '../../../core/journal/unwitnessed';
import { sightingIn, type Sighting } from '../../../core/journal/witness';
import { createSignal } from '../../../core/signal';
import type { WriterKey } from '../../../core/team/public-key';
import type { Cancel } from '../../ports/schedule';
import type { Doubt, OfferOutcome, PeerEntry, Segments, TeamJournals } from '../../ports/team-journals';
import { nodeDisk } from './disk';
import { FollowedJournal } from './followed-journal';
import { nodeCrypto } from './node-crypto';
import { JournalFolder } from './journal-folder';
import { rawLines } from './raw-lines';

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
  private readonly journals = new Map<string, FollowedJournal>();
  private readonly told = new Map<string, number>();
  private readonly heard = createSignal<PeerEntry>();
  private readonly ended = createSignal();
  private sightings: Sighting[] = [];
  /** The newest word of each writer about its own journal. */
  private readonly claims = new Map<string, Sighting>();
  private readonly mismatches = new Map<string, Doubt>();
  /** How far this device said that it saw each writer. */
  private readonly seen = new Map<string, number>();
  private provenTo = 0;
  private keysRead = '';
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly options: PeerJournalOptions) {
    this.folder = new JournalFolder(options.root, nodeDisk, () => null);
  }

  refresh(): Promise<void> {
    // One look that threw must not be the last: sync, approvals and the acts of others hang on this.
    this.reading = this.reading.catch(() => undefined).then(() => this.readAll());
    return this.reading;
  }

  onEntry(listener: (entry: PeerEntry) => void): Cancel {
    return this.heard.on(listener);
  }

  onRead(listener: () => void): Cancel {
    return this.ended.on(listener);
  }

  claimed(writer: string, seq: number, hash: string): void {
    if (writer === this.options.own) return;
    this.claims.set(writer, { writer, seq, hash, by: 'its own message', vouched: false });
    this.weigh();
  }

  async offer(writer: string, segments: Segments): Promise<OfferOutcome> {
    // SECURITY: a remote can offer refs under any name; only the journals of people in team.yaml are kept.
    if (writer !== this.options.own && !this.options.keys().some((key) => key.writer === writer)) return { kind: 'stranger' };
    const theirs = [...segments].sort(([a], [b]) => (a < b ? -1 : 1));
    const shape = shapeOf(writer, theirs);
    if (shape !== null) return { kind: 'doubt', doubt: shape };
    await this.refresh();
    const mine = await this.bytesOf(writer);
    const comparison = compareCopies(mine.map(latin), theirs.map(([, bytes]) => latin(bytes)));
    switch (comparison.kind) {
      case 'same':
      case 'behind':
        return { kind: comparison.kind };
      case 'forked':
        return { kind: 'doubt', doubt: this.forkOrForgery(writer, theirs, comparison.seq) };
      case 'grown':
        if (writer === this.options.own) {
          const seq = mine.reduce((sum, bytes) => sum + rawLines(bytes).length, 0) + 1;
          return { kind: 'doubt', doubt: { writer, seq, kind: 'cut', why: 'a remote has more of this device’s own journal than this device' } };
        }
        return this.grow(writer, mine, theirs);
    }
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
      const grown = entries.slice(seen).some(({ code }) => wantsWitness(code));
      return grown ? [{ writer, seq: head.seq, hash: head.hash }] : [];
    });
  }

  unwitnessed(): Unwitnessed | null {
    return unwitnessed(this.journals.get(this.options.own)?.entries ?? [], this.provenTo);
  }

  doubts(): readonly Doubt[] {
    const found = new Map<string, Doubt>(this.mismatches);
    for (const { writer, bad, hashes } of this.journals.values()) {
      if (bad !== null && earlier(bad.seq ?? hashes.length + 1, found.get(writer))) found.set(writer, doubtOf(writer, bad, hashes.length));
    }
    // What this device itself has seen was here: if it is not here any more, somebody took it away.
    for (const { writer, seq, by } of this.sightings) {
      const here = this.journals.get(writer)?.hashes.length ?? 0;
      if (by === this.options.own && seq > here && !found.has(writer)) {
        found.set(writer, { writer, seq: here + 1, kind: 'cut', why: `this device has seen ${String(seq)} entries` });
      }
    }
    return [...found.values()];
  }

  headOf(writer: string): { readonly seq: number; readonly hash: string } {
    return this.journals.get(writer)?.head ?? { seq: 0, hash: noPrevious };
  }

  private async readAll(): Promise<void> {
    const keys = this.options.keys();
    const keysNow = JSON.stringify(keys);
    // Another team: what could not be checked before may hold now, and the other way round.
    if (keysNow !== this.keysRead) this.forget();
    this.keysRead = keysNow;
    for (const writer of await this.folder.writers()) {
      const journal = this.journals.get(writer) ?? new FollowedJournal(writer, keys, this.folder);
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
    const sighting = sightingIn(held);
    if (sighting !== null) {
      this.sightings.push(sighting);
      if (writer === this.options.own) this.seen.set(sighting.writer, Math.max(this.seen.get(sighting.writer) ?? 0, sighting.seq));
    }
    const { seq, at, hlc, code, data } = held.entry;
    if (writer === this.options.own || seq <= (this.told.get(writer) ?? 0)) return;
    this.told.set(writer, seq);
    if (held.vouched) this.heard.emit({ writer, seq, at, hlc, code, data, hash: held.hash });
  }

  /** Compares what was seen with what is here; what is not here yet waits. */
  private weigh(): void {
    const pending = [...this.claims.values()];
    this.claims.clear();
    this.sightings = this.sightings.filter((sighting) => this.isOpen(sighting));
    for (const claim of pending) if (this.isOpen(claim)) this.claims.set(claim.writer, claim);
  }

  /** Compares one sighting; whether what it names is not here yet. */
  private isOpen(sighting: Sighting): boolean {
    const { writer, seq, hash, by, vouched } = sighting;
    const here = this.journals.get(writer)?.hashes[seq - 1];
    if (here === undefined) return true;
    if (here !== hash && earlier(seq, this.mismatches.get(writer))) {
      this.mismatches.set(writer, { writer, seq, kind: 'fork', why: `${by} saw another entry with this number` });
    }
    if (here === hash && writer === this.options.own && vouched) this.provenTo = Math.max(this.provenTo, seq);
    return false;
  }

  private async grow(writer: string, mine: readonly Uint8Array[], theirs: readonly (readonly [string, Uint8Array])[]): Promise<OfferOutcome> {
    const journal = this.journals.get(writer) ?? new FollowedJournal(writer, this.options.keys(), this.folder);
    const { check, file, lines } = journal.continuation();
    const before = check.count;
    for (const [name, bytes] of theirs) {
      if (file !== null && name < file) continue;
      if (name !== file) check.segment(name, bytes.length);
      for (const raw of rawLines(bytes).slice(name === file ? lines : 0)) check.line(raw);
    }
    // SECURITY: nothing of a copy is kept unless all of it holds; a remote must not be able to spoil ours.
    if (check.bad !== null) return { kind: 'doubt', doubt: doubtOf(writer, check.bad, check.count) };
    for (const [at, [name, bytes]] of theirs.entries()) {
      const kept = mine[at]?.length ?? 0;
      if (bytes.length > kept) await this.extend(writer, name, bytes.subarray(kept));
    }
    await nodeDisk.syncFolder(join(this.folder.path, writer));
    await this.refresh();
    return { kind: 'grown', by: check.count - before };
  }

  /**
   * SECURITY: two histories are a fork only where one hand signed both. A copy that does not hold says something about
   * whoever offers it, and must not cost the true author's acts their effect.
   */
  private forkOrForgery(writer: string, theirs: readonly (readonly [string, Uint8Array])[], seq: number): Doubt {
    const check = new JournalCheck(writer, this.options.keys(), nodeCrypto);
    for (const [name, bytes] of theirs) {
      check.segment(name, bytes.length);
      for (const raw of rawLines(bytes)) if (check.count < seq) check.line(raw);
    }
    if (check.bad !== null && check.count < seq) return { ...doubtOf(writer, check.bad, check.count), kind: 'bad' };
    return { writer, seq, kind: 'fork', why: 'two different entries have this number' };
  }

  private async extend(writer: string, name: string, bytes: Uint8Array): Promise<void> {
    const folder = join(this.folder.path, writer);
    await nodeDisk.makeFolder(folder);
    const problem = await nodeDisk.folderProblem(folder);
    if (problem !== null) throw new Error(`${folder}: ${problem}`);
    // SECURITY: never through a link that somebody put in the way.
    const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
    const file: FileHandle = await open(join(folder, name), constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow, 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  private async bytesOf(writer: string): Promise<readonly Uint8Array[]> {
    const folder = join(this.folder.path, writer);
    const files = await this.folder.files(writer);
    return Promise.all(files.map(async (file) => (await nodeDisk.read(join(folder, file), maxSegmentBytes + 1)).bytes));
  }
}

function shapeOf(writer: string, files: readonly (readonly [string, Uint8Array])[]): Doubt | null {
  const wrong = files.find(([name, bytes], at) => name !== segmentName(at + 1) || bytes.length > maxSegmentBytes || bytes.length === 0);
  return wrong === undefined ? null : { writer, seq: 1, kind: 'bad', why: `the file ${wrong[0].slice(0, 40)} does not belong there` };
}

function doubtOf(writer: string, bad: Bad, held: number): Doubt {
  return { writer, seq: bad.seq ?? held + 1, kind: 'bad', why: `${bad.file}:${String(bad.line)} ${bad.rule}: ${bad.why}` };
}

function earlier(seq: number, than: Doubt | undefined): boolean {
  return than === undefined || seq < than.seq;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
