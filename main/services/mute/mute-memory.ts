import { muteEntries } from '../../../core/mute/entries';
import { fileWindow } from '../../../core/mute/file-window';
import type { Mute } from '../../../core/mute/mute';
import type { CurrentWorkspace } from '../../ports/current-workspace';
import type { Journal } from '../../ports/journal';

/** What is said about a mute once: that a window began, that an end comes near, that it is over. */
export type Said = 'began' | 'ending' | 'over';

/** The mutes as the journal and breakglass.yaml have them: the same after every restart. */
export interface MuteMemory {
  /** Those that nobody ended and whose end was not yet noticed; the clock decides which of them is in force. */
  standing(): readonly Mute[];
  isFromFile(id: string): boolean;
  set(mute: Mute): void;
  end(id: string): void;
  said(id: string, what: Said): boolean;
  say(id: string, what: Said): void;
}

const saidBy: Readonly<Record<string, Said>> = { 'MUTE-BEGAN': 'began', 'MUTE-ENDING': 'ending', 'MUTE-OVER': 'over' };

export async function rememberMutes(journal: Journal, workspace: CurrentWorkspace): Promise<MuteMemory> {
  const mutes = new Map<string, Mute>();
  const ended = new Set<string>();
  const said = new Set<string>();
  await journal.replay(({ code, data, op }) => {
    const { late: _late, happenedAt: _happenedAt, ...own } = data;
    if (code === 'MUTE-SET') {
      const read = muteEntries['MUTE-SET'].data.safeParse(own);
      if (!read.success) return;
      const { mute: id, end: _end, ...mute } = read.data;
      mutes.set(id, { ...mute, id, by: op });
    } else if (code === 'MUTE-END' && typeof own['mute'] === 'string') {
      ended.add(own['mute']);
    }
    const what = saidBy[code];
    if (what !== undefined) said.add(`${what} ${String(own['mute'])}`);
  });

  const windows = (): readonly Mute[] => {
    const { maintenance, timezone } = workspace.get().settings;
    return maintenance.flatMap((entry) => fileWindow(entry, timezone) ?? []);
  };

  return {
    standing: () => [...mutes.values(), ...windows()].filter(({ id }) => !ended.has(id) && !said.has(`over ${id}`)),
    isFromFile: (id) => !mutes.has(id),
    set(mute) {
      mutes.set(mute.id, mute);
    },
    end(id) {
      ended.add(id);
    },
    said: (id, what) => said.has(`${what} ${id}`),
    say(id, what) {
      said.add(`${what} ${id}`);
    },
  };
}
