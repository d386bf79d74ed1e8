import type { Failure, Result } from '../../../core/errors';
import { wellFormed } from '../../../core/journal/canonical';
import { entrySpecs, type EntryCode, type EntryData } from '../../../core/journal/codes';
import type { EntryView, VerifyReport } from '../../../core/journal/entry';
import { parseLine } from '../../../core/journal/line';
import { createSignal } from '../../../core/signal';
import type { Journal, JournalStatus, Receipt } from '../../ports/journal';
import type { Cancel } from '../../ports/schedule';
import { AnchorChain, type AnchorPoint } from './anchor';
import type { Disk } from './disk';
import { JournalFolder } from './journal-folder';
import { JournalWriter } from './journal-writer';
import { LateQueue, type Late } from './late-queue';
import type { JournalOptions } from './journal-options';
import { entryView, JournalPages } from './pages';
import { Segments } from './segments';
import type { TailState } from './tail';
import { verifyFolder } from './verify-folder';

interface FileJournalOptions extends JournalOptions {
  readonly disk: Disk;
  readonly writer: string;
  readonly folder: string;
  readonly tail: TailState;
}

type Replayed = Parameters<Parameters<Journal['replay']>[0]>[0];
type Data = Readonly<Record<string, unknown>>;

const lateLimit = 10_000;
const lateRetryMs = 5_000;

/** This device's journal on disk, and everybody's for reading. Made by openJournal. */
export class FileJournal implements Journal {
  private readonly segments: Segments;
  private readonly writer: JournalWriter;
  private readonly reading: JournalFolder;
  private readonly pages: JournalPages;
  private readonly anchor: AnchorChain | null;
  private readonly late = new LateQueue(lateLimit);
  private stopRetry: Cancel = () => undefined;
  private readonly appended = createSignal<EntryView>();
  private readonly turned = createSignal<JournalStatus>();
  private problem: Failure | null = null;
  private closed = false;

  constructor(private readonly options: FileJournalOptions) {
    const { tail, disk, folder, schedule, log } = options;
    this.segments = new Segments(folder, disk, { segment: tail.segment, bytes: tail.bytes });
    this.anchor = options.anchor === undefined ? null : new AnchorChain(options.anchor, schedule, log);
    this.reading = new JournalFolder(options.root, disk, () => ({ writer: options.writer, ...this.segments.position }));
    this.pages = new JournalPages(this.reading);
    this.writer = new JournalWriter({
      op: options.op,
      dev: options.dev,
      signer: options.signer,
      clock: options.clock,
      segments: this.segments,
      chain: tail,
      place: folder,
      log,
      written: (entry, receipt) => {
        this.anchor?.reached(receipt);
        this.appended.emit(entryView(entry));
      },
      turned: (problem) => this.turn(problem),
    });
  }

  /** Cuts what the last crash left, orders this clock after what others wrote, and records the opening. */
  async open(remembered: AnchorPoint | null): Promise<Result<Receipt>> {
    const { tail, app, ids, signer, schedule } = this.options;
    await this.segments.recover(() => true);
    for (const clock of await this.pages.latestClocks()) this.writer.sawClock(clock);
    const cutAway = remembered !== null && !(await this.holds(remembered));
    const opened = this.append('JOURNAL-OPEN', {
      app,
      opening: ids.next(),
      publicKey: signer.publicKey,
      vouched: signer.alg !== 'session',
    });
    if (tail.cut !== null) this.appendLate('JOURNAL-REPAIR', { why: 'torn-tail', ...tail.cut });
    if (cutAway) {
      this.appendLate('JOURNAL-CUT', { anchorSeq: remembered.seq, anchorHash: remembered.hash, seq: tail.seq, head: tail.head });
    }
    const result = await opened;
    await this.writer.idle();
    if (result.ok) this.stopRetry = schedule.every(lateRetryMs, () => this.flushLate());
    else await this.end();
    return result;
  }

  async append<C extends EntryCode>(code: C, data: EntryData<C>): Promise<Result<Receipt>> {
    if (this.closed) return { ok: false, error: { code: 'journal-closed', values: {} } };
    return this.writer.append(code, checked(code, data));
  }

  appendLate<C extends EntryCode>(code: C, data: EntryData<C>): void {
    const late: Late = { code, data: checked(code, data), happenedAt: this.options.clock.now() };
    if (this.closed) return this.options.log(`journal closed, not recorded: ${code}`);
    void this.writer.append(code, late.data).then((result) => this.settleLate(result, late));
  }

  page(query: Parameters<Journal['page']>[0]): ReturnType<Journal['page']> {
    return this.pages.page(query);
  }

  async replay(visit: (entry: Replayed) => void): Promise<void> {
    for (const file of await this.reading.files(this.options.writer)) {
      for (const line of (await this.reading.lines(this.options.writer, file)).lines) {
        const parsed = line.whole ? parseLine(line.text) : null;
        if (parsed?.ok === true) visit(replayed(parsed.entry));
      }
    }
  }

  sawClock(reading: string): void {
    this.writer.sawClock(reading);
  }

  async verify(): Promise<VerifyReport> {
    const { writer, keys, anchor } = this.options;
    await this.anchor?.flush();
    const point = await anchor?.read().catch(() => null);
    const own = point === null || point === undefined ? null : { ...point, writer, by: 'this device', vouched: true };
    return verifyFolder(this.reading, keys(), own);
  }

  status(): JournalStatus {
    const { seq, head } = this.writer.head;
    const state = this.closed ? 'closed' : this.problem === null ? 'writing' : 'broken';
    return { state, writer: this.options.writer, seq, head, problem: this.problem };
  }

  onAppend(listener: (entry: EntryView) => void): Cancel {
    return this.appended.on(listener);
  }

  onStatus(listener: (status: JournalStatus) => void): Cancel {
    return this.turned.on(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.flushLate();
    await this.append('JOURNAL-CLOSE', {});
    if (this.late.size > 0) this.options.log(`journal closed with ${this.late.size} entries that found no disk`);
    await this.end();
  }

  private async end(): Promise<void> {
    this.stopRetry();
    this.closed = true;
    await this.writer.idle();
    await this.anchor?.flush();
    await this.segments.close();
    this.tellStatus();
  }

  private settleLate(result: Result<Receipt>, late: Late): void {
    if (result.ok) return;
    if (result.error.code === 'journal-entry-too-long') this.options.log(`too long for the journal: ${late.code}`);
    else this.late.put(late);
  }

  /** Tries what waits again, marked late with the time it happened. */
  private flushLate(): void {
    if (this.closed || this.late.size === 0) return;
    const { entries, lost } = this.late.take();
    if (lost > 0) this.appendLate('JOURNAL-LATE-LOST', { count: lost });
    for (const late of entries) {
      const data = { ...late.data, late: true, happenedAt: Math.trunc(late.happenedAt) };
      void this.writer.append(late.code, data).then((result) => this.settleLate(result, late));
    }
  }

  private turn(problem: Failure | null): void {
    const changed = (this.problem === null) !== (problem === null);
    this.problem = problem;
    if (changed) this.tellStatus();
    if (problem === null) this.flushLate();
  }

  private tellStatus(): void {
    this.turned.emit(this.status());
  }

  /** Whether the entry that this device remembers is in its journal, as it remembers it. */
  private async holds(point: AnchorPoint): Promise<boolean> {
    const { writer, tail } = this.options;
    if (point.seq === tail.seq) return point.hash === tail.head;
    if (point.seq > tail.seq) return false;
    for (const file of [...(await this.reading.files(writer))].reverse()) {
      for (const line of (await this.reading.lines(writer, file)).lines) {
        const parsed = parseLine(line.text);
        // The line after it names its hash.
        if (parsed.ok && parsed.entry.seq === point.seq + 1) return parsed.entry.prev === point.hash;
      }
    }
    return false;
  }
}

/** Data as its code asks for it: anything else is a bug of ours and throws. */
function checked(code: EntryCode, data: unknown): Data {
  return entrySpecs[code].data.parse(wellFormed(data));
}

/** An entry as services rebuild from it: a late one at the time when it happened. */
function replayed(entry: Replayed): Replayed {
  const { late, happenedAt, ...data } = entry.data;
  const { seq, hlc, op, dev, code } = entry;
  if (late !== true || typeof happenedAt !== 'number') return { seq, at: entry.at, hlc, op, dev, code, data: entry.data };
  return { seq, at: happenedAt, hlc, op, dev, code, data };
}
