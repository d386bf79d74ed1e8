import type { Result } from '../../core/errors';
import type { MovedFile } from '../../core/runbook/file-step';
import type { ImportedHost } from '../../core/workspace/edit-yaml';
import type { OverrideEntry } from '../../core/workspace/files';
import type { WorkspaceReading } from '../../core/workspace/workspace';
import type { Cancel } from './schedule';

/** The workspace on disk. */
export interface WorkspaceFiles {
  /** Reads and checks every file. */
  read(root: string): Promise<WorkspaceReading>;
  /** The same, as if these files held these texts: what a change would do before it is made. */
  readAs(root: string, texts: ReadonlyMap<string, string>): Promise<WorkspaceReading>;
  /** Calls back (settled, at most every 200 ms) when a file changed. */
  watch(root: string, changed: () => void): Cancel;
  /** Makes a workspace with commented examples that pass `check`; refuses a folder that is not empty. */
  create(root: string, answers: { readonly name: string; readonly timezone: string; readonly person: string }): Promise<Result<void>>;
  /** Replaces the whole file atomically after `edit`; comments and order of the rest survive (YAML document edit). */
  addHostKey(root: string, host: string, key: string, imported?: ImportedHost | null): Promise<Result<void>>;
  addDevice(root: string, device: { readonly person: string; readonly name: string; readonly role: 'operator' | 'investigator' | 'watcher'; readonly timezone: string; readonly device: string; readonly sign: string; readonly agree?: string }): Promise<Result<void>>;
  /** Marks a device of team.yaml as no longer in use. */
  retireDevice(root: string, person: string, device: string): Promise<Result<void>>;
  /** Writes one more override into duty.yaml; comments and order of the rest survive. */
  addOverride(root: string, override: OverrideEntry): Promise<Result<void>>;
  /** Takes an override out of duty.yaml again; fails where no such entry stands there. */
  removeOverride(root: string, override: OverrideEntry): Promise<Result<void>>;
  /** A plain file below the root, never through a link that leads out of it; 256 KiB unless `maxBytes` says otherwise. */
  readText(root: string, path: string, maxBytes?: number): Promise<Result<string>>;
  /** Size and hash of a plain file below the root, as `readText` would read it. */
  measure(root: string, path: string, maxBytes: number): Promise<Result<MovedFile>>;
  /** Writes a file if it is still what `before` says (null: it is not there); never over anything else. */
  put(root: string, path: string, before: string | null, after: string): Promise<Result<void>>;
  isWritable(root: string): Promise<boolean>;
}
