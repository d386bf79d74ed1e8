import type { Person } from '../team/team';

/**
 * The writers of the consoles that act before this one. The order is fixed: on duty, next, watchers, then everybody else who may ring, by id
 * (decisions.md 28). Several devices of one person stand one after another, in team.yaml's order.
 */
export function consolesBefore(me: { readonly person: string; readonly device: string }, people: readonly Person[], duty: { readonly now: string | null; readonly next: string | null }): readonly string[] {
  const others = people.filter(({ id }) => id !== duty.now && id !== duty.next);
  const byId = (role: (person: Person) => boolean): string[] => others.filter(role).map(({ id }) => id).sort();
  const order = [duty.now, duty.next, ...byId(({ role }) => role === 'watcher'), ...byId(({ role }) => role !== 'watcher')];
  const places = [...new Set(order.filter((each) => each !== null))].flatMap((person) => {
    const devices = people.find(({ id }) => id === person)?.devices.filter(({ retired }) => retired !== true).map(({ id }) => id) ?? [];
    // A device that team.yaml does not list yet (a session key) stands for its person.
    return person === me.person && !devices.includes(me.device) ? [...devices, me.device].map((device) => ({ person, device })) : (devices.length === 0 ? ['?'] : devices).map((device) => ({ person, device }));
  });
  const place = places.findIndex(({ person, device }) => person === me.person && device === me.device);
  return (place === -1 ? places : places.slice(0, place)).map(({ person, device }) => `${person}.${device}`);
}
