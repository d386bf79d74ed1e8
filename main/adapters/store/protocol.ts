import { z } from 'zod';

/** What the store's process is asked. One question, one answer, matched by `id`. */
export const storeQuestionSchema = z.discriminatedUnion('do', [
  z.object({ id: z.number().int(), do: z.literal('open'), file: z.string() }),
  z.object({ id: z.number().int(), do: z.literal('get'), space: z.string(), key: z.string() }),
  z.object({ id: z.number().int(), do: z.literal('all'), space: z.string() }),
  z.object({ id: z.number().int(), do: z.literal('page'), space: z.string(), after: z.string(), limit: z.number().int() }),
  z.object({ id: z.number().int(), do: z.literal('put'), space: z.string(), changes: z.array(z.object({ key: z.string(), value: z.string().nullable() })) }),
  z.object({ id: z.number().int(), do: z.literal('close') }),
]);
export type StoreQuestion = z.infer<typeof storeQuestionSchema>;

/** A question before it has its number. */
export type StoreAsk = StoreQuestion extends infer Q ? (Q extends StoreQuestion ? Omit<Q, 'id'> : never) : never;

export const storeAnswerSchema = z.union([
  z.object({
    id: z.number().int(),
    ok: z.literal(true),
    rows: z.array(z.object({ key: z.string(), value: z.string() })),
    /** Where a damaged file was moved to when it was opened, else null. */
    movedTo: z.string().nullable(),
  }),
  z.object({ id: z.number().int(), ok: z.literal(false), why: z.string() }),
]);
export type StoreAnswer = z.infer<typeof storeAnswerSchema>;
