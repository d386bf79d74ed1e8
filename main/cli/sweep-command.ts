import type { Command } from 'commander';
import { explain } from '../../core/errors';
import type { CommandHost } from './command-host';
import { answer, printable } from './terminal';

/** sweep. */
export function sweepCommand(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('sweep')
    .description('empty step records at the hosts that ended more than seven days ago; that they ran, and how, stays')
    .argument('[hosts...]', 'hosts and groups; every host when none is named')
    .action((hosts: readonly string[]) =>
      host.withDesk(async (desk) => {
        const swept = await desk.calls.hosts.sweep({ hosts: [...hosts] });
        const exit = answer(terminal, swept, (rows) =>
          rows.map(({ host: name, records, problem }) =>
            problem === null ? `${name.padEnd(20)} ${String(records)}` : `${name.padEnd(20)} ${printable(explain(problem, terminal.locale).message)}`,
          ),
        );
        return swept.ok && swept.value.some(({ problem }) => problem !== null) ? 1 : exit;
      }),
    );
}
