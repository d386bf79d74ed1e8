import type { Beats } from '../ports/beats';
import type { Journal } from '../ports/journal';
import type { TeamJournals } from '../ports/team-journals';

/** Beats through the journals: whatever somebody's console writes shows that it is alive, and a beat where it has nothing to say. */
export function journalBeats(journal: Journal, team: TeamJournals): Beats {
  return {
    beat: () => {
      journal.appendLate('WATCH-BEAT', {});
    },
    onBeat: (listener) =>
      team.onEntry(({ writer, at }) => {
        listener({ writer, at });
      }),
  };
}
