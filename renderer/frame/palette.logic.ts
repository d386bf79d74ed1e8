import type { Frame } from '../../core/ipc/frame';

/** Everybody who can be rung by name: the owners of the sirens and who is on duty. */
export function people(frame: Frame | null): readonly string[] {
  if (frame === null) return [];
  const names = [frame.duty.who, frame.duty.next, ...frame.sirens.map((siren) => siren.owner)].filter(
    (name) => name !== null,
  );
  return [...new Set(names)].sort();
}
