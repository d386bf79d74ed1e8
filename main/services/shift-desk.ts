import { explain, fail, ok, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import type { Blind } from '../../core/ipc/frame';
import { awayAt } from '../../core/shift/away';
import { isAwake } from '../../core/shift/awake';
import { calendarText } from '../../core/shift/calendar-text';
import { isTried, readTry, triedKey, type Contact, type ContactWay } from '../../core/shift/contact';
import { shiftEntries } from '../../core/shift/entries';
import type { PersonCard } from '../../core/shift/person-card';
import { shiftOfOverride } from '../../core/shift/rotation';
import { overrideOf, type Swap } from '../../core/shift/swap';
import { unwatchedNight, type WatchKnown } from '../../core/shift/unwatched';
import { nightWarning, warningFailure, warningsOf, type DutyWarning, type Reach } from '../../core/shift/warning';
import { createSignal } from '../../core/signal';
import type { SirenCard } from '../../core/siren/siren';
import type { Person } from '../../core/team/team';
import type { Locale } from '../../core/text';
import type { OverrideEntry } from '../../core/workspace/files';
import { withoutOverride } from '../../core/workspace/without-override';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Notifier } from '../ports/notifier';
import type { Cancel, Schedule } from '../ports/schedule';
import type { WorkspaceFiles } from '../ports/workspace-files';
import type { DutyDesk } from './duty-desk';
import type { UndoBook } from './undo-book';

export interface ShiftDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly files: Pick<WorkspaceFiles, 'addOverride' | 'removeOverride' | 'readText'>;
  readonly journal: Journal;
  readonly duty: Pick<DutyDesk, 'view' | 'shrunk' | 'acceptShrunk'>;
  readonly sirens: () => readonly SirenCard[];
  /** Who could ring tonight, as far as it can be known. */
  readonly watch: () => WatchKnown | null;
  readonly actor: Actor;
  readonly notifier: Notifier;
  readonly undos: UndoBook;
  readonly locale: () => Locale;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

/** How often what is ahead is looked at, ms. The first look waits as long: calendars and sirens are asked meanwhile. */
const lookEvery = 60_000;

/** What a person decides about shifts, what will be wrong with them, and whether those on call can be woken. */
export interface ShiftDesk {
  start(): Promise<void>;
  warnings(): readonly DutyWarning[];
  people(): readonly PersonCard[];
  /** Somebody instead of whoever it would be: written into duty.yaml, and journalled before. */
  swap(request: Swap): Promise<Result<Act>>;
  /** Takes the swap or take-over by which somebody is on call at a moment (epoch ms) out of duty.yaml again. */
  unswap(request: { readonly who: string; readonly at: number }): Promise<Result<Act>>;
  /** Whoever sits here is on call from now on, until `until` (epoch ms), or as long as who is on call now. */
  takeOver(request: { readonly why: string; readonly until: number | null }): Promise<Result<Act>>;
  /** Somebody tried to reach a person by phone or mail, and says whether it worked. */
  tried(request: { readonly person: string; readonly way: ContactWay; readonly reached: boolean; readonly note: string }): Promise<Result<Act>>;
  /** That a calendar holds less than before is meant so: no more warnings of it. */
  accept(request: { readonly feed: string; readonly why: string }): Promise<Result<Act>>;
  /** The next 30 days as an iCalendar text. */
  calendar(): string;
  /** An entry of another console's journal. */
  hear(entry: { readonly at: number; readonly code: string; readonly data: Readonly<Record<string, unknown>> }): void;
  /** What is wrong within a day, as banners. */
  blind(): readonly Blind[];
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export function createShiftDesk(ports: ShiftDeskPorts): ShiftDesk {
  const { workspace, files, journal, duty, actor, notifier, clock, schedule } = ports;
  const changed = createSignal();
  const tries = new Map<string, { readonly at: number; readonly reached: boolean }>();
  /** What was said already, by trouble and stage, and when each trouble was first said. */
  const told = new Map<string, number>();
  const stops: Cancel[] = [];
  /** As of the last look: the frame asks many times a second. */
  let current: readonly DutyWarning[] = [];

  const zone = (): string => workspace.get().settings.timezone;

  const contactsOf = ({ id, contacts = {} }: Person): Contact[] =>
    (['phone', 'mail'] as const).flatMap((way) => {
      const to = contacts[way];
      const last = tries.get(triedKey(id, way));
      return to === undefined ? [] : [{ way, to, triedAt: last?.at ?? null, reached: last?.reached ?? false }];
    });

  const sirensOf = (person: string): { readonly all: number; readonly reachable: number; readonly lost: number } => {
    const theirs = workspace.get().sirens.filter(({ owner }) => owner === person);
    const states = ports.sirens().flatMap((card) => (card.owner === person ? [card] : []));
    return {
      all: theirs.length,
      reachable: states.filter(({ state }) => state === 'quiet' || state === 'sounding').length,
      // One that cannot be read, or was not asked yet, is not known to be lost (law 2).
      lost: states.filter(({ state, can, problem }) => can.readBack && problem !== null && state !== 'quiet' && state !== 'sounding').length,
    };
  };

  const reach = (id: string): Reach => {
    const person = workspace.get().people.find((each) => each.id === id);
    const { all, lost } = sirensOf(id);
    const contacts = person === undefined ? [] : contactsOf(person);
    return { sirens: all === 0 ? 'none' : lost === all ? 'down' : 'some', tried: contacts.every((each) => isTried(each, clock.now())) };
  };

  const warnings = (): DutyWarning[] => {
    const { people, sirens, duty: { away } } = workspace.get();
    const night = unwatchedNight({ people, sirens, away, watch: ports.watch() }, clock.now());
    return [...(night === null ? [] : [nightWarning(night, zone())]), ...warningsOf(duty.view(), reach, clock.now())];
  };

  const look = (): void => {
    const now = warnings();
    for (const warning of now) {
      const { id, ahead, kind, who, from } = warning;
      const key = `${ahead} ${id}`;
      if (told.has(key)) continue;
      told.set(key, clock.now());
      journal.appendLate('DUTY-WARNING', { trouble: id, ahead, kind, who, at: from });
      const { message, hint } = explain(warningFailure(warning, zone()), ports.locale());
      notifier.notify({ title: message, body: hint, urgent: ahead === 'hour', open: { screen: 'duty', id: '' } });
    }
    const same = JSON.stringify(now) === JSON.stringify(current);
    current = now;
    if (!same) changed.emit();
  };

  const take = ({ at, code, data }: { readonly at: number; readonly code: string; readonly data: Readonly<Record<string, unknown>> }): void => {
    const tried = readTry(code, data);
    if (tried !== null && at >= (tries.get(tried.key)?.at ?? 0)) tries.set(tried.key, { at, reached: tried.reached });
  };

  const mayNot = (): Result<never> | null => (actor.may('triage') ? null : fail('not-allowed', { right: 'triage' }));

  const swap = async (request: Swap): Promise<Result<Act>> => {
    const refused = mayNot();
    if (refused !== null) return refused;
    const { people } = workspace.get();
    const person = people.find(({ id }) => id === request.who);
    if (person === undefined) return fail('swap-unknown', { who: request.who, known: people.map(({ id }) => id).join(', ') });
    const override = overrideOf(request, person.timezone);
    if (!override.ok) return override;
    return putIn(override.value, person, duty.view(request.from).now?.person ?? null);
  };

  const putIn = async (override: OverrideEntry, { name, timezone }: Pick<Person, 'name' | 'timezone'>, instead: string | null): Promise<Result<Act>> => {
    const recorded = await journal.append('DUTY-SWAP', { ...override, instead });
    if (!recorded.ok) return recorded;
    const written = await files.addOverride(workspace.get().root, override);
    if (!written.ok) return written;
    const { from, to } = override;
    const undo = ports.undos.remember(() => takeOut(override, { name, timezone }, instead));
    return ok({ en: `${name} is on call from ${from} to ${to} (${timezone})`, ko: `${name} 님이 ${from}부터 ${to}까지 당직입니다(${timezone})`, undo });
  };

  const takeOut = async (override: OverrideEntry, person: Pick<Person, 'name' | 'timezone'>, instead: string | null): Promise<Result<Act>> => {
    const { root } = workspace.get();
    // Looked at before it is journalled: what somebody took out by hand is not said to be taken out here.
    const text = await files.readText(root, 'duty.yaml');
    const there = text.ok ? withoutOverride(text.value, override) : text;
    if (!there.ok) return there;
    const recorded = await journal.append('DUTY-UNSWAP', override);
    if (!recorded.ok) return recorded;
    const written = await files.removeOverride(root, override);
    if (!written.ok) return written;
    const { who, from, to } = override;
    const undo = ports.undos.remember(() => putIn(override, person, instead));
    return ok({ en: `${who} is no longer put on call from ${from} to ${to}`, ko: `${who} 님을 ${from}부터 ${to}까지 당직으로 정한 것을 되돌렸습니다`, undo });
  };

  const unswap = async ({ who, at }: { readonly who: string; readonly at: number }): Promise<Result<Act>> => {
    const refused = mayNot();
    if (refused !== null) return refused;
    const { people, duty: file } = workspace.get();
    const person = people.find(({ id }) => id === who) ?? { name: who, timezone: zone() };
    const entry = file.overrides.findLast((each) => {
      const shift = shiftOfOverride(each, person.timezone);
      return each.who === who && shift.from <= at && at < shift.to;
    });
    return entry === undefined ? fail('swap-none', { who }) : takeOut(entry, person, null);
  };

  return {
    async start() {
      await journal.replay(({ at, code, data }) => {
        take({ at, code, data });
        if (code !== 'DUTY-WARNING') return;
        const read = shiftEntries[code].data.safeParse(data);
        // What is over by now is forgotten, so that this does not grow for ever.
        if (read.success && read.data.at > clock.now() - 86_400_000) told.set(`${read.data.ahead} ${read.data.trouble}`, at);
      });
      stops.push(schedule.every(lookEvery, look));
    },
    warnings,
    people: () => {
      const { people, sirens, duty: file, settings } = workspace.get();
      return people.map((person): PersonCard => {
        const { id, name, role, timezone } = person;
        const away = awayAt(file.away, id, timezone === '' ? settings.timezone : timezone, clock.now());
        const { all, reachable } = sirensOf(id);
        return { id, name, role, timezone, awake: isAwake(person, sirens, clock.now()), away, sirens: all, reachable, contacts: contactsOf(person) };
      });
    },
    swap,
    unswap,
    takeOver({ why, until }) {
      const me = actor.me().person;
      if (me === null) return Promise.resolve(fail('not-allowed', { right: 'triage' }));
      const end = until ?? duty.view().now?.to;
      return end === undefined ? Promise.resolve(fail('swap-no-shift', {})) : swap({ who: me, from: clock.now(), to: end, why });
    },
    async tried({ person: id, way, reached, note }) {
      const refused = mayNot();
      if (refused !== null) return refused;
      const person = workspace.get().people.find((each) => each.id === id);
      if (person?.contacts?.[way] === undefined) return fail('contact-missing', { person: id, way });
      const code = reached ? 'CONTACT-REACHED' : 'CONTACT-MISSED';
      const recorded = await journal.append(code, { person: id, way, note });
      if (!recorded.ok) return recorded;
      take({ at: clock.now(), code, data: { person: id, way, note } });
      look();
      changed.emit();
      return ok({ en: `Recorded: the ${way} of ${person.name} ${reached ? 'works' : 'does not work'}`, ko: `기록했습니다: ${person.name}의 ${way === 'phone' ? '전화' : '메일'} ${reached ? '연결됨' : '연결되지 않음'}`, undo: null });
    },
    async accept({ feed, why }) {
      const refused = mayNot();
      if (refused !== null) return refused;
      const shrunk = duty.shrunk(feed);
      if (shrunk === null) return fail('calendar-not-shrunk', { feed });
      const recorded = await journal.append('DUTY-FEED-ACCEPTED', { feed, after: shrunk.after, why });
      if (!recorded.ok) return recorded;
      duty.acceptShrunk(feed);
      return ok({ en: `The calendar ${feed} is accepted as it is now`, ko: `캘린더 ${feed}을(를) 지금 내용대로 받아들였습니다`, undo: null });
    },
    calendar: () => calendarText(duty.view().upcoming, new Map(workspace.get().people.map(({ id, name }) => [id, name])), clock.now()),
    hear(entry) {
      take(entry);
    },
    blind: () =>
      current.flatMap((warning): Blind[] =>
        warning.ahead === 'week' ? [] : [{ id: `duty:${warning.id}`, kind: 'calendar', name: warning.who === '' ? 'duty' : warning.who, since: told.get(`${warning.ahead} ${warning.id}`) ?? clock.now(), problem: warningFailure(warning, zone()) }],
      ),
    onChanged: changed.on,
    close() {
      for (const stop of stops.splice(0)) stop();
      changed.clear();
    },
  };
}
