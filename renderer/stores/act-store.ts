import { create } from 'zustand';
import type { Failure, Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import { desk } from '../desk';

/** Something that was done here. */
export interface DoneAct {
  readonly number: number;
  readonly at: number;
  readonly act: Act;
}

/** Something that was asked here and did not happen. It stays until it is dismissed. */
interface ActProblem {
  readonly number: number;
  readonly at: number;
  readonly failure: Failure;
}

interface Acts {
  /** The newest first, at most fifty: a toast may be missed, the log may not. */
  readonly log: readonly DoneAct[];
  /** Numbers of the acts whose toast is on screen. */
  readonly toasts: readonly number[];
  readonly problems: readonly ActProblem[];
  /** Shows what came of an act: its sentence with Undo, or a panel that says why not. Gives the value where there is one. */
  readonly settle: <T>(result: Result<T>, actOf: (value: T) => Act | null) => T | null;
  readonly dismissToast: (number: number) => void;
  readonly dismissProblem: (number: number) => void;
  readonly undo: (number: number) => Promise<void>;
}

let last = 0;
const kept = 50;

export const useActs = create<Acts>()((set, get) => ({
  log: [],
  toasts: [],
  problems: [],
  settle: (result, actOf) => {
    last += 1;
    const number = last;
    if (!result.ok) {
      // Cancelling is an answer, not a problem.
      if (result.error.code === 'cancelled') return null;
      set((state) => ({
        problems: [
          { number, at: Date.now(), failure: result.error },
          ...state.problems.filter((each) => !sameProblem(each.failure, result.error)),
        ].slice(0, 5),
      }));
      return null;
    }
    const act = actOf(result.value);
    if (act !== null) {
      set((state) => ({
        log: [{ number, at: Date.now(), act }, ...state.log].slice(0, kept),
        toasts: [number, ...state.toasts].slice(0, 3),
      }));
    }
    return result.value;
  },
  dismissToast: (number) =>
    set((state) =>
      state.toasts.includes(number) ? { toasts: state.toasts.filter((each) => each !== number) } : state,
    ),
  dismissProblem: (number) =>
    set((state) =>
      state.problems.some((each) => each.number === number)
        ? { problems: state.problems.filter((each) => each.number !== number) }
        : state,
    ),
  undo: async (number) => {
    const done = get().log.find((each) => each.number === number);
    const token = done?.act.undo ?? null;
    if (done === undefined || token === null) return;
    get().dismissToast(number);
    // Taken out of reach at once: an undo happens once, however often it is pressed.
    set((state) => ({
      log: state.log.map((each) => (each.number === number ? { ...each, act: { ...each.act, undo: null } } : each)),
    }));
    get().settle(await desk().alerts.undo({ undo: token }), (act) => act);
  },
}));

function sameProblem(one: Failure, two: Failure): boolean {
  return one.code === two.code && JSON.stringify(one.values) === JSON.stringify(two.values);
}

/** Runs an act whose answer is its sentence. True when it was done. */
export async function perform(asked: Promise<Result<Act>>): Promise<boolean> {
  return useActs.getState().settle(await asked, (act) => act) !== null;
}

/** Runs a call that has no sentence of its own; a failure still gets its panel. True when it was done. */
export async function attempt<T>(asked: Promise<Result<T>>): Promise<boolean> {
  const result = await asked;
  useActs.getState().settle(result, () => null);
  return result.ok;
}

/** The newest act that can still be taken back. */
export function lastUndoable(log: readonly DoneAct[]): DoneAct | null {
  return log.find((each) => each.act.undo !== null) ?? null;
}
