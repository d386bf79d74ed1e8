import { z } from 'zod';

/**
 * What starts at most once (law 3, decisions.md 9): a position of a plan, on one target, in one run, as one attempt.
 * A new attempt exists only by a journalled decision of a person.
 */
export const claimSchema = z.object({
  run: z.string().regex(/^[0-9a-z]{10,40}$/),
  /** The host's name in the inventory; in the record's path, because hosts may share a home folder. */
  target: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/),
  position: z.number().int().min(1).max(9999),
  attempt: z.number().int().min(1).max(99),
});
export type Claim = z.infer<typeof claimSchema>;

/** `run/target/position.attempt`: the transcript's name; the record's folder on the host has dots for the slashes. */
export function claimPath(claim: Claim): string {
  return `${claim.run}/${claim.target}/${String(claim.position)}.${String(claim.attempt)}`;
}
