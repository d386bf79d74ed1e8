import type { DutyFile } from '../workspace/files';
import type { Ladder } from './escalation';

/** What is climbed where duty.yaml names no policy: whoever is on duty, again and again. */
const plain: Ladder = { levels: [{ who: 'on-duty', after: 0 }], repeat: 2, pause: 300_000, acks: 1, awakeFirst: false };

/** The policy in force: the one called `default`, else the first. */
export function ladderOf({ escalation }: Pick<DutyFile, 'escalation'>): Ladder {
  const policy = escalation.find(({ id }) => id === 'default') ?? escalation[0];
  if (policy === undefined || policy.levels.length === 0) return plain;
  const { levels, repeat, pause, acks } = policy;
  return { levels, repeat, pause, acks, awakeFirst: policy['awake-first'] };
}
