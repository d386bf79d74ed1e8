import type { Failure } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { complain, type Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/**
 * Says on stderr what cannot be seen (law 8), of these kinds only: those that the answer of a command rests on.
 * @returns whether there was anything; an empty answer is then not "all is well".
 */
export async function sayBlind(desk: TerminalDesk, terminal: Terminal, kinds: readonly Blind['kind'][]): Promise<boolean> {
  return blindWatch(desk, terminal, kinds)();
}

/** The same for a command that goes on: each call says what cannot be seen where that is not what the last one said. */
export function blindWatch(desk: TerminalDesk, terminal: Terminal, kinds: readonly Blind['kind'][]): () => Promise<boolean> {
  let said = '';
  return async () => {
    const problems = await unseen(desk, kinds);
    const now = JSON.stringify(problems);
    if (now !== said) for (const problem of problems) complain(terminal, problem);
    said = now;
    return problems.length > 0;
  };
}

async function unseen(desk: TerminalDesk, kinds: readonly Blind['kind'][]): Promise<readonly Failure[]> {
  const frame = await desk.calls.app.frame();
  if (!frame.ok) return [];
  const blind = frame.value.blind.filter(({ kind }) => kinds.includes(kind)).map(({ problem }) => problem);
  // A source that failed once is not announced as blind yet, but what it would have said is missing from this answer.
  const silent = kinds.includes('source') ? frame.value.sources.flatMap(({ problem, state }) => (problem === null || state === 'blind' ? [] : [problem])) : [];
  return [...blind, ...silent];
}
