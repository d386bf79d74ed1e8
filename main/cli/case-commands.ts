import type { Command } from 'commander';
import { verdictSchema } from '../../core/case/case';
import { fail } from '../../core/errors';
import type { CommandHost } from './command-host';
import { answer, complain, moment } from './terminal';

/** case list, show, close. */
export function caseCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const cases = program.command('case').description('what the operators handle: alerts, timeline, end');
  cases
    .command('list')
    .description('open ones first')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        return answer(terminal, await desk.calls.cases.list(), (list) => list.map((each) => `${each.id.padEnd(14)} ${each.state.padEnd(7)} ${each.grade} ${each.title}${each.verdict === null ? '' : ` (${each.verdict})`}`));
      }),
    );
  cases
    .command('show')
    .description('the timeline: who did what')
    .argument('<case>')
    .action((id: string) =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.cases.detail({ id }), (found) => [`${found.id} ${found.title}: ${found.state}`, ...found.timeline.map((event) => `${moment(event.at)}  ${event[terminal.locale]}`)]),
      ),
    );
  cases
    .command('close')
    .description('end a case with a verdict')
    .argument('<case>')
    .requiredOption('--verdict <verdict>', 'real, false-ring, drill or duplicate')
    .requiredOption('--why <text>', 'one line')
    .action((id: string, options: { verdict: string; why: string }) =>
      host.withDesk(async (desk) => {
        const verdict = verdictSchema.safeParse(options.verdict);
        if (!verdict.success) return complain(terminal, fail('bad-input', { what: '--verdict', why: verdictSchema.options.join(', ') }).error);
        return answer(terminal, await desk.calls.cases.close({ id, verdict: verdict.data, why: options.why }), (done) => [done[terminal.locale]]);
      }),
    );
}
