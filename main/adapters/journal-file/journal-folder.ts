import { join } from 'node:path';
import type { RawLine } from '../../../core/journal/check';
import { maxSegmentBytes, segmentName, segmentNumber } from '../../../core/journal/line';
import type { Disk } from './disk';
import { rawLines } from './raw-lines';

/** How far this device's own journal is acknowledged: bytes behind that are not part of it yet. */
export interface OwnEnd {
  readonly writer: string;
  readonly segment: number;
  readonly bytes: number;
}

const writerName = /^[a-z0-9][a-z0-9_-]{0,31}\.[a-z0-9][a-z0-9_-]{0,31}$/;

/** Reads everybody's journals below a workspace. Nothing here writes. */
export class JournalFolder {
  readonly path: string;

  constructor(
    root: string,
    private readonly disk: Disk,
    private readonly ownEnd: () => OwnEnd | null,
  ) {
    this.path = join(root, 'journal');
  }

  /** Writers that have a folder of their own, sorted. */
  async writers(): Promise<readonly string[]> {
    const names = await this.namesIn(this.path);
    const found: string[] = [];
    for (const name of names) {
      // A folder reached through a link is not read: it could be anything on this machine.
      if (writerName.test(name) && (await this.isFolder(join(this.path, name)))) found.push(name);
    }
    return found;
  }

  /** File names of a writer's folder in order; all of them, so that a check sees what does not belong there. */
  async files(writer: string): Promise<readonly string[]> {
    const own = this.endOf(writer);
    const names = await this.namesIn(join(this.path, writer));
    return own === null ? names : names.filter((name) => (segmentNumber(name) ?? 0) <= own.segment);
  }

  /** One file's lines. A file that is too long is read up to the limit; `bytes` tells its real size. */
  async lines(writer: string, file: string): Promise<{ readonly bytes: number; readonly lines: readonly RawLine[] }> {
    const own = this.endOf(writer);
    const limit = own !== null && file === segmentName(own.segment) ? own.bytes : maxSegmentBytes + 1;
    try {
      const { bytes, size } = await this.disk.read(join(this.path, writer, file), limit);
      return { bytes: Math.min(size, limit), lines: rawLines(bytes) };
    } catch {
      // What cannot be read counts as empty, and an empty segment is never a proven one.
      return { bytes: 0, lines: [] };
    }
  }

  private endOf(writer: string): OwnEnd | null {
    const own = this.ownEnd();
    return own?.writer === writer ? own : null;
  }

  private async namesIn(path: string): Promise<readonly string[]> {
    try {
      return await this.disk.list(path);
    } catch {
      return [];
    }
  }

  private async isFolder(path: string): Promise<boolean> {
    const problem = await this.disk.folderProblem(path).catch(() => 'unreadable');
    return problem !== 'it is a symbolic link' && problem !== 'it is not a folder' && problem !== 'unreadable';
  }
}
