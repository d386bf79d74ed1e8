import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import { offered, type SoundOutputs } from '../../../core/siren/sound-output';
import type { Speaker } from '../../ports/speaker';
import { soundPlayers, type SoundPlayer } from './sound-players';
import { makeTone } from './tone';

/** Longest that a sound service is asked for its outputs, ms, and the longest answer, bytes. */
const patience = 5_000;
const longestAnswer = 8 * 1024 * 1024;

interface Found {
  readonly player: SoundPlayer;
  readonly program: string;
}

/** Plays through the first player found on the PATH; where there is none, says so instead of pretending. */
export function createSystemSpeaker(searchPath: string): Speaker {
  let current: ChildProcess | null = null;
  /** Counts plays and stops: what was asked for before a stop does not begin after it (law 5). */
  let turn = 0;

  const findPlayer = (): Result<Found> => {
    for (const player of soundPlayers) {
      const program = findOnPath(player.command, searchPath);
      if (program !== null) return ok({ player, program });
    }
    return fail('speaker-missing', { players: soundPlayers.map(({ command }) => command).join(', ') });
  };

  const outputs = async (): Promise<Result<SoundOutputs>> => {
    const found = findPlayer();
    return found.ok ? listOutputs(found.value.player, searchPath) : found;
  };

  return {
    outputs,
    async play(seconds, volume, output) {
      turn += 1;
      const mine = turn;
      const found = findPlayer();
      if (!found.ok) return found;
      const { player, program } = found.value;
      if (output !== null) {
        // SECURITY: only a name that the machine itself gives is passed on: ALSA runs commands and writes files by name.
        const known = await listOutputs(player, searchPath);
        const there = known.ok ? offered(output, known.value) : known;
        if (!there.ok) return there;
        if (mine !== turn) return fail('siren-superseded', { url: output });
      }
      current?.kill();
      const tone = writeTone(makeTone(seconds, volume));
      if (!tone.ok) return fail('speaker-failed', { player: player.command, why: tone.why });
      const { file, folder } = tone;
      return new Promise((resolve) => {
        const child = spawn(program, player.args(file, output), { stdio: 'ignore' });
        current = child;
        // A player without a sound device ends at once with an error; one that still lives after this plays.
        const settled = setTimeout(() => {
          resolve(ok(undefined));
        }, 250);
        /** It ended, or never began; which of both it was, nothing sounds and nothing may be left. */
        const over = (result: Result<void>): void => {
          clearTimeout(settled);
          if (current === child) current = null;
          rmSync(folder, { recursive: true, force: true });
          resolve(result);
        };
        child.once('error', (cause) => over(fail('speaker-failed', { player: player.command, why: cause.message })));
        child.once('exit', (code) => over(code === 0 ? ok(undefined) : fail('speaker-failed', { player: player.command, why: `exit ${String(code)}` })));
      });
    },
    stop() {
      turn += 1;
      current?.kill();
      current = null;
    },
    playing: () => current !== null,
  };
}

/**
 * The tone as a file in a folder of its own, which is what every player takes. A full disk must not keep a laptop from
 * waking whoever sleeps beside it (decisions.md 8), so memory is the second place.
 */
function writeTone(tone: Buffer): { readonly ok: true; readonly file: string; readonly folder: string } | { readonly ok: false; readonly why: string } {
  let why = '';
  for (const place of [tmpdir(), '/dev/shm']) {
    let folder: string | null = null;
    try {
      folder = mkdtempSync(join(place, 'breakglass-tone-'));
      const file = join(folder, 'tone.wav');
      writeFileSync(file, tone, { mode: 0o600 });
      return { ok: true, file, folder };
    } catch (cause) {
      why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    }
  }
  return { ok: false, why };
}

function listOutputs({ command: player, listing }: SoundPlayer, searchPath: string): Promise<Result<SoundOutputs>> {
  if (listing === null) return Promise.resolve(fail('speaker-output-fixed', { player }));
  const { command, args, read } = listing;
  const program = findOnPath(command, searchPath);
  if (program === null) return Promise.resolve(fail('speaker-outputs-unread', { command, why: 'ENOENT' }));
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: patience, maxBuffer: longestAnswer, env: { ...process.env, LC_ALL: 'C.UTF-8' } }, (error, text) => {
      if (error !== null) resolve(fail('speaker-outputs-unread', { command, why: error.killed === true ? 'timeout' : String(error.code) }));
      else resolve(readListing(text, { player, command, read }));
    });
  });
}

function readListing(text: string, { player, command, read }: { readonly player: string; readonly command: string; readonly read: (text: string) => SoundOutputs['outputs'] }): Result<SoundOutputs> {
  try {
    return ok({ player, outputs: read(text) });
  } catch {
    return fail('speaker-outputs-unread', { command, why: 'garbled' });
  }
}

/** The file that a name on the search path stands for. */
function findOnPath(name: string, searchPath: string): string | null {
  const files = searchPath.split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => isExecutable(file)) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
