import { fail, ok, type Result } from '../errors';
import type { Person } from '../team/team';
import type { SirenEntry } from '../workspace/files';

/** Who is on call now and until when, as far as anybody can say. */
export interface OnDuty {
  readonly person: string;
  readonly until: number;
}

interface Surroundings {
  readonly people: readonly Person[];
  readonly sirens: readonly SirenEntry[];
  readonly duty: OnDuty | null;
}

/**
 * Which sirens `to` means: a siren's id, a person's id, or `on-duty`. A person's sirens are those that their entry
 * names and those that name them as owner. Never an empty list: nothing to ring is a failure that says why.
 */
export function sirensFor(to: string, { people, sirens, duty }: Surroundings): Result<readonly SirenEntry[]> {
  if (to === 'on-duty') {
    if (duty === null) return fail('siren-nobody-on-duty', {});
    return sirensOf(duty.person, people, sirens);
  }
  const siren = sirens.find((entry) => entry.id === to);
  if (siren !== undefined) return ok([siren]);
  if (!people.some((person) => person.id === to)) return fail('siren-missing', { to });
  return sirensOf(to, people, sirens);
}

function sirensOf(personId: string, people: readonly Person[], sirens: readonly SirenEntry[]): Result<readonly SirenEntry[]> {
  const person = people.find((each) => each.id === personId);
  const named = new Set(person?.sirens ?? []);
  const theirs = sirens.filter((entry) => named.has(entry.id) || entry.owner === personId);
  return theirs.length > 0 ? ok(theirs) : fail('siren-none-for-person', { person: person?.name ?? personId });
}
