import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { appFolder, type Device } from './app';

/** Runs the terminal twin on the same device. */
export function breakglass(device: Device, ...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(appFolder, 'bin/breakglass.mjs'), ...words], { env: device.env, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err });
    });
  });
}
