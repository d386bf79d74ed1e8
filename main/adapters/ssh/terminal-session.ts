import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import { InertOutput } from '../../../core/terminal/inert-output';
import type { TerminalEnd, TerminalPiece, TerminalSize } from '../../../core/terminal/terminal';
import type { Clock } from '../../ports/clock';
import type { AsciicastRecording } from './asciicast-recording';
import { codeOf } from './error-code';
import type { Channel } from './line';

/** Output that waits for its reader, characters; more of it waits at the server. */
const mostWaiting = 1_048_576;
/** Most that is given at once, characters. */
const piece = 262_144;
/** How long the exit status may lag behind the output, or a hang-up be unanswered, in milliseconds. */
const patience = 3_000;
/** Most bytes that one recording takes; then the terminal ends as it does on a full disk. */
const mostBytes = 1_073_741_824;

interface Attached {
  readonly bytes: Channel;
  readonly resize: (size: TerminalSize) => void;
  readonly closed: Promise<void>;
}

type Over = Pick<TerminalEnd, 'how' | 'code' | 'problem'>;

/**
 * One interactive shell: every byte goes into the recording first, then, made inert, to whoever looks on. The reader
 * pulls; when nobody does, the channel's window fills and the server waits.
 */
export class TerminalSession {
  readonly #inert = new InertOutput();
  readonly #decoder = new TextDecoder();
  readonly #hash = createHash('sha256');
  readonly #startedAt: number;
  #isHungUp = false;
  #channel: Attached | null = null;
  /** Ends the listening, whether or not the other side has. */
  #leave: () => void = () => undefined;
  #exit: { readonly code: number | null } | null = null;
  #waiting = '';
  #wake: () => void = () => undefined;
  #bytes = 0;
  #end: TerminalEnd | null = null;

  constructor(
    private readonly host: string,
    private readonly clock: Clock,
  ) {
    this.#startedAt = clock.now();
  }

  get isHungUp(): boolean {
    return this.#isHungUp;
  }

  /** Takes the shell's channel the moment it opens: what comes with the opening packet must not be missed. */
  attach(bytes: Channel, resize: (size: TerminalSize) => void): void {
    const closed = new Promise<void>((resolve) => {
      bytes.once('close', () => {
        resolve();
      });
    });
    bytes.on('exit', (code: number | null) => {
      this.#exit = { code };
    });
    // A channel that breaks while we write is seen at the reading end.
    bytes.on('error', () => undefined);
    bytes.stderr.resume();
    this.#channel = { bytes, resize, closed };
    this.#wake();
    if (this.#isHungUp) bytes.close();
  }

  /** Records until the shell ends, the line is lost, the recording fails or somebody hangs up. */
  async record(recording: AsciicastRecording): Promise<TerminalEnd> {
    if (this.#channel === null) return this.finish(notOpened(null), recording);
    const problem = await this.#listen(this.#channel, recording);
    this.#channel.bytes.close();
    this.#channel.bytes.resume();
    return this.finish(problem === null ? this.#over() : { how: 'record-lost', code: null, problem }, recording);
  }

  /** The end, with what is known of the bytes; the recording is closed. */
  async finish(over: Over, recording: AsciicastRecording | null): Promise<TerminalEnd> {
    let recordingSha256: string | null = null;
    let { how, problem } = over;
    try {
      recordingSha256 = (await recording?.finish(over.code)) ?? null;
    } catch (error) {
      if (how !== 'not-opened') how = 'record-lost';
      problem ??= this.#recordingFailure(codeOf(error));
    }
    const durationMs = Math.max(0, this.clock.now() - this.#startedAt);
    const sha256 = how === 'not-opened' ? null : this.#hash.digest('hex');
    const end: TerminalEnd = { how, code: over.code, bytes: this.#bytes, sha256, recordingSha256, durationMs, problem };
    this.#end = end;
    this.#wake();
    return end;
  }

  /** The next output; waits until there is some or the end has come. */
  async more(): Promise<TerminalPiece> {
    while (this.#waiting === '' && this.#end === null) await this.#news();
    // A pair of surrogates is one character: it is not cut.
    const cut = /[\ud800-\udbff]/.test(this.#waiting.charAt(piece - 1)) ? piece - 1 : piece;
    const text = this.#waiting.slice(0, cut);
    this.#waiting = this.#waiting.slice(cut);
    this.#wake();
    return { text, end: this.#waiting === '' ? this.#end : null };
  }

  /** Sends what was typed, once there is a shell, and waits for a server that is slow to take it. */
  async type(text: string): Promise<Result<void>> {
    while (this.#channel === null && this.#end === null && !this.#isHungUp) await this.#news();
    const channel = this.#channel?.bytes;
    if (channel === undefined || this.#end !== null || this.#isHungUp || !channel.writable) return fail('terminal-line-lost', { host: this.host });
    if (!channel.write(text)) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          channel.off('drain', done).off('close', done);
          resolve();
        };
        channel.on('drain', done).on('close', done);
      });
    }
    return ok(undefined);
  }

  resize(size: TerminalSize): void {
    if (this.#end === null) this.#channel?.resize(size);
  }

  hangUp(): void {
    if (this.#isHungUp) return;
    this.#isHungUp = true;
    this.#channel?.bytes.close();
    // A server that does not answer a hang-up is not waited for.
    void setTimeout(patience, undefined, { ref: false }).then(() => {
      this.#leave();
    });
    this.#wake();
  }

  async #listen({ bytes, closed }: Attached, recording: AsciicastRecording): Promise<Failure | null> {
    let problem: Failure | null = null;
    let work: Promise<void> = Promise.resolve();
    const take = async (chunk: Buffer): Promise<void> => {
      problem ??= await this.#take(chunk, recording);
    };
    await new Promise<void>((resolve) => {
      this.#leave = resolve;
      bytes.on('data', (chunk: Buffer) => {
        bytes.pause();
        work = take(chunk).then(() => {
          if (problem === null) bytes.resume();
          else resolve();
        });
      });
      // The exit status travels on its own and may come after the last byte.
      bytes.once('end', () => void Promise.race([closed, setTimeout(patience, undefined, { ref: false })]).then(resolve));
      void closed.then(resolve);
    });
    bytes.removeAllListeners('data').pause();
    await work;
    // A line that broke may have left the last words where nobody had read them yet.
    for (let rest = readRest(bytes); rest !== null && problem === null; rest = readRest(bytes)) await take(rest);
    return problem;
  }

  #over(): Over {
    if (this.#isHungUp) return { how: 'closed', code: null, problem: null };
    if (this.#exit === null) return { how: 'line-lost', code: null, problem: failure('terminal-line-lost', { host: this.host }) };
    return { how: this.#exit.code === null ? 'signal' : 'exit', code: this.#exit.code, problem: null };
  }

  async #take(chunk: Buffer, recording: AsciicastRecording): Promise<Failure | null> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    const text = this.#decoder.decode(chunk, { stream: true });
    if (this.#bytes > mostBytes) return this.#recordingFailure('EFBIG');
    try {
      // Law 1: nothing is shown that is not recorded.
      if (text !== '') await recording.output(text);
    } catch (error) {
      return this.#recordingFailure(codeOf(error));
    }
    this.#waiting += this.#inert.push(text);
    this.#wake();
    while (this.#waiting.length > mostWaiting && !this.#isHungUp) await this.#news();
    return null;
  }

  /** Until something changes: output came, was taken, or the end is there. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      const others = this.#wake;
      this.#wake = () => {
        this.#wake = () => undefined;
        others();
        resolve();
      };
    });
  }

  #recordingFailure(why: string): Failure {
    return failure('terminal-recording', { host: this.host, why });
  }
}

/** A terminal that never came to be. */
export function notOpened(problem: Failure | null): Over {
  return { how: 'not-opened', code: null, problem };
}

function readRest(bytes: Channel): Buffer | null {
  const rest: unknown = bytes.read();
  return Buffer.isBuffer(rest) ? rest : null;
}
