import { useMemo } from 'react';
import { explain } from '../../../core/errors';
import type { Run } from '../../../core/run/run';
import { desk } from '../../desk';
import { useShortcuts } from '../../frame/use-shortcuts';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useRoute } from '../../stores/route-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { shortHash } from '../../ui/hash.logic';
import { hostsInWords } from '../../ui/hosts-in-words';
import { OutcomeChip } from '../../ui/outcome-chip';

/** Holds that end by a decision about a host or by the server's answer; "Go on" is for the others. */
const forSomebody: ReadonlySet<string> = new Set(['run-held-unknown', 'run-held-failures', 'run-held-manual']);

/** What runs, who asked for it, how it stands, and the switches that act on all of it. */
export function RunHead({ run }: { readonly run: Run }) {
  const t = useT();
  const locale = useLocale();
  const go = useRoute((state) => state.go);
  const isGoing = run.state === 'running' || run.state === 'held' || run.state === 'stopping';
  const isPaused = run.held?.code === 'run-paused';
  const mayPause = run.state === 'running' && !isPaused;
  const wasStopped = run.state === 'ended' && run.steps.some(({ cells }) => cells.some(({ outcome }) => outcome.kind === 'skipped' || outcome.kind === 'stopped'));
  const mayResume = isPaused || wasStopped || (run.state === 'held' && run.held !== null && !forSomebody.has(run.held.code));

  const acts = useMemo(
    () => ({
      stop: () => void attempt(desk().runs.stop({ run: run.id, how: 'now' })),
      stopAfterBatch: () => void attempt(desk().runs.stop({ run: run.id, how: 'after-batch' })),
      pause: () => void attempt(desk().runs.pause({ run: run.id })),
      resume: () => void attempt(desk().runs.resume({ run: run.id })),
      straight: () => void attempt(desk().runs.resume({ run: run.id, stepByStep: false })),
    }),
    [run.id],
  );
  useShortcuts(
    useMemo(
      () => [
        ...(isGoing ? [{ id: 'runs.stop', keys: 's', title: t('runs.stop'), run: acts.stop, hint: true }] : []),
        ...(isGoing ? [{ id: 'runs.stop-after-batch', keys: 'b', title: t('runs.stop-after-batch'), run: acts.stopAfterBatch }] : []),
        ...(mayPause ? [{ id: 'runs.pause', keys: 'p', title: t('runs.pause'), run: acts.pause, hint: true }] : []),
        ...(mayResume ? [{ id: 'runs.resume', keys: 'p', title: t('runs.resume'), run: acts.resume, hint: true }] : []),
      ],
      [isGoing, mayPause, mayResume, acts, t],
    ),
  );

  return (
    <header className="run-head">
      <h1 className="any-text">{run.plan.plan.runbook.title}</h1>
      <p className="dim">
        {t('runs.head', { by: run.by, hosts: hostsInWords(run.plan.plan, t) })} · <Age at={run.startedAt} />
        {run.reason === '' ? null : <span className="any-text"> · “{run.reason}”</span>}
      </p>
      <p className="mono dim">{t('runs.plan', { hash: shortHash(run.plan.hash) })}</p>
      <p className="row" role="status">
        <OutcomeChip kind={run.state === 'ended' || run.state === 'held' ? run.outcome.kind : 'running'} />
        <span className="dim">{t(`runs.state-${run.state}`)}</span>
        {run.stepByStep ? <span className="dim">{t('runs.step-by-step')}</span> : null}
      </p>
      {run.held === null ? null : (
        <p className="any-text tone-amber" role="alert">
          {explain(run.held, locale).message} <span className="dim">{explain(run.held, locale).hint}</span>
        </p>
      )}
      <div className="row run-acts">
        {isGoing ? (
          <>
            <Button tone="danger" onPress={acts.stop} keys="s">
              {t('runs.stop')}
            </Button>
            <Button onPress={acts.stopAfterBatch} keys="b">
              {t('runs.stop-after-batch')}
            </Button>
          </>
        ) : null}
        {mayPause ? (
          <Button onPress={acts.pause} keys="p">
            {t('runs.pause')}
          </Button>
        ) : null}
        {mayResume ? (
          <Button tone="primary" onPress={acts.resume} keys="p">
            {t('runs.resume')}
          </Button>
        ) : null}
        {mayResume && run.stepByStep ? <Button onPress={acts.straight}>{t('runs.go-straight')}</Button> : null}
        <Button
          size="small"
          onPress={() => {
            go('runbooks', run.plan.plan.runbook.path);
          }}
        >
          {t('runs.to-runbook')}
        </Button>
      </div>
    </header>
  );
}
