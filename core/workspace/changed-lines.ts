import { diffLines } from 'diff';
import { z } from 'zod';

/** A line that comes or goes; `line` counts in the file as it would be, from 1. */
export const changedLineSchema = z.object({ mark: z.enum(['+', '-']), line: z.number().int(), text: z.string() });
export type ChangedLine = z.infer<typeof changedLineSchema>;

/** What a change does to a file, line by line; what stays is not named. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const lines: ChangedLine[] = [];
  let line = 1;
  for (const { added, removed, value } of diffLines(before, after)) {
    const texts = value.replace(/\r?\n$/, '').split(/\r?\n/);
    if (added || removed) for (const [nth, text] of texts.entries()) lines.push({ mark: added ? '+' : '-', line: line + (added ? nth : 0), text });
    if (!removed) line += texts.length;
  }
  return lines;
}
