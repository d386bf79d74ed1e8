import { z } from 'zod';
import { secretPolicySchema } from './policy';

/** The vault as a screen or a terminal shows it: names and states, never a value. */
export const vaultViewSchema = z.object({
  kind: z.enum(['keychain', 'none']),
  why: z.string(),
  secrets: z.array(
    z.object({
      name: z.string(),
      present: z.boolean(),
      usedBy: z.array(z.string()),
      /** When it was set on this device as the journal knows it, epoch ms. */
      setAt: z.number().nullable(),
      /** Older than the workspace wants its secrets. */
      old: z.boolean(),
      policy: secretPolicySchema,
      /** Something that works while nobody is there needs it: its policy stays `until-quit`. */
      cannotWait: z.boolean(),
    }),
  ),
  locked: z.object({ /** Epoch ms. */ since: z.number(), cause: z.enum(['person', 'idle', 'sleep', 'screen']) }).nullable(),
  /** What asks for the owner before the vault opens again; `nothing`: it is a press and keeps nobody away. */
  means: z.enum(['keyring', 'nothing']),
  /** It locks itself after so long without a key or a click, ms. */
  lockAfterMs: z.number(),
});
export type VaultView = z.infer<typeof vaultViewSchema>;
