import type { Finding } from '../../core/runbook/runbook';
import type { Workspace } from '../../core/workspace/workspace';
import type { Person } from '../../core/team/team';

/** Whether a workspace is what an operator signed. */
export interface CommitTrust {
  /**
   * Why the files as they are do not count; nothing where they do.
   * @param before the team that was in force: only its operators can change it. Null: nothing was, and the team that the
   *   files name is taken as it stands (trust on first use, decisions.md 4)
   */
  judge(now: Workspace, before: readonly Person[] | null): Promise<readonly Finding[]>;
}
