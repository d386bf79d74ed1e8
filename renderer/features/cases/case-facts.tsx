import type { Case } from '../../../core/case/case';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { attempt, perform } from '../../stores/act-store';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';

/** Links are text; one opens only by its own button, after the main process showed its address and asked. */
export function CaseLinks({ subject }: { readonly subject: Case }) {
  const t = useT();
  if (subject.links.length === 0) return null;
  return (
    <Panel title={t('cases.links')}>
      <ul className="stack">
        {subject.links.map(({ url, what, by }) => (
          <li key={url} className="row">
            <span className="grow any-text">
              {what === '' ? null : <strong>{what} </strong>}
              <span className="mono">{url}</span> <span className="dim">{by}</span>
            </span>
            {url.startsWith('https://') ? (
              <Button size="small" label={t('alerts.open-link-of', { name: what === '' ? url : what })} onPress={() => void attempt(desk().app.openLink({ url }))}>
                {t('alerts.open-link')}
              </Button>
            ) : null}
            <Button size="small" tone="quiet" label={t('cases.unlink-of', { name: what === '' ? url : what })} onPress={() => void perform(desk().cases.unlink({ id: subject.id, url }))}>
              {t('cases.unlink')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The last hand-over, and what was left to do at the end. */
export function CaseWords({ subject }: { readonly subject: Case }) {
  const t = useT();
  const { handover, followUps, mergedInto } = subject;
  const go = useRoute((state) => state.go);
  return (
    <>
      {mergedInto === null ? null : (
        <p className="row">
          {t('cases.merged')}{' '}
          <Button size="small" onPress={() => go('cases', mergedInto)}>
            <bdi className="mono">{mergedInto}</bdi>
          </Button>
        </p>
      )}
      {subject.reopened === 0 ? null : <p className="tone-amber">{t('cases.reopened', { n: subject.reopened })}</p>}
      {handover === null ? null : (
        <Panel title={t('cases.handover', { from: handover.from, to: handover.to })} aside={<Moment at={handover.at} form="day" />}>
          <p className="any-text case-summary">{handover.summary}</p>
        </Panel>
      )}
      {followUps.length === 0 ? null : (
        <Panel title={t('cases.follow-ups')}>
          <ul className="stack">
            {followUps.map((each) => (
              <li key={each} className="any-text">
                ☐ {each}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

/** The alerts of a case; while it is open each can be taken out. */
export function CaseAlerts({ subject, titles }: { readonly subject: Case; readonly titles: Readonly<Record<string, string>> }) {
  const t = useT();
  const go = useRoute((state) => state.go);
  return (
    <Panel title={t('cases.alerts', { n: subject.alerts.length })}>
      {subject.alerts.length === 0 ? <p className="dim">{t('cases.alerts-none')}</p> : null}
      <ul className="stack">
        {subject.alerts.slice(0, shownAlerts).map((id) => (
          <li key={id} className="row">
            <span className="grow">
              <Button size="small" onPress={() => go('alerts', id)} title={id}>
                {titles[id] === undefined ? <bdi className="mono">{id}</bdi> : <bdi>{titles[id]}</bdi>}
              </Button>
            </span>
            {subject.state === 'closed' ? null : (
              <Button size="small" tone="quiet" label={t('cases.remove-of', { name: titles[id] ?? id })} onPress={() => void perform(desk().cases.remove({ id: subject.id, alert: id }))}>
                {t('cases.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {subject.alerts.length > shownAlerts ? <p className="dim">{t('cases.alerts-more', { n: subject.alerts.length - shownAlerts })}</p> : null}
    </Panel>
  );
}

/** A storm puts thousands of alerts into one case; nobody reads them here. */
const shownAlerts = 100;
