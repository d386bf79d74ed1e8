import { z } from 'zod';
import { unreachable } from '../errors';

/** How long the console hands a secret out without a person: never, until the vault is locked, or until it quits. */
export const secretPolicies = ['ask', 'until-locked', 'until-quit'] as const;
export const secretPolicySchema = z.enum(secretPolicies);
export type SecretPolicy = z.infer<typeof secretPolicySchema>;

/** A secret whose owner said nothing: what polls and rings by itself must go on while its person sleeps (law 8). */
export const defaultPolicy: SecretPolicy = 'until-quit';

/** What cannot wait for a person: a siren (law 5), or what works by itself, as a source does (law 8). */
export type Unattended = 'siren' | 'alone';

/** For whom a value is: something that a person set in motion, or something that works by itself. */
export type SecretAsker = 'attended' | 'alone';

/** What the gate does with a question: give (and keep for later), give while open, ask a person, or refuse. */
export type Verdict = 'keep' | 'give' | 'ask' | 'locked' | 'needs-person';

/** The one rule of handing out. A siren's secret passes whatever else is said (law 5). */
export function verdict(policy: SecretPolicy, asked: { readonly need: Unattended | null; readonly by: SecretAsker; readonly locked: boolean }): Verdict {
  if (asked.need === 'siren') return 'keep';
  if (policy === 'until-quit') return 'keep';
  // Not "blind while somebody is at lunch", but never: found when it is set up, not at night.
  if (asked.by === 'alone') return 'needs-person';
  if (asked.locked) return 'locked';
  switch (policy) {
    case 'until-locked':
      return 'give';
    case 'ask':
      return 'ask';
    default:
      return unreachable(policy);
  }
}
