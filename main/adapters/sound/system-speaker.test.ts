import { accessSync, chmodSync, constants, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSystemSpeaker } from './system-speaker';

let folder: string;
let heard: string;

/** A program of its own on a search path that holds nothing else. */
function install(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** A player that notes its arguments and plays until it is ended. */
const playing = (): string => `printf '%s\\n' "$@" > '${heard}.part'; mv '${heard}.part' '${heard}'; exec sleep 60`;
const patience = { timeout: 20_000, interval: 10 };

function hasMemoryFolder(): boolean {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-players-'));
  heard = join(folder, 'heard');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe('the system speaker', () => {
  it('plays through the output that it was given', async () => {
    install('paplay', playing());
    install('pactl', `printf '0\\tbed\\tx\\n1\\tdesk\\tx\\n'`);
    const speaker = createSystemSpeaker(folder);
    expect(await speaker.outputs()).toEqual({ ok: true, value: { player: 'paplay', outputs: [{ name: 'bed', title: 'bed' }, { name: 'desk', title: 'desk' }] } });
    expect(await speaker.play(1, 1, 'bed')).toEqual({ ok: true, value: undefined });
    await vi.waitUntil(() => existsSync(heard), patience);
    expect(readFileSync(heard, 'utf8')).toMatch(/^--device=bed\n\/.*tone\.wav\n$/);
    expect(speaker.playing()).toBe(true);
    speaker.stop();
    expect(speaker.playing()).toBe(false);
  });

  it.each(['desk-2', 'file:\'|touch evil\',raw', '--version', '', '0'])('plays nowhere where the output %j is not there, and names what is, the likeliest first', async (output) => {
    install('paplay', playing());
    install('pactl', `printf '0\\tbed\\tx\\n1\\tdesk-1\\tx\\n'`);
    const speaker = createSystemSpeaker(folder);
    expect(await speaker.play(1, 1, output)).toEqual({ ok: false, error: { code: 'speaker-output-missing', values: { output, player: 'paplay', known: output === 'desk-2' ? 'desk-1, bed' : 'bed, desk-1' } } });
    expect([speaker.playing(), existsSync(heard)]).toEqual([false, false]);
  });

  it('refuses an output where the player cannot be told one, and plays without one', async () => {
    install('afplay', playing());
    const speaker = createSystemSpeaker(folder);
    expect(await speaker.play(1, 1, 'bed')).toMatchObject({ ok: false, error: { code: 'speaker-output-fixed', values: { player: 'afplay' } } });
    expect(await speaker.play(1, 1, null)).toEqual({ ok: true, value: undefined });
    speaker.stop();
  });

  it.each([
    ['fails', 'exit 3'],
    ['answers nonsense', 'echo "{"'],
  ])('plays nowhere where the sound service %s', async (_what, script) => {
    install('pw-play', playing());
    install('pw-dump', script);
    const speaker = createSystemSpeaker(folder);
    expect(await speaker.play(1, 1, 'bed')).toMatchObject({ ok: false, error: { code: 'speaker-outputs-unread', values: { command: 'pw-dump' } } });
    expect([speaker.playing(), existsSync(heard)]).toEqual([false, false]);
  });

  it('does not begin after a stop that came while it looked for the output', async () => {
    install('paplay', playing());
    install('pactl', `printf '0\\tbed\\tx\\n'`);
    const speaker = createSystemSpeaker(folder);
    const asked = speaker.play(1, 1, 'bed');
    speaker.stop();
    expect(await asked).toMatchObject({ ok: false, error: { code: 'siren-superseded' } });
    expect([speaker.playing(), existsSync(heard)]).toEqual([false, false]);
  });

  it.runIf(hasMemoryFolder())('plays from memory where nothing can be written to the disk (decisions.md 8)', async () => {
    vi.stubEnv('TMPDIR', join(folder, 'gone'));
    install('paplay', playing());
    const speaker = createSystemSpeaker(folder);
    expect(await speaker.play(1, 1, null)).toEqual({ ok: true, value: undefined });
    await vi.waitUntil(() => existsSync(heard), patience);
    const tone = readFileSync(heard, 'utf8').trim();
    expect([tone.startsWith('/dev/shm/'), existsSync(tone)]).toEqual([true, true]);
    speaker.stop();
    await vi.waitUntil(() => !existsSync(tone), patience);
  });

  it('is not sounding, and leaves nothing behind, where its player cannot be started', async () => {
    vi.stubEnv('TMPDIR', folder);
    install('paplay', '');
    writeFileSync(join(folder, 'paplay'), `#!${join(folder, 'no-such-interpreter')}\n`);
    const speaker = createSystemSpeaker(folder);
    expect(await speaker.play(1, 1, null)).toMatchObject({ ok: false, error: { code: 'speaker-failed', values: { player: 'paplay' } } });
    expect([speaker.playing(), readdirSync(folder)]).toEqual([false, ['paplay']]);
  });
});
