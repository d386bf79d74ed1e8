import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Mail } from '../../../../core/alert/mail-rules';

/** Mails that were read last are known by their own id, so that a mailbox numbered anew brings none of them twice. */
const remembered = 1_000;

/** A mailbox that was numbered anew is read from this long before the last mail, ms. */
const overlap = 3_600_000;

const placeSchema = z.object({
  /** Which mailbox: another one under the same name of a source begins anew. */
  of: z.string(),
  /** Since when the memory of its alerts is whole, epoch ms. */
  bornAt: z.number(),
  validity: z.string(),
  /** The last mail that was read. */
  uid: z.number().int(),
  /** When it came, epoch ms; 0 before the first. */
  at: z.number(),
  /** Hashes of the last mails' ids. */
  ids: z.array(z.string()),
});
export type ReadingPlace = z.infer<typeof placeSchema>;

/** A place from the notebook, or null where there is none for this mailbox. */
export function placeFrom(text: string | undefined, of: string): ReadingPlace | null {
  if (text === undefined) return null;
  try {
    const read = placeSchema.safeParse(JSON.parse(text));
    return read.success && read.data.of === of ? read.data : null;
  } catch {
    return null;
  }
}

/** `UIDVALIDITY:UID:MS`, for the journal. */
export function markOf({ validity, uid, at }: ReadingPlace): string {
  return `${validity}:${uid}:${at}`;
}

export function markFrom(text: string | null): { readonly validity: string; readonly uid: number; readonly at: number } | null {
  const [, validity, uid, at] = /^(\d+):(\d+):(\d+)$/.exec(text ?? '') ?? [];
  return validity === undefined ? null : { validity, uid: Number(uid), at: Number(at) };
}

/**
 * The place after this mail, and whether it was known already: delivered twice, or read before the mailbox was numbered
 * anew. A sender that gives all its mails one id is told apart by subject.
 */
export function placeAfter(place: ReadingPlace, uid: number, mail: Mail, renumberedFrom: number | null): { readonly place: ReadingPlace; readonly known: boolean } {
  const id = createHash('sha256').update(JSON.stringify([mail.messageId, mail.subject, mail.from])).digest('base64').slice(0, 16);
  const again = mail.messageId !== '' && place.ids.includes(id);
  const old = renumberedFrom !== null && mail.receivedAt < renumberedFrom - overlap;
  const ids = mail.messageId === '' || again ? place.ids : [...place.ids, id].slice(-remembered);
  return { place: { ...place, uid, ids, at: Math.max(place.at, mail.receivedAt) }, known: again || old };
}
