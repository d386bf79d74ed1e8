import type { Plan, PlanStep } from '../../core/runbook/plan';
import { useT } from '../locales/locale';
import { Chip } from './chip';
import { DangerChip } from './danger-chip';
import { ScriptView } from './script-view';

/** What a plan would do, step by step, with the exact bytes. The same in the runbook screen and in the approval window. */
export function PlanSteps({ plan }: { readonly plan: Plan }) {
  const t = useT();
  return (
    <ol className="plan-steps">
      {plan.steps.map((step) => (
        <li key={step.name} className={`plan-step plan-step-${step.danger}`}>
          <div className="row">
            <span className="strong">{step.order === 'forward' ? `${String(step.position)} · ${step.title}` : step.title}</span>
            <DangerChip danger={step.danger} />
            {step.order === 'rollback' ? <Chip tone="grey">{t('plan.if-undone')}</Chip> : null}
            {step.checks === null ? null : <Chip tone="grey">{t('plan.checks', { step: step.checks })}</Chip>}
            {step.sudo ? <Chip tone="amber">sudo</Chip> : null}
          </div>
          <p className="dim">{conditions(step, t)}</p>
          {step.file === undefined ? null : <p className="mono any-text">{fileInWords(step.file, t)}</p>}
          {step.script === '' ? null : <ScriptView script={step.script} label={t('plan.bytes-of', { step: step.name })} />}
        </li>
      ))}
    </ol>
  );
}

/** What is moved where: a file to be put is named by its size and hash, because those bytes will arrive. */
function fileInWords(file: NonNullable<PlanStep['file']>, t: ReturnType<typeof useT>): string {
  return file.kind === 'put'
    ? t('plan.put', { from: file.from, to: file.to, bytes: file.bytes, hash: file.sha256, mode: file.mode ?? '–', owner: file.owner ?? '–' })
    : t('plan.get', { from: file.from, bytes: file.maxBytes });
}

function conditions(step: PlanStep, t: ReturnType<typeof useT>): string {
  return [
    t('plan.on', { hosts: step.targets.join(', ') }),
    t('plan.timeout', { seconds: Math.round(step.timeoutMs / 1_000) }),
    step.batch === null ? null : t('plan.batch', { n: step.batch }),
    step.user === null ? null : t('plan.as-user', { user: step.user }),
    step.canary ? t('plan.canary') : null,
    step.cwd === null ? null : t('plan.in-folder', { folder: step.cwd }),
    step.when === null ? null : t('plan.when', { step: step.when.step, is: step.when.is }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
