import type { Frame } from '../../core/ipc/frame';
import { may } from '../../core/team/team';
import { desk } from '../desk';
import { createRemote } from './remote';

/** What the frame of every screen shows: workspace, duty, sirens, sources, journal, blindness. */
export const useFrame = createRemote<Frame>(() => desk().app.frame());

export type RingView = Frame['rings'][number];

/**
 * What may be making noise now. A ring counts until its end is known: "commanded", "unknown" and "silencing" are not
 * silence (law 2).
 */
export function soundingRings(frame: Frame | null): readonly RingView[] {
  if (frame === null) return none;
  return frame.rings.every(isSounding) ? frame.rings : frame.rings.filter(isSounding);
}
const none: readonly RingView[] = [];

function isSounding(ring: RingView): boolean {
  return (
    ring.state === 'commanded' || ring.state === 'confirmed' || ring.state === 'unknown' || ring.state === 'silencing'
  );
}

/** Sirens that say they sound though this console knows no ring of theirs: somebody else's ring is still noise. */
export function strayingSirens(frame: Frame | null): readonly string[] {
  if (frame === null) return [];
  const known = new Set(soundingRings(frame).map((ring) => ring.siren));
  return frame.sirens.filter((siren) => siren.state === 'sounding' && !known.has(siren.id)).map((siren) => siren.id);
}

/** True while anything sounds or may sound: then Space silences. */
export function isAnythingSounding(frame: Frame | null): boolean {
  return frame !== null && (frame.rings.some(isSounding) || frame.sirens.some((siren) => siren.state === 'sounding'));
}

/** The person at this console, or null where the team does not know the key. */
export function myId(frame: Frame | null): string | null {
  return frame?.me?.person ?? null;
}

/** Whether the person at this console may change the workspace's files. */
export function mayConfigure({ value }: { readonly value: Frame | null }): boolean {
  return may(value?.me?.role ?? null, 'configure');
}
