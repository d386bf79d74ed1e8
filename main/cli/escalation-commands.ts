import type { Command } from 'commander';
import { explain } from '../../core/errors';
import type { EscalationView } from '../../core/escalation/escalation';
import type { Locale } from '../../core/text';
import type { CommandHost } from './command-host';
import { answer, moment, printable } from './terminal';

/** escalations: the ladders that are being climbed, “I have it”, and “ring nobody else”. */
export function escalationCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('escalations')
    .description('who is being looked for, who was rung, who was not and why, who is next')
    .option('--take <id>', '“I have it”')
    .option('--stop <id>', 'ring nobody else')
    .action((options: { take?: string; stop?: string }) =>
      host.withDesk(async (desk) => {
        if (options.take !== undefined) return answer(terminal, await desk.calls.duty.takeEscalation({ id: options.take }), (done) => [done[terminal.locale]]);
        if (options.stop !== undefined) return answer(terminal, await desk.calls.duty.stopEscalation({ id: options.stop }), (done) => [done[terminal.locale]]);
        await desk.settle('duty');
        return answer(terminal, await desk.calls.duty.escalations(), (list) => (list.length === 0 ? ['nobody is being looked for'] : list.flatMap((each) => escalationText(each, terminal.locale, desk.now()))));
      }),
    );
}

/** A ladder in lines: what it is about, every go with its outcome, what comes next. */
export function escalationText({ id, title, startedAt, tries, acks, end, next }: EscalationView, locale: Locale, now: number): string[] {
  const goes = [...tries].sort((a, b) => a.at - b.at);
  return [
    `${title}  [${id}] since ${moment(startedAt)}`,
    ...goes.map(({ to, at, ended, by }) => `  ${moment(at)} ${to}: ${ended === null ? 'under way' : ended.rung ? 'rung' : ended.why === null ? 'not rung' : explain(ended.why, locale).message} (${by})`),
    ...acks.map(({ by, at }) => `  ${moment(at)} ${by} has it`),
    ...(end === null ? [] : [`  ended ${moment(end.at)}: ${end.why}`]),
    ...(next === null ? [] : [`  next: ${next.who} in ${minutes(next.at - now)}`]),
  ].map(printable);
}

function minutes(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1_000));
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
