import { failure, type Failure } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { Conversation } from './conversation';
import type { SshLine } from './ssh-line';
import { inputEaten } from './step-record-script';

/** Why a wrapper ended without an answer, as far as it can be told. */
export function refusal(talk: Conversation, target: Target, line: SshLine): Failure {
  const host = target.name;
  if (!line.isOpen || talk.exitCode === null) return failure('line-lost', { host });
  if (talk.exitCode === inputEaten) return failure('ssh-input-eaten', { host, user: target.user });
  return failure('ssh-forced-command', { host, said: talk.noise === '' ? `exit ${String(talk.exitCode)}` : talk.noise });
}
