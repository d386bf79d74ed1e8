import { fail, ok, type Result } from '../../core/errors';
import { sentence } from '../../core/journal/codes';
import type { EntryView } from '../../core/journal/entry';
import { may, type Me, type Role } from '../../core/team/team';
import { breakglassFileSchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import type { Alert, SeenAlert } from '../../core/alert/alert';
import { createSignal, type Signal } from '../../core/signal';
import { createAlertDesk, type AlertDesk } from '../../main/services/alert-desk';
import type { MustRing } from '../../main/services/alert/alert-attention';
import { createCaseDesk, type CaseDesk } from '../../main/services/case-desk';
import { createMuteDesk, type MuteDesk } from '../../main/services/mute-desk';
import { createUndoBook } from '../../main/services/undo-book';
import type { SourceSilences } from '../../main/ports/source-silences';
import type { Sighting } from '../../main/ports/alert-source';
import type { ForeignActs, ForeignChange } from '../../main/ports/foreign-acts';
import type { Journal } from '../../main/ports/journal';
import type { Notifier } from '../../main/ports/notifier';
import type { Store } from '../../main/ports/store';
import { createMemoryJournal } from './memory-journal';
import { createSimulatedTime, type SimulatedTime } from './simulated-time';

/** A source whose answers the test decides. `hang`: it neither answers nor heeds the signal. */
export type Answer = Result<Sighting> | 'hang';

export interface AlertWorld {
  readonly time: SimulatedTime;
  readonly journal: Journal & { readonly entries: readonly { readonly code: string; readonly data: Readonly<Record<string, unknown>> }[] };
  readonly notices: { readonly title: string; readonly urgent: boolean }[];
  readonly rings: MustRing[];
  /** Acts of other consoles arrive. */
  readonly foreign: Signal<ForeignChange>;
  desk: AlertDesk;
  cases: CaseDesk;
  mutes: MuteDesk;
  role: Role | null;
  diskFull: boolean;
  /** Source id -> what it answers. */
  readonly answers: Map<string, Answer>;
  /** Source id -> the mutes that it keeps itself. */
  readonly silences: Map<string, SourceSilences>;
  nightBefore: (at: number) => number | null;
  configure(settings: Readonly<Record<string, unknown>>): void;
  /** Closes both desks and opens them again; `store: 'lost'` deletes the cache in between. */
  restart(how?: { readonly store?: 'kept' | 'lost' }): Promise<void>;
  codes(): string[];
}

export function seenAlert(fingerprint: string, labels: Readonly<Record<string, string>> = {}, extra: Partial<SeenAlert> = {}): SeenAlert {
  return { fingerprint, labels: { alertname: fingerprint, ...labels }, annotations: {}, startsAt: Date.parse('2026-11-21T17:00:00Z'), suppressed: false, ...extra };
}

export const firing = (...alerts: readonly SeenAlert[]): Answer => ok({ alerts, epoch: 'one' });
export const down: Answer = fail('http-refused', { address: 'http://am' });

const settingsOf = (settings: Readonly<Record<string, unknown>>): Workspace['settings'] =>
  breakglassFileSchema.parse({ version: 1, name: 'acme', timezone: 'Asia/Seoul', ...settings });

/** Answers of a source that compares with the answer before and tells the difference, as the Alertmanager's driver does. */
function differing(): (answer: Result<Sighting>) => Result<Sighting> {
  let before: ReadonlyMap<string, string> | null = null;
  return (answer) => {
    if (!answer.ok) return answer;
    const base = before;
    const now = new Map(answer.value.alerts.map((alert) => [alert.fingerprint, JSON.stringify(alert)]));
    return ok({
      epoch: answer.value.epoch,
      alerts: answer.value.alerts.filter((alert) => base?.get(alert.fingerprint) !== now.get(alert.fingerprint)),
      difference: {
        gone: base === null ? null : [...base.keys()].filter((fingerprint) => !now.has(fingerprint)),
        isCurrent: () => before === base,
        taken: () => {
          before = now;
        },
      },
    });
  };
}

/** The alert and case desks with a simulated clock, a journal and a store in memory, and sources that obey. */
export async function createAlertWorld(settings: Readonly<Record<string, unknown>>): Promise<AlertWorld> {
  const time = createSimulatedTime();
  const memory = createMemoryJournal(time.clock.now);
  const listeners = new Set<(entry: EntryView) => void>();
  const follow = new Set<(workspace: Workspace) => void>();
  const people: Workspace['people'] = ['kim', 'lee'].map((id) => ({ id, name: id, role: 'operator', timezone: 'Asia/Seoul', sirens: [], devices: [] }));
  let workspace = { settings: settingsOf(settings), people } as Workspace;
  let rows = new Map<string, Map<string, string>>();
  let number = 0;

  const heard = (code: string, data: Readonly<Record<string, unknown>>): void => {
    const view = { writer: 'kim.laptop', seq: memory.entries.length, at: time.clock.now(), hlc: memory.entries.at(-1)?.hlc ?? '', op: 'kim', dev: 'laptop', code, data, alg: 'session' as const };
    for (const listener of [...listeners]) listener({ ...view, en: sentence(code, 'kim', data, 'en'), ko: sentence(code, 'kim', data, 'ko') });
  };
  const journal: AlertWorld['journal'] = {
    ...memory,
    append: async (code, data) => {
      if (world.diskFull) return fail('not-allowed', { right: 'disk' });
      const receipt = await memory.append(code, data);
      heard(code, data);
      return receipt;
    },
    appendLate(code, data) {
      memory.appendLate(code, data);
      heard(code, data);
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const store = (): Store => {
    const mine = rows;
    return {
      get: async (space, key) => mine.get(space)?.get(key) ?? null,
      all: async (space) => [...(mine.get(space) ?? [])].map(([key, value]) => ({ key, value })),
      async *pages(space) {
        const all = [...(mine.get(space) ?? [])].map(([key, value]) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : 1));
        for (let at = 0; at < all.length; at += 500) yield all.slice(at, at + 500);
      },
      put: async (space, changes) => {
        const held = mine.get(space) ?? new Map<string, string>();
        mine.set(space, held);
        for (const { key, value } of changes) if (value === null) held.delete(key);
        else held.set(key, value);
        return true;
      },
      close: async () => undefined,
    };
  };
  const current = {
    get: () => workspace,
    onChanged: (listener: (workspace: Workspace) => void) => {
      follow.add(listener);
      return () => follow.delete(listener);
    },
  };
  const actor = { me: () => ({ person: world.role === null ? null : 'kim' }) as Me, may: (right: Parameters<typeof may>[1]) => may(world.role, right) };

  const open = async (): Promise<void> => {
    const ids = { next: () => `id${(number += 1)}`, nonce: () => '8'.repeat(32) };
    const undos = createUndoBook({ actor, clock: time.clock, ids });
    const notifier: Notifier = { notify: (notice) => world.notices.push(notice), available: true, why: null };
    const foreign: ForeignActs = { ready: Promise.resolve(), onForeign: world.foreign.on };
    const shared = { foreign, workspace: current, journal, clock: time.clock, schedule: time.schedule, ids, actor, undos, notifier, locale: () => 'en' as const };
    world.cases = await createCaseDesk(shared);
    world.mutes = await createMuteDesk({ ...shared, survey: () => world.desk.survey, openSilences: ({ id }) => world.silences.get(id) ?? null });
    world.desk = await createAlertDesk({
      ...shared,
      store: store(),
      cases: world.cases,
      mutes: world.mutes,
      nightBefore: (at) => world.nightBefore(at),
      lastRun: () => null,
      openSource: (entry) => {
        const differences = differing();
        return ok({
          poll: () => {
            const answer = world.answers.get(entry.id) ?? down;
            if (answer === 'hang') return new Promise<never>(() => undefined);
            return Promise.resolve(entry.kind === 'differing' ? differences(answer) : answer);
          },
          test: () => Promise.resolve(ok({ server: entry.id, place: '', count: 0, newest: null })),
        });
      },
      runbooksFor: () => [],
    });
    world.desk.onMustRing((ring) => world.rings.push(ring));
  };

  // Both desks are opened below, before anybody gets to see this.
  const world: AlertWorld = {
    desk: undefined as unknown as AlertDesk,
    cases: undefined as unknown as CaseDesk,
    mutes: undefined as unknown as MuteDesk,
    foreign: createSignal<ForeignChange>(),
    silences: new Map(),
    nightBefore: () => null,
    time,
    journal,
    notices: [],
    rings: [],
    role: 'operator',
    diskFull: false,
    answers: new Map(),
    configure(next) {
      workspace = { settings: settingsOf(next), people } as Workspace;
      for (const listener of [...follow]) listener(workspace);
    },
    async restart(how = {}) {
      await world.desk.close();
      world.mutes.close();
      world.cases.stop();
      if (how.store === 'lost') rows = new Map();
      await open();
    },
    codes: () => memory.entries.map(({ code }) => code),
  };
  await open();
  return world;
}

/** The alert as its detail shows it; throws where it is not there. */
export async function alertOf(of: AlertWorld, id: string): Promise<Alert> {
  const detail = await of.desk.detail({ id });
  if (!detail.ok) throw new Error(detail.error.code);
  return detail.value;
}
