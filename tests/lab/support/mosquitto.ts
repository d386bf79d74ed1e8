import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port';

const program = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync) ?? null;

/** Why a real broker cannot be had on this machine, or null. */
export const mosquittoMissing = program === null ? 'no mosquitto on this machine' : null;

/** A real mosquitto on loopback with a password file; `start` again after `kill` is a restart. */
export interface RealBroker {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Stops it in its tracks; it goes on with `thaw`. */
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

export async function createRealBroker(): Promise<RealBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-mqtt-'));
  const port = await freePort();
  const passwords = join(folder, 'passwords');
  const user = 'console';
  const password = 'kept in the keychain';
  writeFileSync(passwords, '', { mode: 0o600 });
  spawnSync('mosquitto_passwd', ['-b', passwords, user, password]);
  const root = process.getuid?.() === 0 ? 'user root\n' : '';
  writeFileSync(join(folder, 'mosquitto.conf'), `listener ${String(port)} 127.0.0.1\nallow_anonymous false\npassword_file ${passwords}\n${root}`);
  let child: ChildProcess | null = null;

  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };
  return {
    url: `mqtt://127.0.0.1:${String(port)}`,
    user,
    password,
    async start() {
      const running = spawn(program ?? 'missing', ['-c', join(folder, 'mosquitto.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
      child = running;
      await new Promise<void>((resolve, reject) => {
        let said = '';
        running.stderr.on('data', (part: Buffer) => {
          said += part.toString();
          if (said.includes('running')) resolve();
        });
        running.once('exit', () => reject(new Error(`mosquitto ended: ${said}`)));
      });
    },
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
