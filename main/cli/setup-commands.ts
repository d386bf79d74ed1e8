import type { Command } from 'commander';
import { fail } from '../../core/errors';
import type { HostDial } from '../../core/ipc/setup';
import { transportSentence } from '../../core/host/transport';
import type { EntryName } from '../../core/workspace/addition';
import { bringEntry, removeEntry, type Attempt, type RemoveOptions, type SetupOptions } from './bring-entry';
import type { CommandHost } from './command-host';
import { reportLines } from './source-commands';
import { complain, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** `add`, `change` and `remove` of sources, hosts and rules: shown, tried if asked for, then written as it was shown. */
export function setupCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const common = (command: Command): Command =>
    command.option('--set <key=value...>', 'any other key of the entry, as the file calls it; lists and mappings in YAML').option('--dry-run', 'show it and write nothing');
  const under = (name: string): Command => program.commands.find((each) => each.name() === name) ?? program.command(name);

  const trial =
    (desk: TerminalDesk): Attempt =>
    async (addition) => {
      const tried = await desk.trySource(addition);
      return tried.ok ? reportLines(tried.value, desk.now()) : complain(terminal, tried.error);
    };
  const dial =
    (desk: TerminalDesk): Attempt =>
    async (addition) => {
      const dialled = await desk.calls.setup.dialHost(addition);
      if (!dialled.ok) return complain(terminal, dialled.error);
      const { problem } = dialled.value;
      return problem === null ? dialLines(dialled.value, terminal.locale) : complain(terminal, problem);
    };

  common(under('sources').command('add').description('a source of alerts into breakglass.yaml').argument('<id>').requiredOption('--kind <kind>', 'alertmanager, imap, probe, webhook: docs/workspace.md'))
    .option('--test', 'ask it what it holds, before it is written')
    .action((id: string, options: SetupOptions & { kind: string; test?: boolean }) =>
      host.withDesk((desk) =>
        bringEntry(terminal, desk, options, { kind: 'source', replaces: null, place: null, values: { id, kind: options.kind } }, options.test === true ? trial(desk) : null),
      ),
    );

  common(under('hosts').command('add').description('a host into hosts.yaml; its key is trusted by `enrol host`, never by this').argument('<name>'))
    .option('--dial', 'show the way to it and the key that it offers, before it is written')
    .action((name: string, options: SetupOptions & { dial?: boolean }) =>
      host.withDesk((desk) =>
        bringEntry(terminal, desk, options, { kind: 'host', replaces: null, place: null, values: { name } }, options.dial === true ? dial(desk) : null),
      ),
    );

  common(under('rules').command('add').description('a grading rule into breakglass.yaml; `rules try` says what it would change').argument('<matchers>').requiredOption('--grade <grade>', '911, 912 or noise'))
    .option('--place <number>', 'which rule it becomes; 1 is the first (default: the last)')
    .action((when: string, options: SetupOptions & { grade: string; place?: string }) =>
      host.withDesk(async (desk) => {
        const place = placeOf(options.place);
        if (place === 'bad') return complain(terminal, badPlace);
        return bringEntry(terminal, desk, options, { kind: 'rule', replaces: null, place, values: { when, grade: options.grade } }, null);
      }),
    );

  /** Changes what `--set` and `--unset` name of an entry that is there; the rest of it stays as it is written. */
  const change = async (desk: TerminalDesk, options: SetupOptions, name: EntryName, place: number | null, attempt: Attempt | null): Promise<Exit> => {
    const form = await desk.calls.setup.form(name);
    if (!form.ok) return complain(terminal, form.error);
    const gone = new Set(options.unset ?? []);
    const values = Object.fromEntries(Object.entries(form.value.values).filter(([key]) => !gone.has(key)));
    return bringEntry(terminal, desk, options, { kind: name.kind, replaces: name.name, place, values }, attempt);
  };
  const changing = (group: string, what: string, argument: string): Command =>
    common(under(group).command('change').description(what).argument(argument)).option('--unset <key...>', 'a key that the entry shall no longer have');
  changing('sources', 'a source of breakglass.yaml, by --set and --unset', '<id>')
    .option('--test', 'ask it what it holds, before it is written')
    .action((id: string, options: SetupOptions & { test?: boolean }) =>
      host.withDesk((desk) => change(desk, options, { kind: 'source', name: id }, null, options.test === true ? trial(desk) : null)),
    );
  changing('hosts', 'a host of hosts.yaml, by --set and --unset', '<name>')
    .option('--dial', 'show the way to it and the key that it offers, before it is written')
    .action((name: string, options: SetupOptions & { dial?: boolean }) =>
      host.withDesk((desk) => change(desk, options, { kind: 'host', name }, null, options.dial === true ? dial(desk) : null)),
    );
  changing('rules', 'a grading rule by its number in `rules list`, by --set and --unset', '<number>')
    .option('--place <number>', 'which rule it becomes (default: the one that it is)')
    .action((number: string, options: SetupOptions & { place?: string }) =>
      host.withDesk(async (desk) => {
        const place = placeOf(options.place);
        return place === 'bad' ? complain(terminal, badPlace) : change(desk, options, { kind: 'rule', name: number }, place, null);
      }),
    );

  for (const [group, kind, argument, what] of removable) {
    under(group)
      .command('remove')
      .description(what)
      .argument(argument)
      .option('--confirm <name>', 'the same once more, where nobody can be asked')
      .option('--dry-run', 'show the lines that would go and what rests on them, and write nothing')
      .action((name: string, options: RemoveOptions) => host.withDesk((desk) => removeEntry(terminal, desk, options, { kind, name })));
  }
}

const removable = [
  ['sources', 'source', '<id>', 'take a source out of breakglass.yaml; says what rests on it, and asks'],
  ['hosts', 'host', '<name>', 'take a host out of hosts.yaml; says what rests on it, and asks'],
  ['rules', 'rule', '<number>', 'take a grading rule out of breakglass.yaml; says what it decided, and asks'],
] as const;

const badPlace = fail('bad-input', { what: '--place', why: '1, 2, 3' }).error;

function placeOf(text: string | undefined): number | 'bad' | null {
  if (text === undefined) return null;
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 'bad';
}

function dialLines({ user, address, port, jump, transport, why, configured, offer }: HostDial, locale: 'en' | 'ko'): readonly string[] {
  const through = jump.length === 0 ? '' : `  through ${jump.join(', ')}`;
  return [
    `${user}@${address}:${String(port)}${through}  ${transport} (${transportSentence(why)[locale]})`,
    ...configured.map((line) => `ssh_config: ${line}`),
    ...(offer === null ? [] : [`offers ${offer.type} ${offer.fingerprint} (${offer.state})`]),
  ];
}
