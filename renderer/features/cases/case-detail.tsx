import { useEffect } from 'react';
import type { Case } from '../../../core/case/case';
import { useLocale, useT } from '../../locales/locale';
import { useCaseDetail } from '../../stores/details';
import { useDialogs } from '../../stores/dialog-store';
import { useRoute } from '../../stores/route-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { GradeBadge } from '../../ui/grade-badge';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { FailureState, LoadingState } from '../../ui/states';
import { Timeline } from '../../ui/timeline';

/** One case: who has it, its alerts, everything anybody did, and its end. `subject` comes anew with each change. */
export function CaseDetail({ subject }: { readonly subject: Case }) {
  const t = useT();
  const locale = useLocale();
  const go = useRoute((state) => state.go);
  const show = useDialogs((state) => state.show);
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
      {subject.state === 'closed' ? null : (
        <div className="row">
          <Button
            tone="primary"
            keys="e"
            onPress={() => show({ kind: 'close-case', id: subject.id, title: subject.title })}
          >
            {t('cases.close')}
          </Button>
          <Button keys="c" onPress={() => show({ kind: 'note', of: 'case', id: subject.id })}>
            {t('alerts.note')}
          </Button>
          <Button
            tone="danger"
            keys="!"
            onPress={() => show({ kind: 'ring', to: 'on-duty', reason: subject.title, caseId: subject.id })}
          >
            {t('alerts.ring')}
          </Button>
        </div>
      )}
      <Panel title={t('alerts.timeline')}>
        {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void look(subject.id)} />}
        {timeline === null && failure === null ? <LoadingState /> : null}
        {timeline === null ? null : (
          <Timeline
            form="day"
            events={timeline.map((event) => ({ at: event.at, who: event.who, text: event[locale] }))}
          />
        )}
      </Panel>
      <Panel title={t('cases.alerts', { n: subject.alerts.length })}>
        <ul className="stack">
          {subject.alerts.map((id) => (
            <li key={id}>
              <Button size="small" onPress={() => go('alerts', id)}>
                <bdi className="mono">{id}</bdi>
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
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
