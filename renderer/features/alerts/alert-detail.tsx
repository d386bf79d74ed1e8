import { useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type Ref } from 'react';
import type { Alert } from '../../../core/alert/alert';
import { explain } from '../../../core/errors';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useAlerts } from '../../stores/alerts-store';
import { useAlertDetail, useCaseDetail } from '../../stores/details';
import { useRoute } from '../../stores/route-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { GradeBadge } from '../../ui/grade-badge';
import { Moment } from '../../ui/moment';
import { useNow } from '../../ui/now';
import { Panel } from '../../ui/panel';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { Timeline } from '../../ui/timeline';
import { AlertButtons } from './alert-buttons';
import { AlertHistory } from './alert-history';
import { stateWord } from './alert-list.logic';
import { MatchingRunbooks } from './matching-runbooks';

/** Names and values from outside: always text. An https address opens only by its own button, after the main process asked. */
function Facts({ facts }: { readonly facts: Readonly<Record<string, string>> }) {
  const t = useT();
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name} className="facts-line">
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd className="mono any-text">
            {value}{' '}
            {/^https:\/\/\S+$/.test(value) ? (
              <Button
                size="small"
                label={t('alerts.open-link-of', { name })}
                onPress={() => void attempt(desk().app.openLink({ url: value }))}
              >
                {t('alerts.open-link')}
              </Button>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Head({ alert }: { readonly alert: Alert }) {
  const t = useT();
  const now = useNow();
  const word = stateWord(alert, now, t);
  return (
    <header className="stack">
      <div className="row">
        <GradeBadge grade={alert.grade} />
        <Chip tone={word.tone} shape={word.shape}>
          {word.text}
        </Chip>
        <span className="dim">
          {t('alerts.since')} <Moment at={alert.startsAt} form="day" /> · <Age at={alert.startsAt} form="bare" />
        </span>
      </div>
      <h2 className="any-text">{alert.title}</h2>
      {alert.summary === '' || alert.summary === alert.title ? null : <p className="any-text">{alert.summary}</p>}
    </header>
  );
}

function Reason({ alert }: { readonly alert: Alert }) {
  const t = useT();
  const { by, who, text } = alert.reason;
  return (
    <p className="dim any-text">
      {by === 'rule' ? t('alerts.reason-rule', { n: /\d+/.exec(who)?.[0] ?? who }) : t(`alerts.reason-${by}`, { who })}
      {text === '' ? '' : `: ${text}`}
    </p>
  );
}

/** How it stands at the service that it came from, and what was done here and is not known there yet. */
function There({ alert }: { readonly alert: Alert }) {
  const t = useT();
  const locale = useLocale();
  if (alert.there === null) return null;
  const { source, acked, by, waiting } = alert.there;
  return (
    <Panel title={t('alerts.there', { source })} tone={(waiting?.problem ?? null) === null ? 'plain' : 'violet'}>
      <p className="any-text">{acked ? t('alerts.there-acked', { who: by === '' ? '?' : by }) : t('alerts.there-open')}</p>
      {waiting === null ? null : (
        <p className="tone-violet any-text" role="status">
          {t(`alerts.there-waits-${waiting.act}`)} <Age at={waiting.since} />
          {waiting.problem === null ? null : ` · ${explain(waiting.problem, locale).message}`}
        </p>
      )}
    </Panel>
  );
}

function Notes({ alert }: { readonly alert: Alert }) {
  const t = useT();
  if (alert.notes.length === 0) return null;
  return (
    <Panel title={t('alerts.notes')}>
      <ul className="stack">
        {alert.notes.map((note) => (
          <li key={`${note.at} ${note.by}`}>
            <span className="dim">
              <Moment at={note.at} form="day" />{' '}
            </span>
            <strong>{note.by}</strong> <span className="any-text">{note.text}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function CaseTimeline({ caseId }: { readonly caseId: string }) {
  const t = useT();
  const locale = useLocale();
  const go = useRoute((state) => state.go);
  const detail = useCaseDetail((state) => state.value);
  const failure = useCaseDetail((state) => state.failure);
  const look = useCaseDetail((state) => state.look);
  const revision = useAlerts((state) => state.revision);
  useEffect(() => void look(caseId), [look, caseId, revision]);
  return (
    <Panel
      title={t('alerts.timeline')}
      aside={
        <Button size="small" tone="quiet" onPress={() => go('cases', caseId)}>
          {t('alerts.case', { id: caseId })}
        </Button>
      }
    >
      {failure === null ? null : <FailureState inline failure={failure} />}
      {detail === null ? null : (
        <Timeline events={detail.timeline.map((event) => ({ at: event.at, who: event.who, text: event[locale] }))} />
      )}
    </Panel>
  );
}

/** How long the alert before stays while the next one is fetched, ms: a pane that empties at every key cannot be read. */
const stays = 200;

/** Whether the patience with what is shown for this cursor is over. */
function useLate(cursor: string | null): boolean {
  const [lateFor, setLateFor] = useState(cursor);
  useEffect(() => {
    const timer = setTimeout(() => setLateFor(cursor), stays);
    return () => clearTimeout(timer);
  }, [cursor]);
  return lateFor === cursor;
}

/** What is shown is not the alert under the cursor, on which a button would act. */
function notYet(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Everything known about the alert under the cursor. */
export function AlertDetail({ ref }: { readonly ref: Ref<HTMLElement> }) {
  const t = useT();
  const cursor = useAlerts((state) => state.cursor);
  const revision = useAlerts((state) => state.revision);
  const alert = useAlertDetail((state) => state.value);
  const before = useAlertDetail((state) => state.before);
  const failure = useAlertDetail((state) => state.failure);
  const look = useAlertDetail((state) => state.look);
  useEffect(() => void look(cursor), [look, cursor, revision]);
  const late = useLate(cursor);
  /** The pane, where somebody has scrolled it. */
  const scrolled = useRef<HTMLElement>(null);

  const current = alert !== null && alert.id === cursor ? alert : null;
  const shown = current ?? (late || cursor === null || failure !== null ? null : (alert ?? before));
  const id = shown?.id;
  useLayoutEffect(() => {
    scrolled.current?.scrollTo({ top: 0 });
  }, [id]);
  return (
    <section
      ref={ref}
      className="alert-detail"
      tabIndex={-1}
      aria-label={t('alerts.detail')}
      aria-busy={cursor !== null && current === null}
      onClickCapture={current === null && shown !== null ? notYet : undefined}
      onScroll={({ currentTarget }) => {
        scrolled.current = currentTarget.scrollTop > 0 ? currentTarget : null;
      }}
    >
      {cursor === null ? <EmptyState title={t('alerts.none-chosen')} /> : null}
      {cursor !== null && shown === null && failure === null ? <LoadingState /> : null}
      {failure === null ? null : (
        <FailureState inline={shown !== null} failure={failure} onRetry={() => void look(cursor)} />
      )}
      {shown === null ? null : (
        <>
          <Head alert={shown} />
          <AlertButtons alert={shown} />
          <Reason alert={shown} />
          <MatchingRunbooks alert={shown} />
          <AlertHistory alert={shown} />
          <There alert={shown} />
          <Notes alert={shown} />
          {shown.caseId === null ? null : <CaseTimeline caseId={shown.caseId} />}
          <Panel title={t('alerts.labels')}>
            <Facts facts={shown.labels} />
          </Panel>
          {Object.keys(shown.annotations).length === 0 ? null : (
            <Panel title={t('alerts.annotations')}>
              <Facts facts={shown.annotations} />
            </Panel>
          )}
          <p className="dim any-text">
            {t('alerts.source', { source: shown.source, cluster: shown.cluster })} · {t('alerts.seen')}{' '}
            <Age at={shown.seenAt} staleAfter={120_000} />
          </p>
          {shown.generatorUrl === null ? null : <Facts facts={{ [t('alerts.generator')]: shown.generatorUrl }} />}
          <p className="dim mono any-text">{shown.id}</p>
        </>
      )}
    </section>
  );
}
