import { setTimeout } from 'node:timers/promises';
import type { Result } from '../../../core/errors';
import type { Channel, Line } from './line';

/** How much of what a login shell says before our first word is kept to show. */
const noiseLimit = 2_000;
/** How long the exit status may lag behind the end of the output, in milliseconds. */
const exitPatience = 3_000;
/** A peer that never ends a line of ours is not ours. */
const lineLimit = 65_536;

/**
 * One run of a fixed command: the frame goes in at once, answers are lines that begin with the nonce. Whatever else comes
 * before (a start-up file that prints) is noise. Reading pulls, so that a slow disk slows the host and not the memory.
 */
export class Conversation {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #closed: Promise<void>;
  #buffer: Buffer = Buffer.alloc(0);
  #noise = '';
  #exit: number | null = null;
  #isOpen = true;

  private constructor(
    private readonly channel: Channel,
    readonly nonce: string,
  ) {
    this.#chunks = (channel as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    this.#closed = new Promise((resolve) =>
      channel.once('close', () => {
        this.#isOpen = false;
        resolve();
      }),
    );
    // A channel that breaks while we write is seen at the reading end.
    channel.on('error', () => undefined);
    channel.on('exit', (code: number | null) => {
      this.#exit = code;
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#say(chunk);
    });
  }

  /** Runs a fixed command; it waits for its frame. */
  static open(line: Line, command: string, nonce: string): Promise<Result<Conversation>> {
    return line.exec(command, (channel) => new Conversation(channel, nonce));
  }

  /** Runs a fixed command with its frame. */
  static ask(line: Line, command: string, nonce: string, frame: Buffer): Promise<Result<Conversation>> {
    return line.exec(command, (channel) => {
      const talk = new Conversation(channel, nonce);
      talk.send(frame);
      return talk;
    });
  }

  /** Sends the whole input. */
  send(frame: Buffer): void {
    this.channel.end(frame);
  }

  /** What came before the first word of ours, for a person to read. */
  get noise(): string {
    return this.#noise.trim();
  }

  /** False once the other side has ended. */
  get isOpen(): boolean {
    return this.#isOpen && this.#exit === null;
  }

  /** Exit code of the wrapper once the channel has ended; null when the line was lost. */
  get exitCode(): number | null {
    return this.#exit;
  }

  /** The words of the next answer, or null when nothing more comes. */
  async words(): Promise<readonly string[] | null> {
    const mark = `${this.nonce} `;
    for (;;) {
      const at = this.#buffer.indexOf(mark);
      const stop = at < 0 ? -1 : this.#buffer.indexOf(10, at);
      if (stop >= 0) {
        this.#say(this.#buffer.subarray(0, at));
        const words = this.#buffer.toString('utf8', at + mark.length, stop).split(' ');
        this.#buffer = this.#buffer.subarray(stop + 1);
        return words;
      }
      if (this.#buffer.length > lineLimit) {
        this.#say(this.#buffer);
        this.#buffer = this.#buffer.subarray(this.#buffer.length - mark.length);
      }
      const chunk = await this.#next();
      if (chunk === null) {
        this.#say(this.#buffer);
        // The exit status travels on its own and may come after the last byte.
        await Promise.race([this.#closed, setTimeout(exitPatience, undefined, { ref: false })]);
        return null;
      }
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    }
  }

  /** The next bytes, at most `most` of them; null when nothing more comes. */
  async bytes(most = Number.MAX_SAFE_INTEGER): Promise<Buffer | null> {
    const chunk = this.#buffer.length > 0 ? this.#buffer : await this.#next();
    if (chunk === null) return null;
    this.#buffer = chunk.subarray(most);
    return chunk.subarray(0, most);
  }

  close(): void {
    this.channel.close();
    this.channel.resume();
  }

  async #next(): Promise<Buffer | null> {
    try {
      const next = await this.#chunks.next();
      return next.done === true ? null : next.value;
    } catch {
      // Premature close: the line is lost, which is what null says.
      return null;
    }
  }

  #say(bytes: Buffer): void {
    if (this.#noise.length < noiseLimit) this.#noise = (this.#noise + bytes.toString('utf8')).slice(0, noiseLimit);
  }
}
