import { z } from 'zod';

/** A command as a terminal hands it to the desk. */
export const deskRequestSchema = z.strictObject({
  v: z.literal(1),
  argv: z.array(z.string().max(64 * 1024)).max(256),
  cwd: z.string().max(4096),
  json: z.boolean(),
});
export type DeskRequest = Omit<z.infer<typeof deskRequestSchema>, 'v'>;

/** What a terminal may say while its command runs: Ctrl-C. */
export const deskInterruptSchema = z.strictObject({ v: z.literal(1), interrupt: z.literal(true) });

/**
 * What comes back, a line each: first that the desk listens, so that one which hangs is asked nothing; then that the
 * command was taken, so that one which closes just now can be asked elsewhere; last the exit code.
 */
export const deskReplySchema = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ taken: z.literal(true) }),
  z.strictObject({ out: z.string() }),
  z.strictObject({ err: z.string() }),
  z.strictObject({ exit: z.number().int().min(0).max(255) }),
]);
export type DeskReply = z.infer<typeof deskReplySchema>;

/** Longest line in either direction, and the piece in which output travels. Characters. */
const maxLine = 1024 * 1024;
export const outputPiece = 64 * 1024;

/** Collects chunks into lines; `tooLong` once somebody sends more than a line may have. */
export class LineBuffer {
  private rest = '';

  /** The whole lines that came with this chunk, or null when the other side broke the rules. */
  take(chunk: string): readonly string[] | null {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    return this.rest.length > maxLine || lines.some((line) => line.length > maxLine) ? null : lines;
  }
}

/** A line as `schema` wants it, or null. */
export function parsed<T>(schema: z.ZodType<T>, line: string): T | null {
  try {
    const value = schema.safeParse(JSON.parse(line));
    return value.success ? value.data : null;
  } catch {
    return null;
  }
}
