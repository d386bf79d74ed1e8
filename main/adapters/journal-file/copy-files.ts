import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { maxSegmentBytes, segmentName } from '../../../core/journal/line';
import { nodeDisk } from './disk';

/** The files of a journal that is another writer's. Only whole, vouched lines are given to it. */
export class CopyFiles {
  constructor(
    /** The folder that holds everybody's. */
    private readonly path: string,
  ) {}

  /** Goes on behind what is there; a line that was begun is ended. `there`: sizes of the segments, in order. */
  async append(writer: string, there: readonly number[], bytes: Uint8Array): Promise<void> {
    const folder = join(this.path, writer);
    await usable(folder);
    const current = Math.max(there.length, 1);
    for (const [at, portion] of portionsOf(bytes, there.at(-1) ?? 0).entries()) {
      if (portion.length > 0) await extend(join(folder, segmentName(current + at)), portion);
    }
    await nodeDisk.syncFolder(folder);
  }

  /** Puts a whole journal in place of what is there, which is kept aside. Returns the name under which it is kept. */
  async replace(writer: string, bytes: Uint8Array): Promise<string> {
    // Neither name is a writer's, so that nobody takes these for journals.
    const fresh = `${writer}.new`;
    await rm(join(this.path, fresh), { recursive: true, force: true });
    await this.append(fresh, [], bytes);
    await nodeDisk.makeFolder(join(this.path, writer));
    const names = new Set(await nodeDisk.list(this.path));
    let number = 1;
    while (names.has(`${writer}.aside-${String(number)}`)) number += 1;
    const aside = `${writer}.aside-${String(number)}`;
    await rename(join(this.path, writer), join(this.path, aside));
    await rename(join(this.path, fresh), join(this.path, writer));
    await nodeDisk.syncFolder(this.path);
    return aside;
  }
}

/**
 * What goes into the current segment, and into each one after it: whole lines, as many as fit. So borders lie where the
 * format puts them, wherever the one who offered it had them. `before` is what the current segment holds already.
 */
function portionsOf(bytes: Uint8Array, before: number): Uint8Array[] {
  const portions: Uint8Array[] = [];
  let [start, room] = [0, maxSegmentBytes - before];
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (end - start > room) {
      portions.push(bytes.subarray(start, from));
      [start, room] = [from, maxSegmentBytes];
    }
    from = end;
  }
  return [...portions, bytes.subarray(start)];
}

async function usable(folder: string): Promise<void> {
  await nodeDisk.makeFolder(folder);
  const problem = await nodeDisk.folderProblem(folder);
  if (problem !== null) throw new Error(`${folder}: ${problem}`);
}

async function extend(path: string, bytes: Uint8Array): Promise<void> {
  // SECURITY: never through a link that somebody put in the way.
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow, 0o600);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}
