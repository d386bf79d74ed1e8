import type { Matcher } from '../../core/alert/matcher';
import { parseMatchers } from '../../core/alert/matcher';
import { isoTime } from '../../core/alert/iso-time';
import { fail, ok, type Failure, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import { wellFormed } from '../../core/journal/canonical';
import { entryOrder } from '../../core/journal/entry-order';
import { isInForce, readMute, type ReadMute } from '../../core/mute/in-force';
import { longestMute, longestWindow, type Mute, type MuteGlance, type MuteInventory, type MutePreview, type MuteRow } from '../../core/mute/mute';
import { createSignal } from '../../core/signal';
import type { SourceEntry } from '../../core/workspace/files';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { ForeignActs } from '../ports/foreign-acts';
import type { Journal, Receipt } from '../ports/journal';
import type { Notifier } from '../ports/notifier';
import type { Cancel, Schedule } from '../ports/schedule';
import type { SourceSilences } from '../ports/source-silences';
import type { Locale } from '../../core/text';
import type { AlertSurvey } from './alert/alert-survey';
import { createMuteClock } from './mute/mute-clock';
import { rememberMutes } from './mute/mute-memory';
import { watchSourceMutes } from './mute/source-mute-watch';
import { createSourceMutes } from './mute/source-mutes';
import type { UndoBook } from './undo-book';

export interface MuteDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly actor: Actor;
  readonly notifier: Notifier;
  readonly undos: UndoBook;
  readonly foreign: ForeignActs;
  readonly locale: () => Locale;
  /** What matchers match: known once the alerts are. */
  readonly survey: () => AlertSurvey;
  /** The mutes that a source keeps itself; null where it keeps none. */
  readonly openSilences: (entry: SourceEntry) => SourceSilences | null;
}

/** Hides alerts until an end, never without one, and says what is hidden (law 6). */
export interface MuteDesk {
  /** Mutes and windows that are not over. */
  all(): readonly ReadMute[];
  glance(): MuteGlance;
  /** Every mute there is: here, in breakglass.yaml, and at the sources, which are asked now. */
  inventory(): Promise<Result<MuteInventory>>;
  preview(input: { readonly when: string }): Promise<Result<MutePreview>>;
  /** `from`: announces a maintenance window. `seenUrgent`: how many 911s the person was shown; more than these are not hidden unseen. */
  mute(input: { readonly when: string; readonly from: number | null; readonly until: number; readonly why: string; readonly even911: boolean; readonly seenUrgent: number }): Promise<Result<Act>>;
  /** Ends a mute wherever it stands. */
  end(input: { readonly id: string; readonly why: string }): Promise<Result<Act>>;
  muteAtSource(input: { readonly source: string; readonly when: string; readonly until: number; readonly why: string }): Promise<Result<Act>>;
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export async function createMuteDesk(ports: MuteDeskPorts): Promise<MuteDesk> {
  const { workspace, journal, clock, actor } = ports;
  const changed = createSignal();
  const memory = await rememberMutes(journal, workspace);
  let current: readonly ReadMute[] = [];
  const refresh = (): void => {
    current = memory.standing().flatMap((mute) => readMute(mute) ?? []);
    changed.emit();
  };
  refresh();
  const sources = createSourceMutes({ journal, actor, workspace, clock, open: ports.openSilences });
  const hits = (matchers: readonly Matcher[]): MutePreview => ports.survey().hits(matchers);
  const stopSources = await watchSourceMutes({ ...ports, sources, hits });
  const stopClock = createMuteClock({ ...ports, memory, all: () => current, hits, refresh });
  const stops = [
    workspace.onChanged(refresh),
    ports.foreign.onForeign(({ added, removed }) => {
      const taken = [...removed.map((entry) => memory.takeBack(entry)), ...added.map((entry) => memory.take(entry))];
      if (taken.includes(true)) refresh();
    }),
  ];

  const check = (input: { readonly when: string; readonly why: string; readonly from: number | null; readonly until: number }): Result<readonly Matcher[]> => {
    if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    const matchers = parseMatchers(input.when);
    if (!matchers.ok) return matchers;
    if (input.why.trim() === '') return fail('mute-needs-why', {});
    const from = input.from ?? clock.now();
    if (!(input.until > Math.max(clock.now(), from))) return fail('mute-past', {});
    if (input.from !== null && input.until - from > longestWindow) return fail('mute-window-too-long', {});
    return input.until - clock.now() > longestMute ? fail('mute-too-long', {}) : matchers;
  };

  const take = (code: 'MUTE-SET' | 'MUTE-END', data: Readonly<Record<string, unknown>>, { hlc, seq }: Receipt): void => {
    memory.take({ code, data, op: actor.me().person ?? '', order: entryOrder({ hlc, writer: journal.status().writer, seq }) });
    refresh();
  };

  const set = async (mute: Omit<Mute, 'id' | 'by'>): Promise<Result<Mute>> => {
    const made: Mute = { ...mute, id: ports.ids.next(), by: actor.me().person ?? '' };
    const { id, by: _by, ...data } = made;
    const entry = { ...data, mute: id, end: isoTime(mute.until) };
    const receipt = await journal.append('MUTE-SET', entry);
    if (!receipt.ok) return receipt;
    take('MUTE-SET', entry, receipt.value);
    return ok(made);
  };

  const stop = async (mute: Mute, why: string): Promise<Failure | null> => {
    const entry = { mute: mute.id, when: mute.when, until: mute.until, why: wellFormed(why) };
    const receipt = await journal.append('MUTE-END', entry);
    if (!receipt.ok) return receipt.error;
    take('MUTE-END', entry, receipt.value);
    return null;
  };

  const find = (id: string): Mute | undefined => current.find(({ mute }) => mute.id === id)?.mute;

  const rowOf = ({ mute, matchers }: ReadMute): MuteRow => {
    const { now, urgent } = ports.survey().hits(matchers);
    const origin = memory.isFromFile(mute.id) ? 'file' : 'here';
    return { ...mute, state: isInForce(mute, clock.now()) ? 'active' : 'pending', origin, source: null, matches: now, urgent };
  };

  return {
    all: () => current,
    glance() {
      const active = current.filter(({ mute }) => isInForce(mute, clock.now())).map(({ mute }) => mute);
      // Nobody counts 100,000 alerts for a workspace without a mute.
      const held = active.length === 0 ? { held: 0, held911: 0 } : ports.survey().held();
      const windows = active.filter(({ kind }) => kind === 'window').map(({ id, when, why, by, until }) => ({ id, when, why, by, until }));
      return { inForce: active.length, ...held, windows };
    },
    async inventory() {
      const there = await sources.list();
      const hits = (mute: Mute): Pick<MuteRow, 'matches' | 'urgent'> => {
        const read = readMute(mute);
        if (read === null) return { matches: null, urgent: 0 };
        const { now, urgent } = ports.survey().hits(read.matchers);
        return { matches: now, urgent };
      };
      const rows = there.mutes.map(({ mute, source, state }): MuteRow => ({ ...mute, state, origin: 'source', source, ...hits(mute) }));
      return ok({ mutes: [...current.map(rowOf), ...rows].sort((a, b) => a.until - b.until), sources: [...there.sources] });
    },
    preview({ when }) {
      const matchers = parseMatchers(when);
      return Promise.resolve(matchers.ok ? ok(ports.survey().hits(matchers.value)) : matchers);
    },
    async mute(input) {
      const matchers = check(input);
      if (!matchers.ok) return matchers;
      const { now, urgent } = ports.survey().hits(matchers.value);
      if (input.even911 && urgent > input.seenUrgent) return fail('mute-not-seen', { now, urgent });
      const { when, until, even911 } = input;
      const made = await set({ kind: input.from === null ? 'mute' : 'window', when, why: wellFormed(input.why), from: input.from ?? clock.now(), until, even911 });
      if (!made.ok) return made;
      const undo = ports.undos.remember(async () => {
        if (find(made.value.id) === undefined) return fail('undo-gone', {});
        const problem = await stop(made.value, '');
        return problem === null ? ok(endedWords(made.value)) : { ok: false, error: problem };
      });
      const count = even911 ? now : now - urgent;
      return ok({
        en: input.from === null ? `Muted ${when}: ${String(count)} of what fires now` : `Announced a maintenance window for ${when}`,
        ko: input.from === null ? `${when}을(를) 숨겼습니다. 발생 중인 알림 ${String(count)}건` : `${when} 점검 시간을 등록했습니다`,
        undo,
      });
    },
    async end({ id, why }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      const mute = find(id);
      if (mute === undefined) return sources.expire(id);
      const problem = await stop(mute, why);
      if (problem !== null) return { ok: false, error: problem };
      const undo = ports.undos.remember(async () => {
        if (mute.until <= clock.now()) return fail('undo-gone', {});
        const again = await set({ ...mute, from: mute.kind === 'window' ? mute.from : clock.now() });
        return again.ok ? ok({ en: `Muted ${mute.when} again`, ko: `${mute.when}을(를) 다시 숨겼습니다`, undo: null }) : again;
      });
      return ok({ ...endedWords(mute), undo });
    },
    async muteAtSource(input) {
      const matchers = check({ ...input, from: null });
      return matchers.ok ? sources.create({ ...input, matchers: matchers.value }) : matchers;
    },
    onChanged: changed.on,
    close() {
      stopClock();
      stopSources();
      for (const stop of stops) stop();
      changed.clear();
    },
  };
}

function endedWords({ when }: Mute): Act {
  return { en: `The mute of ${when} is over`, ko: `${when} 숨김을 끝냈습니다`, undo: null };
}
