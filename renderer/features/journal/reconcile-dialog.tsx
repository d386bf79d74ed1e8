import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { Reconciled } from '../../../core/reconcile/compare';
import type { HashedPlan } from '../../../core/runbook/plan';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { useHosts } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';
import { HostPicker } from '../../ui/host-picker';
import { hostsInWords } from '../../ui/hosts-in-words';
import { PlanSteps } from '../../ui/plan-steps';
import { PlanTargets } from '../../ui/plan-targets';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { ReconciledRows } from './reconciled-rows';

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'planned'; readonly plan: HashedPlan; readonly days: number }
  | { readonly kind: 'running'; readonly run: string; readonly days: number }
  | { readonly kind: 'found'; readonly rows: readonly Reconciled[] };

const periods = [1, 7, 30] as const;

/** What the hosts' own login records say against the journals: chosen, shown as a plan, run, compared. */
export function ReconcileDialog() {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const hosts = useHosts((state) => state.value);
  const [on, setOn] = useState<readonly string[] | null>(null);
  const [days, setDays] = useState(7);
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' });
  const [failure, setFailure] = useState<Failure | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => void useHosts.getState().refresh(), []);
  // The button that was pressed is gone with its phase.
  useEffect(() => next.current?.focus(), [phase.kind]);
  const chosen = on ?? (hosts ?? []).map(({ name }) => name);
  const plan = async (): Promise<void> => {
    const answer = await desk().journal.reconcilePlan({ hosts: [...chosen], days });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setPhase({ kind: 'planned', plan: answer.value.plan, days });
  };
  const run = async (planned: HashedPlan, of: number): Promise<void> => {
    const answer = await desk().runs.request({ hash: planned.hash, reason: t('reconcile.reason'), caseId: null });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setPhase({ kind: 'running', run: answer.value.run, days: of });
  };
  return (
    <Dialog title={t('reconcile.title')} onClose={close} size="wide">
      <div className="stack">
        <p className="dim">{t('reconcile.text')}</p>
        {failure === null ? null : <FailureState inline failure={failure} />}
        {phase.kind === 'asking' ? (
          hosts === null ? (
            <LoadingState />
          ) : hosts.length === 0 ? (
            <EmptyState title={t('hosts.none')}>{t('hosts.none-hint')}</EmptyState>
          ) : (
            <>
              <HostPicker label={t('reconcile.hosts')} hosts={hosts} value={chosen} onChange={setOn} />
              <SelectField label={t('reconcile.days')} value={String(days)} onChange={(value) => setDays(Number(value))} options={periods.map((n) => ({ value: String(n), text: t('reconcile.last', { n }) }))} />
              <div className="row-end">
                <Button onPress={close}>{t('act.cancel')}</Button>
                <Button tone="primary" disabled={chosen.length === 0} onPress={() => void plan()}>
                  {t('reconcile.show')}
                </Button>
              </div>
            </>
          )
        ) : null}
        {phase.kind === 'planned' ? (
          <>
            <PlanTargets plan={phase.plan.plan} />
            <PlanSteps plan={phase.plan.plan} />
            <p className="plan-hash">{phase.plan.hash}</p>
            <div className="row-end">
              <Button onPress={() => setPhase({ kind: 'asking' })}>{t('reconcile.back')}</Button>
              <Button tone="primary" ref={next} onPress={() => void run(phase.plan, phase.days)}>
                {t('reconcile.run', { hosts: hostsInWords(phase.plan.plan, t) })}
              </Button>
            </div>
          </>
        ) : null}
        {phase.kind === 'running' ? <Running run={phase.run} days={phase.days} onFound={(rows) => setPhase({ kind: 'found', rows })} onFailure={setFailure} /> : null}
        {phase.kind === 'found' ? (
          <>
            <ReconciledRows rows={phase.rows} />
            <div className="row-end">
              <Button onPress={() => setPhase({ kind: 'asking' })}>{t('reconcile.again')}</Button>
              <Button tone="primary" ref={next} onPress={close}>
                {t('act.close')}
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

interface RunningProps {
  readonly run: string;
  readonly days: number;
  readonly onFound: (rows: readonly Reconciled[]) => void;
  readonly onFailure: (failure: Failure) => void;
}

/** Waits for the run to end; it ends also where nobody watches. */
function Running({ run, days, onFound, onFailure }: RunningProps) {
  const t = useT();
  const told = useRef({ onFound, onFailure });
  useEffect(() => {
    told.current = { onFound, onFailure };
  }, [onFound, onFailure]);
  useEffect(() => {
    let gone = false;
    const look = async (): Promise<void> => {
      const answer = await desk().journal.reconciled({ run, days });
      if (gone) return;
      if (!answer.ok) told.current.onFailure(answer.error);
      else if (answer.value.rows !== null) told.current.onFound(answer.value.rows);
    };
    const stop = desk().runs.onChanged((changed) => {
      if (changed.id === run && changed.state === 'ended') void look();
    });
    // It may have ended before anybody listened.
    void look();
    return () => {
      gone = true;
      stop();
    };
  }, [run, days]);
  return (
    <p role="status" className="dim">
      {t('reconcile.running')}
    </p>
  );
}
