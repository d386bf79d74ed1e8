import { z } from 'zod';
import { fail, ok, type Failure } from '../../../core/errors';
import { offered } from '../../../core/siren/sound-output';
import { defineSiren } from '../../ports/siren';

/** After a silence the player's own word counts for this long, ms: what it plays through is asked again later. */
const hushedFor = 20_000;

/** This laptop's own speaker: wakes whoever sleeps beside it, and needs no network at all. */
export const speaker = defineSiren({
  kind: 'speaker',
  title: 'This laptop',
  config: z.strictObject({ device: z.string().min(1).max(200).optional() }),
  can: { readBack: true, volume: true, duration: true, outputs: true },
  open: ({ device }, { sound, clock }) => {
    let hushedAt: number | null = null;
    /** Since its last quiet look something was played: only then a silence is about a sound, and not about an output that is gone. */
    let played = false;

    /** Why the output that the entry names cannot be played through; a sound that was moved elsewhere is ended. */
    const gone = async (): Promise<Failure | null> => {
      if (device === undefined || (hushedAt !== null && clock.mono() - hushedAt < hushedFor)) return null;
      const known = await sound.outputs();
      if (!known.ok) return known.error;
      const there = offered(device, known.value);
      if (there.ok) return null;
      sound.stop();
      return there.error;
    };

    return {
      output: device ?? null,
      ring: async ({ volume, seconds }) => {
        hushedAt = null;
        const begun = await sound.play(seconds, volume, device ?? null);
        played ||= begun.ok;
        return begun;
      },
      read: async () => {
        const trouble = await gone();
        if (trouble !== null) return { ok: false, error: trouble };
        const playing = sound.playing();
        if (playing === false) played = false;
        return playing === null ? fail('siren-cannot-be-read', { siren: 'speaker' }) : ok(playing ? 'sounding' : 'quiet');
      },
      silence: () => {
        sound.stop();
        if (played) hushedAt = clock.mono();
        return Promise.resolve(ok(undefined));
      },
      close: () => {
        sound.stop();
      },
    };
  },
});
