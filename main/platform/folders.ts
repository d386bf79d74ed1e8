import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this device keeps its own things: `BREAKGLASS_HOME`, else the system's usual place. */
export function dataFolder(environment: Environment, system: string): string {
  if (environment['BREAKGLASS_HOME'] !== undefined) return ownFolder(environment['BREAKGLASS_HOME']);
  if (system === 'win32') return ownFolder(join(environment['APPDATA'] ?? homedir(), 'breakglass'));
  if (system === 'darwin') return ownFolder(join(homedir(), 'Library', 'Application Support', 'breakglass'));
  return ownFolder(join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'breakglass'));
}

function ownFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  // SECURITY: somebody else's folder, or a link to one, would let them read or replace what we keep.
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    throw new Error(`${path} is not a folder of this user; remove it or set BREAKGLASS_HOME to another place`);
  }
  chmodSync(path, 0o700);
  return path;
}
