import { useEffect, useMemo, useState } from 'react';
import { explain } from '../../../core/errors';
import type { Run } from '../../../core/run/run';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useRoute } from '../../stores/route-store';
import { useRun } from '../../stores/run-store';
import { useShortcuts } from '../../frame/use-shortcuts';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { shortHash } from '../../ui/hash.logic';
import { hostsInWords } from '../../ui/hosts-in-words';
import { OutcomeChip } from '../../ui/outcome-chip';
import { PlanTargets } from '../../ui/plan-targets';
import { SplitPane } from '../../ui/split-pane';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { OutputView } from './output-view';
import { StepCard } from './step-card';
import './runs.css';

/** Holds that end by a decision about a host or by the server's answer; "Go on" is for the others. */
const forSomebody: ReadonlySet<string> = new Set(['run-held-unknown', 'run-held-failures', 'run-held-manual']);

type Decision = 'retry' | 'skip' | 'manual-done' | 'manual-failed';

/** A run: its steps at the left with a cell per host, the output of the chosen one at the right. */
export function RunScreen({ runId }: { readonly runId: string }) {
  const open = useRun((state) => state.open);
  const take = useRun((state) => state.take);
  const run = useRun((state) => state.run);
  const failure = useRun((state) => state.failure);
  useEffect(() => {
    void open(runId);
    return desk().runs.onChanged(take);
  }, [open, take, runId]);
  if (failure !== null) return <FailureState failure={failure} onRetry={() => void open(runId)} />;
  return run === null ? <LoadingState /> : <RunTable run={run} />;
}

function RunTable({ run }: { readonly run: Run }) {
  const t = useT();
  const locale = useLocale();
  const go = useRoute((state) => state.go);
  const [picked, setPicked] = useState<{ readonly position: number; readonly host: string } | null>(null);
  const [deciding, setDeciding] = useState<{ readonly position: number; readonly host: string; readonly decision: Decision } | null>(null);
  const steps = run.plan.plan.steps;
  const chosen = picked ?? liveCell(run);
  const cell = run.steps.find((step) => step.position === chosen?.position)?.cells.find((each) => each.host === chosen?.host) ?? null;
  const going = run.state === 'running' || run.state === 'held' || run.state === 'stopping';
  const stop = useMemo(
    () => (): void => {
      void attempt(desk().runs.stop({ run: run.id, how: 'now' }));
    },
    [run.id],
  );
  useShortcuts(useMemo(() => (going ? [{ id: 'runs.stop', keys: 's', title: t('runs.stop'), run: stop, hint: true }] : []), [going, stop, t]));

  return (
    <>
      <SplitPane
        name="run"
        label={t('runs.divider')}
        share={40}
        left={
          <div className="run-steps">
            <header className="run-head">
              <h1>{run.plan.plan.runbook.title}</h1>
              <p className="dim">
                {t('runs.head', { by: run.by, hosts: hostsInWords(run.plan.plan, t) })} · <Age at={run.startedAt} />
              </p>
              <p className="mono dim">{t('runs.plan', { hash: shortHash(run.plan.hash) })}</p>
              <p className="row" role="status">
                <OutcomeChip kind={run.state === 'ended' || run.state === 'held' ? run.outcome.kind : 'running'} />
                <span className="dim">{t(`runs.state-${run.state}`)}</span>
              </p>
              {run.held === null ? null : (
                <p className="any-text tone-amber" role="alert">
                  {explain(run.held, locale).message} <span className="dim">{explain(run.held, locale).hint}</span>
                </p>
              )}
              <div className="row">
                {going ? (
                  <>
                    <Button tone="danger" onPress={stop} keys="s">
                      {t('runs.stop')}
                    </Button>
                    <Button onPress={() => void attempt(desk().runs.stop({ run: run.id, how: 'after-batch' }))}>{t('runs.stop-after-batch')}</Button>
                  </>
                ) : null}
                {run.state === 'held' && run.held !== null && !forSomebody.has(run.held.code) ? (
                  <Button tone="primary" onPress={() => void attempt(desk().runs.resume({ run: run.id }))}>
                    {t('runs.resume')}
                  </Button>
                ) : null}
                <Button
                  tone="quiet"
                  onPress={() => {
                    go('runbooks', run.plan.plan.runbook.path);
                  }}
                >
                  {t('runs.to-runbook')}
                </Button>
              </div>
            </header>
            <PlanTargets plan={run.plan.plan} />
            <ol className="step-cards">
              {run.steps.map((step) => {
                const planned = steps.find((each) => each.position === step.position);
                return planned === undefined ? null : (
                  <StepCard
                    key={step.position}
                    run={run}
                    step={planned}
                    cells={step.cells}
                    chosen={chosen?.position === step.position ? chosen.host : null}
                    onChoose={(host) => {
                      setPicked({ position: step.position, host });
                    }}
                    onLook={(host) => void attempt(desk().runs.look({ run: run.id, position: step.position, host }))}
                    onDecide={(host, decision) => {
                      setDeciding({ position: step.position, host, decision });
                    }}
                  />
                );
              })}
            </ol>
          </div>
        }
        right={
          cell === null || chosen === null ? (
            <EmptyState title={t('runs.no-output')} />
          ) : (
            <OutputView key={`${String(chosen.position)}/${chosen.host}/${String(cell.attempt)}`} cell={{ run: run.id, position: chosen.position, host: chosen.host, attempt: cell.attempt }} bytes={cell.bytes} />
          )
        }
      />
      {deciding === null ? null : (
        <DecisionDialog
          host={deciding.host}
          decision={deciding.decision}
          onClose={() => {
            setDeciding(null);
          }}
          onDecide={(reason) => {
            setDeciding(null);
            void attempt(desk().runs.decide({ run: run.id, ...deciding, reason }));
          }}
        />
      )}
    </>
  );
}

function DecisionDialog({ host, decision, onClose, onDecide }: { readonly host: string; readonly decision: Decision; readonly onClose: () => void; readonly onDecide: (reason: string) => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t(`runs.decide-${decision}`, { host })} onClose={onClose} tone={decision === 'retry' ? 'danger' : 'plain'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') onDecide(reason.trim());
        }}
      >
        <p>{t(`runs.decide-${decision}-text`)}</p>
        <TextField label={t('runs.decide-reason')} value={reason} onChange={setReason} maxLength={500} focus />
        <div className="row-end">
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button tone={decision === 'retry' ? 'danger' : 'primary'} submit disabled={reason.trim() === ''}>
            {t(`runs.decide-${decision}`, { host })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The cell to show unasked: the newest that has begun. */
function liveCell(run: Run): { readonly position: number; readonly host: string } | null {
  const begun = run.steps.flatMap((step) => step.cells.flatMap((cell) => (cell.startedAt === null ? [] : [{ position: step.position, host: cell.host, startedAt: cell.startedAt }])));
  return begun.reduce<(typeof begun)[number] | null>((newest, each) => (newest === null || each.startedAt >= newest.startedAt ? each : newest), null);
}
