import { create } from 'zustand';

export const screens = [
  'alerts',
  'cases',
  'runbooks',
  'sirens',
  'duty',
  'hosts',
  'journal',
  'settings',
  'drill',
  'run',
  'mutes',
] as const;
export type Screen = (typeof screens)[number];

/** Where the window stands. */
interface Place {
  readonly screen: Screen;
  /** The thing that the screen shows: an alert, a case, a run, a host. */
  readonly id: string | null;
  readonly params: Readonly<Record<string, string>>;
}

interface Route {
  readonly place: Place;
  readonly past: readonly Place[];
  /** Features know each other only by these names. */
  readonly go: (screen: Screen, id?: string | null, params?: Readonly<Record<string, string>>) => void;
  /** One place back; at the first, nothing. */
  readonly back: () => void;
}

const depth = 50;

function samePlace(one: Place, two: Place): boolean {
  const names = Object.keys(one.params);
  return (
    one.screen === two.screen &&
    one.id === two.id &&
    names.length === Object.keys(two.params).length &&
    names.every((name) => one.params[name] === two.params[name])
  );
}

export const useRoute = create<Route>()((set) => ({
  place: { screen: 'alerts', id: null, params: {} },
  past: [],
  go: (screen, id = null, params = {}) =>
    set((state) => {
      const next: Place = { screen, id, params };
      return samePlace(state.place, next) ? state : { place: next, past: [...state.past, state.place].slice(-depth) };
    }),
  back: () =>
    set((state) => {
      const last = state.past.at(-1);
      return last === undefined ? state : { place: last, past: state.past.slice(0, -1) };
    }),
}));

/** The screens of the rail in order, with the letter that follows `g`. */
export const rail = [
  { screen: 'alerts', letter: 'a' },
  { screen: 'cases', letter: 'c' },
  { screen: 'runbooks', letter: 'r' },
  { screen: 'sirens', letter: 's' },
  { screen: 'duty', letter: 'd' },
  { screen: 'hosts', letter: 'h' },
  { screen: 'journal', letter: 'j' },
  { screen: 'settings', letter: 'e' },
  { screen: 'drill', letter: 'l' },
] as const satisfies readonly { readonly screen: Screen; readonly letter: string }[];

export type RailScreen = (typeof rail)[number]['screen'];

/** What the rail shows: the drill screen exists only while drilling. */
export function railFor(drill: boolean): readonly (typeof rail)[number][] {
  return drill ? rail : rail.filter((entry) => entry.screen !== 'drill');
}

export function isScreen(name: string): name is Screen {
  return screens.some((screen) => screen === name);
}
