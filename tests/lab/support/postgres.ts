import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const versions = '/usr/lib/postgresql';
const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0] : undefined;
const bin = newest === undefined ? null : join(versions, newest, 'bin');

/** Why a real PostgreSQL cannot be had on this machine, or null. */
export const postgresMissing = bin === null ? 'no PostgreSQL server on this machine' : null;

/** A real PostgreSQL of its own, in a folder, on a Unix socket only; nobody needs a password there. */
interface RealPostgres {
  /** The folder of its socket: what libpq takes for a host. */
  readonly host: string;
  start(): Promise<void>;
  /** As a crash ends it. */
  kill(): Promise<void>;
  query(sql: string): string;
  remove(): Promise<void>;
}

export function createRealPostgres(): RealPostgres {
  const folder = mkdtempSync(join(tmpdir(), 'bg-pg-'));
  const isRoot = process.getuid?.() === 0;
  // The server refuses to be root.
  const asServer = (program: string, words: readonly string[]): readonly [string, readonly string[]] => (isRoot ? ['setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', join(bin ?? '', program), ...words]] : [join(bin ?? '', program), words]);
  if (isRoot) chownSync(folder, 65_534, 65_534);
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  const [initdb, words] = asServer('initdb', ['-D', data, '-U', 'breakglass', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8']);
  const made = spawnSync(initdb, [...words], { encoding: 'utf8', cwd: folder });
  if (made.status !== 0) throw new Error(made.stderr);
  let child: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    // To its supervisor alone: it ends the others at once. It is a grandchild of nobody: setpriv became it.
    running.kill('SIGQUIT');
    await gone;
  };
  return {
    host: folder,
    async start() {
      const [program, rest] = asServer('postgres', ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'shared_buffers=16MB', '-c', 'max_connections=10']);
      const running = spawn(program, [...rest], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      child = running;
      await new Promise<void>((resolve, reject) => {
        let said = '';
        running.stderr.on('data', (part: Buffer) => {
          said += part.toString();
          if (said.includes('ready to accept connections')) resolve();
        });
        running.once('exit', () => reject(new Error(`postgres ended: ${said}`)));
      });
    },
    kill,
    query(sql) {
      const asked = spawnSync('psql', ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'breakglass', '-d', 'postgres', '-c', sql], { encoding: 'utf8' });
      if (asked.status !== 0) throw new Error(asked.stderr);
      return asked.stdout.trim();
    },
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
