import type { Failure } from '../../../core/errors';
import type { StepEnd } from '../../ports/ssh';

/** Nothing of the step reached the host. */
export function notSent(problem: Failure | null): StepEnd {
  const why = problem?.code ?? 'never claimed';
  return { outcome: { kind: 'not-sent', why }, bytes: 0, sha256: null, truncated: false, problem };
}
