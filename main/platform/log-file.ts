import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A log is for finding a bug, not a record: two files of at most this many bytes. */
const largest = 2_000_000;

/** Diagnostics into `breakglass.log` of the given folder. Never secrets, never what alerts or servers said. */
export function openLog(folder: string): (line: string) => void {
  const file = join(folder, 'breakglass.log');
  return (line) => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.1`);
      appendFileSync(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not turn a diagnostic into a failure.
    }
  };
}
