import type { Command } from 'commander';
import { fail, ok } from '../../core/errors';
import { secretPolicySchema } from '../../core/vault/policy';
import type { VaultView } from '../../core/vault/vault-view';
import type { CommandHost } from './command-host';
import { age, answer, complain } from './terminal';

/** vault list, set, rm, rename, policy, lock, unlock. A value comes from standard input or is asked without echo; it is never an argument. */
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
          lockLine(state, desk.now()),
          ...state.secrets.map((secret) => `${secret.name.padEnd(32)} ${secret.present ? 'stored ' : 'MISSING'} ${secret.setAt === null ? '' : `set ${age(desk.now() - secret.setAt)} ago${secret.old ? ', CHANGE IT' : ''}; `}${secret.policy}${secret.cannotWait ? ' (works alone)' : ''}; ${secret.usedBy.join(', ')}`),
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
  vault
    .command('rename')
    .description('the value under another name; a name that files use stays there as well')
    .argument('<name>')
    .argument('<to>')
    .action((name: string, to: string) => host.withDesk(async (desk) => answer(terminal, await desk.calls.vault.rename({ name, to }), (done) => [done[terminal.locale]])));
  vault
    .command('policy')
    .description('how long a value is handed out without a person: ask (each time), until-locked, until-quit')
    .argument('<name>')
    .argument('<policy>')
    .action((name: string, word: string) =>
      host.withDesk(async (desk) => {
        const policy = secretPolicySchema.safeParse(word);
        if (!policy.success) return complain(terminal, fail('bad-input', { what: word, why: secretPolicySchema.options.join(', ') }).error);
        return answer(terminal, await desk.calls.vault.policy({ name, policy: policy.data }), (done) => [done[terminal.locale]]);
      }),
    );
  vault
    .command('lock')
    .description('hand out nothing that is `ask` or `until-locked`; sirens and sources go on')
    .action(() => host.withDesk(async (desk) => answer(terminal, await desk.calls.vault.lock(), (done) => [done[terminal.locale]])));
  vault
    .command('unlock')
    .description('asks for the password of the keyring, where the system can')
    .action(() => host.withDesk(async (desk) => answer(terminal, await desk.calls.vault.unlock(), (done) => [done[terminal.locale]])));
}

function lockLine({ locked, means, lockAfterMs }: VaultView, now: number): string {
  const opening = means === 'keyring' ? 'the keyring asks for its password' : 'nothing here can ask who you are: unlocking is a press';
  const state = locked === null ? `open; locks itself after ${String(Math.round(lockAfterMs / 60_000))} min without a key or a click` : `LOCKED since ${age(now - locked.since)} (${locked.cause})`;
  return `vault: ${state}; to unlock, ${opening}`;
}
