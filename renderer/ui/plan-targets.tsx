import type { Plan } from '../../core/runbook/plan';
import { useT } from '../locales/locale';
import { Chip } from './chip';

/** On exactly which hosts, as which user; production wears its colour. */
export function PlanTargets({ plan }: { readonly plan: Plan }) {
  const t = useT();
  return (
    <ul className="plan-targets" aria-label={t('plan.targets')}>
      {plan.targets.map((target) => (
        <li key={target.name} className="row">
          <span className="strong">{target.name}</span>
          <span className="mono dim">
            {target.user}@{target.address}:{target.port}
          </span>
          {target.danger === 'prod' ? (
            <Chip tone="red" shape="square">
              {t('plan.production')}
            </Chip>
          ) : (
            <Chip tone="grey">{target.danger}</Chip>
          )}
          <span className="dim">{target.transport}</span>
          {target.jump.length === 0 ? null : <span className="dim">{t('plan.via', { hosts: target.jump.join(' → ') })}</span>}
        </li>
      ))}
    </ul>
  );
}
