import { useEffect } from 'react';
import { explain } from '../../../core/errors';
import type { EscalationView, Try } from '../../../core/escalation/escalation';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useEscalations } from '../../stores/lists';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { climbOf, minutesTo } from '../../ui/escalation.logic';
import { Moment } from '../../ui/moment';
import { useNow } from '../../ui/now';
import { Panel } from '../../ui/panel';
import { useClimbWords } from '../../ui/use-climb-words';

function TryLine({ go }: { readonly go: Try }) {
  const t = useT();
  const locale = useLocale();
  const { to, by, at, ended } = go;
  return (
    <tr>
      <td>
        <Moment at={at} />
      </td>
      <td>{t('escalation.level', { round: go.round + 1, level: go.level + 1 })}</td>
      <td>
        <bdi className="strong">{to}</bdi>
      </td>
      <td className={ended?.rung === true ? 'any-text' : 'any-text tone-amber'}>
        {ended === null ? t('escalation.under-way') : ended.rung ? t('escalation.was-rung') : ended.why === null ? t('escalation.not-rung') : explain(ended.why, locale).message}
      </td>
      <td className="dim mono">{by}</td>
    </tr>
  );
}

function One({ escalation }: { readonly escalation: EscalationView }) {
  const t = useT();
  const now = useNow();
  const words = useClimbWords();
  const { id, title, rule, startedAt, tries, next, end, acks, acksNeeded } = escalation;
  return (
    <Panel
      title={end === null ? t('escalation.title') : t('escalation.title-ended')}
      tone={end === null ? 'red' : end.why === 'exhausted' ? 'amber' : 'plain'}
      aside={
        end === null ? (
          <span className="row">
            <Button tone="primary" label={t('escalation.take-of', { title })} onPress={() => void perform(desk().duty.takeEscalation({ id }))}>
              {t('escalation.take')}
            </Button>
            <Button label={t('escalation.stop-of', { title })} onPress={() => void perform(desk().duty.stopEscalation({ id }))}>
              {t('escalation.stop')}
            </Button>
          </span>
        ) : (
          <Age at={end.at} />
        )
      }
    >
      <p className="any-text">
        <strong>{title}</strong> <span className="dim">{rule}</span> · <Age at={startedAt} />
      </p>
      <p>
        {words(climbOf(escalation))}
        {acksNeeded > 1 ? ` · ${t('escalation.acks', { n: acks.length, m: acksNeeded })}` : ''}
        {next === null ? '' : ` · ${t('escalation.next', { who: next.who, left: minutesTo(next.at, now) })}`}
      </p>
      {tries.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('escalation.col-at')}</th>
              <th scope="col">{t('escalation.col-level')}</th>
              <th scope="col">{t('escalation.col-who')}</th>
              <th scope="col">{t('escalation.col-outcome')}</th>
              <th scope="col">{t('escalation.col-by')}</th>
            </tr>
          </thead>
          <tbody>
            {[...tries]
              .sort((a, b) => a.at - b.at)
              .map((go) => (
                <TryLine key={`${go.round}.${go.level} ${go.by}`} go={go} />
              ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** Every ladder that is being climbed, and those that ended lately: whom it rang, whom not, and why. */
export function EscalationPanels() {
  const { value, refresh } = useEscalations();
  useEffect(() => void refresh(), [refresh]);
  return (value ?? []).map((each) => <One key={`${each.id} ${each.startedAt}`} escalation={each} />);
}
