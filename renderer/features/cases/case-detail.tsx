import { useEffect } from 'react';
import type { Case } from '../../../core/case/case';
import { useLocale, useT } from '../../locales/locale';
import { useCaseDetail } from '../../stores/details';
import { Age } from '../../ui/age';
import { Chip } from '../../ui/chip';
import { GradeBadge } from '../../ui/grade-badge';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { FailureState, LoadingState } from '../../ui/states';
import { Timeline } from '../../ui/timeline';
import { CaseButtons } from './case-buttons';
import { CaseAlerts, CaseLinks, CaseWords } from './case-facts';

const noTitles: Readonly<Record<string, string>> = {};

/** One case: who has it, its alerts, everything anybody did, and its end. `subject` comes anew with each change. */
export function CaseDetail({ subject }: { readonly subject: Case }) {
  const t = useT();
  const locale = useLocale();
  const { value: detail, failure, look } = useCaseDetail();
  useEffect(() => void look(subject.id), [look, subject]);
  const timeline = detail !== null && detail.id === subject.id ? detail.timeline : null;
  return (
    <section className="case-detail" aria-label={t('cases.detail', { id: subject.id })}>
      <header className="stack">
        <div className="row">
          <GradeBadge grade={subject.grade} />
          <CaseState subject={subject} />
          <span className="dim mono">{subject.id}</span>
          <span className="dim">
            {t('cases.opened')} <Moment at={subject.openedAt} form="day" /> · <Age at={subject.openedAt} form="bare" />
          </span>
        </div>
        <h2 className="any-text">{subject.title}</h2>
        <p className={subject.owner === null ? 'tone-amber' : 'dim'}>
          {subject.owner === null ? t('cases.no-owner') : t('cases.owner', { who: subject.owner })}
        </p>
        {subject.verdict === null ? null : (
          <p className="any-text">
            <strong>{t(`verdict.${subject.verdict}`)}</strong> {subject.why}
          </p>
        )}
      </header>
      <CaseButtons subject={subject} />
      <CaseWords subject={subject} />
      <CaseLinks subject={subject} />
      <Panel title={t('alerts.timeline')}>
        {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void look(subject.id)} />}
        {timeline === null && failure === null ? <LoadingState /> : null}
        {timeline === null ? null : (
          <Timeline
            form="day-clock"
            events={timeline.map((event) => ({ at: event.at, who: event.who, text: event[locale] }))}
          />
        )}
      </Panel>
      <CaseAlerts subject={subject} titles={detail !== null && detail.id === subject.id ? detail.titles : noTitles} />
    </section>
  );
}

/** Open or closed, in a word and a shape. */
export function CaseState({ subject }: { readonly subject: Pick<Case, 'state'> }) {
  const t = useT();
  return subject.state === 'open' ? (
    <Chip tone="amber" shape="square">
      {t('cases.state-open')}
    </Chip>
  ) : (
    <Chip tone="grey" shape="ring">
      {t('cases.state-closed')}
    </Chip>
  );
}
