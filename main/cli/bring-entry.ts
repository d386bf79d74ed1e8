import { fail } from '../../core/errors';
import type { Addition, AdditionDraft, EntryName } from '../../core/workspace/addition';
import { formatFindings } from '../../core/workspace/format-findings';
import { answer, complain, printable, type Exit, type Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

export interface SetupOptions {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly dryRun?: boolean;
}

export interface RemoveOptions {
  readonly confirm?: string;
  readonly dryRun?: boolean;
}

/** A test against the real thing: gives lines to show, or an exit code where it went wrong. */
export type Attempt = (addition: Addition) => Promise<readonly string[] | Exit>;

/** Shows what an entry would write, tries it if asked for, and writes what was shown. `--set` goes over what is given. */
export async function bringEntry(terminal: Terminal, desk: TerminalDesk, options: SetupOptions, given: Addition, attempt: Attempt | null): Promise<Exit> {
  const more = (options.set ?? []).map((pair) => [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)] as const);
  if (more.some(([key]) => key === '')) return complain(terminal, fail('bad-input', { what: '--set', why: 'key=value' }).error);
  const addition: Addition = { ...given, values: Object.fromEntries([...Object.entries(given.values), ...more]) };
  const draft = await desk.calls.setup.draft(addition);
  if (!draft.ok) return complain(terminal, draft.error);
  sayProblems(terminal, draft.value);
  const tried = draft.value.ready && attempt !== null ? await attempt(addition) : [];
  if (typeof tried === 'number') return tried;
  if (!terminal.json) for (const line of [...draftLines(draft.value), ...tried]) terminal.out(printable(line));
  if (options.dryRun === true || !draft.value.ready) return onlyShown(terminal, draft.value);
  return answer(terminal, await desk.saveEntry({ addition, seen: draft.value.seen }), (done) => [done[terminal.locale]]);
}

/** Shows the lines that would go and what rests on the entry, asks for its name once more, and removes it. */
export async function removeEntry(terminal: Terminal, desk: TerminalDesk, options: RemoveOptions, name: EntryName): Promise<Exit> {
  await desk.settle('alerts');
  const draft = await desk.calls.setup.draftRemoval(name);
  if (!draft.ok) return complain(terminal, draft.error);
  sayProblems(terminal, draft.value);
  if (!terminal.json) for (const line of [...draftLines(draft.value), ...draft.value.rests.map((text) => text[terminal.locale])]) terminal.out(printable(line));
  if (options.dryRun === true || !draft.value.ready) return onlyShown(terminal, draft.value);
  const question = terminal.locale === 'ko' ? `지우려면 ${printable(name.name)}을(를) 입력하십시오: ` : `Type ${printable(name.name)} to remove it: `;
  const typed = options.confirm ?? (await terminal.ask(question, false));
  if (typed?.trim() !== name.name) return complain(terminal, fail('workspace-removal-unconfirmed', { name: name.name }).error);
  return answer(terminal, await desk.calls.setup.remove({ ...name, seen: draft.value.seen }), (done) => [done[terminal.locale]]);
}

function sayProblems(terminal: Terminal, { problems }: AdditionDraft): void {
  for (const line of formatFindings(problems.map(({ finding }) => finding), terminal.locale)) terminal.err(printable(line));
}

function onlyShown(terminal: Terminal, draft: AdditionDraft): Exit {
  if (terminal.json) terminal.out(JSON.stringify(draft));
  return draft.ready ? 0 : 2;
}

function draftLines({ file, lines }: AdditionDraft): readonly string[] {
  return lines.map(({ mark, line, text }) => `${file}:${String(line)} ${mark} ${text}`);
}
