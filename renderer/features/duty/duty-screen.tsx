import { useEffect } from 'react';
import { explain } from '../../../core/errors';
import type { Duty, Shift } from '../../../core/shift/shift';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { myId, useFrame } from '../../stores/frame-store';
import { useDuty } from '../../stores/lists';
import { Age, Countdown } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Moment } from '../../ui/moment';
import { useNow } from '../../ui/now';
import { Panel } from '../../ui/panel';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { dayTime, span } from '../../ui/time.logic';
import { useZones } from '../../ui/zone';
import { dutyLines, unknownNames, type DutyLine } from './duty.logic';
import { EscalationPanels } from './escalation-panel';
import './duty.css';

function Who({ shift }: { readonly shift: Shift }) {
  const t = useT();
  if (shift.person !== null) return <bdi className="strong">{shift.person}</bdi>;
  return (
    <span className="tone-red">
      <span aria-hidden="true">▲ </span>
      {shift.summary === '' ? t('duty.unnamed') : t('duty.unknown-name', { name: shift.summary })}
    </span>
  );
}

function NowAndNext({ duty }: { readonly duty: Duty }) {
  const t = useT();
  const locale = useLocale();
  const { mine } = useZones();
  return (
    <div className="duty-two">
      <Panel title={t('duty.now')} tone={duty.now?.person === null || duty.now === null ? 'red' : 'plain'}>
        {duty.now === null ? (
          <p className="tone-red">▲ {t('duty.nobody')}</p>
        ) : (
          <p className="duty-who">
            <Who shift={duty.now} />{' '}
            <span className="dim">{t('duty.until', { time: dayTime(duty.now.to, locale, mine) })}</span> ·{' '}
            <Countdown until={duty.now.to} />
          </p>
        )}
      </Panel>
      <Panel title={t('duty.next')}>
        {duty.next === null ? (
          <p className="tone-amber">■ {t('duty.nobody-next')}</p>
        ) : (
          <p className="duty-who">
            <Who shift={duty.next} />{' '}
            <span className="dim">{t('duty.from', { time: dayTime(duty.next.from, locale, mine) })}</span>
          </p>
        )}
      </Panel>
    </div>
  );
}

function Line({ line }: { readonly line: DutyLine }) {
  const t = useT();
  const now = useNow();
  const me = useFrame((state) => myId(state.value));
  const current = line.from <= now && now < line.to;
  return (
    <tr className={line.kind === 'gap' ? 'duty-gap' : current ? 'duty-current' : undefined}>
      <td>
        <Moment at={line.from} form="day" />
      </td>
      <td>
        <Moment at={line.to} form="day" />
      </td>
      <td>
        <span className="row">
          {line.kind === 'gap' ? <span className="tone-red">▲ {t('duty.gap')}</span> : <Who shift={line.shift} />}
          {current ? (
            <Chip tone="blue" shape="dot">
              {t('duty.current')}
            </Chip>
          ) : null}
          {line.kind === 'shift' && me !== null && line.shift.person === me ? (
            <Chip tone="blue">{t('duty.mine')}</Chip>
          ) : null}
        </span>
      </td>
      <td className="dim">{span(line.to - line.from, t)}</td>
      <td className="dim any-text">{line.kind === 'gap' ? '' : `${line.shift.summary} · ${line.shift.feed}`}</td>
    </tr>
  );
}

const feedTones = { fresh: 'green', 'last-good': 'amber', missing: 'violet' } as const;
const feedShapes = { fresh: 'dot', 'last-good': 'square', missing: 'dashed' } as const;

function Feeds({ feeds }: { readonly feeds: Duty['feeds'] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Panel
      title={t('duty.feeds')}
      aside={
        <Button size="small" onPress={() => void attempt(desk().duty.refresh())}>
          {t('duty.refresh')}
        </Button>
      }
    >
      <ul className="stack">
        {feeds.map((feed) => (
          <li key={feed.id} className="row">
            <bdi className="strong">{feed.id}</bdi>
            <Chip tone={feedTones[feed.state]} shape={feedShapes[feed.state]}>
              {t(`duty.feed-${feed.state}`)}
            </Chip>
            <span className="dim">
              {t('duty.read')} <Age at={feed.readAt} />
            </span>
            {feed.problem === null ? null : <span className="tone-violet any-text">{explain(feed.problem, locale).message}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Who is on call now, next, and for thirty days; what nobody covers is red. */
export function DutyScreen() {
  const t = useT();
  const { value: duty, failure, refresh } = useDuty();
  const { mine } = useZones();
  useEffect(() => void refresh(), [refresh]);
  if (duty === null)
    return failure === null ? <LoadingState /> : <FailureState failure={failure} onRetry={() => void refresh()} />;
  const lines = dutyLines(duty);
  const unknown = unknownNames(duty);
  return (
    <div className="screen">
      <div className="screen-head">
        <h1>{t('screen.duty')}</h1>
        <span className="dim">
          {duty.timezone === mine ? t('duty.zone-same', { mine }) : t('duty.zone', { mine, other: duty.timezone })}
        </span>
      </div>
      {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void refresh()} />}
      <EscalationPanels />
      <NowAndNext duty={duty} />
      <Panel
        title={t('duty.list')}
        aside={
          <span className="row">
            {duty.gaps.length === 0 ? (
              <span>{t('duty.all-covered')}</span>
            ) : (
              <span className="tone-red">▲ {t('duty.gaps', { n: duty.gaps.length })}</span>
            )}
            {unknown === 0 ? null : <span className="tone-red">▲ {t('duty.unknown', { n: unknown })}</span>}
          </span>
        }
      >
        {lines.length === 0 ? (
          <EmptyState title={t('duty.empty')} />
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('duty.col-from')}</th>
                <th scope="col">{t('duty.col-to')}</th>
                <th scope="col">{t('duty.col-who')}</th>
                <th scope="col">{t('duty.col-length')}</th>
                <th scope="col">{t('duty.col-calendar')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line
                  key={`${line.kind} ${line.from} ${line.to} ${line.kind === 'shift' ? `${line.shift.feed} ${line.shift.summary}` : ''}`}
                  line={line}
                />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Feeds feeds={duty.feeds} />
    </div>
  );
}
