import type { Ring } from '../../../core/siren/siren';

/** The first of its sounds that says more than "it was told to", else the last one. */
export function confirmedFirst(sounds: readonly Promise<Ring>[]): Promise<Ring> {
  return new Promise((resolve, reject) => {
    for (const [index, sounding] of sounds.entries()) {
      sounding.then((ring) => {
        if (ring.state !== 'commanded' || index === sounds.length - 1) resolve(ring);
      }, reject);
    }
  });
}
