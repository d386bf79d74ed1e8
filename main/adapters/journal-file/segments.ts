import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { maxSegmentBytes, segmentName } from '../../../core/journal/line';
import type { Disk, SegmentFile } from './disk';

/** Bytes that were on disk behind the last acknowledged line, and are no more. */
export interface Cut {
  readonly segment: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The files of one writer, as far as they are trusted: everything before the end is synced. */
export class Segments {
  private file: SegmentFile | null = null;

  constructor(
    private readonly folder: string,
    private readonly disk: Disk,
    /** Segment (0: none yet) and byte where the next line goes. */
    private end: { segment: number; bytes: number },
  ) {}

  get position(): { readonly segment: number; readonly bytes: number } {
    return this.end;
  }

  /** How many more bytes fit before a new segment begins. */
  get room(): number {
    return this.end.segment === 0 ? 0 : maxSegmentBytes - this.end.bytes;
  }

  /** Writes whole lines and syncs them; they count only when this returns. Throws what the disk says. */
  async append(bytes: Uint8Array): Promise<void> {
    const fresh = bytes.length > this.room;
    const next = fresh ? { segment: this.end.segment + 1, bytes: 0 } : this.end;
    if (fresh) {
      await this.close();
      this.file = await this.disk.openSegment(this.path(next.segment), 'new');
    } else {
      this.file ??= await this.disk.openSegment(this.path(next.segment), 'existing');
    }
    await this.file.write(bytes);
    await this.file.datasync();
    if (fresh) await this.disk.syncFolder(this.folder);
    this.end = { segment: next.segment, bytes: next.bytes + bytes.length };
  }

  /**
   * After a failed write or sync: nothing behind the end may stay, and a file descriptor that once failed is not asked
   * again (a later sync may succeed although the bytes are lost). Opens anew, reads back, cuts, syncs the cut.
   */
  async recover(expected: (bytes: Uint8Array) => boolean): Promise<Cut | null> {
    await this.close();
    const extra = await this.dropExtraSegment();
    if (this.end.segment === 0) return extra;
    const file = await this.disk.openSegment(this.path(this.end.segment), 'existing');
    this.file = file;
    const bytes = await file.read();
    const kept = bytes.subarray(0, this.end.bytes);
    if (kept.length < this.end.bytes || (kept.length > 0 && !expected(kept))) {
      throw new Error('lines that were acknowledged are not on the disk any more');
    }
    if (bytes.length > kept.length) await file.truncate(kept.length);
    await file.datasync();
    return bytes.length === kept.length ? extra : cutOf(this.end.segment, bytes.subarray(this.end.bytes));
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close().catch(() => undefined);
  }

  private async dropExtraSegment(): Promise<Cut | null> {
    const number = this.end.segment + 1;
    if (!(await this.disk.list(this.folder)).includes(segmentName(number))) return null;
    const { bytes } = await this.disk.read(this.path(number), maxSegmentBytes);
    await this.disk.remove(this.path(number));
    await this.disk.syncFolder(this.folder);
    return cutOf(number, bytes);
  }

  private path(number: number): string {
    return join(this.folder, segmentName(number));
  }
}

export function cutOf(segment: number, bytes: Uint8Array): Cut {
  return { segment: segmentName(segment), bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
