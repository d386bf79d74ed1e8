import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import type { LogGap } from '../../ports/log-reader';

/** A file of a log as its host shows it. */
export interface HostFile {
  readonly inode: string;
  readonly size: number;
  /** Its first bytes, at most 512. */
  readonly head: Buffer;
}

/** The files that are a log or were it before a rotation. */
export interface LogFolder {
  /** Bytes of one file from an offset on; `inode` null: of the one that the path names now. Null where there is none. */
  take(inode: string | null, from: number, most: number): Promise<Result<(HostFile & { readonly data: Buffer }) | null>>;
  /** All of them, the one written to longest ago first. */
  list(): Promise<Result<readonly HostFile[]>>;
}

/**
 * A file that is not read to its end, or may still grow. Inodes are given again, and `copytruncate` keeps one and empties
 * the file: the first bytes tell whether it is the same.
 */
const followedSchema = z.object({
  inode: z.string(),
  headBytes: z.number().int(),
  headHash: z.string(),
  /** Behind the last whole line that was read. */
  offset: z.number().int(),
  /** As last seen. */
  size: z.number().int(),
  /** In the middle of a line that is too long: the rest of it is passed over. */
  skipping: z.boolean(),
  /** It was rotated away: until when somebody may still write to it, epoch ms; null for the one that the path names. */
  until: z.number().nullable(),
});
type Followed = z.infer<typeof followedSchema>;

/** Files in the order in which their lines come. */
const placeSchema = z.object({ file: z.array(followedSchema).min(1) });

/** Bytes that are read at once. */
const chunk = 262_144;
/** A line without an end is cut here, bytes, and shown up to `shownLine`. */
const longestLine = 65_536;
const shownLine = 8_192;
/** Programs open their log anew within this time after a rotation, ms. */
const lateWriters = 300_000;
/** A log that is further behind than this is read from near its end on, and the gap is said. Bytes. */
const mostBehind = 67_108_864;
const keptBehind = 1_048_576;
/** A head shorter than this tells no two files apart by itself. */
const tellingHead = 32;

export interface FilePiece {
  readonly lines: readonly string[];
  readonly place: string;
  readonly more: boolean;
  readonly gap: LogGap | null;
}

/**
 * The next lines of a log from a place on, from at most one of its files. Without a place it begins at the end.
 * @param now epoch ms
 */
export async function readLogFile(folder: LogFolder, path: string, place: string | null, now: number): Promise<Result<FilePiece>> {
  const known = place === null ? null : placeFrom(place);
  if (known === null) {
    const current = await folder.take(null, 0, 0);
    if (!current.ok) return current;
    if (current.value === null) return fail('log-missing', { path });
    return ok({ lines: [], place: textOf([beginning(current.value, current.value.size)]), more: false, gap: null });
  }
  const last = known.at(-1);
  // Nearly always the path still names the file that was read last: then this one question is the only one.
  const current = await folder.take(null, last?.offset ?? 0, chunk);
  if (!current.ok) return current;
  const chained = await withRotations(folder, path, known, current.value, now);
  if (!chained.ok) return chained;
  let { files, gap } = chained.value;
  for (const file of [...files]) {
    const taken = file === last && file.until === null ? current : await folder.take(file.until === null ? null : file.inode, file.offset, chunk);
    if (!taken.ok) return taken;
    const isLast = file === files.at(-1);
    const isOver = !isLast && file.until !== null && now > file.until;
    if (taken.value === null || !isSame(taken.value, file)) {
      // Rotated again this very moment: the next look finds it. An old one that went away had been read, or is a gap.
      if (isLast) return ok({ lines: [], place: textOf(files), more: true, gap });
      gap ??= file.size > file.offset ? { why: 'vanished', bytes: file.size - file.offset } : null;
      files = files.filter((each) => each !== file);
      continue;
    }
    const behind = taken.value.size - file.offset;
    if (behind > mostBehind) {
      const skipped = { ...seenAs(file, taken.value), offset: taken.value.size - keptBehind, skipping: true };
      return ok({ lines: [], place: textOf(replaced(files, file, skipped)), more: true, gap: { why: 'behind', bytes: behind - keptBehind } });
    }
    const read = linesOf(seenAs(file, taken.value), taken.value.data, isOver);
    const isDrained = read.file.offset === file.offset && read.lines.length === 0;
    if (isDrained && isOver) {
      files = files.filter((each) => each !== file);
      continue;
    }
    files = replaced(files, file, read.file);
    if (isDrained) continue;
    const more = !isLast || (taken.value.data.length === chunk && read.file.offset < taken.value.size);
    return ok({ lines: read.lines, place: textOf(files), more, gap });
  }
  return ok({ lines: [], place: textOf(files), more: false, gap });
}

/** The followed files with those that came since: where the path names another file now, what was read goes on elsewhere. */
async function withRotations(
  folder: LogFolder,
  path: string,
  known: readonly Followed[],
  current: HostFile | null,
  now: number,
): Promise<Result<{ files: readonly Followed[]; gap: LogGap | null }>> {
  const last = known.at(-1);
  if (last === undefined || (current !== null && isSame(current, last))) return ok({ files: known, gap: null });
  const listed = await folder.list();
  if (!listed.ok) return listed;
  const old = listed.value.filter(({ inode }) => inode !== current?.inode);
  const found = old.find((file) => isSame(file, last)) ?? old.find((file) => isCopy(file, last));
  const next = current === null ? [] : [beginning(current, 0)];
  if (found === undefined) {
    if (current === null) return fail('log-missing', { path });
    return ok({ files: [...known.slice(0, -1), ...next], gap: { why: 'vanished', bytes: last.size - last.offset } });
  }
  // Between a rename and the new file there is none for a moment, and none for long is blindness.
  if (current === null && last.until !== null && now > last.until) return fail('log-missing', { path });
  const until = now + lateWriters;
  const between = old
    .slice(old.indexOf(found) + 1)
    .filter((file) => !known.some((each) => isSame(file, each)))
    .map((file) => ({ ...beginning(file, 0), until }));
  return ok({ files: [...known.slice(0, -1), { ...last, inode: found.inode, until: last.until ?? until }, ...between, ...next], gap: null });
}

function isSame(file: HostFile, followed: Followed): boolean {
  return file.inode === followed.inode && hasHead(file, followed);
}

/** What `copytruncate` made of it: other inode, same bytes. */
function isCopy(file: HostFile, followed: Followed): boolean {
  return followed.headBytes >= tellingHead && hasHead(file, followed);
}

function hasHead({ head, size }: HostFile, { headBytes, headHash, offset }: Followed): boolean {
  return size >= offset && head.length >= headBytes && hashOf(head.subarray(0, headBytes)) === headHash;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}

function beginning({ inode, head, size }: HostFile, offset: number): Followed {
  return { inode, headBytes: head.length, headHash: hashOf(head), offset, size, skipping: false, until: null };
}

function seenAs(file: Followed, { head, size }: HostFile): Followed {
  return { ...file, headBytes: head.length, headHash: hashOf(head), size };
}

/** The whole lines of what was read behind the file's offset; with `isOver` also a last one that has no end. */
function linesOf(file: Followed, data: Buffer, isOver: boolean): { readonly file: Followed; readonly lines: readonly string[] } {
  const lines: string[] = [];
  let { skipping } = file;
  let at = 0;
  for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, at)) {
    if (!skipping) lines.push(shown(data.subarray(at, end)));
    skipping = false;
    at = end + 1;
  }
  const rest = data.subarray(at);
  const isEnd = isOver && data.length < chunk;
  if (rest.length > 0 && (skipping || isEnd || rest.length >= longestLine)) {
    if (!skipping) lines.push(shown(rest));
    skipping = !isEnd;
    at = data.length;
  }
  return { file: { ...file, offset: file.offset + at, skipping }, lines };
}

function shown(line: Buffer): string {
  return line.subarray(0, shownLine).toString('utf8').replace(/\r$/, '');
}

function replaced(files: readonly Followed[], file: Followed, by: Followed): readonly Followed[] {
  return files.map((each) => (each === file ? by : each));
}

function textOf(files: readonly Followed[]): string {
  return JSON.stringify({ file: files });
}

function placeFrom(text: string): readonly Followed[] | null {
  try {
    const read = placeSchema.safeParse(JSON.parse(text));
    return read.success ? read.data.file : null;
  } catch {
    return null;
  }
}
