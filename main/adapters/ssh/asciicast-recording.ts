import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { castEvent, castHeader, type CastEvent, type CastHeader } from '../../../core/terminal/asciicast';
import type { TerminalSize } from '../../../core/terminal/terminal';
import type { Clock } from '../../ports/clock';
import { makeFolder, transcriptFile } from './transcript';

/** How much a power cut may take of a recording, milliseconds. */
const syncEveryMs = 1_000;

/**
 * An asciicast v3 that is written while the terminal speaks, one event after the other: what is on the screen is in the
 * file. Every method throws what the disk says; whoever records then ends the terminal.
 */
export class AsciicastRecording {
  readonly #hash: Hash = createHash('sha256');
  #before: number;
  #syncedAt: number;
  #last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    private readonly clock: Clock,
    startedAt: number,
  ) {
    this.#before = startedAt;
    this.#syncedAt = startedAt;
  }

  /** Begins a new recording. A file of that name must not be there: nothing that was recorded is ever written over. */
  static async open(folder: string, name: string, about: Omit<CastHeader, 'startedAt'>, clock: Clock): Promise<AsciicastRecording> {
    const path = transcriptFile(folder, name, '.cast');
    await makeFolder(folder, dirname(path));
    const startedAt = clock.now();
    const recording = new AsciicastRecording(await open(path, 'wx', 0o600), clock, startedAt);
    try {
      await recording.#write(castHeader({ ...about, startedAt }));
      await recording.file.datasync();
    } catch (error) {
      await recording.file.close();
      throw error;
    }
    return recording;
  }

  output(text: string): Promise<void> {
    return this.#event('o', text);
  }

  resize({ columns, rows }: TerminalSize): Promise<void> {
    return this.#event('r', `${String(columns)}x${String(rows)}`);
  }

  /** Closes the file, synced; gives its SHA-256. */
  async finish(code: number | null): Promise<string> {
    try {
      if (code !== null) await this.#event('x', String(code));
      await this.#last;
      await this.file.datasync();
    } finally {
      await this.file.close();
    }
    return this.#hash.digest('hex');
  }

  #event(event: CastEvent, data: string): Promise<void> {
    const now = this.clock.now();
    const line = castEvent(now - this.#before, event, data);
    this.#before = now;
    // A new size comes while output is being written: each waits for the one before it.
    const written = this.#last.then(() => this.#write(line));
    this.#last = written;
    return written;
  }

  async #write(line: string): Promise<void> {
    const bytes = Buffer.from(line);
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += (await this.file.write(bytes, at)).bytesWritten;
    const now = this.clock.now();
    if (Math.abs(now - this.#syncedAt) < syncEveryMs) return;
    this.#syncedAt = now;
    await this.file.datasync();
  }
}
