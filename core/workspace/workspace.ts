import type { Finding, Runbook } from '../runbook/runbook';
import type { Host } from '../host/host';
import type { Person } from '../team/team';
import type { BreakglassFile, DutyFile, ServicesFile, SirenEntry } from './files';

/** A workspace as one consistent whole: everything in it was valid together. */
export interface Workspace {
  /** Absolute folder. */
  readonly root: string;
  readonly settings: BreakglassFile;
  readonly people: readonly Person[];
  readonly hosts: readonly Host[];
  readonly sirens: readonly SirenEntry[];
  readonly duty: DutyFile;
  readonly services: ServicesFile;
  readonly runbooks: readonly Runbook[];
  /** SHA-256 over all files, in path order: journalled when it changes. */
  readonly hash: string;
}

/** What reading a folder gave: the workspace where it is whole, and everything that is wrong with it. */
export interface WorkspaceReading {
  readonly workspace: Workspace | null;
  readonly findings: readonly Finding[];
}
