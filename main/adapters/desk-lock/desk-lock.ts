import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import { holderSchema, isAlive, thisProcess, type Holder } from './holder';

/** The right to be the one writer of a workspace on this device. */
export interface DeskLock {
  release(): void;
}

/**
 * Takes the lock of a folder, or says who has it (desk-taken). `boot` names this boot of the machine.
 *
 * The lock is the file with the highest number; its content names the holder. Whoever finds that holder dead makes the
 * next number with link(2), which only one can. The highest file is never removed, so nobody can take away a lock that
 * somebody else has just taken: that is the race which "remove the stale file, then create it" loses.
 */
export function takeDeskLock(folder: string, boot: string): Result<DeskLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `draft-${process.pid}-${randomBytes(6).toString('hex')}`);
  writeFileSync(draft, JSON.stringify(thisProcess(boot)), { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      const highest = highestNumber(folder);
      const holder = highest === 0 ? null : readHolder(join(folder, name(highest)));
      if (holder !== null && isAlive(holder, boot)) return fail('desk-taken', { pid: holder.pid });
      const mine = highest + 1;
      if (!linked(draft, join(folder, name(mine)))) continue;
      // Someone slow may link a number whose successors were already taken and tidied: the highest wins.
      if (highestNumber(folder) === mine) return ok(held(folder, mine, boot));
      unlinkSync(join(folder, name(mine)));
    }
  } finally {
    unlinkSync(draft);
  }
}

function held(folder: string, mine: number, boot: string): DeskLock {
  tidy(folder, mine);
  return {
    release: () => {
      const draft = join(folder, `draft-${process.pid}-${randomBytes(6).toString('hex')}`);
      const left: Holder = { ...thisProcess(boot), released: true };
      writeFileSync(draft, JSON.stringify(left), { mode: 0o600, flag: 'wx' });
      renameSync(draft, join(folder, name(mine)));
    },
  };
}

function name(number: number): string {
  return `lock-${String(number).padStart(10, '0')}`;
}

function highestNumber(folder: string): number {
  const numbers = readdirSync(folder).map((file) => Number(/^lock-(\d{10})$/.exec(file)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

/** Null for a file that is gone or says nothing: the file is linked whole, so it was not ours to begin with. */
function readHolder(path: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function tidy(folder: string, mine: number): void {
  for (const file of readdirSync(folder)) {
    const number = Number(/^lock-(\d{10})$/.exec(file)?.[1] ?? 0);
    if (number === 0 || number >= mine) continue;
    try {
      unlinkSync(join(folder, file));
    } catch {
      // Somebody who lost the race tidied it already.
    }
  }
}
