import { RunbookUsage } from '../core/runbook/usage';
import { createCommitTrust } from './adapters/git/commit-trust';
import { replayFolder } from './adapters/journal-file/replay-folder';
import { createShellcheck } from './adapters/shellcheck/shellcheck';
import { sirenDrivers } from './adapters/sirens/registry';
import { createSystemSpeaker } from './adapters/sound/system-speaker';
import { createSystemClock } from './adapters/system/system-clock';
import { composeFiles } from './compose';
import { WorkspaceCheck } from './services/workspace-check';

/** What `check` asks: the files, a shell linter where there is one, and the journals. No desk is needed. */
export function composeCheck(environment: Readonly<Record<string, string | undefined>>): WorkspaceCheck {
  const usage = async (root: string): Promise<RunbookUsage> => {
    const found = new RunbookUsage();
    await replayFolder(root, (entry) => found.take(entry));
    return found;
  };
  const sound = { outputs: () => createSystemSpeaker(environment['PATH'] ?? '').outputs(), kinds: new Set(sirenDrivers.filter(({ can }) => can.outputs === true).map(({ kind }) => kind)) };
  return new WorkspaceCheck({ files: composeFiles(), shell: createShellcheck(environment), usage, clock: createSystemClock(), trust: createCommitTrust(null), sound });
}
