import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { TerminalEnd, TerminalPiece, TerminalSize } from '../../../core/terminal/terminal';
import type { Clock } from '../../ports/clock';
import type { RecordingFacts, TerminalBegin, Terminals } from '../../ports/terminals';
import { AsciicastRecording } from './asciicast-recording';
import { codeOf } from './error-code';
import { exportCast, hashFile } from './export-cast';
import type { LinePool } from './line-pool';
import { notOpened, TerminalSession } from './terminal-session';
import { transcriptFile } from './transcript';

interface Options {
  readonly pool: LinePool;
  readonly transcripts: string;
  readonly clock: Clock;
}

interface Open {
  readonly session: TerminalSession;
  /** Null until the file is there, and for ever where it could not be made. */
  recording: AsciicastRecording | null;
}

/** The recorded terminals of this worker. The other side of main/ports/terminals.ts. */
export class TerminalSessions implements Terminals {
  readonly #open = new Map<string, Open>();
  readonly #running = new Set<Promise<TerminalEnd>>();

  constructor(private readonly options: Options) {}

  async terminal(begin: TerminalBegin, target: Target, jumps: readonly Target[]): Promise<TerminalEnd> {
    const open: Open = { session: new TerminalSession(target.name, this.options.clock), recording: null };
    this.#open.set(begin.terminal, open);
    const running = this.#run(open, begin, target, jumps);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      // Who hung up reads no more; anybody else is told the end with the last output.
      if (open.session.isHungUp) this.#open.delete(begin.terminal);
    }
  }

  async more(terminal: string): Promise<TerminalPiece | null> {
    const piece = (await this.#open.get(terminal)?.session.more()) ?? null;
    if (piece !== null && piece.end !== null) this.#open.delete(terminal);
    return piece;
  }

  async type(terminal: string, text: string): Promise<Result<void>> {
    return this.#open.get(terminal)?.session.type(text) ?? fail('terminal-gone', { terminal });
  }

  async resize(terminal: string, size: TerminalSize): Promise<void> {
    const open = this.#open.get(terminal);
    if (open === undefined) return;
    open.session.resize(size);
    // A recording that cannot be written ends the terminal with the next output; a new size alone is no reason.
    await open.recording?.resize(size).catch(() => undefined);
  }

  async hangUp(terminal: string): Promise<void> {
    this.#open.get(terminal)?.session.hangUp();
  }

  async recording(recording: string): Promise<Result<RecordingFacts>> {
    const file = transcriptFile(this.options.transcripts, recording, '.cast');
    try {
      return ok({ sha256: await hashFile(file), file });
    } catch (error) {
      return fail('recording-unreadable', { recording, why: codeOf(error) });
    }
  }

  async exportRecording(recording: string, expected: string, file: string, replace: boolean): Promise<Result<void>> {
    const facts = await this.recording(recording);
    if (!facts.ok) return facts;
    const { sha256: found } = facts.value;
    if (found !== expected) return fail('recording-altered', { recording, found, expected });
    try {
      await exportCast(facts.value.file, file, replace);
      return ok(undefined);
    } catch (error) {
      return fail('recording-export', { file, why: codeOf(error) });
    }
  }

  /** Hangs up everywhere and waits until every recording is closed. */
  async close(): Promise<void> {
    for (const { session } of this.#open.values()) session.hangUp();
    await Promise.all(this.#running);
  }

  async #run(open: Open, begin: TerminalBegin, target: Target, jumps: readonly Target[]): Promise<TerminalEnd> {
    const { session } = open;
    const { clock, pool, transcripts } = this.options;
    const refused = (problem: Failure): Promise<TerminalEnd> => session.finish(notOpened(problem), open.recording);
    try {
      open.recording = await AsciicastRecording.open(transcripts, begin.recording, { ...begin.size, title: begin.title }, clock);
    } catch (error) {
      // Law 1: no record, no terminal; the server has not heard of it.
      return refused(failure('terminal-recording', { host: target.name, why: codeOf(error) }));
    }
    const lent = await pool.take(target, jumps);
    if (!lent.ok) return refused(lent.error);
    try {
      // Who closed the window while the line was being made wants no shell.
      if (session.isHungUp) return await session.finish({ how: 'closed', code: null, problem: null }, open.recording);
      const opened = await lent.value.line.terminal(begin.size, (channel, resize) => {
        session.attach(channel, resize);
      });
      return opened.ok ? await session.record(open.recording) : await refused(opened.error);
    } finally {
      lent.value.release();
    }
  }
}
