import { useEffect, useMemo, useState } from 'react';
import { explain, type Failure } from '../../../core/errors';
import type { Duty, Shift } from '../../../core/shift/shift';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt, perform } from '../../stores/act-store';
import { myId, useFrame } from '../../stores/frame-store';
import { useShortcuts } from '../../frame/use-shortcuts';
import { useDialogs } from '../../stores/dialog-store';
import { useDuty, useDutyPeople, useDutyWarnings } from '../../stores/lists';
import { Age, Countdown } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import type { Shortcut } from '../../ui/keys.logic';
import { Moment } from '../../ui/moment';
import { useNow } from '../../ui/now';
import { Panel } from '../../ui/panel';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { dayTime, span } from '../../ui/time.logic';
import { useZones } from '../../ui/zone';
import { dutyLines, swapIn, unknownNames, type DutyLine } from './duty.logic';
import { EscalationPanels } from './escalation-panel';
import { PeoplePanel } from './people-panel';
import { WarningsPanel } from './warnings-panel';
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

function swapOf(line: DutyLine): Parameters<ReturnType<typeof useDialogs.getState>['show']>[0] {
  // What of it is over cannot be given away any more.
  const from = Math.max(line.from, Date.now());
  return { kind: 'swap-shift', person: line.kind === 'gap' ? null : line.shift.person, from, to: line.to };
}

function Line({ line, cursor }: { readonly line: DutyLine; readonly cursor: boolean }) {
  const t = useT();
  const show = useDialogs((state) => state.show);
  const now = useNow();
  const me = useFrame((state) => myId(state.value));
  const current = line.from <= now && now < line.to;
  const back = swapIn(line);
  return (
    <tr className={[line.kind === 'gap' ? 'duty-gap' : current ? 'duty-current' : '', cursor ? 'duty-cursor' : ''].join(' ').trim()} aria-current={cursor ? 'true' : undefined}>
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
      <td>
        <span className="row">
          <Button size="small" label={t('duty.swap')} onPress={() => show(swapOf(line))}>
            {t('duty.swap-act')}
          </Button>
          {back === null ? null : (
            <Button size="small" label={t('duty.unswap')} onPress={() => void perform(desk().duty.unswap(back))}>
              {t('duty.unswap-act')}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

const feedTones = { fresh: 'green', 'last-good': 'amber', missing: 'violet' } as const;
const feedShapes = { fresh: 'dot', 'last-good': 'square', missing: 'dashed' } as const;

function Shrunk({ feed, problem }: { readonly feed: string; readonly problem: Failure }) {
  const t = useT();
  const locale = useLocale();
  const show = useDialogs((state) => state.show);
  const { message, hint } = explain(problem, locale);
  return (
    <div>
      <p className="tone-amber any-text">■ {message}</p>
      <p className="dim any-text">{hint}</p>
      <Button size="small" keys="a" label={t('duty.accept-of', { feed })} onPress={() => show({ kind: 'accept-calendar', feed })}>
        {t('duty.accept')}
      </Button>
    </div>
  );
}

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
          <li key={feed.id}>
            <div className="row">
              <bdi className="strong">{feed.id}</bdi>
              <Chip tone={feedTones[feed.state]} shape={feedShapes[feed.state]}>
                {t(`duty.feed-${feed.state}`)}
              </Chip>
              <span className="dim">
                {t('duty.read')} <Age at={feed.readAt} />
              </span>
              {feed.problem === null ? null : <span className="tone-violet any-text">{explain(feed.problem, locale).message}</span>}
            </div>
            {feed.shrunk === undefined ? null : <Shrunk feed={feed.id} problem={feed.shrunk} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const noLines: readonly DutyLine[] = [];

/** Who is on call now, next, and for thirty days; what nobody covers is red. */
export function DutyScreen() {
  const t = useT();
  const { value: duty, failure, refresh } = useDuty();
  const { mine } = useZones();
  const { value: warnings, refresh: refreshWarnings } = useDutyWarnings();
  const { value: people, refresh: refreshPeople } = useDutyPeople();
  const show = useDialogs((state) => state.show);
  const [cursor, setCursor] = useState(0);
  useEffect(() => {
    for (const ask of [refresh, refreshWarnings, refreshPeople]) void ask();
  }, [refresh, refreshWarnings, refreshPeople]);
  const lines = useMemo(() => (duty === null ? noLines : dutyLines(duty)), [duty]);
  const shrunk = duty?.feeds.find((feed) => feed.shrunk !== undefined)?.id;
  const shortcuts = useMemo<readonly Shortcut[]>(() => {
    const move = (step: number) => () => setCursor((at) => Math.max(0, Math.min(lines.length - 1, at + step)));
    const line = lines[Math.min(cursor, lines.length - 1)];
    const back = line === undefined ? null : swapIn(line);
    return [
      { id: 'duty.down', keys: 'j', title: t('duty.move'), repeats: true, hidden: true, run: move(1) },
      { id: 'duty.up', keys: 'k', title: t('duty.move'), repeats: true, hidden: true, run: move(-1) },
      ...(line === undefined ? [] : [{ id: 'duty.swap', keys: 'w', title: t('duty.swap'), hint: true, run: () => show(swapOf(line)) }]),
      ...(back === null ? [] : [{ id: 'duty.unswap', keys: 'b', title: t('duty.unswap'), hint: true, run: () => void perform(desk().duty.unswap(back)) }]),
      ...(shrunk === undefined ? [] : [{ id: 'duty.accept', keys: 'a', title: t('duty.accept-of', { feed: shrunk }), hint: true, run: () => show({ kind: 'accept-calendar', feed: shrunk }) }]),
      { id: 'duty.export', keys: 'e', title: t('duty.export'), hint: true, run: () => void perform(desk().duty.export()) },
      { id: 'duty.take', keys: 't', title: t('duty.take'), hint: true, run: () => show({ kind: 'take-over' }) },
    ];
  }, [t, show, lines, cursor, shrunk]);
  useShortcuts(shortcuts);
  if (duty === null)
    return failure === null ? <LoadingState /> : <FailureState failure={failure} onRetry={() => void refresh()} />;
  const unknown = unknownNames(duty);
  return (
    <div className="screen">
      <div className="screen-head">
        <h1>{t('screen.duty')}</h1>
        <span className="dim">
          {duty.timezone === mine ? t('duty.zone-same', { mine }) : t('duty.zone', { mine, other: duty.timezone })}
        </span>
        <Button keys="e" onPress={() => void perform(desk().duty.export())}>
          {t('duty.export')}
        </Button>
        <Button keys="t" onPress={() => show({ kind: 'take-over' })}>
          {t('duty.take')}
        </Button>
      </div>
      {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void refresh()} />}
      <EscalationPanels />
      <NowAndNext duty={duty} />
      <WarningsPanel warnings={warnings ?? []} />
      <PeoplePanel people={people ?? []} />
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
                <th scope="col" aria-label={t('duty.swap-act')} />
              </tr>
            </thead>
            <tbody>
              {lines.map((line, index) => (
                <Line
                  key={`${line.kind} ${line.from} ${line.to} ${line.kind === 'shift' ? `${line.shift.feed} ${line.shift.summary}` : ''}`}
                  line={line}
                  cursor={index === Math.min(cursor, lines.length - 1)}
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
