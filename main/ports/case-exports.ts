import type { Result } from '../../core/errors';

/** An export that is being written. Nothing of it is there under its name before `finish`. */
export interface ExportTarget {
  /** One file; `path` is below the export, with `/`. */
  put(path: string, bytes: Uint8Array): Promise<Result<void>>;
  finish(): Promise<Result<void>>;
  /** Takes away what was written. */
  abandon(): Promise<void>;
}

/** Where exports go, and what they take along from this laptop. */
export interface CaseExports {
  /** `target` is an absolute path where nothing is yet, unless `replace` (a person was asked, a zip only). */
  begin(target: string, form: 'folder' | 'zip', replace: boolean): Promise<Result<ExportTarget>>;
  /** A step's output by the name that the journal gives it; null where it is not here. */
  transcript(name: string): Promise<Uint8Array | null>;
  /** A terminal's recording as it lies on disk, by its name below the transcripts; null where it is not here. */
  recording(name: string): Promise<Uint8Array | null>;
  /** The verifier that shares no code with the app, as text. */
  verifier(): string;
}
