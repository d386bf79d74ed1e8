import { fail, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';

/** How many acts can be taken back, and for how long, ms. */
const most = 200;
const keptFor = 600_000;

/** What can be taken back at this console, by token: one book for all desks, so that Undo is one call. */
export interface UndoBook {
  /** Keeps how to take an act back; gives its token. Whether that is still possible is for `back` to find out. */
  remember(back: () => Promise<Result<Act>>): string;
  /** Takes an act back: once, within ten minutes, by somebody who may triage. */
  undo(input: { readonly undo: string }): Promise<Result<Act>>;
}

export function createUndoBook({ actor, clock, ids }: { readonly actor: Actor; readonly clock: Clock; readonly ids: Ids }): UndoBook {
  const kept = new Map<string, { readonly at: number; readonly back: () => Promise<Result<Act>> }>();
  return {
    remember(back) {
      const token = ids.next();
      kept.set(token, { at: clock.mono(), back });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return token;
    },
    async undo({ undo }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      const found = kept.get(undo);
      kept.delete(undo);
      if (found === undefined || clock.mono() - found.at > keptFor) return fail('undo-gone', {});
      return found.back();
    },
  };
}
