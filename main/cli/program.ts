import { Command, CommanderError } from 'commander';
import { alertCommands } from './alert-commands';
import { approveCommand } from './approve-command';
import { caseCommands } from './case-commands';
import type { CommandHost } from './command-host';
import { escalationCommands } from './escalation-commands';
import { hostCommands } from './host-commands';
import { muteCommands } from './mute-commands';
import { reportCommands } from './report-commands';
import { ruleCommands } from './rule-commands';
import { reconcileCommand } from './reconcile-command';
import { journalCommands } from './journal-commands';
import { runCommands } from './run-commands';
import { runControlCommands } from './run-control-commands';
import { runbookCommands } from './runbook-commands';
import { setupCommands } from './setup-commands';
import { sirenCommands } from './siren-commands';
import { sourceCommands } from './source-commands';
import { terminalCommands } from './terminal-command';
import { syncCommand } from './sync-command';
import { sweepCommand } from './sweep-command';
import { viewCommands } from './view-commands';
import { vaultCommands } from './vault-commands';
import { workspaceCommands, type Offline } from './workspace-commands';

/** Commands whose whole effect is on this side: they never travel to the desk. */
export type ExtraCommands = (program: Command, host: CommandHost) => void;

/**
 * Runs one command line.
 * @param argv the words after `breakglass`
 * @returns the exit code of formats.md; a usage error is 2 and was already said.
 */
export async function runProgram(
  argv: readonly string[],
  version: string,
  host: CommandHost,
  offline: Offline,
  extra: ExtraCommands = () => undefined,
): Promise<number> {
  const program = new Command('breakglass');
  const { terminal } = host;
  program
    .version(version)
    .description('alerts, sirens and audited SSH runbooks, from the terminal')
    .option('-C <dir>', 'the workspace (default: here, or the last one opened)')
    .option('--json', 'one JSON document, or JSON lines where it streams')
    .option('--lang <locale>', 'en or ko')
    .exitOverride()
    .configureOutput({ writeOut: (text) => { terminal.out(text.trimEnd()); }, writeErr: (text) => { terminal.err(text.trimEnd()); } });
  workspaceCommands(program, host, offline);
  alertCommands(program, host);
  sourceCommands(program, host);
  viewCommands(program, host);
  caseCommands(program, host);
  muteCommands(program, host);
  reportCommands(program, host);
  ruleCommands(program, host);
  sirenCommands(program, host);
  escalationCommands(program, host);
  runbookCommands(program, host);
  runCommands(program, host);
  runControlCommands(program, host);
  approveCommand(program, host);
  hostCommands(program, host);
  sweepCommand(program, host);
  syncCommand(program, host);
  journalCommands(program, host);
  reconcileCommand(program, host);
  terminalCommands(program, host);
  vaultCommands(program, host);
  setupCommands(program, host);
  extra(program, host);
  try {
    await program.parseAsync([...spread(argv)], { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    return cause.exitCode === 0 ? 0 : 2;
  }
  return host.exit();
}

/** `--json` and `-C` mean the same wherever they stand before a `--`, so that nobody has to remember the order at night. */
function spread(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const mine = end === -1 ? argv : argv.slice(0, end);
  const rest = end === -1 ? [] : argv.slice(end);
  const front: string[] = [];
  const back: string[] = [];
  for (let at = 0; at < mine.length; at += 1) {
    const word = mine[at] ?? '';
    if (word === '--json') front.push(word);
    else if (word === '-C' || word === '--lang') {
      front.push(word, mine[at + 1] ?? '');
      at += 1;
    } else back.push(word);
  }
  return [...front, ...back, ...rest];
}

/** The global words of a command line, before commander has seen it: the terminal needs them to speak at all. */
export function outline(argv: readonly string[]): { readonly json: boolean; readonly folder: string | null; readonly lang: string | null; readonly words: readonly string[] } {
  const words = spread(argv);
  const after = (flag: string): string | null => {
    const at = words.indexOf(flag);
    return at === -1 ? null : (words[at + 1] ?? null);
  };
  const plain = words.filter((word, at) => !word.startsWith('-') && words[at - 1] !== '-C' && words[at - 1] !== '--lang');
  return { json: words.includes('--json'), folder: after('-C'), lang: after('--lang'), words: plain };
}

