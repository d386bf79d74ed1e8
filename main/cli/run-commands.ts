import { InvalidArgumentError, type Command } from 'commander';
import { fail, type Result } from '../../core/errors';
import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import type { CommandHost } from './command-host';
import { followRun } from './follow-run';
import { planText } from './plan-text';
import { answer, complain, moment, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

interface Ready {
  readonly plan: HashedPlan;
  readonly demand: ApprovalDemand;
}

interface RunOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly on: readonly string[];
  readonly yes?: string;
  readonly confirm?: string;
  readonly reason: string;
}

/** plan, run, exec, resume, attach, stop, outcome, runs. */
export function runCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const planned = (command: Command): Command =>
    command
      .argument('<runbook>', 'path below the workspace')
      .option('--set <name=value>', 'a parameter (repeatable)', collectSetting, {})
      .option('--on <hosts>', 'hosts or groups, comma separated (repeatable)', collectHosts, []);
  planned(program.command('plan').description('exactly what would run, on exactly which hosts; nothing is sent')).action(
    (path: string, options: RunOptions) =>
      host.withDesk(async (desk) => {
        const ready = await plan(desk, host, path, options);
        return answer(terminal, ready, (value) => planText(value.plan, value.demand), (value) => ({ hash: value.plan.hash, demand: value.demand, plan: value.plan.plan }));
      }),
  );
  const approved = (command: Command): Command =>
    command
      .option('--yes <hash>', 'press Run for exactly this plan')
      .option('--confirm <word>', 'what a destroying step asks to type')
      .option('--reason <text>', 'why, for the record', '');
  approved(planned(program.command('run').description('run a runbook'))).action((path: string, options: RunOptions) =>
    host.withDesk(async (desk) => {
      const ready = await plan(desk, host, path, options);
      return ready.ok ? start(desk, host, ready.value, options) : complain(terminal, ready.error);
    }),
  );
  approved(program.command('exec').description('an ad-hoc audited command; needs --reason').argument('<hosts>').argument('<command...>')).action(
    (hosts: string, words: string[], options: RunOptions) =>
      host.withDesk(async (desk) => {
        if (options.reason === '') return complain(terminal, fail('bad-input', { what: '--reason', why: 'missing' }).error);
        const ready = await desk.planExec(hosts.split(','), scriptOf(words));
        return ready.ok ? start(desk, host, ready.value, options) : complain(terminal, ready.error);
      }),
  );
  program
    .command('runs')
    .description('runs, newest first')
    .action(() => host.withDesk(async (desk) => answer(terminal, await desk.calls.runs.list(), (rows) => rows.map((row) => `${row.id}  ${moment(row.startedAt)}  ${row.outcome.kind.padEnd(12)} ${row.state.padEnd(16)} ${row.title}  (${row.by})`))));
  program
    .command('outcome')
    .description('what became of a run, as far as anybody knows')
    .argument('<run>')
    .action((run: string) =>
      host.withDesk(async (desk) => {
        const found = await desk.calls.runs.detail({ id: run });
        if (!found.ok) return complain(terminal, found.error);
        return followRun(desk, host, run, { until: 'now' });
      }),
    );
  program
    .command('attach')
    .description('go to the servers and find out what became of a run; shows what was missed')
    .argument('<run>')
    .action((run: string) =>
      host.withDesk(async (desk) => {
        const found = await desk.calls.runs.detail({ id: run });
        if (!found.ok) return complain(terminal, found.error);
        for (const step of found.value.steps) {
          for (const cell of step.cells) {
            if (cell.outcome.kind === 'unknown' || cell.outcome.kind === 'running') await desk.calls.runs.look({ run, position: step.position, host: cell.host });
          }
        }
        return followRun(desk, host, run, { until: 'held' });
      }),
    );
  program
    .command('resume')
    .description('go on with a held run')
    .argument('<run>')
    .action((run: string) =>
      host.withDesk(async (desk) => {
        const resumed = await desk.calls.runs.resume({ run });
        return resumed.ok ? followRun(desk, host, run, { until: 'held' }) : complain(terminal, resumed.error);
      }),
    );
  program
    .command('decide')
    .description('decide about a step that holds a run up')
    .argument('<run>')
    .argument('<position>')
    .argument('<host>')
    .argument('<decision>', 'retry, skip, manual-done or manual-failed')
    .requiredOption('--reason <text>', 'why')
    .action((run: string, position: string, target: string, decision: string, options: { reason: string }) =>
      host.withDesk(async (desk) => {
        if (decision !== 'retry' && decision !== 'skip' && decision !== 'manual-done' && decision !== 'manual-failed') {
          return complain(terminal, fail('bad-input', { what: 'decision', why: 'retry, skip, manual-done, manual-failed' }).error);
        }
        const decided = await desk.calls.runs.decide({ run, position: Number(position), host: target, decision, reason: options.reason });
        return decided.ok ? followRun(desk, host, run, { until: 'held' }) : complain(terminal, decided.error);
      }),
    );
  program
    .command('stop')
    .description('stop a run; says per host what was confirmed')
    .argument('<run>')
    .option('--after-batch', 'let the running batch end')
    .action((run: string, options: { afterBatch?: boolean }) =>
      host.withDesk(async (desk) => {
        const stopped = await desk.calls.runs.stop({ run, how: options.afterBatch === true ? 'after-batch' : 'now' });
        return stopped.ok ? followRun(desk, host, run, { until: 'held' }) : complain(terminal, stopped.error);
      }),
    );
}

async function plan(desk: TerminalDesk, host: CommandHost, path: string, options: RunOptions): Promise<Result<Ready>> {
  const made = await desk.calls.runbooks.plan({ path, values: { ...options.set }, on: [...options.on] });
  if (!made.ok) return made;
  const { plan: hashed, demand, problems } = made.value;
  if (hashed !== null && demand !== null) return { ok: true, value: { plan: hashed, demand } };
  const why = problems.map((problem) => `${problem.param === null ? '' : `${problem.param}: `}${problem[host.terminal.locale]}`).join('; ');
  return fail('bad-input', { what: path, why: why === '' ? 'no plan' : why });
}

async function start(desk: TerminalDesk, host: CommandHost, ready: Ready, options: RunOptions): Promise<Exit> {
  const { terminal } = host;
  const { hash } = ready.plan;
  if (terminal.json) terminal.out(JSON.stringify({ type: 'plan', hash, demand: ready.demand, plan: ready.plan.plan }));
  else for (const line of planText(ready.plan, ready.demand)) terminal.out(line);
  if (options.yes === undefined) {
    const word = ready.demand.word ?? 'yes';
    const typed = await terminal.ask(terminal.locale === 'ko' ? `실행하려면 ${word} 입력: ` : `Type ${word} to run: `, false);
    if (typed === null) return complain(terminal, fail('approval-missing', { hash }).error);
    if (typed !== word) return complain(terminal, fail('cancelled', {}).error);
    desk.approve(hash, typed);
  } else {
    if (options.yes !== hash) return complain(terminal, fail('plan-not-reviewed', { given: options.yes, hash }).error);
    if (ready.demand.word !== null && options.confirm !== ready.demand.word) {
      return complain(terminal, fail('confirm-word', { word: ready.demand.word }).error);
    }
    desk.approve(hash, options.confirm ?? '');
  }
  const requested = await desk.calls.runs.request({ hash, reason: options.reason, caseId: null });
  return requested.ok ? followRun(desk, host, requested.value.run, { until: 'held' }) : complain(terminal, requested.error);
}

function collectSetting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const split = text.indexOf('=');
  if (split < 1) throw new InvalidArgumentError('use name=value');
  return { ...before, [text.slice(0, split)]: text.slice(split + 1) };
}

function collectHosts(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').filter((name) => name !== '')];
}

/** One argument is the script's bytes; several are quoted one by one (decisions.md 21). */
function scriptOf(words: readonly string[]): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return only;
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}
