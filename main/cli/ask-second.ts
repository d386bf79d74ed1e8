import { explain, fail, type Failure } from '../../core/errors';
import { moment, printable, type Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** Tries at the prompt; the challenge itself takes no more. */
const most = 3;

/**
 * The second person's part of a plan: says the challenge, takes the code. Null: an approval is held. Where nobody can
 * type, the challenge stays good for ten minutes, and `--code` answers it.
 */
export async function askSecond(desk: TerminalDesk, terminal: Terminal, hash: string, code: string | undefined): Promise<Failure | null> {
  const asked = await desk.calls.approvals.ask({ hash });
  if (!asked.ok) return asked.error;
  const { challenge, until, people, problem, held } = asked.value;
  if (held !== null) {
    terminal.err(printable(`approved by ${held.by} (${held.how})`));
    return null;
  }
  if (code !== undefined) {
    const proven = await desk.calls.approvals.prove({ hash, code });
    return proven.ok ? null : proven.error;
  }
  if (challenge === null) return problem ?? fail('approval-not-held', {}).error;
  // What speaks against an approval that is here keeps nobody from reading the challenge to somebody.
  if (problem !== null) terminal.err(printable(explain(problem, terminal.locale).message));
  terminal.err(printable(`this plan needs a second person: ${people.join(', ')}`));
  terminal.err(`read to them: plan ${hash.slice(0, 16)}, challenge ${challenge} (good until ${moment(until)})`);
  terminal.err(`they enter:   breakglass approve ${hash.slice(0, 16)} --challenge "${challenge}"`);
  terminal.err('it stops mistakes and impostors, not somebody who alters his own console');
  for (let tries = 0; tries < most; tries += 1) {
    const typed = await terminal.ask(terminal.locale === 'ko' ? '돌려받은 코드: ' : 'The code that they read back: ', false);
    if (typed === null || typed.trim() === '') return fail('approval-second-missing', { challenge }).error;
    const proven = await desk.calls.approvals.prove({ hash, code: typed });
    if (proven.ok) return null;
    if (proven.error.code !== 'approval-code-mistyped' && proven.error.code !== 'approval-code-wrong') return proven.error;
    terminal.err(proven.error.code === 'approval-code-mistyped' ? 'mistyped: nine digits' : 'wrong code');
  }
  return fail('approval-tries-used', {}).error;
}
