import { z } from 'zod';
import type { Locale } from '../text';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a file of an export is. `attached`: no line that is there names its hash; only the exporter's word stands for it. */
const exportedWhatSchema = z.enum(['plan', 'transcript', 'attached', 'page', 'keys', 'verifier', 'text']);

/** `case.json`: every file beside the extract, and what was left out on purpose. Canonical JSON; its hash is journalled. */
export const exportManifestSchema = z.strictObject({
  version: z.literal(1),
  workspace: z.string(),
  case: z.string(),
  title: z.string(),
  at: z.number().int(),
  /** The writer who exported. */
  by: z.string(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number().int().min(0), sha256, what: exportedWhatSchema })),
  /** Hash of every entry that was taken out, but the one that seals this file: none may be missing. */
  entries: z.array(sha256),
  /** `what` was removed or is not there; the hash says which it was. */
  removed: z.array(z.strictObject({ what: z.string(), sha256: sha256.nullable(), why: z.enum(['redacted', 'missing']) })),
});
export type ExportManifest = z.infer<typeof exportManifestSchema>;

/** What an export came to. `removed`: what was left out, or was not there. */
export interface CaseExported {
  readonly id: string;
  readonly path: string;
  readonly entries: number;
  readonly files: number;
  readonly removed: number;
}

/** An export in a sentence. */
export function exportedSentence({ id, path, entries, files, removed }: CaseExported, locale: Locale): string {
  return locale === 'ko'
    ? `케이스 ${id}을(를) 내보냈습니다: ${path}(항목 ${String(entries)}건, 파일 ${String(files)}개, 제외되거나 없는 것 ${String(removed)}건)`
    : `Case ${id} is in ${path}: ${String(entries)} entries, ${String(files)} files, ${String(removed)} left out or missing`;
}

/** What to leave out of an export. */
export interface Redaction {
  /** Outputs of steps and recorded terminals. */
  readonly transcripts: boolean;
  /** Recorded terminals alone. */
  readonly terminals: boolean;
  readonly plans: boolean;
  readonly codes: ReadonlySet<string>;
  /** `<writer>#<seq>` */
  readonly entries: ReadonlySet<string>;
}

/** What begins a case is what the rest is about, and what seals an export cannot be left out of it. */
const always = new Set(['CASE-OPEN', 'CASE-BEGIN', 'CASE-EXPORT']);

/** Reads `transcripts`, `terminals`, `plans`, a journal code, or `<writer>#<seq>`; the word that is none of these, where there is one. */
export function readRedaction(words: readonly string[]): Redaction | { readonly wrong: string } {
  const codes = new Set<string>();
  const entries = new Set<string>();
  for (const word of words) {
    if (word === 'transcripts' || word === 'terminals' || word === 'plans') continue;
    if (/^[A-Z][A-Z0-9-]{1,39}$/.test(word) && !always.has(word)) codes.add(word);
    else if (/^[a-z0-9_-]+\.[a-z0-9_-]+#[1-9]\d*$/.test(word)) entries.add(word);
    else return { wrong: word };
  }
  return { transcripts: words.includes('transcripts'), terminals: words.includes('transcripts') || words.includes('terminals'), plans: words.includes('plans'), codes, entries };
}
