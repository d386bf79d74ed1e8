import type { Command } from 'commander';
import type { NoiseLine } from '../../core/alert/noise-report';
import type { CommandHost } from './command-host';
import { answer } from './terminal';

/** report noise. */
export function reportCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const report = program.command('report').description('what was learnt');
  report
    .command('noise')
    .description('which alerts of the last 30 days were nobody’s business, the noisiest first')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        return answer(terminal, await desk.calls.alerts.noise(), ({ days, seen, noise, lines }) => [
          `${String(days)} days: seen ${String(seen)} times, ${String(noise)} noise`,
          ...lines.map((line) => `${String(line.noise).padStart(4)} of ${String(line.seen).padEnd(5)} ${line.title}${reasons(line)}`),
        ]);
      }),
    );
}

function reasons({ reasons: given }: NoiseLine): string {
  const words = Object.entries(given).map(([reason, count]) => `${reason} ${String(count)}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
