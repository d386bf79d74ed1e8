import { create } from 'zustand';
import type { Failure } from '../../core/errors';
import type { Run, RunChange } from '../../core/run/run';
import { desk } from '../desk';

/** The run on screen, as the main process tells it. */
interface RunTable {
  readonly id: string | null;
  readonly run: Run | null;
  readonly failure: Failure | null;
  readonly open: (id: string) => Promise<void>;
  readonly take: (change: RunChange) => void;
}

export const useRun = create<RunTable>()((set, get) => ({
  id: null,
  run: null,
  failure: null,
  open: async (id) => {
    set({ id, run: null, failure: null });
    const answer = await desk().runs.detail({ id });
    if (get().id !== id) return;
    set(answer.ok ? { run: answer.value } : { failure: answer.error });
  },
  take: (change) => {
    // What comes before the first answer is in that answer: both arrive in the order in which they were sent.
    set(({ run }) => (run?.id === change.id ? { run: { ...run, ...change }, failure: null } : {}));
  },
}));
