import { setImmediate as turn } from 'node:timers/promises';
import { causeText } from '../../../core/cause-text';
import { canonicalJson } from '../../../core/journal/canonical';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { Entry } from '../../../core/journal/entry';
import { hlcNext, hlcSeen } from '../../../core/journal/hybrid-clock';
import { framedText, lineFrame, maxLineBytes, maxSegmentBytes, signedLine, type LineFrame, type Unsigned } from '../../../core/journal/line';
import type { Clock } from '../../ports/clock';
import type { Receipt } from '../../ports/journal';
import type { Signer } from '../../ports/signer';
import { nodeCrypto } from './node-crypto';
import type { Cut, Segments } from './segments';

/** An entry that waits for its turn, and whoever waits for its receipt. */
export interface Pending {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The data in canonical JSON. */
  readonly text: string;
  readonly settle: (receipt: Result<Receipt>) => void;
}

export interface WriterOptions {
  readonly op: string;
  readonly dev: string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly segments: Segments;
  readonly chain: Chain;
  /** Where the journal lies, for people. */
  readonly place: string;
  readonly log: (line: string) => void;
  /** Called for each entry that is on disk. */
  readonly written: (entry: Entry, receipt: Receipt) => void;
  /** Called when writing begins or ceases to work. */
  readonly turned: (problem: Failure | null) => void;
}

/** The last acknowledged line. */
export interface Chain {
  readonly seq: number;
  readonly head: string;
  readonly hlc: string | null;
}

interface Built {
  readonly entry: Entry;
  readonly line: Buffer;
  readonly receipt: Receipt;
  readonly settle: (receipt: Result<Receipt>) => void;
}

/** Entries that share one sync at most: more would keep the first one waiting and the event loop busy. */
const groupLimit = 64;
/** So long may a group keep the loop, ms: a hundred hosts end together, and keys and sirens go in between. */
const stretch = 4;
/** Enough for everything in a line but its data, in bytes. */
const spareBytes = 2_048;
/** A jump of the wall clock against the running time beyond this is recorded. Milliseconds. */
const jumpLimitMs = 2_000;

/** Appends to this device's journal: one group after another, each line signed, acknowledged only once it is synced. */
export class JournalWriter {
  private readonly queue: Pending[] = [];
  private pumping: Promise<void> | null = null;
  private trusted = true;
  /** Cut after a failure and not yet recorded: the disk may be full for a while. */
  private cut: Cut | null = null;
  private chain: Chain;
  private readonly frame: LineFrame;
  private lastTimes: { readonly at: number; readonly mono: number } | null = null;

  constructor(private readonly options: WriterOptions) {
    this.chain = options.chain;
    const { op, dev, clock, signer } = options;
    this.frame = lineFrame({ op, dev, boot: clock.boot, key: signer.keyId, alg: signer.alg });
  }

  get head(): Chain {
    return this.chain;
  }

  /** Refuses what does not fit into a line; everything else is acknowledged or failed by the disk. */
  append(code: string, data: Readonly<Record<string, unknown>>): Promise<Result<Receipt>> {
    const text = canonicalJson(data);
    const bytes = Buffer.byteLength(text, 'utf8') + spareBytes;
    if (bytes > maxLineBytes) return Promise.resolve(fail('journal-entry-too-long', { entry: code, bytes, max: maxLineBytes }));
    return new Promise((settle) => {
      this.queue.push({ code, data, text, settle });
      this.pumping ??= this.pump();
    });
  }

  /** Takes notice of a peer's clock, so that what is written next is ordered after what was seen. */
  sawClock(reading: string): void {
    this.chain = { ...this.chain, hlc: hlcSeen(this.chain.hlc, reading, this.options.clock.now()) };
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.pumping !== null) await this.pumping;
  }

  private async pump(): Promise<void> {
    // Whoever appends in the same turn of the event loop shares the first sync.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const group = this.queue.splice(0, groupLimit);
      const problem = await this.commit(group);
      if (problem === null) continue;
      // Law 1: once one write failed, nothing that waits behind it is acknowledged either.
      for (const pending of [...group, ...this.queue.splice(0)]) pending.settle({ ok: false, error: problem });
    }
    this.pumping = null;
  }

  /** Writes a group; a settled entry is settled for good, later calls of `settle` do nothing. */
  private async commit(group: readonly Pending[]): Promise<Failure | null> {
    const { segments, turned } = this.options;
    try {
      await this.repair();
      // Read once for a group: it costs the system a file, and what is written together happened together.
      const mono = this.options.clock.mono();
      const entries = [...this.repairEntry(), ...this.clockJump(mono), ...group];
      const built = await this.build(entries, Math.trunc(mono));
      for (const part of parts(built, segments.room)) {
        await segments.append(Buffer.concat(part.map(({ line }) => line)));
        const breath = breathing();
        for (const { entry, receipt, settle } of part) {
          this.chain = { seq: receipt.seq, head: receipt.hash, hlc: entry.hlc };
          settle(ok(receipt));
          this.tell(entry, receipt);
          if (entry.code === 'JOURNAL-REPAIR') this.cut = null;
          await breath();
        }
      }
      turned(null);
      return null;
    } catch (error) {
      const problem = error instanceof NotSigned ? error.failure : this.broken(error);
      turned(problem);
      // Cut at once if the disk allows, so that what lies there verifies while we wait; else the next append tries.
      await this.repair().catch(() => undefined);
      return problem;
    }
  }

  /** Never throws: a bug of whoever listens is no fault of the disk, and the chain must end where the file does. */
  private tell(entry: Entry, receipt: Receipt): void {
    try {
      this.options.written(entry, receipt);
    } catch (error) {
      this.options.log(`bug: who was told of ${entry.code} ${String(receipt.seq)} threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  private broken(error: unknown): Failure {
    this.trusted = false;
    const reason = causeText(error);
    return fail('journal-not-writable', { path: this.options.place, reason }).error;
  }

  /** After a failure the end of the file is read back and cut to what was acknowledged. Throws while the disk refuses. */
  private async repair(): Promise<void> {
    if (this.trusted) return;
    this.cut = (await this.options.segments.recover((bytes) => this.endsWithHead(bytes))) ?? this.cut;
    this.trusted = true;
  }

  private repairEntry(): readonly Pending[] {
    return this.cut === null ? [] : [ownEntry('JOURNAL-REPAIR', { why: 'write-failed', ...this.cut })];
  }

  private endsWithHead(bytes: Uint8Array): boolean {
    if (bytes.at(-1) !== 0x0a) return false;
    const from = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
    return nodeCrypto.sha256(Buffer.from(bytes.subarray(from, bytes.length - 1)).toString('utf8')) === this.chain.head;
  }

  private clockJump(mono: number): readonly Pending[] {
    const times = { at: this.options.clock.now(), mono };
    const before = this.lastTimes;
    this.lastTimes = times;
    if (before === null) return [];
    const byMs = Math.round(times.at - before.at - (times.mono - before.mono));
    return Math.abs(byMs) > jumpLimitMs ? [ownEntry('CLOCK-JUMP', { byMs })] : [];
  }

  private async build(entries: readonly Pending[], mono: number): Promise<readonly Built[]> {
    const built: Built[] = [];
    let chain = this.chain;
    const breath = breathing();
    for (const { code, data, text: written, settle } of entries) {
      const unsigned = this.unsigned(chain, code, data, mono);
      const signed = framedText(this.frame, unsigned, written);
      const sig = await this.sign(signed);
      const text = signedLine(signed, sig);
      const receipt = { seq: unsigned.seq, hash: nodeCrypto.sha256(text), at: unsigned.at, hlc: unsigned.hlc };
      built.push({ entry: { ...unsigned, sig }, line: Buffer.from(`${text}\n`, 'utf8'), receipt, settle });
      chain = { seq: receipt.seq, head: receipt.hash, hlc: unsigned.hlc };
      await breath();
    }
    return built;
  }

  private unsigned(chain: Chain, code: string, data: Readonly<Record<string, unknown>>, mono: number): Unsigned {
    const { op, dev, signer, clock } = this.options;
    const at = Math.trunc(clock.now());
    return {
      v: 1,
      seq: chain.seq + 1,
      prev: chain.head,
      at,
      mono,
      boot: clock.boot,
      hlc: hlcNext(chain.hlc, at),
      op,
      dev,
      key: signer.keyId,
      alg: signer.alg,
      code,
      data,
    };
  }

  private async sign(text: string): Promise<string> {
    try {
      return await this.options.signer.sign(Buffer.from(text, 'utf8'));
    } catch (error) {
      throw new NotSigned(causeText(error));
    }
  }
}

/** What is awaited between the steps of long work: lets the loop turn where it was kept long enough. */
function breathing(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < stretch) return;
    await turn();
    began = performance.now();
  };
}

class NotSigned extends Error {
  readonly failure: Failure;

  constructor(reason: string) {
    super(reason);
    this.failure = fail('journal-not-signed', { reason }).error;
  }
}

/** Splits lines so that each part fits into one segment; `room` is what the current one still takes. */
function parts(built: readonly Built[], room: number): readonly (readonly Built[])[] {
  const all: Built[][] = [];
  let part: Built[] = [];
  let left = room;
  for (const one of built) {
    if (one.line.length > left) {
      if (part.length > 0) all.push(part);
      part = [];
      left = maxSegmentBytes;
    }
    part.push(one);
    left -= one.line.length;
  }
  if (part.length > 0) all.push(part);
  return all;
}

/** An entry that the journal writes about itself: nobody waits for it. */
function ownEntry(code: string, data: Readonly<Record<string, unknown>>): Pending {
  return { code, data, text: canonicalJson(data), settle: () => undefined };
}
