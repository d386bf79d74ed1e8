import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fail, ok } from '../../../core/errors';
import type { Speaker } from '../../ports/speaker';
import { makeTone } from './tone';

/** Players that come with the systems we run on, with their arguments before the file. */
const players: readonly (readonly [string, ...string[]])[] = [
  ['pw-play'],
  ['paplay'],
  ['aplay', '-q'],
  ['afplay'],
  ['powershell.exe', '-NoProfile', '-Command', '(New-Object Media.SoundPlayer $args[0]).PlaySync()'],
];

/** Plays through the first player found on the PATH; where there is none, says so instead of pretending. */
export function createSystemSpeaker(searchPath: string): Speaker {
  let current: ChildProcess | null = null;
  return {
    async play(seconds, volume) {
      const player = players.find(([name]) => findOnPath(name, searchPath));
      if (player === undefined) return fail('speaker-missing', { players: players.map(([name]) => name).join(', ') });
      current?.kill();
      const folder = mkdtempSync(join(tmpdir(), 'breakglass-tone-'));
      const file = join(folder, 'tone.wav');
      writeFileSync(file, makeTone(seconds, volume), { mode: 0o600 });
      const [command, ...args] = player;
      const child = spawn(command, [...args, file], { stdio: 'ignore' });
      current = child;
      child.once('exit', () => {
        if (current === child) current = null;
        rmSync(folder, { recursive: true, force: true });
      });
      return new Promise((resolve) => {
        // A player without a sound device ends at once with an error; one that still lives after this plays.
        const settled = setTimeout(() => {
          resolve(ok(undefined));
        }, 250);
        child.once('error', (cause) => {
          clearTimeout(settled);
          resolve(fail('speaker-failed', { player: command, why: cause.message }));
        });
        child.once('exit', (code) => {
          clearTimeout(settled);
          resolve(code === 0 ? ok(undefined) : fail('speaker-failed', { player: command, why: `exit ${String(code)}` }));
        });
      });
    },
    stop() {
      current?.kill();
      current = null;
    },
    playing: () => current !== null,
  };
}

function findOnPath(name: string, searchPath: string): boolean {
  return searchPath.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
