import { ok, type Result } from '../../../core/errors';
import type { PlanStep } from '../../../core/runbook/plan';
import { holdsNone } from '../../../core/vault/holds-none';
import type { Vault } from '../../ports/vault';
import type { LiveRun } from './live-run';

type Values = Pick<Vault, 'get'>;

/** The secrets of a plan by parameter, from the vault at this moment and kept nowhere else (law 7). */
export async function planSecrets(vault: Values, run: LiveRun, step: PlanStep | undefined): Promise<Result<Record<string, string>>> {
  const values: Record<string, string> = {};
  // A step that moves a file runs a fixed script, which is told neither parameters nor secrets.
  if (step?.file !== undefined) return ok(values);
  for (const { param, name } of run.subject.plan.plan.secrets) {
    const value = await vault.get(name);
    if (!value.ok) return value;
    values[param] = value.value;
  }
  return ok(values);
}

/**
 * Every value that a step on a host was told and may print. Fails where the vault does not answer now: its output must
 * not be fetched then, because nobody could mask it.
 */
export async function toldSecrets(vault: Values, run: LiveRun, step: PlanStep | undefined, host: string): Promise<Result<string[]>> {
  const plan = await planSecrets(vault, run, step);
  if (!plan.ok) return plan;
  const told = Object.values(plan.value);
  if (step === undefined || (!step.sudo && step.user === null)) return ok(told);
  const password = await vault.get(`sudo-password.${host}`);
  if (password.ok) return ok([...told, password.value]);
  // Without a keychain there is none either; a transcript that was masked all the same is not continued unmasked.
  return holdsNone(password.error) ? ok(told) : password;
}
