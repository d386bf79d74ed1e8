import type { Command } from 'commander';
import type { CommandHost } from './command-host';
import type { Exit } from './terminal';

/** watch: the same desk without a window, until interrupted. */
export function watchCommand(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('watch')
    .description('keep the desk open without a window: polls, notifies, takes commands from other terminals')
    .action(() =>
      host.withDesk(async (desk) => {
        terminal.err(`watching ${desk.root}; end with Ctrl-C`);
        return new Promise<Exit>((resolve) => {
          const leave = (): void => {
            resolve(130);
          };
          if (terminal.interrupted.aborted) leave();
          else terminal.interrupted.addEventListener('abort', leave);
        });
      }),
    );
}
