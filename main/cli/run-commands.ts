import type { Command } from 'commander';
import { fail, type Result } from '../../core/errors';
import type { CommandHost } from './command-host';
import { diffText } from './diff-text';
import { planText } from './plan-text';
import { planned, type PlanOptions } from './planned';
import { approved, changesOf, startPlan, type ApprovalOptions, type ReadyPlan } from './start-plan';
import { answer, complain, moment } from './terminal';
import type { TerminalDesk } from './terminal-desk';

type RunOptions = ApprovalOptions & PlanOptions;

/** plan, run, exec, runs. */
export function runCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const ofRunbook = (command: Command): Command => planned(command.argument('<runbook>', 'path below the workspace'));
  ofRunbook(program.command('plan').description('exactly what would run, on exactly which hosts; nothing is sent')).action(
    (path: string, options: RunOptions) =>
      host.withDesk(async (desk) => {
        const ready = await plan(desk, host, path, options);
        if (!ready.ok) return complain(terminal, ready.error);
        const { hash } = ready.value.plan;
        const changes = await changesOf(desk, hash);
        return answer(terminal, ready, (value) => [...planText(value.plan, value.demand), '', ...diffText(changes)], (value) => ({ hash, demand: value.demand, plan: value.plan.plan, changes }));
      }),
  );
  approved(ofRunbook(program.command('run').description('run a runbook')))
    .option('--step', 'step by step: hold before every step but the first')
    .action((path: string, options: RunOptions) =>
      host.withDesk(async (desk) => {
        const ready = await plan(desk, host, path, options);
        return ready.ok ? startPlan(desk, host, ready.value, options) : complain(terminal, ready.error);
      }),
    );
  approved(program.command('exec').description('an ad-hoc audited command; needs --reason').argument('<hosts>').argument('<command...>')).action(
    (hosts: string, words: string[], options: RunOptions) =>
      host.withDesk(async (desk) => {
        if (options.reason === '') return complain(terminal, fail('bad-input', { what: '--reason', why: 'missing' }).error);
        const ready = await desk.planExec(hosts.split(','), scriptOf(words));
        return ready.ok ? startPlan(desk, host, ready.value, options) : complain(terminal, ready.error);
      }),
  );
  program
    .command('runs')
    .description('runs, newest first')
    .action(() => host.withDesk(async (desk) => answer(terminal, await desk.calls.runs.list(), (rows) => rows.map((row) => `${row.id}  ${moment(row.startedAt)}  ${row.outcome.kind.padEnd(12)} ${row.state.padEnd(16)} ${row.title}  (${row.by})`))));
}

async function plan(desk: TerminalDesk, host: CommandHost, path: string, options: RunOptions): Promise<Result<ReadyPlan>> {
  const made = await desk.calls.runbooks.plan({ path, values: { ...options.set }, on: [...options.on] });
  if (!made.ok) return made;
  const { plan: hashed, demand, problems } = made.value;
  if (hashed !== null && demand !== null) return { ok: true, value: { plan: hashed, demand } };
  const why = problems.map((problem) => `${problem.param === null ? '' : `${problem.param}: `}${problem[host.terminal.locale]}`).join(' ');
  return fail('plan-not-made', { path, why });
}

/** One argument is the script's bytes; several are quoted one by one (decisions.md 21). */
function scriptOf(words: readonly string[]): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return only;
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}
