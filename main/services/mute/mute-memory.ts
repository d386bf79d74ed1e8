import { entryOrder } from '../../../core/journal/entry-order';
import { muteEntries } from '../../../core/mute/entries';
import { fileWindow } from '../../../core/mute/file-window';
import type { Mute } from '../../../core/mute/mute';
import type { CurrentWorkspace } from '../../ports/current-workspace';
import type { ForeignEntry } from '../../ports/foreign-acts';
import type { Journal } from '../../ports/journal';

/** What is said about a mute once: that a window began, that an end comes near, that it is over. */
export type Said = 'began' | 'ending' | 'over';

/** The mutes as the journal and breakglass.yaml have them: the same after every restart. */
export interface MuteMemory {
  /** Those that nobody ended and whose end was not yet noticed; the clock decides which of them is in force. */
  standing(): readonly Mute[];
  isFromFile(id: string): boolean;
  /** Takes in an entry that sets or ends one, of any console; whether it was such. Twice is once. */
  take(entry: Pick<ForeignEntry, 'order' | 'code' | 'op' | 'data'>): boolean;
  takeBack(entry: Pick<ForeignEntry, 'order'>): boolean;
  said(id: string, what: Said): boolean;
  say(id: string, what: Said): void;
}

const saidBy: Readonly<Record<string, Said>> = { 'MUTE-BEGAN': 'began', 'MUTE-ENDING': 'ending', 'MUTE-OVER': 'over' };

export async function rememberMutes(journal: Journal, workspace: CurrentWorkspace): Promise<MuteMemory> {
  /** Setting and ending of every mute, here and elsewhere, by the order of its entry. */
  const sets = new Map<string, Mute>();
  const ends = new Map<string, string>();
  const said = new Set<string>();

  const take = ({ order, code, op, data }: Pick<ForeignEntry, 'order' | 'code' | 'op' | 'data'>): boolean => {
    const { late: _late, happenedAt: _happenedAt, ...own } = data;
    if (code === 'MUTE-END' && typeof own['mute'] === 'string') {
      ends.set(order, own['mute']);
      return true;
    }
    const read = code === 'MUTE-SET' ? muteEntries['MUTE-SET'].data.safeParse(own) : null;
    if (read?.success !== true) return false;
    const { mute: id, end: _end, ...mute } = read.data;
    sets.set(order, { ...mute, id, by: op });
    return true;
  };

  await journal.replay((entry) => {
    const { code, data, op, dev } = entry;
    take({ code, data, op, order: entryOrder({ ...entry, writer: `${op}.${dev}` }) });
    const what = saidBy[code];
    if (what !== undefined) said.add(`${what} ${String(data['mute'])}`);
  });

  const windows = (): readonly Mute[] => {
    const { maintenance, timezone } = workspace.get().settings;
    return maintenance.flatMap((entry) => fileWindow(entry, timezone) ?? []);
  };

  /** Of two that bear one name the first is meant: nobody can replace what somebody set. */
  const first = (): readonly Mute[] => {
    const byId = new Map<string, Mute>();
    for (const [, mute] of [...sets].sort(([a], [b]) => (a < b ? -1 : 1))) if (!byId.has(mute.id)) byId.set(mute.id, mute);
    return [...byId.values()];
  };

  return {
    standing() {
      const ended = new Set(ends.values());
      return [...first(), ...windows()].filter(({ id }) => !ended.has(id) && !said.has(`over ${id}`));
    },
    isFromFile: (id) => !first().some((mute) => mute.id === id),
    take,
    takeBack: ({ order }) => sets.delete(order) || ends.delete(order),
    said: (id, what) => said.has(`${what} ${id}`),
    say(id, what) {
      said.add(`${what} ${id}`);
    },
  };
}
