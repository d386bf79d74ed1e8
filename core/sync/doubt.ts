import { z } from 'zod';

/** Why a journal is in doubt; main/ports/team-journals.ts explains each. Only a fork takes effects away. */
export const doubtKindSchema = z.enum(['fork', 'cut', 'bad', 'witness']);
export type DoubtKind = z.infer<typeof doubtKindSchema>;

/** Whether the history itself is not what it was; else a copy, or one person's word, is what is in doubt. */
export function isUntrue(kind: DoubtKind): boolean {
  return kind === 'fork' || kind === 'cut';
}
