import { RunbookUsage } from '../../../core/runbook/usage';
import type { Journal } from '../../ports/journal';
import type { TeamJournals } from '../../ports/team-journals';

/**
 * What everybody's journals on this device say about the use of runbooks, kept up to date with every entry. The others'
 * are heard as they are read for the team, piece by piece; of writers without a listed key nothing counts.
 */
export async function followUsage(journal: Pick<Journal, 'replay' | 'onAppend'>, team: Pick<TeamJournals, 'onEntry'>): Promise<RunbookUsage> {
  const usage = new RunbookUsage();
  team.onEntry(({ writer, at, code, data }) => {
    usage.take({ at, op: writer.slice(0, writer.indexOf('.')), code, data });
  });
  await journal.replay((entry) => usage.take(entry));
  journal.onAppend((entry) => usage.take(entry));
  return usage;
}
