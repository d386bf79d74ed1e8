import type { PlanStep } from '../runbook/plan';
import type { Outcome } from './outcome';

/** What a step's exit code says about change (`unchanged=`): that code is a good end at which nothing was changed. */
export function changeSaid({ unchanged }: Pick<PlanStep, 'unchanged'>, outcome: Outcome): { readonly outcome: Outcome; readonly changed: boolean | null } {
  if (unchanged === null) return { outcome, changed: null };
  if (outcome.kind === 'failed' && outcome.code === unchanged) return { outcome: { kind: 'ok' }, changed: false };
  return { outcome, changed: outcome.kind === 'ok' ? true : null };
}
