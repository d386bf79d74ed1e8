import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { fail, ok, type Result } from '../../../core/errors';
import type { Line } from './line';
import { SftpClient, type SftpFile } from './sftp-client';

/** Servers take and give at least this much in one request. */
const pieceBytes = 32_768;
/** Requests on the way at once: 2 MiB, which fills a line of 40 ms at 50 MB/s. */
const depth = 64;

/** What a transfer is told and tells. */
export interface TransferWatch {
  /** Bytes of the file that are there for certain. */
  readonly moved: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings a file to a path on the host, going on behind what is there already; only ever the first bytes of this very
 * file are, because nobody else has a name like this. Repeating it is harmless.
 * @param earlier where an attempt before this one may have left its part.
 */
export async function upload(
  line: Line,
  source: { readonly file: FileHandle; readonly bytes: number },
  path: string,
  earlier: readonly string[],
  watch: TransferWatch,
): Promise<Result<void>> {
  const opened = await SftpClient.open(line);
  if (!opened.ok) return opened;
  const client = opened.value;
  try {
    for (const before of earlier) {
      const taken = await client.rename(before, path);
      if (taken.ok) break;
    }
    const file = await client.open(path, 'writing');
    if (!file.ok) return file;
    const there = await client.size(file.value, path);
    if (!there.ok) return there;
    let from = there.value;
    if (from > source.bytes) {
      const cut = await client.cut(file.value, path, 0);
      if (!cut.ok) return cut;
      from = 0;
    }
    const needed = source.bytes - from;
    const room = async (): Promise<Result<void>> => {
      const free = await client.free(dirname(path));
      if (free === null || free >= needed) return ok(undefined);
      return fail('host-disk-full', { host: line.target.name, path: dirname(path), needed, free });
    };
    const enough = await room();
    if (!enough.ok) return enough;
    const sent = await send(client, source, file.value, path, from, watch);
    if (sent.ok) return await client.closeFile(file.value, path);
    // Servers call a full disk nothing but "Failure".
    if (sent.error.code !== 'sftp-refused') return sent;
    const still = await room();
    return still.ok ? sent : still;
  } finally {
    client.close();
  }
}

async function send(
  client: SftpClient,
  source: { readonly file: FileHandle; readonly bytes: number },
  file: SftpFile,
  path: string,
  from: number,
  watch: TransferWatch,
): Promise<Result<void>> {
  const underWay: Promise<Result<number>>[] = [];
  let at = from;
  watch.moved(at);
  while (at < source.bytes || underWay.length > 0) {
    if (watch.signal.aborted) return ok(undefined);
    if (at < source.bytes && underWay.length < depth) {
      const piece = Buffer.alloc(Math.min(pieceBytes, source.bytes - at));
      const { bytesRead } = await source.file.read(piece, 0, piece.length, at);
      // The host's hash check finds whatever is wrong with a file that became shorter meanwhile.
      if (bytesRead === 0) return ok(undefined);
      const end = at + bytesRead;
      underWay.push(client.write(file, path, at, piece.subarray(0, bytesRead)).then((done) => (done.ok ? ok(end) : done)));
      at = end;
      continue;
    }
    const done = await underWay.shift();
    if (done === undefined) break;
    if (!done.ok) return done;
    watch.moved(done.value);
  }
  return ok(undefined);
}

/** A file on the host: one of its own, or a copy that was made for us and goes once it is here. */
interface Fetchable {
  readonly path: string;
  readonly isOurs: boolean;
}

/**
 * Fetches the first `bytes` of a file behind what `into` holds already. Gives how many are there in the end: fewer where
 * the file became shorter.
 */
export async function download(
  line: Line,
  { path, isOurs }: Fetchable,
  into: { readonly file: FileHandle; readonly has: number },
  bytes: number,
  watch: TransferWatch,
): Promise<Result<number>> {
  const opened = await SftpClient.open(line);
  if (!opened.ok) return opened;
  const client = opened.value;
  try {
    const file = await client.open(path, 'reading');
    if (!file.ok) return file;
    const underWay: Promise<Result<Buffer>>[] = [];
    const lengths: number[] = [];
    let asked = into.has;
    let written = into.has;
    while (asked < bytes || underWay.length > 0) {
      if (watch.signal.aborted) return ok(written);
      if (asked < bytes && underWay.length < depth) {
        const length = Math.min(pieceBytes, bytes - asked);
        underWay.push(client.read(file.value, path, asked, length));
        lengths.push(length);
        asked += length;
        continue;
      }
      const piece = await underWay.shift();
      const length = lengths.shift() ?? 0;
      if (piece === undefined) break;
      if (!piece.ok) return piece;
      const whole = await rest(client, file.value, path, written, length, piece.value);
      if (!whole.ok) return whole;
      await into.file.write(whole.value, 0, whole.value.length, written);
      written += whole.value.length;
      watch.moved(written);
      if (whole.value.length < length) return ok(written);
    }
    if (isOurs) await client.remove(path);
    return ok(written);
  } finally {
    client.close();
  }
}

/** A server may answer with less than was asked for: what is missing of a piece, up to the end of the file. */
async function rest(client: SftpClient, file: SftpFile, path: string, at: number, length: number, first: Buffer): Promise<Result<Buffer>> {
  let have = first;
  while (have.length > 0 && have.length < length) {
    const more = await client.read(file, path, at + have.length, length - have.length);
    if (!more.ok) return more;
    if (more.value.length === 0) break;
    have = Buffer.concat([have, more.value]);
  }
  return ok(have);
}
