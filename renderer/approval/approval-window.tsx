import { useState } from 'react';
import type { z } from 'zod';
import type { Failure } from '../../core/errors';
import type { approvalContract } from '../../core/ipc/contract';
import type { Client } from '../../core/ipc/kit';
import { useT } from '../locales/locale';
import { AskedWindow } from '../ui/asked-window';
import { Button } from '../ui/button';
import { ConfirmByTyping } from '../ui/confirm-by-typing';
import { hostsInWords } from '../ui/hosts-in-words';
import { PlanDifferences } from '../ui/plan-diff';
import { PlanSteps } from '../ui/plan-steps';
import { PlanTargets } from '../ui/plan-targets';
import { FailureState } from '../ui/states';
import { SecondPersonPanel } from './second-person-panel';

type ApprovalDesk = Client<typeof approvalContract>;
type Request = z.output<(typeof approvalContract)['approval']['request']['output']>;

/** One plan, in plain words and exact bytes, and two answers. The main process checks what was typed. */
export function ApprovalWindow({ desk }: { readonly desk: ApprovalDesk }) {
  return (
    <AskedWindow ask={desk.approval.request} refuse={() => void desk.approval.refuse()}>
      {(request) => <Question request={request} desk={desk} />}
    </AskedWindow>
  );
}

function Question({ request, desk }: { readonly request: Request; readonly desk: ApprovalDesk }) {
  const t = useT();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [held, setHeld] = useState(request.second?.held ?? null);
  const waits = request.second !== null && held === null;
  const { plan, hash } = request.plan;
  const { demand, changes } = request;
  const isChanged = changes.lastRun?.same === false || changes.reviewed?.same === false;
  const differences = <PlanDifferences changes={changes} />;
  const approve = (typed: string): void => {
    void desk.approval.approve({ hash, typed }).then((answer) => {
      if (!answer.ok) setFailure(answer.error);
    });
  };
  const refuse = (): void => {
    void desk.approval.refuse();
  };

  return (
    <main className={`approval approval-${demand.danger}`} aria-label={t('approval.title')}>
      {request.drill ? <p className="approval-drill">{t('banner.drill')}</p> : null}
      <header className="approval-head">
        <h1>{t(`approval.ask-${demand.danger}`, { title: plan.runbook.title })}</h1>
        <p className="dim">
          {request.workspace} · {plan.runbook.path}
        </p>
        <p>
          {t('approval.hosts', { hosts: hostsInWords(plan, t) })}
          {demand.production === 0 ? null : <strong className="tone-red"> {t('approval.production', { n: demand.production })}</strong>}
        </p>
      </header>
      <div className="approval-body">
        {isChanged ? differences : null}
        <PlanTargets plan={plan} />
        {Object.keys(plan.params).length === 0 && plan.secrets.length === 0 ? null : (
          <dl className="approval-params">
            {Object.entries(plan.params).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="mono any-text">{value}</dd>
              </div>
            ))}
            {plan.secrets.map((secret) => (
              <div key={secret.param}>
                <dt>{secret.param}</dt>
                <dd>{t('approval.secret', { name: secret.name })}</dd>
              </div>
            ))}
          </dl>
        )}
        {isChanged ? null : differences}
        <PlanSteps plan={plan} />
      </div>
      <footer className="approval-foot">
        <p className="plan-hash">
          {t('approval.hash')} {hash}
        </p>
        {request.second === null ? null : <SecondPersonPanel second={request.second} hash={hash} desk={desk} held={held} onHeld={setHeld} />}
        {failure === null ? null : <FailureState failure={failure} inline />}
        {demand.word === null ? (
          <div className="row-end">
            <Button onPress={refuse} keys="Esc">
              {t('approval.refuse')}
            </Button>
            <Button
              tone="danger"
              disabled={waits}
              onPress={() => {
                approve('');
              }}
            >
              {t('approval.run-on', { hosts: hostsInWords(plan, t) })}
            </Button>
          </div>
        ) : (
          <ConfirmByTyping word={demand.word} action={t('approval.run-on', { hosts: hostsInWords(plan, t) })} onConfirm={approve} onRefuse={refuse} disabled={waits} />
        )}
      </footer>
    </main>
  );
}
