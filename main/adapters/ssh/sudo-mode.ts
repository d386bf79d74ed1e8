import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { holdsNone } from '../../../core/vault/holds-none';
import type { StepBody } from '../../ports/ssh';
import { isPassword, type SudoMode } from './step-frame';

/** How a step becomes another user. Fails, with nothing sent, where the vault may have a password and does not say. */
export async function sudoMode(
  secret: (name: string) => Promise<Result<string>>,
  target: Pick<Target, 'name'>,
  body: Pick<StepBody, 'sudo' | 'user'>,
): Promise<Result<SudoMode>> {
  if (!body.sudo && (body.user ?? null) === null) return ok('no');
  const name = `sudo-password.${target.name}`;
  const password = await secret(name);
  if (!password.ok) return holdsNone(password.error) ? ok('nopasswd') : password;
  return isPassword(password.value) ? ok({ password: password.value }) : fail('value-unsendable', { name, why: 'LF' });
}
