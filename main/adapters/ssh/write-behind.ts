import type { FileHandle } from 'node:fs/promises';

/** What may wait in memory for a slow disk before the source is held back, in bytes. */
const mostWaiting = 4 * 1024 * 1024;
/** So much is worth a call to the system at once, in bytes; what is less waits for more, but not longer than a moment. */
const worthWriting = 256 * 1024;
const momentMs = 20;
/** After so many bytes the disk is told to begin, so that little is left for the sync at the end. */
const syncEvery = 16 * 1024 * 1024;

/**
 * Appends to a file while the caller goes on: what comes as long as the disk is busy is written in one go. A failure is
 * thrown to whoever pushes or drains next, and from then on to everybody.
 */
export class WriteBehind {
  #waiting: Buffer[] = [];
  #bytes = 0;
  #unsynced = 0;
  #writing: Promise<void> | null = null;
  #moment: NodeJS.Timeout | null = null;
  #syncing: Promise<void> = Promise.resolve();
  #problem: { readonly error: unknown } | null = null;

  constructor(private readonly file: FileHandle) {}

  /** Takes the bytes over; the caller must not change them afterwards. Resolves at once unless too much waits already. */
  async push(bytes: Buffer): Promise<void> {
    this.#throwProblem();
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= worthWriting) this.#begin();
    else this.#moment ??= setTimeout(() => this.#begin(), momentMs);
    if (this.#bytes > mostWaiting) await this.drain();
  }

  /** Resolves when everything that was pushed has been handed to the system. */
  async drain(): Promise<void> {
    this.#begin();
    await this.#writing;
    this.#throwProblem();
  }

  /** Everything that was pushed is on the disk afterwards. */
  async sync(): Promise<void> {
    await this.drain();
    if (this.#unsynced > 0) this.#startSync();
    this.#unsynced = 0;
    await this.#syncing;
    this.#throwProblem();
  }

  #begin(): void {
    if (this.#moment !== null) clearTimeout(this.#moment);
    this.#moment = null;
    if (this.#waiting.length > 0 && this.#problem === null) this.#writing ??= this.#write();
  }

  /** Never rejects: nobody waits for it by itself. */
  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting;
        const length = this.#bytes;
        this.#waiting = [];
        await writeAll(this.file, batch);
        this.#bytes -= length;
        this.#written(length);
      }
    } catch (error) {
      this.#problem = { error };
    }
    this.#writing = null;
  }

  #written(length: number): void {
    const before = this.#unsynced;
    this.#unsynced += length;
    if (Math.floor(before / syncEvery) < Math.floor(this.#unsynced / syncEvery)) this.#startSync();
  }

  /** A sync that failed is not tried again: the next may succeed although the bytes are lost. */
  #startSync(): void {
    this.#syncing = this.#syncing
      .then(() => this.file.datasync())
      .catch((error: unknown) => {
        this.#problem ??= { error };
      });
  }

  #throwProblem(): void {
    if (this.#problem !== null) throw this.#problem.error;
  }
}

async function writeAll(file: FileHandle, batch: Buffer[]): Promise<void> {
  for (let left = batch; left.length > 0; ) {
    const { bytesWritten } = await file.writev(left);
    left = behind(left, bytesWritten);
  }
}

/** The buffers without their first `count` bytes. */
function behind(buffers: readonly Buffer[], count: number): Buffer[] {
  let skip = count;
  return buffers.flatMap((buffer) => {
    const taken = Math.min(skip, buffer.length);
    skip -= taken;
    return taken === buffer.length ? [] : [buffer.subarray(taken)];
  });
}
