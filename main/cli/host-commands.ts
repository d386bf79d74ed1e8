import type { Command } from 'commander';
import { explain, fail } from '../../core/errors';
import type { HostTest, HostView } from '../../core/host/host';
import { transportSentence } from '../../core/host/transport';
import type { Locale } from '../../core/text';
import { retireReasonSchema } from '../../core/team/team';
import type { CommandHost } from './command-host';
import { answer, complain, printable } from './terminal';

/** hosts, test, enrol host, enrol person, enrol phone-key, join. */
export function hostCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('hosts')
    .description('the inventory and what is known of each host key')
    .action(() =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.hosts.list(), (list) => list.flatMap((each) => hostLines(each, terminal.locale))),
      ),
    );
  program
    .command('test')
    .description('connect to a host, log in and say what was found; runs no step')
    .argument('<name>')
    .action((name: string) =>
      host.withDesk(async (desk) => {
        const found = await desk.calls.hosts.test({ host: name });
        const exit = answer(terminal, found, (test) => testLines(test, terminal.locale));
        return found.ok && found.value.problem !== null ? 1 : exit;
      }),
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
        return answer(terminal, await desk.acceptDevice(request, options.role), (done) => [done[terminal.locale]]);
      }),
    );
  enrol
    .command('phone-key')
    .description('list this device’s key for phone codes in team.yaml')
    .action(() => host.withDesk(async (desk) => answer(terminal, await desk.calls.workspace.phoneKey(), (done) => [done[terminal.locale]])));
  const team = program
    .command('team')
    .description('people and their devices')
    .action(() =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.workspace.team(), (people) =>
          people.flatMap(({ id, name, role, devices }) => [
            `${id}  ${name}  ${role}`,
            ...devices.map((device) => `  ${id}.${device.id}  ${device.fingerprint}  ${device.retired ? 'retired' : device.isOwn ? 'this device' : `${String(device.entries)} entries here`}`),
          ]),
        ),
      ),
    );
  team
    .command('retire')
    .description('take a device out of use')
    .argument('<person.device>')
    .requiredOption('--why <reason>', 'lost, left or replaced; of a lost one nothing counts that was not here by now')
    .action((device: string, { why }: { why: string }) =>
      host.withDesk(async (desk) => {
        const reason = retireReasonSchema.safeParse(why);
        if (!reason.success) return complain(terminal, fail('bad-input', { what: '--why', why: 'lost, left, replaced' }).error);
        const [person = '', id = ''] = device.split('.', 2);
        return answer(terminal, await desk.retireDevice({ person, device: id, why: reason.data }), (done) => [done[terminal.locale]]);
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

function hostLines({ name, user, address, port, danger, origin, jump, transport, why, problem, key }: HostView, locale: Locale): string[] {
  if (problem !== null) return [`${name.padEnd(20)} ${problem[locale]}`];
  const through = jump.length === 0 ? '' : `  through ${jump.join(', ')}`;
  return [`${name.padEnd(20)} ${user}@${address}:${String(port)}${through}  ${danger}  ${transport} (${transportSentence(why)[locale]})  key ${key.state} (${key.source})${origin === null ? '' : `  from ${origin.file}:${String(origin.line)}`}`];
}

function testLines({ host, transport, why, problem, warnings, other }: HostTest, locale: Locale): string[] {
  const how = `${transport} (${transportSentence(why)[locale]})`;
  const told = [problem, ...warnings].filter((each) => each !== null).flatMap((each) => Object.values(explain(each, locale)));
  return [`${host}: ${problem === null ? 'logged in' : 'not reached'} by ${how}`, ...told, ...(other ? [`openssh gets in: say "transport: openssh" for ${host} in hosts.yaml`] : [])];
}
