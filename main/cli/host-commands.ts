import type { Command } from 'commander';
import { fail } from '../../core/errors';
import type { CommandHost } from './command-host';
import { answer, complain, printable } from './terminal';

/** hosts, enrol host, enrol person, join. */
export function hostCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('hosts')
    .description('the inventory and what is known of each host key')
    .action(() =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.hosts.list(), (list) => list.map((each) => `${each.name.padEnd(20)} ${each.user}@${each.address}:${String(each.port)}  ${each.danger}  key ${each.key.state} (${each.key.source})`)),
      ),
    );
  const enrol = program.command('enrol').description('trust a host’s key, or take a person in');
  enrol
    .command('host')
    .description('look at the key a host offers; trusts it only with --fingerprint')
    .argument('<name>')
    .option('--fingerprint <SHA256:...>', 'from the inventory or a second operator; must equal what the host offers')
    .action((name: string, options: { fingerprint?: string }) =>
      host.withDesk(async (desk) => {
        const offer = await desk.calls.hosts.offer({ host: name });
        if (!offer.ok) return complain(terminal, offer.error);
        if (options.fingerprint === undefined) {
          answer(terminal, offer, (value) => [
            `${value.host} offers ${value.type} ${value.fingerprint} (${value.state})`,
            ...value.expected.map((each) => `expected: ${each}`),
            `compare it with the inventory or a second operator, then: breakglass enrol host ${value.host} --fingerprint ${value.fingerprint}`,
          ]);
          return offer.value.state === 'known' ? 0 : 1;
        }
        return answer(terminal, await desk.calls.hosts.enrol({ host: name, fingerprint: options.fingerprint, typed: name }), (done) => [done[terminal.locale]]);
      }),
    );
  enrol
    .command('person')
    .description('accept a join request')
    .argument('<request>', 'the text that the newcomer’s console shows')
    .option('--role <role>', 'operator or investigator', 'investigator')
    .action((request: string, options: { role: string }) =>
      host.withDesk(async (desk) => {
        if (options.role !== 'operator' && options.role !== 'investigator') return complain(terminal, fail('bad-input', { what: '--role', why: 'operator, investigator' }).error);
        return answer(terminal, await desk.calls.workspace.accept({ request, role: options.role }), (done) => [done[terminal.locale]]);
      }),
    );
  program
    .command('join')
    .description('this device’s request to join the team')
    .requiredOption('--name <name>', 'your name')
    .action((options: { name: string }) =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.workspace.joinRequest({ name: options.name }), (made) =>
          made === null ? ['this device is already in the team'] : [printable(made.request), `fingerprint ${made.fingerprint}: read it to an operator, who runs: breakglass enrol person REQUEST`],
        ),
      ),
    );
}
