import type { Workspace } from '../../core/workspace/workspace';
import type { Cancel } from './schedule';

/** The configuration in force: always whole and valid, the last good one while the files are wrong. */
export interface CurrentWorkspace {
  get(): Workspace;
  onChanged(listener: (workspace: Workspace) => void): Cancel;
}
