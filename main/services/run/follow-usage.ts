import { RunbookUsage } from '../../../core/runbook/usage';
import type { Journal } from '../../ports/journal';

/** What this device's journal knows about the use of runbooks, kept up to date with every entry. */
export async function followUsage(journal: Journal): Promise<RunbookUsage> {
  const usage = new RunbookUsage();
  await journal.replay((entry) => usage.take(entry));
  journal.onAppend((entry) => usage.take(entry));
  return usage;
}
