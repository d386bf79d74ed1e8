import { failure } from '../../core/errors';
import { bindingRetirements, leavesStanding, retirementIn, type Retirement } from '../../core/team/retirement';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';
import type { Doubt, TeamJournals } from '../ports/team-journals';
import type { TeamWord } from '../ports/team-word';

/**
 * Says up to which entry a writer's word counts. SECURITY: nothing of a forked journal counts from the fork on, and of a
 * retired device nothing beyond what its retirement leaves standing. A copy that merely does not hold is its bearer's
 * fault, not its author's. Open it before the journals are first read.
 */
export async function openTeamWord(ports: {
  readonly team: TeamJournals;
  readonly journal: Journal;
  readonly workspace: CurrentWorkspace;
  /** Doubts that a remote raised; those that lie on the disk the journals know of. */
  readonly doubts: () => readonly Doubt[];
}): Promise<TeamWord & { close(): void }> {
  const { team, journal, workspace } = ports;
  const retirements: Retirement[] = [];
  const hear = (writer: string, { seq, hlc, code, data }: { readonly seq: number; readonly hlc: string; readonly code: string; readonly data: unknown }): void => {
    const retirement = retirementIn({ writer, seq, hlc }, code, data);
    if (retirement !== null) retirements.push(retirement);
  };
  const stops: Cancel[] = [
    team.onEntry((entry) => {
      hear(entry.writer, entry);
    }),
    journal.onAppend((entry) => {
      hear(entry.writer, entry);
    }),
  ];
  await journal.replay((entry) => {
    hear(`${entry.op}.${entry.dev}`, entry);
  });

  /** Weighed anew when one more was heard or team.yaml changed. */
  let weighed: { readonly people: unknown; readonly heard: number; readonly binding: ReturnType<typeof bindingRetirements> } | null = null;
  const binding = (): ReturnType<typeof bindingRetirements> => {
    const { people } = workspace.get();
    if (weighed?.people !== people || weighed.heard !== retirements.length) weighed = { people, heard: retirements.length, binding: bindingRetirements(retirements, people) };
    return weighed.binding;
  };

  return {
    now() {
      const forks = new Map<string, number>();
      for (const { writer, seq, kind } of [...team.doubts(), ...ports.doubts()]) {
        if (kind === 'fork') forks.set(writer, Math.min(seq, forks.get(writer) ?? Infinity));
      }
      const retired = binding();
      return {
        against(entry) {
          const { writer } = entry;
          const fork = forks.get(writer);
          if (fork !== undefined && entry.seq >= fork) return failure('word-forked', { writer, seq: fork });
          const against = retired.get(writer)?.find((each) => !leavesStanding(each, entry));
          return against === undefined ? null : failure('word-retired', { writer, seq: against.upTo, by: against.said.writer });
        },
        grounds: JSON.stringify([[...forks], [...retired].map(([of, by]) => [of, by.map(({ said }) => [said.writer, said.seq])])]),
      };
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
