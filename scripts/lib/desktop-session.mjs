import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { end } from './processes.mjs';

/**
 * A person's session for tests: an own home, an own message bus and an unlocked keyring with nothing in it, so that no
 * test ever sees the keychain of whoever runs it. All of it is gone after stop().
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startDesktopSession() {
  const home = mkdtempSync(join(tmpdir(), 'breakglass-home-'));
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: runtime },
  });
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let keyring;
  const stop = async () => {
    if (keyring !== undefined) await end(keyring);
    await end(bus);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const env = {
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_DATA_HOME: join(home, '.local/share'),
      DBUS_SESSION_BUS_ADDRESS: await busAddress(bus),
    };
    keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, ...env },
    });
    keyring.once('error', () => {});
    // An empty password, as a keyring that opens with the login has it.
    keyring.stdin?.end('\n');
    await untilSecretsAnswer(env);
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} bus
 * @returns {Promise<string>}
 */
function busAddress(bus) {
  return new Promise((found, failed) => {
    bus.once('error', (error) => failed(new Error(`dbus-daemon could not be started: ${error.message}`)));
    bus.once('exit', (code) => failed(new Error(`dbus-daemon ended with ${code}`)));
    bus.stdio[3]?.once('data', (/** @type {Buffer} */ bytes) => found(bytes.toString().trim()));
  });
}

/** @param {Record<string, string>} env */
async function untilSecretsAnswer(env) {
  const question = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const method = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = spawnSync('dbus-send', [...question, ...method], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    if (stdout?.includes('boolean true')) return;
    await wait(100);
  }
  throw new Error('the keyring did not answer within 10 s');
}
