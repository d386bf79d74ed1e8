import type { Plan } from '../../core/runbook/plan';
import type { Translate } from '../locales/translate';

/** Where a plan runs, as a button or a heading says it: the host by its name, several by their number. */
export function hostsInWords({ targets }: Pick<Plan, 'targets'>, t: Translate): string {
  const [only, ...others] = targets;
  return only !== undefined && others.length === 0 ? only.name : t('plan.hosts', { n: targets.length });
}
