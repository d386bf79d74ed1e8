import { z } from 'zod';
import { fail, ok } from '../../../core/errors';
import { defineSiren } from '../../ports/siren';

/** This laptop's own speaker: wakes whoever sleeps beside it, and needs no network at all. */
export const speaker = defineSiren({
  kind: 'speaker',
  title: 'This laptop',
  config: z.strictObject({}),
  can: { readBack: true, volume: true, duration: true },
  open: (_config, { sound }) => ({
    ring: ({ volume, seconds }) => sound.play(seconds, volume),
    read: () => {
      const playing = sound.playing();
      return Promise.resolve(playing === null ? fail('siren-cannot-be-read', { siren: 'speaker' }) : ok(playing ? 'sounding' : 'quiet'));
    },
    silence: () => {
      sound.stop();
      return Promise.resolve(ok(undefined));
    },
    close: () => {
      sound.stop();
    },
  }),
});
