import { z } from 'zod';
import { shiftEntries } from './entries';

export const contactWaySchema = z.enum(['phone', 'mail']);
export type ContactWay = z.infer<typeof contactWaySchema>;

/** A way to somebody that nobody tried for this long may have lapsed, ms. */
export const triedLasts = 90 * 86_400_000;

/** A way to reach a person, and when somebody last tried it (epoch ms, null: never) and got through. */
export const contactSchema = z.object({ way: contactWaySchema, to: z.string(), triedAt: z.number().nullable(), reached: z.boolean() });
export type Contact = z.infer<typeof contactSchema>;

export function triedKey(person: string, way: ContactWay): string {
  return `${person} ${way}`;
}

/** A journal entry, this console's or another's, that says that somebody was tried; null: it says nothing of the kind. */
export function readTry(code: string, data: Readonly<Record<string, unknown>>): { readonly key: string; readonly reached: boolean } | null {
  if (code !== 'CONTACT-REACHED' && code !== 'CONTACT-MISSED') return null;
  const read = shiftEntries[code].data.safeParse(data);
  return read.success ? { key: triedKey(read.data.person, read.data.way), reached: code === 'CONTACT-REACHED' } : null;
}

/** Whether a way is proven: somebody got through on it lately. */
export function isTried({ triedAt, reached }: Contact, now: number): boolean {
  return reached && triedAt !== null && now - triedAt < triedLasts;
}
