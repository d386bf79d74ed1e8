import { useEffect } from 'react';
import { explain } from '../../../core/errors';
import { isUntrue } from '../../../core/sync/doubt';
import type { LiveView } from '../../../core/sync/sync';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useShared } from '../../stores/lists';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';

const tones = { up: 'green', down: 'violet', unknown: 'grey' } as const;
const words = { up: 'journal.sync-up', down: 'journal.sync-down', unknown: 'journal.sync-not-yet' } as const;

const liveTones = { open: 'green', closed: 'grey', unknown: 'violet' } as const;

/** Who has a console open, as far as the broker carries their word. */
function Consoles({ live }: { readonly live: LiveView }) {
  const t = useT();
  const locale = useLocale();
  if (live.state === 'off') return null;
  return (
    <div className="stack journal-live" role="group" aria-label={t('journal.live-title')}>
      <div className="row">
        <span className="strong">{t('journal.live-title')}</span>
        <Chip tone={live.state === 'up' ? 'green' : 'violet'} shape={live.state === 'up' ? 'dot' : 'square'}>
          {t(`journal.live-${live.state}`)}
        </Chip>
        {live.problem === null ? null : <span className="tone-violet any-text cut">{explain(live.problem, locale).message}</span>}
      </div>
      {live.consoles.length === 0 ? <p className="dim">{t('journal.live-nobody')}</p> : null}
      {live.consoles.map(({ writer, state, seenAt, problem }) => (
        <div key={writer} className="row journal-remote">
          <bdi className="strong">{writer}</bdi>
          <Chip tone={liveTones[state]} shape={state === 'open' ? 'dot' : 'square'}>
            {t(`journal.live-${state}`)}
          </Chip>
          {seenAt === null ? null : (
            <span className="dim">
              {t('journal.live-seen')} <Age at={seenAt} />
            </span>
          )}
          {problem === null ? null : <span className="tone-violet any-text cut">{explain(problem, locale).message}</span>}
        </div>
      ))}
    </div>
  );
}

/** Where the journals travel to, since when not, and what nobody else has seen yet. */
export function SyncPanel() {
  const t = useT();
  const locale = useLocale();
  const { value, at, refresh } = useShared();
  useEffect(() => {
    if (at === null) void refresh();
  }, [at, refresh]);
  if (value === null) return null;
  const { remotes, syncing, unwitnessed, doubts, live } = value;
  if (remotes.length === 0 && doubts.length === 0 && live.state === 'off') return <p className="dim">{t('journal.sync-none')}</p>;
  return (
    <section className="journal-sync" aria-label={t('journal.sync-title')}>
      <div className="row">
        <Button disabled={syncing} onPress={() => void attempt(desk().journal.sync())}>
          {syncing ? t('journal.syncing') : t('journal.sync')}
        </Button>
        <span className={unwitnessed === null ? 'dim' : 'tone-violet'}>
          {unwitnessed === null ? (
            t('journal.sync-witnessed')
          ) : (
            <>
              {t('journal.sync-unwitnessed', { n: unwitnessed.entries })} <Age at={unwitnessed.since} />
            </>
          )}
        </span>
      </div>
      {remotes.map(({ id, url, state, succeededAt, problem }) => (
        <div key={id} className="row journal-remote" title={url}>
          <bdi className="strong">{id}</bdi>
          <Chip tone={tones[state]} shape={state === 'up' ? 'dot' : 'square'}>
            {t(words[state])}
          </Chip>
          <span className="dim">
            {t('journal.sync-ok')} <Age at={succeededAt} />
          </span>
          {problem === null ? null : <span className="tone-violet any-text cut">{explain(problem, locale).message}</span>}
        </div>
      ))}
      <Consoles live={live} />
      {doubts.map(({ writer, seq, kind, why }) => (
        <p key={writer} className={`${isUntrue(kind) ? 'tone-red' : 'tone-violet'} strong any-text`} role="alert">
          {isUntrue(kind) ? '✕' : '?'} {t(isUntrue(kind) ? 'journal.sync-doubt' : 'journal.sync-unsure', { writer, seq, why })}
        </p>
      ))}
    </section>
  );
}
