import { z } from 'zod';

/** How a line is signed. `session`: an Ed25519 key that lives in memory only (decisions.md 2). */
export const signatureAlgorithmSchema = z.enum(['ed25519', 'sshsig', 'session']);

/** One line of a journal (formats.md, docs/journal-format.md). */
export const entrySchema = z.strictObject({
  v: z.literal(1),
  /** 1-based, without holes, over all segments of a writer. */
  seq: z.number().int().min(1),
  /** SHA-256 (hex) of the previous raw line without its newline; 64 zeros for the first. */
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  /** Wall clock, epoch ms. */
  at: z.number().int(),
  /** Monotonic ms since boot. */
  mono: z.number().int(),
  boot: z.string(),
  /** Hybrid logical clock: `<ms as 12 hex>-<counter as 4 hex>`. */
  hlc: z.string().regex(/^[0-9a-f]{12}-[0-9a-f]{4}$/),
  op: z.string(),
  dev: z.string(),
  key: z.string(),
  alg: signatureAlgorithmSchema,
  code: z.string().regex(/^[A-Z][A-Z0-9-]{1,39}$/),
  data: z.record(z.string(), z.unknown()),
  /** Base64 over the canonical bytes of the line without `sig`. */
  sig: z.string(),
});
export type Entry = z.infer<typeof entrySchema>;

/** What the Journal screen lists. */
export const entryViewSchema = z.object({
  writer: z.string(),
  seq: z.number().int(),
  at: z.number(),
  hlc: z.string(),
  op: z.string(),
  dev: z.string(),
  code: z.string(),
  en: z.string(),
  ko: z.string(),
  data: z.record(z.string(), z.unknown()),
  alg: signatureAlgorithmSchema,
});
export type EntryView = z.infer<typeof entryViewSchema>;

/** What `verify` says of one writer's journal. */
export const writerReportSchema = z.object({
  writer: z.string(),
  ok: z.boolean(),
  entries: z.number().int(),
  head: z.string(),
  /** Up to which entry history is proven, and by whom (a witness or this device's own anchor). */
  provenTo: z.number().int(),
  provenBy: z.string(),
  bad: z
    .object({ file: z.string(), line: z.number().int(), seq: z.number().int().nullable(), rule: z.string(), why: z.string() })
    .nullable(),
  unvouched: z.boolean(),
  /** Runs with an intent and no outcome, and the like. */
  open: z.array(z.string()),
});
export const verifyReportSchema = z.object({ ok: z.boolean(), writers: z.array(writerReportSchema) });
export type VerifyReport = z.infer<typeof verifyReportSchema>;
