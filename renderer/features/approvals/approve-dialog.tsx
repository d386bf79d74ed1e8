import { useCallback, useEffect, useState } from 'react';
import type { ApprovalAsked, ApprovalView } from '../../../core/approval/approval';
import type { Failure } from '../../../core/errors';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { Moment } from '../../ui/moment';
import { PlanSteps } from '../../ui/plan-steps';
import { PlanTargets } from '../../ui/plan-targets';
import { EmptyState, FailureState } from '../../ui/states';
import './approvals.css';

interface Given {
  readonly code: string | null;
  readonly until: number;
  readonly runner: string;
}

/** Being the second person: the plan in words first, then the signed approval, and the code to read back. */
export function ApproveDialog() {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [waiting, setWaiting] = useState<readonly ApprovalAsked[]>([]);
  const [wanted, setWanted] = useState('');
  const [view, setView] = useState<ApprovalView | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const look = useCallback(() => {
    void desk()
      .approvals.waiting()
      .then((answer) => {
        if (answer.ok) setWaiting(answer.value);
        else setFailure(answer.error);
      });
  }, []);
  useEffect(() => {
    look();
    return desk().approvals.onChanged(look);
  }, [look]);

  const show = async (plan: string): Promise<void> => {
    const answer = await desk().approvals.show({ plan });
    setFailure(answer.ok ? null : answer.error);
    setView(answer.ok ? answer.value : null);
    setGiven(null);
  };

  return (
    <Dialog title={t('approve.title')} size="wide" onClose={close} footer={<Button onPress={close}>{t('act.close')}</Button>}>
      <div className="stack">
        {waiting.length === 0 && view === null ? <EmptyState title={t('approve.none')} /> : null}
        <ul className="stack">
          {waiting.map((asked) => (
            <li key={`${asked.plan} ${String(asked.at)}`} className="row">
              <Button size="small" pressed={view?.plan.hash === asked.plan} onPress={() => void show(asked.plan)}>
                {t('approve.read')}
              </Button>
              <span className="strong any-text">{asked.title}</span>
              <span className="dim">{t('approve.asked-by', { runner: asked.runner, hosts: asked.hosts })}</span>
              <Moment at={asked.at} />
            </li>
          ))}
        </ul>
        <form
          className="row approve-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted.trim() !== '') void show(wanted.trim().toLowerCase());
          }}
        >
          <TextField label={t('approve.hash')} value={wanted} onChange={setWanted} maxLength={64} mono focus />
          <Button submit disabled={wanted.trim() === ''}>
            {t('approve.read')}
          </Button>
        </form>
        {failure === null ? null : <FailureState inline failure={failure} />}
        {view === null ? null : <Approval key={view.plan.hash} view={view} given={given} onGiven={setGiven} onFailure={setFailure} />}
      </div>
    </Dialog>
  );
}

interface ApprovalProps {
  readonly view: ApprovalView;
  readonly given: Given | null;
  readonly onGiven: (given: Given) => void;
  readonly onFailure: (failure: Failure | null) => void;
}

function Approval({ view, given, onGiven, onFailure }: ApprovalProps) {
  const t = useT();
  const [challenge, setChallenge] = useState('');
  const { plan, hash } = view.plan;
  const approve = async (): Promise<void> => {
    const answer = await desk().approvals.approve({ plan: hash, challenge: challenge.trim() === '' ? null : challenge, runner: null });
    onFailure(answer.ok ? null : answer.error);
    if (answer.ok) onGiven(answer.value);
  };
  return (
    <section className="stack" aria-label={plan.runbook.title}>
      <h3 className="approve-title any-text">{plan.runbook.title}</h3>
      <p className="plan-hash">{hash}</p>
      <PlanTargets plan={plan} />
      <dl className="facts">
        {Object.entries(plan.params).map(([name, value]) => (
          <div key={name} className="row">
            <dt>{name}</dt>
            <dd className="mono any-text">{value}</dd>
          </div>
        ))}
      </dl>
      <PlanSteps plan={plan} />
      {given === null ? (
        <form
          className="row approve-line"
          onSubmit={(event) => {
            event.preventDefault();
            void approve();
          }}
        >
          <TextField label={t('approve.challenge')} hint={t('approve.challenge-hint')} value={challenge} onChange={setChallenge} maxLength={40} mono />
          <Button submit tone="danger">
            {t('approve.act')}
          </Button>
        </form>
      ) : (
        <div role="status">
          <p className="tone-green strong">● {t('approve.done', { runner: given.runner })}</p>
          {given.code === null ? (
            <p>{t('approve.by-sync')}</p>
          ) : (
            <p>
              {t('approve.read-back')} <span className="approve-code mono">{given.code}</span>
            </p>
          )}
        </div>
      )}
    </section>
  );
}
