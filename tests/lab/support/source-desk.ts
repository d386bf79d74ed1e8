import type { Me } from '../../../core/team/team';
import { breakglassFileSchema } from '../../../core/workspace/files';
import type { Workspace } from '../../../core/workspace/workspace';
import { openSilences, openSource } from '../../../main/adapters/alert-sources/registry';
import { createHttp } from '../../../main/adapters/http/http';
import { createSystemClock } from '../../../main/adapters/system/system-clock';
import { createSystemSchedule } from '../../../main/adapters/system/system-schedule';
import type { Store } from '../../../main/ports/store';
import { createAlertDesk, type AlertDesk } from '../../../main/services/alert-desk';
import { createCaseDesk, type CaseDesk } from '../../../main/services/case-desk';
import { createMuteDesk, type MuteDesk } from '../../../main/services/mute-desk';
import { createUndoBook } from '../../../main/services/undo-book';
import { createDriverContext } from '../../support/driver-context';
import { noOthers } from '../../support/no-others';
import { createSourceContext } from '../../support/source-context';
import { createMemoryJournal } from '../../support/memory-journal';

export interface SourceDesk {
  desk: AlertDesk;
  mutes: MuteDesk;
  cases: CaseDesk;
  readonly logged: string[];
  readonly journal: ReturnType<typeof createMemoryJournal>;
  codes(): string[];
  /** Closes the desk and opens it again; `lost`: with an empty store. */
  restart(store: 'kept' | 'lost'): Promise<void>;
}

/** A store that keeps what it is given, in memory. */
function memoryStore(): Store {
  const spaces = new Map<string, Map<string, string>>();
  const spaceOf = (name: string): Map<string, string> => {
    const space = spaces.get(name) ?? new Map<string, string>();
    spaces.set(name, space);
    return space;
  };
  return {
    get: async (space, key) => spaceOf(space).get(key) ?? null,
    all: async (space) => [...spaceOf(space)].map(([key, value]) => ({ key, value })),
    pages: async function* (space) {
      yield [...spaceOf(space)].map(([key, value]) => ({ key, value }));
    },
    put: async (space, changes) => {
      for (const { key, value } of changes) {
        if (value === null) spaceOf(space).delete(key);
        else spaceOf(space).set(key, value);
      }
      return true;
    },
    close: async () => undefined,
  };
}

/** An alert desk over real sources: the real clock, a journal and a store in memory. */
export async function openSourceDesk(options: {
  readonly sources: readonly Readonly<Record<string, unknown>>[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly roots?: readonly string[];
}): Promise<SourceDesk> {
  const clock = createSystemClock();
  const journal = createMemoryJournal(clock.now);
  const settings = breakglassFileSchema.parse({ version: 1, name: 'lab', timezone: 'UTC', grading: [{ when: 'severity="critical"', grade: '911' }], sources: options.sources });
  const workspace = { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined };
  const actor = { me: () => ({ person: 'kim' }) as Me, may: () => true };
  const roots = options.roots ?? [];
  const logged: string[] = [];
  const context = { ...createDriverContext(options.secrets), http: createHttp({ roots }), roots, log: (line: string) => logged.push(line) };
  let store = memoryStore();
  let number = 0;
  const schedule = createSystemSchedule();
  const ids = { next: () => `id${(number += 1)}`, nonce: () => '0'.repeat(32) };
  const notifier = { notify: () => undefined, available: true, why: null };
  const open = async (): Promise<{ readonly desk: AlertDesk; readonly mutes: MuteDesk; readonly cases: CaseDesk }> => {
    const undos = createUndoBook({ actor, clock, ids });
    const mutes = await createMuteDesk({
      ...{ workspace, journal, clock, schedule, ids, actor, undos, notifier, foreign: noOthers },
      locale: () => 'en',
      survey: () => desk.survey,
      openSilences: (entry) => openSilences(entry, context),
    });
    const cases = await createCaseDesk({ journal, clock, actor, workspace, undos, foreign: noOthers });
    const desk: AlertDesk = await createAlertDesk({
      ...{ workspace, journal, clock, schedule, ids, actor, store, undos, mutes, notifier, foreign: noOthers },
      nightBefore: () => null,
      lastRun: () => null,
      cases,
      openSource: (entry, notebook) => openSource(entry, { ...createSourceContext({}, notebook), ...context }),
      runbooksFor: () => [],
      locale: () => 'en',
    });
    return { desk, mutes, cases };
  };
  const world: SourceDesk = {
    ...(await open()),
    logged,
    journal,
    codes: () => journal.entries.map(({ code }) => code),
    async restart(how) {
      await world.desk.close();
      if (how === 'lost') store = memoryStore();
      Object.assign(world, await open());
    },
  };
  return world;
}

/** Waits until something holds, and says what did not. */
export async function until(what: string, holds: () => boolean, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
