import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import { printable } from './terminal';

/** A plan for reading in a terminal: who, where, exactly what, and the hash that names all of it. */
export function planText({ hash, plan }: HashedPlan, demand: ApprovalDemand): readonly string[] {
  return [
    `plan ${hash}`,
    `${plan.runbook.title} (${plan.runbook.path})`,
    `targets: ${plan.targets.map((target) => `${target.name} = ${target.user}@${target.address}:${String(target.port)}${target.danger === 'prod' ? ' PRODUCTION' : ''}`).join(', ')}`,
    ...Object.entries(plan.params).map(([name, value]) => `${name} = ${value}`),
    ...plan.secrets.map((secret) => `${secret.param} = secret:${secret.name} (value stays in the vault)`),
    ...plan.steps.flatMap((step) => [
      '',
      `${step.order === 'rollback' ? 'if undone' : String(step.position)}. ${step.title} [${step.name}] ${step.danger}${step.sudo ? ', sudo' : ''}${step.checks === null ? '' : `, checks ${step.checks}`} on ${step.targets.join(', ')}`,
      ...step.script.replace(/\n$/, '').split('\n').map((line) => `    ${line}`),
    ]),
    '',
    demand.word === null ? `asks for: one press (${String(demand.hosts)} hosts)` : `asks to type: ${demand.word}`,
  ].map(printable);
}
