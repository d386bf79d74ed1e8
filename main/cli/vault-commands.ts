import type { Command } from 'commander';
import { fail, ok } from '../../core/errors';
import type { CommandHost } from './command-host';
import { age, answer, complain } from './terminal';

/** vault list, set, rm. A value comes from standard input or is asked without echo; it is never an argument. */
export function vaultCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const vault = program.command('vault').description('secrets in this laptop’s keychain');
  vault
    .command('list')
    .description('names, never values')
    .action(() =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.vault.state(), (state) => [
          state.kind === 'keychain' ? 'keychain: in use' : `no keychain: ${state.why}; nothing is stored`,
          ...state.secrets.map((secret) => `${secret.name.padEnd(32)} ${secret.present ? 'stored ' : 'MISSING'} ${secret.setAt === null ? '' : `set ${age(desk.now() - secret.setAt)} ago${secret.old ? ', CHANGE IT' : ''}; `}${secret.usedBy.join(', ')}`),
        ]),
      ),
    );
  vault
    .command('set')
    .description('store a value (asked without echo, or on stdin)')
    .argument('<name>')
    .action((name: string) =>
      host.withDesk(async (desk) => {
        const value = await terminal.ask(`${name}: `, true);
        if (value === null || value === '') return complain(terminal, fail('bad-input', { what: name, why: 'empty' }).error);
        const stored = await desk.setSecret(name, value);
        return stored.ok ? answer(terminal, ok({ name }), () => [`${name}: stored and read back`]) : complain(terminal, stored.error);
      }),
    );
  vault
    .command('rm')
    .description('remove a value')
    .argument('<name>')
    .action((name: string) => host.withDesk(async (desk) => answer(terminal, await desk.calls.vault.remove({ name }), (done) => [done[terminal.locale]])));
}
