import type { SirenState } from '../../../core/siren/siren';
import type { Shape, Tone } from '../../ui/tone';

/** How each state looks. Green only for what the device itself confirmed. */
export const sirenLooks: Readonly<Record<SirenState, { readonly tone: Tone; readonly shape: Shape }>> = {
  quiet: { tone: 'green', shape: 'dot' },
  sounding: { tone: 'red', shape: 'triangle' },
  unknown: { tone: 'violet', shape: 'dashed' },
  unreachable: { tone: 'violet', shape: 'cross' },
  'needs-power-cycle': { tone: 'amber', shape: 'square' },
};

/** A proof older than this is no proof, ms: it is read once a minute. */
export const proofLasts = 180_000;

/** A sound is proven weekly; older than this it is old, ms. */
export const heardLasts = 8 * 86_400_000;
