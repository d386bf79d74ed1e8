import type { Person } from './team';

/** The devices of everybody else, as writers (`<operator>.<device>`): those that watch, and those that people sit at. */
export interface Consoles {
  readonly watchers: readonly string[];
  readonly consoles: readonly string[];
}

export function otherConsoles(people: readonly Person[], me: { readonly person: string | null; readonly device: string }): Consoles {
  const writers = (isWatcher: boolean): string[] =>
    people
      .filter(({ role }) => (role === 'watcher') === isWatcher)
      .flatMap(({ id, devices }) => devices.flatMap((device) => (device.retired === true || (id === me.person && device.id === me.device) ? [] : [`${id}.${device.id}`])));
  return { watchers: writers(true), consoles: writers(false) };
}
