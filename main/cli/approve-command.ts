import type { Command } from 'commander';
import { fail, type Result } from '../../core/errors';
import type { CommandHost } from './command-host';
import { planText } from './plan-text';
import { planned, type PlanOptions } from './planned';
import { answer, complain, moment, printable } from './terminal';
import type { TerminalDesk } from './terminal-desk';

interface ApproveOptions extends PlanOptions {
  readonly challenge?: string;
  readonly for?: string;
  readonly yes?: string;
}

/** approve: what others asked for, a plan in words, and the signed approval with its phone code. */
export function approveCommand(program: Command, host: CommandHost): void {
  const { terminal } = host;
  planned(
    program
      .command('approve')
      .description('be the second person for another operator’s plan; without a plan: what is asked for')
      .argument('[plan]', 'the plan’s hash, its first digits, or the runbook to make it from here'),
  )
    .option('--challenge <text>', 'what the runner reads to you; gives the code to read back')
    .option('--for <person.device>', 'who runs it, where that is not plain')
    .option('--yes <hash>', 'approve exactly this plan')
    .action((wanted: string | undefined, options: ApproveOptions) =>
      host.withDesk(async (desk) => {
        if (wanted === undefined) {
          return answer(terminal, await desk.calls.approvals.waiting(), (list) =>
            list.length === 0 ? ['nothing is asked for'] : list.map((each) => `${each.plan.slice(0, 16)}  ${each.runner}  until ${moment(each.until)}  ${each.title} (${String(each.hosts)} ${each.hosts === 1 ? 'host' : 'hosts'})`),
          );
        }
        const hash = await planHash(desk, wanted, options);
        if (!hash.ok) return complain(terminal, hash.error);
        const view = await desk.calls.approvals.show({ plan: hash.value });
        if (!view.ok) return complain(terminal, view.error);
        // The plan in words, before anything is signed or told.
        const { plan, demand } = view.value;
        for (const line of planText(plan, demand)) {
          if (terminal.json) terminal.err(printable(line));
          else terminal.out(printable(line));
        }
        if (options.yes === undefined) {
          const typed = await terminal.ask(terminal.locale === 'ko' ? '승인하려면 yes 입력: ' : 'Type yes to approve this plan: ', false);
          if (typed === null) return complain(terminal, fail('approval-missing', { hash: plan.hash }).error);
          if (typed.trim() !== 'yes') return complain(terminal, fail('cancelled', {}).error);
        } else if (options.yes !== plan.hash) {
          return complain(terminal, fail('plan-not-reviewed', { given: options.yes, hash: plan.hash }).error);
        }
        const done = await desk.approveFor({ plan: plan.hash, challenge: options.challenge ?? null, runner: options.for ?? null });
        return answer(terminal, done, ({ code, until, runner }) =>
          code === null
            ? [`approved for ${runner} until ${moment(until)}; it counts there once both consoles have synced`]
            : [`approved for ${runner} until ${moment(until)}`, `read back: ${code}`],
        );
      }),
    );
}

/** A hash as it was given, or the one of the plan that a runbook gives here. */
async function planHash(desk: TerminalDesk, wanted: string, options: PlanOptions): Promise<Result<string>> {
  if (/^[0-9a-f]{8,64}$/.test(wanted)) return { ok: true, value: wanted };
  const made = await desk.calls.runbooks.plan({ path: wanted, values: { ...options.set }, on: [...options.on] });
  if (!made.ok) return made;
  const { plan, problems } = made.value;
  return plan === null ? fail('plan-not-made', { path: wanted, why: problems.map(({ en }) => en).join(' ') }) : { ok: true, value: plan.hash };
}
