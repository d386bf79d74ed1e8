import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end } from './processes.mjs';

/** Whether somebody's screen can be reached from here. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/**
 * A screen in memory, our own and nobody else's, under a number that the server chooses.
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>} env: what a program needs to reach it
 */
export async function startDisplay() {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-display-'));
  const authority = join(folder, 'authority');
  writeFileSync(authority, cookie(), { mode: 0o600 });
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset', '-auth', authority],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const stop = async () => {
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const number = await displayNumber(server);
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error('Xvfb did not start within 20 s')), 20_000);
    server.once('error', (error) => failed(new Error(`Xvfb could not be started: ${error.message}`)));
    server.once('exit', (code) => failed(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3]?.once('data', (/** @type {Buffer} */ bytes) => {
      clearTimeout(timer);
      found(bytes.toString().trim());
    });
  });
}

/**
 * SECURITY: without a cookie every user of the machine could look at this screen and press its keys.
 * One entry in the form of Xauthority: family "wild", empty address, empty number (fits any), name, data.
 */
function cookie() {
  const wild = Buffer.from([0xff, 0xff]);
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), randomBytes(16)];
  return Buffer.concat([wild, ...fields.flatMap((bytes) => [Buffer.from([0, bytes.length]), bytes])]);
}
