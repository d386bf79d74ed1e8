import type { Command } from 'commander';
import { fail, ok, type Result } from '../../core/errors';
import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import type { PlanChanges } from '../../core/runbook/plan-diff-schema';
import type { CommandHost } from './command-host';
import { diffText } from './diff-text';
import { followRun } from './follow-run';
import { planText } from './plan-text';
import { askSecond } from './ask-second';
import { complain, printable, type Exit, type Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** A plan that could be run, with what its danger asks for. */
export interface ReadyPlan {
  readonly plan: HashedPlan;
  readonly demand: ApprovalDemand;
}

export interface ApprovalOptions {
  readonly yes?: string;
  readonly confirm?: string;
  readonly reason: string;
  /** What a second person read back. */
  readonly code?: string;
  /** Step by step. */
  readonly step?: boolean;
}

/** The options of every command that runs a plan. */
export function approved(command: Command): Command {
  return command
    .option('--yes <hash>', 'press Run for exactly this plan')
    .option('--confirm <word>', 'what a destroying step asks to type')
    .option('--code <digits>', 'what the second person read back, where two people are asked for')
    .option('--reason <text>', 'why, for the record', '');
}

/** How a plan differs from the last run and the last review; nothing where it cannot be said. */
export async function changesOf(desk: TerminalDesk, hash: string): Promise<PlanChanges> {
  const compared = await desk.calls.runbooks.compare({ hash });
  return compared.ok ? compared.value : { lastRun: null, reviewed: null };
}

/** Shows a plan, asks for what its danger asks for, and follows the run. */
export async function startPlan(desk: TerminalDesk, host: CommandHost, ready: ReadyPlan, options: ApprovalOptions): Promise<Exit> {
  const { terminal } = host;
  const { hash } = ready.plan;
  const changes = await changesOf(desk, hash);
  if (terminal.json) terminal.out(JSON.stringify({ type: 'plan', hash, demand: ready.demand, plan: ready.plan.plan, changes }));
  else for (const line of [...planText(ready.plan, ready.demand), '', ...diffText(changes)]) terminal.out(printable(line));
  if (options.yes !== undefined && options.yes !== hash) return complain(terminal, fail('plan-not-reviewed', { given: options.yes, hash }).error);
  if (ready.plan.plan.approval.people === 2) {
    const second = await askSecond(desk, terminal, hash, options.code);
    if (second !== null) return complain(terminal, second);
  }
  const typed = options.yes === undefined ? await askWord(terminal, ready) : givenWord(ready, options.confirm);
  if (!typed.ok) return complain(terminal, typed.error);
  const requested = await desk.requestApproved({ hash, reason: options.reason, caseId: null, stepByStep: options.step === true }, typed.value);
  return requested.ok ? followRun(desk, host, requested.value.run, { until: 'held' }) : complain(terminal, requested.error);
}

async function askWord(terminal: Terminal, { plan, demand }: ReadyPlan): Promise<Result<string>> {
  const word = demand.word ?? 'yes';
  const typed = await terminal.ask(terminal.locale === 'ko' ? `실행하려면 ${word} 입력: ` : `Type ${word} to run: `, false);
  if (typed === null) return fail('approval-missing', { hash: plan.hash });
  return typed === word ? ok(typed) : fail('cancelled', {});
}

function givenWord({ demand }: ReadyPlan, confirm: string | undefined): Result<string> {
  return demand.word !== null && confirm !== demand.word ? fail('confirm-word', { word: demand.word }) : ok(confirm ?? '');
}
