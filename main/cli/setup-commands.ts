import type { Command } from 'commander';
import { fail } from '../../core/errors';
import type { HostDial } from '../../core/ipc/setup';
import { transportSentence } from '../../core/host/transport';
import type { Addition, AdditionDraft } from '../../core/workspace/addition';
import { formatFindings } from '../../core/workspace/format-findings';
import type { CommandHost } from './command-host';
import { reportLines } from './source-commands';
import { answer, complain, printable, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

interface SetupOptions {
  readonly set?: readonly string[];
  readonly dryRun?: boolean;
}

/** `sources add`, `hosts add`, `rules add`: an entry is shown, tried if asked for, then written as it was shown. */
export function setupCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const common = (command: Command): Command =>
    command.option('--set <key=value...>', 'any other key of the entry, as the file calls it; lists and mappings in YAML').option('--dry-run', 'show it and write nothing');
  const under = (name: string): Command => program.commands.find((each) => each.name() === name) ?? program.command(name);

  common(under('sources').command('add').description('a source of alerts into breakglass.yaml').argument('<id>').requiredOption('--kind <kind>', 'alertmanager, imap, probe, webhook: docs/workspace.md'))
    .option('--test', 'ask it what it holds, before it is written')
    .action((id: string, options: SetupOptions & { kind: string; test?: boolean }) =>
      host.withDesk((desk) =>
        bring(desk, options, 'source', null, { id, kind: options.kind }, async (addition) => {
          if (options.test !== true) return null;
          const tried = await desk.calls.setup.trySource(addition);
          return tried.ok ? reportLines(tried.value, desk.now()) : complain(terminal, tried.error);
        }),
      ),
    );

  common(under('hosts').command('add').description('a host into hosts.yaml; its key is trusted by `enrol host`, never by this').argument('<name>'))
    .option('--dial', 'show the way to it and the key that it offers, before it is written')
    .action((name: string, options: SetupOptions & { dial?: boolean }) =>
      host.withDesk((desk) =>
        bring(desk, options, 'host', null, { name }, async (addition) => {
          if (options.dial !== true) return null;
          const dialled = await desk.calls.setup.dialHost(addition);
          if (!dialled.ok) return complain(terminal, dialled.error);
          const { problem } = dialled.value;
          return problem === null ? dialLines(dialled.value, terminal.locale) : complain(terminal, problem);
        }),
      ),
    );

  common(under('rules').command('add').description('a grading rule into breakglass.yaml; `rules try` says what it would change').argument('<matchers>').requiredOption('--grade <grade>', '911, 912 or noise'))
    .option('--place <number>', 'which rule it becomes; 1 is the first (default: the last)')
    .action((when: string, options: SetupOptions & { grade: string; place?: string }) =>
      host.withDesk(async (desk) => {
        if (options.place !== undefined && !/^[1-9]\d{0,2}$/.test(options.place)) return complain(terminal, fail('bad-input', { what: '--place', why: '1, 2, 3' }).error);
        return bring(desk, options, 'rule', options.place === undefined ? null : Number(options.place), { when, grade: options.grade }, () => Promise.resolve(null));
      }),
    );

  /** @param attempt gives lines to show, an exit code where it went wrong, or null where nothing was asked for. */
  async function bring(
    desk: TerminalDesk,
    options: SetupOptions,
    kind: Addition['kind'],
    place: number | null,
    given: Readonly<Record<string, string>>,
    attempt: (addition: Addition) => Promise<readonly string[] | Exit | null>,
  ): Promise<Exit> {
    const more = (options.set ?? []).map((pair) => [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)] as const);
    if (more.some(([key]) => key === '')) return complain(terminal, fail('bad-input', { what: '--set', why: 'key=value' }).error);
    const addition: Addition = { kind, place, values: Object.fromEntries([...Object.entries(given), ...more]) };
    const draft = await desk.calls.setup.draft(addition);
    if (!draft.ok) return complain(terminal, draft.error);
    for (const line of formatFindings(draft.value.problems.map(({ finding }) => finding), terminal.locale)) terminal.err(printable(line));
    const tried = draft.value.ready ? await attempt(addition) : null;
    if (typeof tried === 'number') return tried;
    if (!terminal.json) for (const line of [...draftLines(draft.value), ...(tried ?? [])]) terminal.out(printable(line));
    if (options.dryRun === true || !draft.value.ready) {
      if (terminal.json) terminal.out(JSON.stringify(draft.value));
      return draft.value.ready ? 0 : 2;
    }
    return answer(terminal, await desk.calls.setup.add({ addition, seen: draft.value.seen }), (done) => [done[terminal.locale]]);
  }
}

function draftLines({ file, lines }: AdditionDraft): readonly string[] {
  return lines.map(({ mark, line, text }) => `${file}:${String(line)} ${mark} ${text}`);
}

function dialLines({ user, address, port, jump, transport, why, configured, offer }: HostDial, locale: 'en' | 'ko'): readonly string[] {
  const through = jump.length === 0 ? '' : `  through ${jump.join(', ')}`;
  return [
    `${user}@${address}:${String(port)}${through}  ${transport} (${transportSentence(why)[locale]})`,
    ...configured.map((line) => `ssh_config: ${line}`),
    ...(offer === null ? [] : [`offers ${offer.type} ${offer.fingerprint} (${offer.state})`]),
  ];
}
