import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TerminalEnd, TerminalRow } from '../../core/terminal/terminal';
import type { OpenTerminal } from '../ports/terminal-screen';
import type { CommandHost } from './command-host';
import type { ShellScreen } from './shell-screen';
import { age, answer, complain, moment, printable, type Exit } from './terminal';

/** terminal, transcript. */
export function terminalCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('terminal')
    .description('a recorded terminal on a host; where a console is open, its window')
    .argument('<host>')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--case <id>', 'the case that it belongs to: its export carries the recording')
    .action((name: string, { reason, case: caseId = null }: { reason: string; case?: string | null }) =>
      host.withDesk(async (desk) => {
        const request = { host: name, reason, caseId };
        const { screen } = terminal;
        if (screen === null) return answer(terminal, await desk.calls.terminals.open(request), (opened) => [`the console's window shows the terminal ${opened.terminal}`]);
        const taken = await desk.takeTerminal(request);
        return taken.ok ? attend(taken.value, host, screen) : complain(terminal, taken.error);
      }),
    );
  program
    .command('transcript')
    .description('recorded terminals of this device; with one named, its recording, checked against the journal')
    .argument('[terminal]')
    .option('--export <file>', 'write it as asciicast v2 to a new file')
    .action((name: string | undefined, options: { export?: string }) =>
      host.withDesk(async (desk) => {
        if (name === undefined) return answer(terminal, await desk.calls.terminals.list(), (rows) => rows.map(line));
        if (options.export === undefined) return answer(terminal, await desk.calls.terminals.check({ terminal: name }), (facts) => [`${facts.file}`, `sha256 ${facts.sha256}: as the journal says`]);
        const file = resolve(terminal.cwd, options.export);
        return answer(terminal, await desk.exportRecording(name, file), () => [`written to ${file}`], () => ({ file }));
      }),
    );
}

function line({ terminal, startedAt, host, by, end, reason, caseId }: TerminalRow): string {
  const ending = end === null ? 'open' : `${end.how}, ${age(end.durationMs)}, ${String(end.bytes)} bytes`;
  return `${terminal}  ${moment(startedAt)}  ${host.padEnd(16)} ${by.padEnd(8)} ${ending.padEnd(32)} ${caseId === null ? '' : `[${caseId}] `}${reason}`;
}

/** Puts the shell through the terminal that the command stands at, until it is over. */
async function attend(open: OpenTerminal, host: CommandHost, screen: ShellScreen): Promise<Exit> {
  const { terminal } = host;
  const { about } = open;
  if (!terminal.json) {
    terminal.err(printable(`-- recorded terminal on ${about.host} (${about.danger}) as ${about.user}@${about.address}: ${about.reason}`));
    terminal.err(`-- recording: ${about.recording}; what you type is not recorded; it ends with exit`);
  }
  const begun = await open.begin(screen.size());
  if (!begun.ok) return complain(terminal, begun.error);
  const hangUp = (): void => {
    open.hangUp();
  };
  terminal.interrupted.addEventListener('abort', hangUp);
  const letGo = screen.take(
    (text) => void open.type(text),
    (size) => void open.resize(size),
  );
  let end: TerminalEnd | null = null;
  try {
    while (end === null) {
      const piece = await open.more();
      await screen.show(piece.text);
      ({ end } = piece);
    }
  } finally {
    letGo();
    terminal.interrupted.removeEventListener('abort', hangUp);
  }
  return conclude(end, open, host);
}

function conclude(end: TerminalEnd, { about }: OpenTerminal, { terminal }: CommandHost): Exit {
  if (terminal.json) terminal.out(JSON.stringify({ type: 'terminal', terminal: about.terminal, host: about.host, recording: about.recording, ...end }));
  else {
    terminal.err(`-- the terminal on ${about.host} is over (${end.how}${end.code === null ? '' : ` ${String(end.code)}`}) after ${age(end.durationMs)}, ${String(end.bytes)} bytes`);
    if (end.recordingSha256 !== null) terminal.err(`-- recording: ${about.recording} sha256 ${end.recordingSha256}`);
  }
  if (end.problem !== null) return complain(terminal, end.problem);
  return end.how === 'unknown' ? 3 : 0;
}
