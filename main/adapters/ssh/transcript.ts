import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../../ports/clock';
import { writeCast } from './cast';
import { SecretMask } from './secret-mask';
import { keptBytes } from './step-record-script';

/** Where a transcript's files are. Throws on a name that leaves the folder: that is a bug, not an expected failure. */
export function transcriptFile(folder: string, transcript: string, suffix: '.raw' | '.times' | '.cast'): string {
  const file = resolve(join(folder, transcript + suffix));
  // SECURITY: ids are checked where they are made; this is the last wall before the file system.
  if (!file.startsWith(resolve(folder) + sep)) throw new Error(`transcript outside its folder: ${transcript}`);
  return file;
}

/**
 * One step's output on this laptop: `.raw` (the bytes, secrets overwritten), `.times` (one line a chunk: milliseconds since
 * the first, bytes, `live` or `late`), and `.cast` at the end. The hash is of the stream as received (decisions.md 17).
 */
export class Transcript {
  readonly #raw: FileHandle;
  readonly #times: FileHandle;
  readonly #mask: SecretMask;
  readonly #hash: Hash;
  readonly #startedAt: number;
  #received: number;

  private constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly clock: Clock,
    files: { readonly raw: FileHandle; readonly times: FileHandle },
    mask: SecretMask,
    hash: Hash,
    received: number,
  ) {
    this.#raw = files.raw;
    this.#times = files.times;
    this.#mask = mask;
    this.#hash = hash;
    this.#received = received;
    this.#startedAt = clock.now();
  }

  /**
   * Opens for appending. `keep`: continue what is there, hashing it again, which is only true while nothing was masked;
   * otherwise it begins anew and the whole output is fetched from the record once more.
   */
  static async open(
    folder: string,
    name: string,
    clock: Clock,
    secrets: readonly string[],
    keep: boolean,
  ): Promise<Transcript> {
    const file = transcriptFile(folder, name, '.raw');
    await makeFolder(folder, dirname(file));
    const mask = new SecretMask(secrets);
    const hash = createHash('sha256');
    const continues = keep && mask.isIdle;
    const flags = continues ? 'a' : 'w';
    const [raw, times] = await Promise.all([
      open(file, flags, 0o600),
      open(transcriptFile(folder, name, '.times'), flags, 0o600),
    ]);
    const size = continues ? (await stat(file)).size : 0;
    if (size > 0) for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return new Transcript(name, folder, clock, { raw, times }, mask, hash, size);
  }

  /** Bytes of the stream so far; where a reader continues. */
  get received(): number {
    return this.#received;
  }

  /** True when more came than is kept. */
  get isTruncated(): boolean {
    return this.#received > keptBytes;
  }

  async append(output: Buffer, arrival: 'live' | 'late'): Promise<void> {
    if (output.length === 0) return;
    this.#hash.update(output);
    const room = Math.max(0, keptBytes - this.#received);
    this.#received += output.length;
    if (room === 0) return;
    const line = `${String(this.clock.now() - this.#startedAt)} ${String(output.length)} ${arrival}\n`;
    const masked = this.#mask.push(output.subarray(0, room));
    await Promise.all([writeAll(this.#raw, masked), writeAll(this.#times, Buffer.from(line))]);
  }

  /** Ends the files and derives the `.cast`; gives the hash of the whole stream. */
  async finish(code: number | null): Promise<string> {
    await writeAll(this.#raw, this.#mask.rest());
    const [raw, times, cast] = (['.raw', '.times', '.cast'] as const).map((suffix) =>
      transcriptFile(this.folder, this.name, suffix),
    ) as [string, string, string];
    const about = { startedAt: this.#startedAt, title: this.name, code };
    // The disk takes its time over the evidence; what is derived from it is written meanwhile.
    await Promise.all([this.close(), writeCast({ raw, times, cast }, about)]);
    return this.#hash.copy().digest('hex');
  }

  /** Leaves the files as they are: the step goes on elsewhere. */
  async close(): Promise<void> {
    await writeAll(this.#raw, this.#mask.rest());
    await this.#raw.datasync();
    await Promise.all([this.#raw.close(), this.#times.close()]);
  }
}

/** Makes the folder of a transcript, and refuses one that a link leads out of the workspace. */
async function makeFolder(root: string, folder: string): Promise<void> {
  // SECURITY: the workspace is other people's repository; a link in it must not make us write elsewhere.
  const isLink = await lstat(root).then((facts) => facts.isSymbolicLink(), () => false);
  if (!isLink) await mkdir(folder, { recursive: true, mode: 0o700 });
  if (isLink || (await realpath(folder)) !== join(await realpath(root), relative(root, folder))) {
    throw Object.assign(new Error('the folder of the transcripts is a link'), { code: 'ELOOP' });
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}

/** A page of a transcript, cut where a character ends. A transcript that is not there yet is empty. */
export async function readTranscript(
  folder: string,
  name: string,
  fromByte: number,
  maxBytes: number,
): Promise<{ readonly text: string; readonly nextByte: number; readonly size: number }> {
  let file: FileHandle;
  try {
    file = await open(transcriptFile(folder, name, '.raw'), 'r');
  } catch {
    return { text: '', nextByte: fromByte, size: 0 };
  }
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(maxBytes, size - fromByte)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, fromByte);
    const whole = wholeCharacters(buffer.subarray(0, bytesRead));
    return { text: whole.toString('utf8'), nextByte: fromByte + whole.length, size };
  } finally {
    await file.close();
  }
}

/** Leaves off a UTF-8 character whose end is not there yet, unless that would leave nothing. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back < bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
