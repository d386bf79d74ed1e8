import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../core/errors';
import type { SoundOutputs } from '../../../core/siren/sound-output';
import { createDriverContext } from '../../../tests/support/driver-context';
import { speaker } from './speaker';

function scene(device: string | undefined) {
  const context = createDriverContext({});
  const state = { outputs: ok({ player: 'paplay', outputs: [{ name: 'bed', title: 'Bed' }] }) as Result<SoundOutputs>, now: 0, asked: 0, playedThrough: [] as (string | null)[] };
  const { play } = context.sound;
  context.sound.outputs = async () => {
    state.asked += 1;
    return state.outputs;
  };
  context.sound.play = (seconds, volume, output) => {
    state.playedThrough.push(output);
    return play(seconds, volume, output);
  };
  const siren = speaker.open(device === undefined ? {} : { device }, { ...context, clock: { ...context.clock, mono: () => state.now } });
  return { siren, state, sound: context.sound };
}

describe('the speaker of this machine', () => {
  it('plays through what its entry names, and through the default where it names nothing', async () => {
    for (const device of ['bed', undefined]) {
      const { siren, state } = scene(device);
      await siren.ring({ volume: 1, seconds: 1, reason: 'x' });
      expect([siren.output, state.playedThrough]).toEqual([device ?? null, [device ?? null]]);
      siren.close();
    }
  });

  it('without an output of its own asks for none', async () => {
    const { siren, state } = scene(undefined);
    expect([await siren.read(), state.asked]).toEqual([ok('quiet'), 0]);
  });

  it('says that its output is gone, and ends a sound that the system moved elsewhere', async () => {
    const { siren, state, sound } = scene('bed');
    await siren.ring({ volume: 1, seconds: 30, reason: 'x' });
    expect(await siren.read()).toEqual(ok('sounding'));
    state.outputs = ok({ player: 'paplay', outputs: [] });
    expect(await siren.read()).toMatchObject({ ok: false, error: { code: 'speaker-output-missing' } });
    expect(sound.playing()).toBe(false);
  });

  it('keeps on sounding where only the question has no answer', async () => {
    const { siren, state, sound } = scene('bed');
    await siren.ring({ volume: 1, seconds: 30, reason: 'x' });
    state.outputs = fail('speaker-outputs-unread', { command: 'pactl', why: 'timeout' });
    expect(await siren.read()).toMatchObject({ ok: false, error: { code: 'speaker-outputs-unread' } });
    expect(sound.playing()).toBe(true);
    siren.close();
  });

  it('goes on saying that its output is gone where nothing was played that a silence could end', async () => {
    const { siren, state, sound } = scene('bed');
    state.outputs = ok({ player: 'paplay', outputs: [] });
    sound.play = async () => fail('speaker-output-missing', { output: 'bed', player: 'paplay', known: '-' });
    expect((await siren.ring({ volume: 1, seconds: 30, reason: 'x' })).ok).toBe(false);
    await siren.silence();
    expect(await siren.read()).toMatchObject({ ok: false, error: { code: 'speaker-output-missing' } });
  });

  it('is quiet after a silence also where its output went away, and says later that it is gone', async () => {
    const { siren, state } = scene('bed');
    await siren.ring({ volume: 1, seconds: 30, reason: 'x' });
    state.outputs = ok({ player: 'paplay', outputs: [] });
    await siren.silence();
    expect(await siren.read()).toEqual(ok('quiet'));
    state.now += 21_000;
    expect(await siren.read()).toMatchObject({ ok: false, error: { code: 'speaker-output-missing' } });
  });
});
