import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { RollbackOffer } from '../../../core/run/rollback-offers';
import type { Run } from '../../../core/run/run';
import type { HashedPlan } from '../../../core/runbook/plan';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useActs } from '../../stores/act-store';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { hostsInWords } from '../../ui/hosts-in-words';
import { PlanSteps } from '../../ui/plan-steps';
import { PlanTargets } from '../../ui/plan-targets';
import { FailureState, LoadingState } from '../../ui/states';

/** The way back as a plan of its own: shown whole, and requested like any other. */
export function RollbackDialog({ run, offer, onClose }: { readonly run: Run; readonly offer: RollbackOffer; readonly onClose: () => void }) {
  const t = useT();
  const go = useRoute((state) => state.go);
  const [plan, setPlan] = useState<HashedPlan | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [reason, setReason] = useState('');
  useEffect(() => {
    let ended = false;
    void desk()
      .runs.rollback({ run: run.id, position: offer.position, hosts: [...offer.hosts] })
      .then((answer) => {
        if (ended) return;
        if (answer.ok) setPlan(answer.value.plan);
        else setFailure(answer.error);
      });
    return () => {
      ended = true;
    };
  }, [run.id, offer]);
  const request = (): void => {
    if (plan === null) return;
    void desk()
      .runs.request({ hash: plan.hash, reason: reason.trim(), caseId: run.caseId })
      .then((answer) => {
        const started = useActs.getState().settle(answer, () => null);
        onClose();
        if (started !== null) go('run', started.run);
      });
  };
  return (
    <Dialog
      title={t('runs.rollback-title', { step: offer.step })}
      size="wide"
      tone="danger"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button tone="danger" onPress={request} disabled={plan === null}>
            {plan === null ? t('runs.rollback') : t('runs.rollback-on', { hosts: hostsInWords(plan.plan, t) })}
          </Button>
        </>
      }
    >
      <p>{t('runs.rollback-text')}</p>
      {failure === null ? null : <FailureState failure={failure} inline />}
      {plan === null ? (
        failure === null ? <LoadingState /> : null
      ) : (
        <div className="stack">
          <PlanTargets plan={plan.plan} />
          <PlanSteps plan={plan.plan} />
          <p className="plan-hash">{plan.hash}</p>
          <TextField label={t('runs.decide-reason')} value={reason} onChange={setReason} maxLength={500} />
        </div>
      )}
    </Dialog>
  );
}
