import { useEffect } from 'react';
import { explain } from '../../../core/errors';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useShared } from '../../stores/lists';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';

const tones = { up: 'green', down: 'violet', unknown: 'grey' } as const;
const words = { up: 'journal.sync-up', down: 'journal.sync-down', unknown: 'journal.sync-not-yet' } as const;

/** Where the journals travel to, since when not, and what nobody else has seen yet. */
export function SyncPanel() {
  const t = useT();
  const locale = useLocale();
  const { value, at, refresh } = useShared();
  useEffect(() => {
    if (at === null) void refresh();
  }, [at, refresh]);
  if (value === null) return null;
  const { remotes, syncing, unwitnessed, doubts } = value;
  if (remotes.length === 0 && doubts.length === 0) return <p className="dim">{t('journal.sync-none')}</p>;
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
      {doubts.map(({ writer, seq, why }) => (
        <p key={writer} className="tone-red strong any-text" role="alert">
          ✕ {t('journal.sync-doubt', { writer, seq, why })}
        </p>
      ))}
    </section>
  );
}
