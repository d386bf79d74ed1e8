import type { Command } from 'commander';
import { gradeSchema } from '../../core/alert/alert';
import type { RuleTrial } from '../../core/alert/rule-trial';
import { fail } from '../../core/errors';
import type { CommandHost } from './command-host';
import { answer, complain } from './terminal';

/** rules list, rules try. */
export function ruleCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const rules = program.command('rules').description('how alerts are graded');
  rules
    .command('list')
    .description('each rule, and how much it decided in the last 30 days')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        return answer(terminal, await desk.calls.alerts.rules({ tried: null }), ruleLines);
      }),
    );
  rules
    .command('try')
    .description('what one more rule would change, before it is in breakglass.yaml')
    .argument('<matchers>')
    .requiredOption('--grade <grade>', '911, 912 or noise')
    .option('--place <number>', 'which rule it would be; 1 is the first', '1')
    .action((when: string, given: { grade: string; place: string }) =>
      host.withDesk(async (desk) => {
        const grade = gradeSchema.safeParse(given.grade);
        if (!grade.success) return complain(terminal, fail('bad-input', { what: '--grade', why: gradeSchema.options.join(', ') }).error);
        if (!/^[1-9]\d{0,2}$/.test(given.place)) return complain(terminal, fail('bad-input', { what: '--place', why: '1, 2, 3' }).error);
        await desk.settle('alerts');
        return answer(terminal, await desk.calls.alerts.rules({ tried: { when, grade: grade.data, place: Number(given.place) } }), changeLines);
      }),
    );
}

function ruleLines({ rules, unmatched }: RuleTrial): readonly string[] {
  return [
    ...rules.map(({ number, when, grade, alerts, firings }) => `${String(number).padStart(3)}  ${grade.padEnd(5)}  ${String(alerts)} alerts, ${String(firings)} firings  ${when}`),
    `  -  911    ${String(unmatched.alerts)} alerts, ${String(unmatched.firings)} firings  (no rule matches: counts as 911)`,
  ];
}

function changeLines({ changes }: RuleTrial): readonly string[] {
  if (changes === null) return [];
  return [
    `${String(changes.alerts)} alerts (${String(changes.firings)} firings in 30 days) would be graded otherwise`,
    ...changes.moves.map(({ from, to, alerts }) => `  ${String(alerts)} from ${from ?? 'no rule'} to ${to ?? 'no rule'}`),
    ...changes.examples.map(({ id, title, from, to }) => `  ${from ?? '-'} -> ${to ?? '-'}  ${title}  [${id}]`),
  ];
}
