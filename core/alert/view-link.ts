import { z } from 'zod';
import { fail, ok, type Result } from '../errors';
import { longestQuery } from './query-words';

/** What the list of alerts shows: the words in the box, and whether resolved alerts are among it. */
export const alertViewSchema = z.object({ search: z.string().max(longestQuery), showClosed: z.boolean() });
export type ShownView = z.infer<typeof alertViewSchema>;

/** A view with a name, kept on this device. */
export const savedViewSchema = alertViewSchema.extend({ name: z.string().min(1).max(60) });
export type SavedView = z.infer<typeof savedViewSchema>;

/** Views kept on a device. */
export const mostViews = 20;

const beginning = 'breakglass://alerts?';
/** A character of a query takes nine bytes of a link at most. */
const longestLink = 9 * longestQuery + 100;

/** The link that opens this view on a colleague's console. */
export function viewLink({ search, showClosed }: ShownView): string {
  // A lone half of a character has no form in a link; the same search without it finds the same.
  return `${beginning}q=${encodeURIComponent(search.replace(/\p{Cs}/gu, ''))}${showClosed ? '&closed=1' : ''}`;
}

/**
 * Reads a link that came from anywhere.
 * SECURITY: it can only be a view, which is looked at; there is no link that acts, and what is not exactly of this form
 * is refused, not repaired.
 */
export function readViewLink(link: string): Result<ShownView> {
  if (link.length > longestLink) return fail('link-bad', { why: 'too long' });
  // Browsers and desktops add a slash before the question mark.
  const text = link.replace(/^breakglass:\/\/alerts\/\?/, beginning);
  if (!text.startsWith(beginning)) return fail('link-bad', { why: 'not breakglass://alerts?' });
  const parts = text.slice(beginning.length).split('&');
  const [first = '', second, ...more] = parts;
  if (!first.startsWith('q=') || more.length > 0 || (second !== undefined && second !== 'closed=1')) return fail('link-bad', { why: 'unknown part' });
  const search = decoded(first.slice(2));
  if (search === null) return fail('link-bad', { why: 'not UTF-8' });
  if (search.length > longestQuery) return fail('link-bad', { why: 'too long' });
  // SECURITY: what changes the direction or the place of text would make the box show another query than it asks.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(search)) return fail('link-bad', { why: 'invisible characters' });
  return ok({ search, showClosed: second !== undefined });
}

function decoded(text: string): string | null {
  if (!/^(?:[A-Za-z0-9\-_.!~*'()]|%[0-9A-Fa-f]{2})*$/.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
