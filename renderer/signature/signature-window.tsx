import { useState } from 'react';
import type { z } from 'zod';
import type { SignatureQuestion } from '../../core/approval/signature';
import { unreachable, type Failure } from '../../core/errors';
import type { signatureContract } from '../../core/ipc/signature-contract';
import type { Client } from '../../core/ipc/kit';
import { useT } from '../locales/locale';
import { AskedWindow } from '../ui/asked-window';
import { Button } from '../ui/button';
import { ConfirmByTyping } from '../ui/confirm-by-typing';
import { hostsInWords } from '../ui/hosts-in-words';
import { PlanSteps } from '../ui/plan-steps';
import { PlanTargets } from '../ui/plan-targets';
import { FailureState } from '../ui/states';

type SignatureDesk = Client<typeof signatureContract>;
type Request = z.output<(typeof signatureContract)['signature']['request']['output']>;

/** One thing to be signed, in words, and two answers. The main process checks what was typed. */
export function SignatureWindow({ desk }: { readonly desk: SignatureDesk }) {
  return (
    <AskedWindow ask={desk.signature.request} refuse={() => void desk.signature.refuse()}>
      {(request) => <Question request={request} desk={desk} />}
    </AskedWindow>
  );
}

function Question({ request: { question }, desk }: { readonly request: Request; readonly desk: SignatureDesk }) {
  const t = useT();
  const [failure, setFailure] = useState<Failure | null>(null);
  const sign = (typed: string): void => {
    void desk.signature.sign({ typed }).then((answer) => {
      if (!answer.ok) setFailure(answer.error);
    });
  };
  const refuse = (): void => {
    void desk.signature.refuse();
  };
  const { word } = question;
  const action = t(`signature.do-${question.act}`);
  return (
    <main className="signature" aria-label={t('signature.title')}>
      <Subject question={question} />
      <footer className="signature-foot">
        {failure === null ? null : <FailureState failure={failure} inline />}
        {word === null ? (
          <div className="row-end">
            <Button onPress={refuse} keys="Esc">
              {t('act.cancel')}
            </Button>
            <Button
              tone="danger"
              onPress={() => {
                sign('');
              }}
            >
              {action}
            </Button>
          </div>
        ) : (
          <ConfirmByTyping word={word} action={action} onConfirm={sign} onRefuse={refuse} />
        )}
      </footer>
    </main>
  );
}

function Subject({ question }: { readonly question: SignatureQuestion }) {
  switch (question.act) {
    case 'approve':
      return <PlanSubject question={question} />;
    case 'accept':
    case 'retire':
      return <DeviceSubject question={question} />;
    default:
      return unreachable(question);
  }
}

function PlanSubject({ question }: { readonly question: Extract<SignatureQuestion, { act: 'approve' }> }) {
  const t = useT();
  const { runner, demand } = question;
  const { plan, hash } = question.plan;
  return (
    <>
      <header className="signature-head">
        <h1 className="any-text">{t('signature.ask-approve', { runner, title: plan.runbook.title })}</h1>
        <p className="dim any-text">{plan.runbook.path}</p>
        <p>
          {t('approval.hosts', { hosts: hostsInWords(plan, t) })}
          {demand.production === 0 ? null : <strong className="tone-red"> {t('approval.production', { n: demand.production })}</strong>}
        </p>
      </header>
      <div className="signature-body">
        <PlanTargets plan={plan} />
        <dl className="facts">
          {Object.entries(plan.params).map(([name, value]) => (
            <div key={name} className="facts-line">
              <dt>{name}</dt>
              <dd className="mono any-text">{value}</dd>
            </div>
          ))}
        </dl>
        <PlanSteps plan={plan} />
        <p className="plan-hash">
          {t('approval.hash')} {hash}
        </p>
      </div>
    </>
  );
}

function DeviceSubject({ question }: { readonly question: Extract<SignatureQuestion, { act: 'accept' | 'retire' }> }) {
  const t = useT();
  const { name, person, device, fingerprint } = question;
  const facts: readonly (readonly [string, string])[] = [
    [t('signature.name'), name],
    [t('signature.person'), person],
    ...(question.act === 'accept' ? [[t('settings.accept-role'), t(`role.${question.role}`)] as const] : []),
    [t('signature.device'), device],
    [t('settings.join-fingerprint'), fingerprint],
    ...(question.act === 'retire' ? [[t('settings.team-why'), t(`settings.team-why-${question.why}`)] as const] : []),
  ];
  return (
    <>
      <header className="signature-head">
        <h1 className="any-text">{t(`signature.ask-${question.act}`, { name, device: `${person}.${device}` })}</h1>
      </header>
      <div className="signature-body">
        <dl className="facts">
          {facts.map(([label, value]) => (
            <div key={label} className="facts-line">
              <dt>{label}</dt>
              <dd className="mono any-text">{value}</dd>
            </div>
          ))}
        </dl>
        {question.act === 'accept' ? <p className={question.isNew ? 'tone-amber' : undefined}>{t(question.isNew ? 'signature.new-person' : 'signature.known-person')}</p> : null}
        <p>{question.act === 'accept' ? t('signature.compare') : t(`settings.team-text-${question.why}`)}</p>
      </div>
    </>
  );
}
