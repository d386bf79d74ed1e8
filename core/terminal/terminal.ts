import { z } from 'zod';
import { failureSchema } from '../failure-schema';
import { hostDangerSchema } from '../host/host';

/** How large the screen is, in characters. */
export const terminalSizeSchema = z.object({ columns: z.number().int().min(2).max(1_000), rows: z.number().int().min(2).max(1_000) });
export type TerminalSize = z.infer<typeof terminalSizeSchema>;

/**
 * Why a terminal is over. `line-lost`: the server may still be carrying out what was typed. `unknown`: the console died
 * and cannot say. `record-lost`: its recording could not be written, so it was closed (law 1).
 */
export const terminalHowSchema = z.enum(['exit', 'signal', 'closed', 'line-lost', 'not-opened', 'record-lost', 'unknown']);

export const terminalEndSchema = z.object({
  how: terminalHowSchema,
  /** Exit code of the shell, where it said one. */
  code: z.number().int().nullable(),
  /** Bytes that came from the server. */
  bytes: z.number().int(),
  /** SHA-256 of those bytes, hex; null when they are not all known. */
  sha256: z.string().nullable(),
  /** SHA-256 of the recording as it lies on disk, hex; null when there is none. */
  recordingSha256: z.string().nullable(),
  durationMs: z.number().int(),
  problem: failureSchema.nullable(),
});
export type TerminalEnd = z.infer<typeof terminalEndSchema>;

/** What a terminal's window says about where it leads. */
export const terminalAboutSchema = z.object({
  terminal: z.string(),
  host: z.string(),
  user: z.string(),
  /** `address:port`. */
  address: z.string(),
  danger: hostDangerSchema,
  reason: z.string(),
  /** The case that it belongs to. */
  caseId: z.string().nullable(),
  workspace: z.string(),
  drill: z.boolean(),
  /** Where the recording is written, below the workspace. */
  recording: z.string(),
});
export type TerminalAbout = z.infer<typeof terminalAboutSchema>;

/** The next output, made inert (inert-output.ts), or the end once all of it was given. */
export const terminalPieceSchema = z.object({ text: z.string(), end: terminalEndSchema.nullable() });
export type TerminalPiece = z.infer<typeof terminalPieceSchema>;

/** One terminal of this device, as the journal knows it. */
export const terminalRowSchema = z.object({
  terminal: z.string(),
  host: z.string(),
  danger: hostDangerSchema,
  by: z.string(),
  reason: z.string(),
  caseId: z.string().nullable(),
  startedAt: z.number(),
  recording: z.string(),
  /** Null while it is open. */
  end: terminalEndSchema.pick({ how: true, code: true, bytes: true, recordingSha256: true, durationMs: true }).nullable(),
});
export type TerminalRow = z.infer<typeof terminalRowSchema>;

/** Most characters that one keystroke or paste may send at once; a longer paste goes in pieces. */
export const longestInput = 65_536;

/** Where a terminal's recording lies below the transcripts, without suffix. */
export function recordingName(terminal: string): string {
  return `terminals/${terminal}`;
}
