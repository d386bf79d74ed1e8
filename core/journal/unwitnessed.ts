import { z } from 'zod';

/** What nobody else has seen of this device's journal. */
export const unwitnessedSchema = z.object({
  entries: z.number().int(),
  /** When the oldest of them was written. */
  since: z.number(),
});
export type Unwitnessed = z.infer<typeof unwitnessedSchema>;

/** After this long it is a banner; it never blocks anything, ms. */
export const unwitnessedAlarm = 24 * 3_600_000;

/** Entries that only say that others were seen: two idle consoles would witness each other's witnessing for ever. */
export function wantsWitness(code: string): boolean {
  // Neither may make the others write an entry: they would answer each other for ever.
  return code !== 'WITNESS' && code !== 'WATCH-BEAT';
}

/** What of a journal is unwitnessed; null: nothing that matters. `provenTo`: the last entry that another one saw. */
export function unwitnessed(entries: readonly { readonly seq: number; readonly at: number; readonly code: string }[], provenTo: number): Unwitnessed | null {
  const open = entries.filter(({ seq, code }) => seq > provenTo && wantsWitness(code));
  const [oldest] = open;
  return oldest === undefined ? null : { entries: open.length, since: oldest.at };
}
