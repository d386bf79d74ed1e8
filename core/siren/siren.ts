import { z } from 'zod';
import { failureSchema } from '../failure-schema';

/** What is known of a siren. Three honest answers and two troubles; never a guess (law 2). */
export const sirenStateSchema = z.enum(['quiet', 'sounding', 'unknown', 'unreachable', 'needs-power-cycle']);
export type SirenState = z.infer<typeof sirenStateSchema>;

/** What a device says of itself, as it says it. */
const sirenAboutSchema = z.object({ model: z.string(), firmware: z.string(), hardware: z.string(), address: z.string() });
export type SirenAbout = z.infer<typeof sirenAboutSchema>;

/** What a driver can do; services and screens ask this and never the kind. `outputs`: it plays on this machine, through an output that can be chosen. */
export const sirenCanSchema = z.object({ readBack: z.boolean(), volume: z.boolean(), duration: z.boolean(), reboot: z.boolean().optional(), outputs: z.boolean().optional() });
export type SirenCan = z.infer<typeof sirenCanSchema>;

/** One sounding: who, why, how loud, until when. `confirmed` = the device itself said that it sounds. */
export const ringSchema = z.object({
  id: z.string(),
  siren: z.string(),
  person: z.string(),
  by: z.string(),
  reason: z.string(),
  /** Percent, after the owner's cap. */
  volume: z.number().int(),
  /** The volume that was asked for where the cap lowered it, else null. */
  cappedFrom: z.number().int().nullable(),
  startedAt: z.number(),
  /** When the device stops by itself, epoch ms. */
  endsAt: z.number(),
  state: z.enum(['commanded', 'confirmed', 'unknown', 'failed', 'silencing', 'silenced', 'ended']),
  caseId: z.string().nullable(),
});
export type Ring = z.infer<typeof ringSchema>;

export const sirenSchema = z.object({
  id: z.string(),
  owner: z.string(),
  driver: z.string(),
  title: z.string(),
  state: sirenStateSchema,
  /** When `state` was last proven by the device, epoch ms; null = never. */
  provenAt: z.number().nullable(),
  /** Since when it is in this state, epoch ms. */
  since: z.number(),
  can: sirenCanSchema,
  /** The owner's cap at this hour, percent. */
  cap: z.number().int(),
  ring: ringSchema.nullable(),
  /** The last proofs that succeeded, silent and with a sound; and the last failure that was not made good. Epoch ms. */
  proof: z.object({ silentAt: z.number().nullable(), audibleAt: z.number().nullable(), failedAt: z.number().nullable(), why: z.string().nullable() }).optional(),
  problem: failureSchema.nullable(),
  /** Who the device says it is, once it was asked. */
  about: sirenAboutSchema.optional(),
  /** The host in between, where it is not reached directly. */
  jump: z.string().optional(),
  /** When it rings again (epoch ms), because somebody else silenced its ring and nobody has it. */
  again: z.object({ at: z.number(), reason: z.string() }).optional(),
  /** The output of this machine that it plays through, where its entry names one. */
  output: z.string().optional(),
});
export type SirenCard = z.infer<typeof sirenSchema>;
