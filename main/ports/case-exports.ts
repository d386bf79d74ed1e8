import type { Result } from '../../core/errors';

/**
 * A file that goes into an export. Its content is read piece by piece, as often as it is asked for: an output may be larger
 * than memory.
 */
export interface ExportSource {
  /** Hex. */
  readonly sha256: string;
  /** How many; what was appended since stays out. */
  readonly bytes: number;
  pieces(): AsyncIterable<Uint8Array>;
}

/** What a page shows of a file; all of it is in the file. */
export interface Beginning {
  readonly text: string;
  readonly more: boolean;
}

/** An export that is being written. Nothing of it is there under its name before `finish`. */
export interface ExportTarget {
  /** One file; `path` is below the export, with `/`. Fails where the content is not any more what its hash says. */
  put(path: string, source: ExportSource): Promise<Result<void>>;
  finish(): Promise<Result<void>>;
  /** Takes away what was written. */
  abandon(): Promise<void>;
}

/** Where exports go, and what they take along from this laptop. */
export interface CaseExports {
  /** `target` is an absolute path where nothing is yet, unless `replace` (a person was asked, a zip only). */
  begin(target: string, form: 'folder' | 'zip', replace: boolean): Promise<Result<ExportTarget>>;
  /** A step's output by the name that the journal gives it; null where it is not here. */
  transcript(name: string): Promise<{ readonly raw: ExportSource; readonly beginning: Beginning } | null>;
  /**
   * A terminal's recording by its name below the transcripts, as it lies on disk and made inert for whoever plays it; null
   * where it is not here. The beginning is of the inert output.
   */
  recording(name: string): Promise<{ readonly raw: ExportSource; readonly inert: ExportSource; readonly beginning: Beginning } | null>;
  /** What was made in memory. */
  made(bytes: Uint8Array): ExportSource;
  /** The verifier that shares no code with the app, as text. */
  verifier(): string;
}
