import { create } from 'zustand';
import type { Failure } from '../../core/errors';
import type { Run } from '../../core/run/run';
import { desk } from '../desk';

/** The run on screen, as the main process tells it. */
interface RunTable {
  readonly id: string | null;
  readonly run: Run | null;
  readonly failure: Failure | null;
  readonly open: (id: string) => Promise<void>;
  readonly take: (run: Run) => void;
}

export const useRun = create<RunTable>()((set, get) => ({
  id: null,
  run: null,
  failure: null,
  open: async (id) => {
    set({ id, run: null, failure: null });
    const answer = await desk().runs.detail({ id });
    if (get().id !== id) return;
    if (answer.ok) get().take(answer.value);
    else set({ failure: answer.error });
  },
  take: (run) => {
    if (get().id === run.id) set({ run, failure: null });
  },
}));
