import { createHash, type Hash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { lstat, mkdir, open, readFile, realpath, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../../ports/clock';
import type { ArrivalTimes } from './arrival-times';
import { writeCast } from './cast';
import { SecretMask } from './secret-mask';
import { keptBytes } from './step-record-script';
import { WriteBehind } from './write-behind';

/** Whether a chunk came while it was written, or was fetched from the record afterwards. */
type Arrival = 'live' | 'late';

/** Where a transcript's files are. Throws on a name that leaves the folder: that is a bug, not an expected failure. */
export function transcriptFile(folder: string, transcript: string, suffix: '.raw' | '.times' | '.masked' | '.cast' | '.file' | '.part'): string {
  const file = resolve(join(folder, transcript + suffix));
  // SECURITY: ids are checked where they are made; this is the last wall before the file system.
  if (!file.startsWith(resolve(folder) + sep)) throw new Error(`transcript outside its folder: ${transcript}`);
  return file;
}

/**
 * One step's output on this laptop: `.raw` (the bytes, secrets overwritten) and `.times` (one line a chunk: milliseconds
 * since the first, bytes, `live` or `late`; what came in the same millisecond is one chunk). `.cast` is derived of both.
 * The hash is of the stream as received (decisions.md 17).
 */
export class Transcript {
  readonly #raw: WriteBehind;
  readonly #times: WriteBehind;
  readonly #hash: Hash;
  readonly #startedAt: number;
  #received: number;
  /** What the files hold is not gone on from. It stays until the first byte comes: the record at the host may be gone. */
  #isStale: boolean;
  #chunk: { readonly at: number; readonly bytes: number; readonly arrival: Arrival } | null = null;

  private constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly clock: Clock,
    private readonly files: { readonly raw: FileHandle; readonly times: FileHandle },
    private readonly mask: SecretMask,
    hash: Hash,
    received: number,
    isStale: boolean,
  ) {
    this.#raw = new WriteBehind(files.raw);
    this.#times = new WriteBehind(files.times);
    this.#hash = hash;
    this.#received = received;
    this.#isStale = isStale;
    this.#startedAt = clock.now();
  }

  /**
   * Opens for appending. `keep`: continue what is there, hashing it again, which is only true while nothing was masked;
   * otherwise it begins anew with the first byte that comes, and the whole output is fetched from the record once more. Throws where something was masked
   * (an empty `.masked` says so) and nobody says with what.
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
    const masked = transcriptFile(folder, name, '.masked');
    // SECURITY: law 7. A console that started without its keychain must not write in the clear what another one masked.
    if (continues && (await isThere(masked))) throw new Error('it holds secrets that cannot be masked now');
    if (!mask.isIdle) await (await open(masked, 'a', 0o600)).close();
    const [raw, times] = await Promise.all([
      open(file, 'a', 0o600),
      open(transcriptFile(folder, name, '.times'), 'a', 0o600),
    ]);
    const told = continues ? await bytesTold(transcriptFile(folder, name, '.times')) : 0;
    const there = continues ? (await raw.stat()).size : 0;
    // A full disk took lines about bytes that it did not take.
    const isStale = !continues || told > there;
    const size = isStale ? 0 : there;
    const opened = new Transcript(name, folder, clock, { raw, times }, mask, hash, size, isStale);
    if (size > 0) {
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
      // A worker that died may have written bytes and not yet the line that tells when they came.
      if (size > told) await opened.#timed(size - told, 'late');
    }
    return opened;
  }

  /** Bytes of the stream so far; where a reader continues. */
  get received(): number {
    return this.#received;
  }

  /** True when more came than is kept. */
  get isTruncated(): boolean {
    return this.#received > keptBytes;
  }

  /** Takes the bytes over. Waits for the disk only when too much is under way to it, and throws what it said. */
  async append(output: Buffer, arrival: Arrival): Promise<void> {
    if (output.length === 0) return;
    if (this.#isStale) {
      // At once: nothing of what comes meanwhile may overtake it.
      for (const { fd } of [this.files.raw, this.files.times]) ftruncateSync(fd);
      this.#isStale = false;
    }
    const room = Math.max(0, keptBytes - this.#received);
    if (room > 0) await Promise.all([this.#raw.push(this.mask.push(output.subarray(0, room))), this.#timed(output.length, arrival)]);
    this.#hash.update(output);
    this.#received += output.length;
  }

  /** Resolves when what came so far can be read from the files, or cannot be written: that is said to whoever appends. */
  async written(): Promise<void> {
    await Promise.all([this.#raw.drain(), this.#times.drain()]).catch(() => undefined);
  }

  /** Ends the files; they are on the disk afterwards. Gives the hash of the whole stream. */
  async finish(): Promise<string> {
    await this.close();
    return this.#hash.copy().digest('hex');
  }

  /** Derives the `.cast` from the files of a transcript that was finished. */
  async derive(code: number | null): Promise<void> {
    const [raw, times, cast] = (['.raw', '.times', '.cast'] as const).map((suffix) =>
      transcriptFile(this.folder, this.name, suffix),
    ) as [string, string, string];
    await writeCast({ raw, times, cast }, { startedAt: this.#startedAt, title: this.name, code });
  }

  /** Leaves the files as they are, on the disk: the step goes on elsewhere. */
  async close(): Promise<void> {
    try {
      await this.#raw.push(this.mask.rest());
      await this.#timeLine(null);
      await Promise.all([this.#raw.sync(), this.#times.drain()]);
    } finally {
      await Promise.all([this.files.raw.close(), this.files.times.close()]);
    }
  }

  async #timed(bytes: number, arrival: Arrival): Promise<void> {
    const at = this.clock.now() - this.#startedAt;
    const before = this.#chunk;
    if (before?.at === at && before.arrival === arrival) this.#chunk = { ...before, bytes: before.bytes + bytes };
    else await this.#timeLine({ at, bytes, arrival });
  }

  /** Writes the line of the chunk that is over, and begins with the next. */
  async #timeLine(next: { readonly at: number; readonly bytes: number; readonly arrival: Arrival } | null): Promise<void> {
    const over = this.#chunk;
    this.#chunk = next;
    if (over !== null) await this.#times.push(Buffer.from(`${String(over.at)} ${String(over.bytes)} ${over.arrival}\n`));
  }
}

function isThere(file: string): Promise<boolean> {
  return lstat(file).then(() => true, () => false);
}

/** How many bytes the lines of a `.times` file speak of; more than any file has where the last one was cut. */
async function bytesTold(times: string): Promise<number> {
  const lines = (await readFile(times, 'latin1')).split('\n');
  if (lines.pop() !== '') return Number.POSITIVE_INFINITY;
  return lines.reduce((sum, line) => sum + (Number(line.split(' ')[1]) || 0), 0);
}

/** Makes the folder of a transcript, and refuses one that a link leads out of the workspace. */
export async function makeFolder(root: string, folder: string): Promise<void> {
  // SECURITY: the workspace is other people's repository; a link in it must not make us write elsewhere.
  const isLink = await lstat(root).then((facts) => facts.isSymbolicLink(), () => false);
  if (!isLink) await mkdir(folder, { recursive: true, mode: 0o700 });
  if (isLink || (await realpath(folder)) !== join(await realpath(root), relative(root, folder))) {
    throw Object.assign(new Error('the folder of the transcripts is a link'), { code: 'ELOOP' });
  }
}

/**
 * A page of a transcript, cut where a character ends. A transcript that is not there yet is empty. It is read in one go:
 * what was written a moment ago is in memory, and each wait would be for a turn of a loop that a hundred hosts keep busy.
 * @param times what is known of when bytes came; null: nobody asks
 */
export function readTranscript(
  folder: string,
  name: string,
  fromByte: number,
  maxBytes: number,
  times: ArrivalTimes | null,
): { readonly text: string; readonly nextByte: number; readonly size: number; readonly arrived: readonly (readonly [number, number])[] } {
  let file: number;
  try {
    file = openSync(transcriptFile(folder, name, '.raw'), 'r');
  } catch {
    return { text: '', nextByte: fromByte, size: 0, arrived: [] };
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.max(0, Math.min(maxBytes, size - fromByte)));
    const bytesRead = readSync(file, buffer, 0, buffer.length, fromByte);
    const whole = wholeCharacters(buffer.subarray(0, bytesRead));
    const arrived = whole.length === 0 || times === null ? [] : times.between(transcriptFile(folder, name, '.times'), fromByte, fromByte + whole.length);
    return { text: whole.toString('utf8'), nextByte: fromByte + whole.length, size, arrived };
  } finally {
    closeSync(file);
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
