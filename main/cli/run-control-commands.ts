import type { Command } from 'commander';
import { fail, ok, type Failure, type Result } from '../../core/errors';
import { endedBadly, standing } from '../../core/run/cells';
import { rollbackOffers } from '../../core/run/rollback-offers';
import { decisionSchema, type Cell, type Decision, type Run } from '../../core/run/run';
import type { CommandHost } from './command-host';
import { followRun } from './follow-run';
import { approved, startPlan, type ApprovalOptions } from './start-plan';
import { complain, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

interface CellOptions {
  readonly step?: string;
  readonly host?: string;
}

interface FoundCell {
  readonly position: number;
  readonly cell: Cell;
}

const bad = (what: string, why: string): { readonly ok: false; readonly error: Failure } => fail('bad-input', { what, why });

/** outcome, attach, look, resume, pause, stop, retry, skip, rollback, decide: everything about a run that goes on. */
export function runControlCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const onRun = (name: string, description: string): Command => program.command(name).description(description).argument('<run>');
  const atCell = (command: Command): Command => command.option('--step <step>', 'its name or position').option('--host <host>', 'one host');
  /** Carries something out and follows the run; what could not be done is said instead. */
  const follow = async (desk: TerminalDesk, run: string, done: Result<unknown>): Promise<Exit> => (done.ok ? followRun(desk, host, run, { until: 'held' }) : complain(terminal, done.error));

  onRun('outcome', 'what became of a run, as far as anybody knows').action((run: string) => host.withDesk((desk) => followRun(desk, host, run, { until: 'now' })));
  onRun('attach', 'go to the servers and find out what became of a run; shows what was missed').action((run: string) =>
    host.withDesk(async (desk) => {
      const found = await desk.calls.runs.detail({ id: run });
      if (!found.ok) return complain(terminal, found.error);
      const open = cellsOf(found.value).filter(({ cell }) => cell.outcome.kind === 'unknown' || cell.outcome.kind === 'running');
      for (const { position, cell } of open) await desk.calls.runs.look({ run, position, host: cell.host });
      return followRun(desk, host, run, { until: 'held' });
    }),
  );
  atCell(onRun('look', 'ask one server now what became of a step')).action((run: string, options: CellOptions) =>
    host.withDesk(async (desk) => {
      const found = await oneCell(desk, run, options, ({ outcome }) => outcome.kind === 'unknown' || outcome.kind === 'interrupted' || outcome.kind === 'timed-out');
      return found.ok ? follow(desk, run, await desk.calls.runs.look({ run, position: found.value.position, host: found.value.cell.host })) : complain(terminal, found.error);
    }),
  );
  onRun('resume', 'go on with a held, paused or stopped run; step by step: one step further')
    .option('--step', 'from here on step by step')
    .option('--straight', 'from here on without holding between steps')
    .action((run: string, options: { step?: boolean; straight?: boolean }) =>
      host.withDesk(async (desk) => {
        const stepByStep = options.step === true ? true : options.straight === true ? false : undefined;
        return follow(desk, run, await desk.calls.runs.resume({ run, stepByStep }));
      }),
    );
  onRun('pause', 'let no further host begin; steps that had begun go on').action((run: string) =>
    host.withDesk(async (desk) => follow(desk, run, await desk.calls.runs.pause({ run }))),
  );
  onRun('stop', 'stop a run; says per host what was confirmed')
    .option('--after-batch', 'let the running batch end')
    .action((run: string, options: { afterBatch?: boolean }) =>
      host.withDesk(async (desk) => follow(desk, run, await desk.calls.runs.stop({ run, how: options.afterBatch === true ? 'after-batch' : 'now' }))),
    );
  atCell(onRun('retry', 'try a step again: on every host that failed for certain, or on one'))
    .requiredOption('--reason <text>', 'why')
    .option('--accept-no-record', 'the host can keep no record: send once, never look it up')
    .action((run: string, options: CellOptions & { reason: string; acceptNoRecord?: boolean }) =>
      host.withDesk(async (desk) => {
        if (options.host !== undefined || options.acceptNoRecord === true) return decide(desk, run, options, options.acceptNoRecord === true ? 'retry-recordless' : 'retry', options.reason);
        const found = await desk.calls.runs.detail({ id: run });
        if (!found.ok) return complain(terminal, found.error);
        const position = options.step === undefined ? cellsOf(found.value).find(({ cell }) => endedBadly(cell))?.position : positionOf(found.value, options.step);
        if (position === undefined) return complain(terminal, bad('--step', 'no such step, or nothing failed').error);
        return follow(desk, run, await desk.calls.runs.retryFailed({ run, position, reason: options.reason }));
      }),
    );
  atCell(onRun('skip', 'leave a step out on a host and go on'))
    .requiredOption('--reason <text>', 'why')
    .action((run: string, options: CellOptions & { reason: string }) => host.withDesk((desk) => decide(desk, run, options, 'skip', options.reason)));
  approved(atCell(onRun('rollback', 'take a step back on hosts where it was sent; shown and approved like any plan'))).action((run: string, options: CellOptions & ApprovalOptionsWithoutStep) =>
    host.withDesk(async (desk) => {
      const found = await desk.calls.runs.detail({ id: run });
      if (!found.ok) return complain(terminal, found.error);
      const offers = rollbackOffers(found.value.plan.plan, found.value.steps);
      const position = options.step === undefined ? offers[0]?.position : positionOf(found.value, options.step);
      if (position === undefined) return complain(terminal, fail('rollback-not-possible', { why: options.step === undefined ? 'nothing is offered' : options.step }).error);
      const offered = offers.find((offer) => offer.position === position)?.hosts ?? [];
      const planned = await desk.calls.runs.rollback({ run, position, hosts: options.host === undefined ? [...offered] : options.host.split(',') });
      const { step: _step, host: _host, ...approval } = options;
      return planned.ok ? startPlan(desk, host, planned.value, approval) : complain(terminal, planned.error);
    }),
  );
  program
    .command('decide')
    .description('decide about a step that holds a run up')
    .argument('<run>')
    .argument('<position>')
    .argument('<host>')
    .argument('<decision>', decisionSchema.options.join(', '))
    .requiredOption('--reason <text>', 'why')
    .action((run: string, position: string, target: string, decision: string, options: { reason: string }) =>
      host.withDesk(async (desk) => {
        const known = decisionSchema.safeParse(decision);
        if (!known.success) return complain(terminal, bad('decision', decisionSchema.options.join(', ')).error);
        return follow(desk, run, await desk.calls.runs.decide({ run, position: Number(position), host: target, decision: known.data, reason: options.reason }));
      }),
    );

  async function decide(desk: TerminalDesk, run: string, options: CellOptions, decision: Decision, reason: string): Promise<Exit> {
    const found = await oneCell(desk, run, options, (cell) => standing(cell) === 'bad');
    return found.ok ? follow(desk, run, await desk.calls.runs.decide({ run, position: found.value.position, host: found.value.cell.host, decision, reason })) : complain(terminal, found.error);
  }
}

type ApprovalOptionsWithoutStep = Omit<ApprovalOptions, 'step'>;

function cellsOf(run: Run): FoundCell[] {
  return run.steps.flatMap(({ position, cells }) => cells.map((cell) => ({ position, cell })));
}

/** A step by its position, or by its name. */
function positionOf(run: Run, step: string): number | undefined {
  const forward = run.plan.plan.steps.filter(({ order }) => order === 'forward');
  return forward.find(({ position, name }) => name === step || String(position) === step)?.position;
}

/** The one cell that is meant; where several could be, a person must say which. */
async function oneCell(desk: TerminalDesk, id: string, options: CellOptions, is: (cell: Cell) => boolean): Promise<Result<FoundCell>> {
  const found = await desk.calls.runs.detail({ id });
  if (!found.ok) return found;
  const run = found.value;
  const position = options.step === undefined ? null : positionOf(run, options.step);
  if (position === undefined) return bad('--step', 'no such step');
  const meant = cellsOf(run).filter((each) => is(each.cell) && (position === null || each.position === position) && (options.host === undefined || each.cell.host === options.host));
  const [first, second] = meant;
  if (first === undefined) return bad('--host', 'no step of this run waits for that');
  return second === undefined ? ok(first) : bad('--step, --host', `several could be meant: ${meant.map((each) => `${String(each.position)} ${each.cell.host}`).join(', ')}`);
}
