import { useEffect, useMemo } from 'react';
import { explain } from '../../../core/errors';
import type { MuteRow } from '../../../core/mute/mute';
import { desk } from '../../desk';
import { useShortcuts } from '../../frame/use-shortcuts';
import { useLocale, useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useMutes, useNoise } from '../../stores/lists';
import { Countdown } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import type { Shortcut } from '../../ui/keys.logic';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { NoiseTable } from './noise-table';
import './mutes.css';

const openDialog = (window: boolean): void => useDialogs.getState().show({ kind: 'mute', when: '', labels: {}, window });

function Matches({ mute }: { readonly mute: MuteRow }) {
  const t = useT();
  if (mute.matches === null)
    return (
      <Chip tone="violet" shape="dashed">
        {t('mutes.matches-unknown')}
      </Chip>
    );
  if (mute.matches === 0) return <span className="dim">{t('mutes.matches-none')}</span>;
  return (
    <>
      {t('mutes.matches', { n: mute.matches })}
      {mute.urgent === 0 ? null : mute.even911 ? (
        <span className="tone-red strong"> ▲ {t('mutes.urgent-held', { n: mute.urgent })}</span>
      ) : (
        <span className="dim"> · {t('mutes.urgent-shown', { n: mute.urgent })}</span>
      )}
    </>
  );
}

function MuteLine({ mute }: { readonly mute: MuteRow }) {
  const t = useT();
  const end = (): void => void perform(desk().mutes.end({ id: mute.id, why: '' }));
  return (
    <tr>
      <td>
        <Chip tone={mute.state === 'pending' ? 'grey' : mute.kind === 'window' ? 'amber' : 'blue'} shape={mute.state === 'pending' ? 'ring' : 'square'}>
          {t(mute.state === 'pending' ? 'mutes.state-pending' : mute.kind === 'window' ? 'mutes.kind-window' : 'mutes.kind-mute')}
        </Chip>
      </td>
      <th scope="row" className="any-text">
        <span className="mono">{mute.when}</span>
        <div className="dim any-text">{mute.why}</div>
      </th>
      <td>
        <Matches mute={mute} />
      </td>
      <td>
        {mute.state === 'pending' ? (
          <>
            {t('mutes.begins')} <Moment at={mute.from} form="day" />
          </>
        ) : (
          <Countdown until={mute.until} />
        )}
        <div className="dim">
          {t('mutes.ends')} <Moment at={mute.until} form="day" />
        </div>
      </td>
      <td>
        <bdi>{mute.origin === 'file' ? 'breakglass.yaml' : mute.by}</bdi>
        {mute.source === null ? null : <div className="dim">{t('mutes.where-source', { source: mute.source })}</div>}
      </td>
      <td>
        <Button size="small" label={t('mutes.end-of', { when: mute.when })} onPress={end}>
          {t('mutes.end')}
        </Button>
      </td>
    </tr>
  );
}

/** Every mute there is, wherever it stands, and what fires for nothing: what to mute less of and what to correct. */
export function MutesScreen() {
  const t = useT();
  const locale = useLocale();
  const { value, failure, refresh } = useMutes();
  const noise = useNoise();
  const lookAtNoise = noise.refresh;
  useEffect(() => {
    void refresh();
    void lookAtNoise();
  }, [refresh, lookAtNoise]);
  const shortcuts = useMemo<readonly Shortcut[]>(
    () => [
      { id: 'mutes.new', keys: 's', title: t('mutes.new'), hint: true, run: () => openDialog(false) },
      { id: 'mutes.new-window', keys: 'w', title: t('mutes.new-window'), hint: true, run: () => openDialog(true) },
    ],
    [t],
  );
  useShortcuts(shortcuts);
  if (value === null) return failure === null ? <LoadingState /> : <FailureState failure={failure} onRetry={() => void refresh()} />;
  return (
    <div className="mutes stack">
      <div className="row">
        <h1 className="grow">{t('screen.mutes')}</h1>
        <Button keys="s" onPress={() => openDialog(false)}>
          {t('mutes.new')}
        </Button>
        <Button keys="w" onPress={() => openDialog(true)}>
          {t('mutes.new-window')}
        </Button>
        <Button onPress={() => void refresh()}>{t('mutes.refresh')}</Button>
      </div>
      {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void refresh()} />}
      {value.sources.map(({ id, problem }) =>
        problem === null ? null : (
          <p key={id} className="tone-violet any-text" role="alert">
            ◌ {t('mutes.source-blind', { source: id })} {explain(problem, locale).message}
          </p>
        ),
      )}
      {value.mutes.length === 0 ? (
        <EmptyState title={t('mutes.empty')}>{t('mutes.empty-text')}</EmptyState>
      ) : (
        <table className="mutes-table">
          <thead>
            <tr>
              <th scope="col">{t('mutes.state')}</th>
              <th scope="col">{t('mutes.when')}</th>
              <th scope="col">{t('mutes.holds')}</th>
              <th scope="col">{t('mutes.time')}</th>
              <th scope="col">{t('mutes.by')}</th>
              <th scope="col">
                <span className="only-read">{t('mutes.end')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {value.mutes.map((mute) => (
              <MuteLine key={mute.id} mute={mute} />
            ))}
          </tbody>
        </table>
      )}
      <Panel title={t('noise.title')} aside={noise.value === null ? undefined : t('noise.sum', { days: noise.value.days, seen: noise.value.seen, noise: noise.value.noise })}>
        {noise.value === null ? null : <NoiseTable report={noise.value} />}
      </Panel>
    </div>
  );
}
