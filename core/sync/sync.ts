import { z } from 'zod';
import { failureSchema } from '../failure-schema';
import { unwitnessedSchema } from '../journal/unwitnessed';
import { doubtKindSchema } from './doubt';

/** One remote, as the Journal screen shows it. */
export const remoteViewSchema = z.object({
  id: z.string(),
  url: z.string(),
  /** `unknown`: not tried since the workspace was opened. */
  state: z.enum(['unknown', 'up', 'down']),
  /** When it last took and gave everything; null: never, as far as this device knows. */
  succeededAt: z.number().nullable(),
  problem: failureSchema.nullable(),
});
export type RemoteView = z.infer<typeof remoteViewSchema>;

/** Consoles that hear of each other at once, through a broker. */
export const liveViewSchema = z.object({
  /** `off`: no broker is configured. */
  state: z.enum(['off', 'up', 'down']),
  problem: failureSchema.nullable(),
  consoles: z.array(
    z.object({
      writer: z.string(),
      /** `unknown`: not heard for a minute, and it did not say farewell. */
      state: z.enum(['open', 'closed', 'unknown']),
      seenAt: z.number().nullable(),
      /** Why its messages are refused. */
      problem: failureSchema.nullable(),
    }),
  ),
});
export type LiveView = z.infer<typeof liveViewSchema>;

/** How the team's journals stand. */
export const syncViewSchema = z.object({
  remotes: z.array(remoteViewSchema),
  syncing: z.boolean(),
  live: liveViewSchema,
  unwitnessed: unwitnessedSchema.nullable(),
  /** Journals that are in doubt from an entry on. */
  doubts: z.array(z.object({ writer: z.string(), seq: z.number().int(), kind: doubtKindSchema, why: z.string() })),
});
export type SyncView = z.infer<typeof syncViewSchema>;
