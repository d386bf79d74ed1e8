import type { PlanFile } from '../../core/runbook/file-step';
import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import { sha256Hex } from '../../core/runbook/sha256';
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
      ...(step.file === undefined ? step.script.replace(/\n$/, '').split('\n') : fileText(step.file, step.script)).map((line) => `    ${line}`),
    ]),
    '',
    demand.word === null ? `asks for: one press (${String(demand.hosts)} ${demand.hosts === 1 ? 'host' : 'hosts'})` : `asks to type: ${demand.word}`,
  ].map(printable);
}

/** What is moved where. The script is the same for every file; it is named by its hash, and whole in the plan itself. */
function fileText(file: PlanFile, script: string): readonly string[] {
  return [moveText(file), `by the fixed script with sha256 ${sha256Hex(script)} (plan --json shows it)`];
}

function moveText(file: PlanFile): string {
  if (file.kind === 'get') return `get ${file.from}, at most ${String(file.maxBytes)} bytes`;
  const given = [file.mode === null ? '' : `, mode ${file.mode}`, file.owner === null ? '' : `, owner ${file.owner}`].join('');
  return `put ${file.from} (${String(file.bytes)} bytes, sha256 ${file.sha256}) to ${file.to}${given}`;
}
