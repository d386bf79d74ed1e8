import { useEffect, useMemo, useState } from 'react';
import { rollbackOffers, type RollbackOffer } from '../../../core/run/rollback-offers';
import type { Run } from '../../../core/run/run';
import { desk } from '../../desk';
import { useShortcuts } from '../../frame/use-shortcuts';
import { useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useRunbooks } from '../../stores/lists';
import { useRun } from '../../stores/run-store';
import { PlanTargets } from '../../ui/plan-targets';
import { SplitPane } from '../../ui/split-pane';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { DecisionDialog, type Deciding } from './decision-dialog';
import { OutputView } from './output-view';
import { RollbackDialog } from './rollback-dialog';
import { RunHead } from './run-head';
import { firstBad, liveStep, retriable } from './run.logic';
import { StepCard } from './step-card';
import './runs.css';
import './ansi.css';

/** A run: its steps at the left with a cell per host, the output of one or all of them at the right. */
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

interface Shown {
  readonly position: number;
  /** Null: all hosts, merged. */
  readonly host: string | null;
}

function RunTable({ run }: { readonly run: Run }) {
  const t = useT();
  const [picked, setPicked] = useState<Shown | null>(null);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [rollingBack, setRollingBack] = useState<RollbackOffer | null>(null);
  const { plan } = run.plan;
  const runbooks = useRunbooks((state) => state.value);
  const medians = runbooks?.find(({ path }) => path === plan.runbook.path)?.freshness.medians ?? {};
  const shown = picked ?? unasked(run);
  const cells = run.steps.find((step) => step.position === shown?.position)?.cells ?? [];
  const offers = useMemo(() => rollbackOffers(plan, run.steps), [plan, run.steps]);
  useEffect(() => {
    if (useRunbooks.getState().at === null) void useRunbooks.getState().refresh();
  }, []);

  const acts = useMemo(() => {
    const failing = run.steps.find((step) => retriable(step.cells).length > 0) ?? null;
    const trouble = run.steps.find((step) => firstBad(step.cells) !== null) ?? null;
    return {
      retryFailed: (): void => {
        if (failing !== null) setDeciding({ position: failing.position, hosts: retriable(failing.cells).map(({ host }) => host), decision: 'retry-failed' });
      },
      nextTrouble: (): void => {
        if (trouble !== null) setPicked({ position: trouble.position, host: firstBad(trouble.cells) });
      },
      hasFailing: failing !== null,
      hasTrouble: trouble !== null,
    };
  }, [run.steps]);
  useShortcuts(
    useMemo(
      () => [
        ...(acts.hasFailing ? [{ id: 'runs.retry-failed', keys: 't', title: t('runs.retry-failed-all'), run: acts.retryFailed, hint: true }] : []),
        ...(acts.hasTrouble ? [{ id: 'runs.trouble', keys: 'h', title: t('runs.to-trouble'), run: acts.nextTrouble, hint: true }] : []),
      ],
      [acts, t],
    ),
  );

  return (
    <>
      <SplitPane
        name="run"
        label={t('runs.divider')}
        share={40}
        left={
          <div className="run-steps">
            <RunHead run={run} />
            {plan.targets.length > 4 ? null : <PlanTargets plan={plan} />}
            <ol className="step-cards">
              {run.steps.map((step) => {
                const planned = plan.steps.find((each) => each.position === step.position);
                return planned === undefined ? null : (
                  <StepCard
                    key={step.position}
                    run={run}
                    step={planned}
                    cells={step.cells}
                    chosen={shown?.position === step.position ? shown.host : null}
                    isShown={shown?.position === step.position}
                    median={medians[planned.name] ?? null}
                    offer={offers.find(({ position }) => position === step.position) ?? null}
                    onChoose={(host) => {
                      setPicked({ position: step.position, host });
                    }}
                    onLook={(host) => void attempt(desk().runs.look({ run: run.id, position: step.position, host }))}
                    onDecide={setDeciding}
                    onRollback={setRollingBack}
                  />
                );
              })}
            </ol>
          </div>
        }
        right={
          shown === null ? (
            <EmptyState title={t('runs.no-output')} />
          ) : (
            <OutputView
              key={`${String(shown.position)}/${shown.host === null ? '*' : '1'}`}
              run={run}
              position={shown.position}
              cells={cells}
              host={shown.host}
              onHost={(host) => {
                setPicked({ position: shown.position, host });
              }}
            />
          )
        }
      />
      {deciding === null ? null : (
        <DecisionDialog
          run={run.id}
          deciding={deciding}
          onClose={() => {
            setDeciding(null);
          }}
        />
      )}
      {rollingBack === null ? null : (
        <RollbackDialog
          run={run}
          offer={rollingBack}
          onClose={() => {
            setRollingBack(null);
          }}
        />
      )}
    </>
  );
}

/** What to show unasked: the step that began last, all its hosts together where there are several. */
function unasked(run: Run): Shown | null {
  const position = liveStep(run);
  if (position === null) return null;
  const cells = run.steps.find((step) => step.position === position)?.cells ?? [];
  return { position, host: cells.length === 1 ? (cells[0]?.host ?? null) : null };
}
