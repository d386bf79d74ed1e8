import { create } from 'zustand';
import type { z } from 'zod';
import type { Failure } from '../../core/errors';
import type { mainContract } from '../../core/ipc/contract';
import { desk } from '../desk';
import { keep } from './keep';

type Opened = z.output<(typeof mainContract)['runbooks']['open']['output']>;
type Planned = z.output<(typeof mainContract)['runbooks']['plan']['output']>;
type PrefillNote = z.output<(typeof mainContract)['runbooks']['prefill']['output']>['notes'][number];

/** One runbook on the table: its text, its parameters, and the plan that they make. */
interface PlanTable {
  readonly path: string | null;
  readonly opened: Opened | null;
  readonly values: Readonly<Record<string, string>>;
  readonly on: readonly string[];
  readonly notes: readonly PrefillNote[];
  readonly planned: Planned | null;
  readonly planning: boolean;
  readonly failure: Failure | null;
  /** Lays a runbook on the table, filled from an alert's labels where one is given. */
  readonly open: (path: string, alert: string | null) => Promise<void>;
  readonly setValue: (name: string, value: string) => void;
  readonly setOn: (hosts: readonly string[]) => void;
  /** The files changed: reads and plans again, keeping what was filled in. */
  readonly reload: () => Promise<void>;
}

const empty = { opened: null, values: {}, on: [], notes: [], planned: null, planning: false, failure: null } as const;

export const usePlanTable = create<PlanTable>()((set, get) => {
  // Answers may overtake each other while somebody types: only the newest question's answer counts.
  let asked = 0;

  const plan = async (): Promise<void> => {
    const { path, values, on } = get();
    if (path === null) return;
    asked += 1;
    const mine = asked;
    set({ planning: true });
    const answer = await desk().runbooks.plan({ path, values, on: [...on] });
    if (mine !== asked) return;
    if (answer.ok) set((state) => ({ planning: false, failure: null, planned: state.planned === null ? answer.value : keep(state.planned, answer.value) }));
    else set({ planning: false, failure: answer.error, planned: null });
  };

  const read = async (path: string): Promise<boolean> => {
    const answer = await desk().runbooks.open({ path });
    if (get().path !== path) return false;
    if (answer.ok) set({ opened: answer.value, failure: null });
    else set({ opened: null, failure: answer.error });
    return answer.ok;
  };

  return {
    path: null,
    ...empty,
    open: async (path, alert) => {
      set({ path, ...empty });
      if (!(await read(path))) return;
      const params = get().opened?.runbook?.params ?? [];
      const defaults = Object.fromEntries(params.flatMap((param) => (param.default === null ? [] : [[param.name, param.default]])));
      const filled = alert === null ? null : await desk().runbooks.prefill({ path, alert });
      if (get().path !== path) return;
      set({ values: { ...defaults, ...(filled?.ok === true ? filled.value.values : {}) }, notes: filled?.ok === true ? filled.value.notes : [] });
      await plan();
    },
    setValue: (name, value) => {
      set((state) => ({ values: { ...state.values, [name]: value }, notes: state.notes.filter((note) => note.param !== name) }));
      void plan();
    },
    setOn: (on) => {
      set({ on });
      void plan();
    },
    reload: async () => {
      const { path } = get();
      if (path !== null && (await read(path))) await plan();
    },
  };
});
