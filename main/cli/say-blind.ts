import type { Blind } from '../../core/ipc/frame';
import { complain, type Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/**
 * Says on stderr what cannot be seen (law 8), of these kinds only: those that the answer of a command rests on.
 * @returns whether there was anything; an empty answer is then not "all is well".
 */
export async function sayBlind(desk: TerminalDesk, terminal: Terminal, kinds: readonly Blind['kind'][]): Promise<boolean> {
  const frame = await desk.calls.app.frame();
  if (!frame.ok) return false;
  const blind = frame.value.blind.filter(({ kind }) => kinds.includes(kind)).map(({ problem }) => problem);
  // A source that failed once is not announced as blind yet, but what it would have said is missing from this answer.
  const silent = kinds.includes('source') ? frame.value.sources.flatMap(({ id, problem, state }) => (problem === null || state === 'blind' ? [] : [{ id, problem }])) : [];
  for (const problem of [...blind, ...silent.map((each) => each.problem)]) complain(terminal, problem);
  return blind.length + silent.length > 0;
}
