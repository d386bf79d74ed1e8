import { failure, type Failure } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { Conversation } from './conversation';
import type { Line } from './line';
import { inputEaten } from './step-record-script';

/** Why a wrapper ended without an answer, as far as it can be told. */
export function refusal(talk: Conversation, target: Target, line: Line): Failure {
  const host = target.name;
  if (!line.isOpen || talk.exitCode === null) return failure('line-lost', { host });
  if (talk.exitCode === inputEaten) return failure('ssh-input-eaten', { host, user: target.user });
  return failure('ssh-forced-command', { host, said: talk.noise === '' ? `exit ${String(talk.exitCode)}` : talk.noise });
}

/** What sudo says when it refuses, in the C locale, and what it means. Wrong comes before needed: it says both then. */
const sudoWords: readonly (readonly [RegExp, 'sudo-missing' | 'sudo-needs-terminal' | 'sudo-password-needed' | 'sudo-password-wrong' | 'sudo-not-allowed'])[] = [
  [/sudo: (command )?not found|sudo: No such file/, 'sudo-missing'],
  [/must have a tty/, 'sudo-needs-terminal'],
  [/incorrect password|Sorry, try again|Authentication failed/i, 'sudo-password-wrong'],
  [/not in the sudoers|not allowed to|may not run sudo/, 'sudo-not-allowed'],
  [/password is required|no password was provided|askpass/, 'sudo-password-needed'],
];

/** Why sudo did not start a step, from the beginning of its output. */
export function sudoRefusal(said: string, target: { readonly name: string; readonly user: string }): Failure {
  const code = sudoWords.find(([pattern]) => pattern.test(said))?.[1] ?? 'sudo-refused';
  return failure(code, { host: target.name, user: target.user });
}
