/** Somebody that an event invites, as the calendar writes it. */
export interface Attendee {
  /** `CN`, may be empty. */
  readonly name: string;
  /** Without `mailto:`, may be empty. */
  readonly email: string;
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * Whom an event stands for, by a feed's `people` (written name -> person id): its title first, then its attendees in
 * their order, by name or address. Letter case and spaces do not count. Null where nobody known is named.
 */
export function personOf(summary: string, attendees: readonly Attendee[], people: Readonly<Record<string, string>>): string | null {
  const known = new Map(Object.entries(people).map(([written, id]) => [plain(written), id]));
  for (const name of [summary, ...attendees.flatMap(({ name, email }) => [name, email])]) {
    const id = plain(name) === '' ? undefined : known.get(plain(name));
    if (id !== undefined) return id;
  }
  return null;
}
