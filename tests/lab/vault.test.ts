import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { tempFolder } from '../support/journal-kit';

const here = dirname(fileURLToPath(import.meta.url));
const ready = ['dbus-run-session', 'gnome-keyring-daemon', 'dbus-send'].every((tool) => spawnSync(tool, ['--version']).error === undefined);
let child = '';
let lockChild = '';

beforeAll(async () => {
  // Beside node_modules, so that the native module is found.
  const folder = join(here, '../../.cache/vault-test');
  mkdirSync(join(folder, 'lock'), { recursive: true });
  child = await bundle(join(here, '../support/vault-child.ts'), folder);
  lockChild = await bundle(join(here, '../support/vault-lock-child.ts'), join(folder, 'lock'));
});

/** A home and a runtime folder of its own: nothing of the person who runs the tests is touched. */
function environment(): Record<string, string> {
  const home = tempFolder();
  return { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: join(home, 'data') };
}

function outcome(run: { stdout: string; stderr: string }): Record<string, unknown> {
  const line = run.stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(run.stderr);
  return JSON.parse(line) as Record<string, unknown>;
}

// Where these parts are missing this is not run; CI installs them.
describe.skipIf(!ready && process.env['CI'] === undefined)('the vault over a real Secret Service', () => {
  it('keeps, lists, gives back and removes a secret in gnome-keyring', () => {
    const script = `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec '${process.execPath}' '${child}' breakglass-test`;
    const run = spawnSync('dbus-run-session', ['--', 'sh', '-c', script], { encoding: 'utf8', env: environment(), timeout: 60_000 });
    expect(outcome(run)).toEqual({
      state: { kind: 'keychain', why: '' },
      before: { ok: true, value: [] },
      absent: { ok: false, error: { code: 'vault-no-secret', values: { name: 'pin' } } },
      set: { ok: true },
      got: { ok: true, value: '비밀-4711 🔥' },
      listed: { ok: true, value: ['pin'] },
      removed: { ok: true },
      again: { ok: false, error: { code: 'vault-no-secret', values: { name: 'pin' } } },
      left: { ok: true, value: [] },
    });
  });

  it('stays locked when the keyring is not opened, and sirens and sources have what they need all the same (laws 5 and 8)', () => {
    // No screen: the desktop's question for the password cannot be shown, and is answered by nobody.
    const script = `printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec '${process.execPath}' '${lockChild}' breakglass-test`;
    const run = spawnSync('dbus-run-session', ['--', 'sh', '-c', script], { encoding: 'utf8', env: environment(), timeout: 60_000 });
    const given = { siren: { ok: true, value: 'pin-4711' }, source: { ok: true, value: 'am-token-4711' } };
    const waits = { ok: false, error: { code: 'vault-still-locked', values: { why: 'it waits for its password' } } };
    expect(outcome(run)).toEqual({
      means: 'keyring',
      open: { ...given, deploy: { ok: true, value: 'deploy-4711' } },
      locked: { ...given, deploy: { ok: false, error: { code: 'vault-locked', values: { name: 'deploy' } } } },
      refused: { ok: false, error: { code: 'vault-still-locked', values: { why: expect.any(String) as string } } },
      closed: { ...given, deploy: { ok: false, error: { code: 'vault-locked', values: { name: 'deploy' } } }, names: waits, anchor: waits },
      codes: ['VAULT-LOCKED', 'VAULT-STAYED-LOCKED'],
      stillLocked: true,
    });
  });

  it('stores nothing and says why on a bus without a keyring', () => {
    // An empty list of services: dbus-daemon would otherwise start a keyring by itself.
    const script = `exec '${process.execPath}' '${child}' breakglass-test`;
    const env = { ...environment(), XDG_DATA_DIRS: tempFolder() };
    const run = spawnSync('dbus-run-session', ['--', 'sh', '-c', script], { encoding: 'utf8', env, timeout: 60_000 });
    expect(outcome(run)).toMatchObject({ state: { kind: 'none' }, set: { ok: false, error: { code: 'vault-none' } }, got: { ok: false } });
  });
});

describe('the vault without a session bus', () => {
  it('is none, at once, and stores nothing', () => {
    const run = spawnSync(process.execPath, [child, 'breakglass-test'], { encoding: 'utf8', env: environment(), timeout: 60_000 });
    if (process.platform !== 'linux') return;
    expect(outcome(run)).toMatchObject({ state: { kind: 'none' }, set: { ok: false, error: { code: 'vault-none' } } });
  });
});
