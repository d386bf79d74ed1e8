import type { Alert } from '../../core/alert/alert';
import type { SourceReport } from '../../core/alert/source-report';
import type { Case } from '../../core/case/case';
import { isDeedCode } from '../../core/alert/deed';
import { ordered } from '../../core/alert/recorded';
import { entryOrder } from '../../core/journal/entry-order';
import { alertOf } from '../../core/alert/standing';
import { StormWatch, type Newcomer } from '../../core/alert/storm';
import { fail, ok, type Result } from '../../core/errors';
import type { Blind, Frame } from '../../core/ipc/frame';
import type { Stale } from '../../core/runbook/freshness';
import { createSignal } from '../../core/signal';
import type { Locale } from '../../core/text';
import type { SourceEntry } from '../../core/workspace/files';
import type { Actor } from '../ports/actor';
import type { AlertRecord } from '../../core/alert/record';
import type { AlertSource, SourceNotebook } from '../ports/alert-source';
import type { NoiseReport } from '../../core/alert/noise-report';
import { tryRules, type RuleTrial, type TriedRule } from '../../core/alert/rule-trial';
import type { ReadMute } from '../../core/mute/in-force';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { ForeignActs } from '../ports/foreign-acts';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { Notifier } from '../ports/notifier';
import type { Cancel, Schedule } from '../ports/schedule';
import type { Store } from '../ports/store';
import { createAlertActs, type AlertActs } from './alert/alert-acts';
import { createAttention, type MustRing } from './alert/alert-attention';
import { createAlertBook } from './alert/alert-book';
import { createAlertIndex } from './alert/alert-index';
import { rememberAlerts } from './alert/alert-memory';
import { createAlertPages, type Page, type PageQuery } from './alert/alert-pages';
import { createAlertRelay } from './alert/alert-relay';
import { createAlertSources, tickEvery } from './alert/alert-sources';
import { createAlertSurvey, type AlertSurvey } from './alert/alert-survey';
import { createFiringJournal } from './alert/firing-journal';
import { createOthersDeeds } from './alert/others-deeds';
import { createLapseWatch } from './alert/lapse-watch';
import { owedRings, type OwedRing } from './alert/owed-rings';
import { createWorseWatch } from './alert/worse-watch';
import type { CaseDesk } from './case-desk';
import type { UndoBook } from './undo-book';

/** A screen names no more alerts of one case. */
const mostTitles = 100;
/** At most one push in this time, ms. */
const tellEvery = 200;
/** How often old resolved alerts are let go, ms. */
const pruneEvery = 600_000;

/** The journals of others are waited for this long before anybody is woken, ms. */
const foreignWait = 5_000;

/** An alert that began longer ago is new to this console and not to the world: no storm. Ms. */
const newFor = 600_000;

/** A runbook that matches an alert, with what its labels fill in. */
export interface RelatedRunbook {
  readonly path: string;
  readonly title: string;
  readonly prefilled: Record<string, string>;
  /** Not practised for longer than it should be. */
  readonly stale: Stale | null;
}

/** The newest run of the runbooks that match an alert, with its worst outcome. */
export interface LastRun {
  readonly path: string;
  readonly at: number;
  readonly outcome: string;
}

type LastCase = Pick<Case, 'id' | 'state' | 'closedAt' | 'verdict' | 'why'>;

export interface AlertDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly store: Store;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly actor: Actor;
  readonly notifier: Notifier;
  readonly cases: CaseDesk;
  readonly undos: UndoBook;
  readonly foreign: ForeignActs;
  /** The mutes there are, and the news that they changed. */
  readonly mutes: { readonly all: () => readonly ReadMute[]; onChanged(listener: () => void): Cancel };
  /** When the night begins in which a moment lies for whoever is on duty then; null = it lies in no night. Epoch ms. */
  readonly nightBefore: (at: number) => number | null;
  readonly openSource: (entry: SourceEntry, notebook: SourceNotebook) => Result<AlertSource>;
  readonly runbooksFor: (labels: Readonly<Record<string, string>>) => readonly RelatedRunbook[];
  /** A runbook's newest run, and how it ended. */
  readonly lastRun: (path: string) => Omit<LastRun, 'path'> | null;
  readonly locale: () => Locale;
}

/** Everything about alerts: what the sources say, what people did about it, and what nobody can see. */
export interface AlertDesk extends AlertActs {
  page(query: PageQuery): Promise<Result<Page>>;
  detail(input: { readonly id: string }): Promise<Result<Alert & { runbooks: RelatedRunbook[]; lastCase: LastCase | null; lastRun: LastRun | null }>>;
  /** Looks at a source at once. */
  probe(input: { readonly source: string }): Promise<Result<void>>;
  /** Every open alert, in the list's order. */
  all(): readonly Alert[];
  /** Looks at what a source holds, for a person who asks; changes nothing. */
  testSource(input: { readonly source: string }): Promise<Result<SourceReport>>;
  /** Every open alert that a query finds (all for an empty one), in the list's order. */
  find(query: string): Promise<Result<readonly Alert[]>>;
  get(id: string): Alert | null;
  /** What the first of these alerts are called, with where they fire; those that are known no more are missing. */
  titles(ids: readonly string[]): Record<string, string>;
  /** What fires, or may, of an alert and of its case, each once. */
  firingOf(subject: { readonly id: string; readonly caseId: string | null }): readonly Alert[];
  counts(): Frame['counts'];
  readonly survey: AlertSurvey;
  noiseReport(): Promise<Result<NoiseReport>>;
  /** What the grading rules decided about what is known, and what one more would change. */
  rules(input: { readonly tried: TriedRule | null }): Promise<Result<RuleTrial>>;
  sources(): Frame['sources'];
  blind(): readonly Blind[];
  onChanged(listener: (change: { readonly revision: number }) => void): Cancel;
  /** Sources came, went, or changed their health. */
  onStatus(listener: () => void): Cancel;
  /** An alert that rings by rule; who rings and whom is not the desk's business. */
  onMustRing(listener: (ring: MustRing) => void): Cancel;
  /** What was to ring in the morning before this start, once all that was kept is there. */
  owedRings(): Promise<readonly OwedRing[]>;
  close(): Promise<void>;
}

/** Opens the desk with what was known before: alerts are there at once, unknown until a source confirms them. */
export async function createAlertDesk(ports: AlertDeskPorts): Promise<AlertDesk> {
  const { workspace, journal, clock, schedule, cases } = ports;
  const book = createAlertBook();
  let more = (): void => undefined;
  const memory = await rememberAlerts(book, journal, ports.store, schedule, clock, () => more());
  const firings = createFiringJournal(journal, clock);
  const changed = createSignal<{ readonly revision: number }>();
  const status = createSignal();
  const ringing = createSignal<MustRing>();
  const unmatchedAfter = (): number => workspace.get().settings['unmatched-after'];
  const me = (): string | null => ports.actor.me().person;
  const attention = createAttention({ book, journal, notifier: ports.notifier, cases, unmatchedAfter, locale: ports.locale, me, mustRing: ringing.emit });
  const index = createAlertIndex(book);
  const storm = new StormWatch();
  const pages = createAlertPages({ book, index, storm, clock, schedule, me, caseOf: cases.caseOf, locale: ports.locale });
  // What time brings before anybody listens waits here.
  const unseen = new Set<string>();
  const survey = createAlertSurvey(book, index, clock);
  const worse = createWorseWatch({ book, journal, now: () => clock.now() });
  const lapses = createLapseWatch({ book, index, journal, notifier: ports.notifier, locale: ports.locale, mono: () => clock.mono(), nightBefore: ports.nightBefore });
  let revision = 1;
  let told = index.revision();
  let telling: Cancel | null = null;
  let turning: Cancel | null = null;
  let attentive = false;
  let closed = false;

  const tell = (): void => {
    revision += 1;
    telling ??= schedule.after(tellEvery, () => {
      telling = null;
      changed.emit({ revision });
    });
  };

  const turnOn = (): void => {
    turning = null;
    settle();
  };

  /** Takes in what changed and does what it asks for; what it does changes the book once more. */
  const take = (): void => {
    if (attentive) worse.look(clock.now());
    for (const id of index.turn(clock.now())) unseen.add(id);
    if (attentive) {
      attention.look(unseen, clock.now());
      unseen.clear();
      for (const id of index.turn(clock.now())) unseen.add(id);
    }
    if (index.hasMore()) turning ??= schedule.after(0, turnOn);
    if (index.revision() === told) return;
    told = index.revision();
    memory.touched();
    tell();
  };

  const settle = (): void => {
    if (attentive) lapses.look(clock.now());
    take();
    // One answer is told at once, however many pieces it is taken in.
    if (!sources.isTaking() && !index.hasMore()) attention.speak();
  };

  const weather = (fired: readonly AlertRecord[]): void => {
    const now = clock.now();
    const newcomers = fired.filter((record) => now - record.startsAt < newFor && standingIsWorth(record)).map((record) => newcomerOf(record, book.standing(record, now).section));
    const folded = storm.take(newcomers, clock.mono(), now);
    pages.refold(folded);
    if (folded.length > 0) tell();
  };
  const standingIsWorth = (record: AlertRecord): boolean => book.standing(record, clock.now()).grade !== 'noise';
  index.onTurned(({ added }) => {
    for (const { record, standing } of added) {
      // Owned, over, or worth something else now: it stands for itself again.
      const apart = !record.open || record.ack !== null || storm.kindOf(record.id) !== newcomerOf(record, standing.section).kind;
      if (apart && storm.kindOf(record.id) !== null) pages.refold(storm.leave(record.id));
    }
  });

  const sources = createAlertSources({
    ...{ book, memory, journal, clock, schedule, ids: ports.ids, openSource: ports.openSource },
    onTurned(turned, why) {
      if (turned.fired.length > 0) firings.tick();
      for (const record of turned.fired) {
        if (firings.fired(record, book.standing(record, clock.now()))) book.put({ ...record, done: { ...record.done, fired: true } });
      }
      for (const record of turned.resolved) firings.resolved(record, why);
      take();
      weather(turned.fired);
      if (turned.more === 'none' && !index.hasMore()) attention.speak();
    },
    onStatus() {
      settle();
      status.emit();
    },
    onTaken(source) {
      relay.taken(source);
      settle();
    },
  });

  const relay = createAlertRelay({
    ...{ book, journal, store: ports.store, actor: ports.actor, clock, lastCaseOf: cases.lastCaseOf, caseOf: cases.caseOf },
    tell: (...asked) => sources.tell(...asked),
    changed() {
      tell();
      status.emit();
    },
  });

  const acts = createAlertActs({
    ...{ book, journal, firings, actor: ports.actor, clock, undos: ports.undos, snapshot: worse.snapshot, settled: settle },
    acted(entry, op) {
      if (entry.code === 'ALERT-SNOOZE' && entry.data.worse !== undefined) worse.follow(entry.data.alert);
      if (entry.code === 'ALERT-ACK') cases.acked(entry.data.alert, op);
      relay.touched(entry.data.alert);
    },
  });

  const configure = (): void => {
    const { settings } = workspace.get();
    book.setRules(settings.grading);
    // What is known already must not seem new: sources are asked once everything that was kept is there.
    if (memory.isComplete()) sources.configure(settings.sources);
    settle();
  };
  const remute = (): void => {
    book.setMutes(ports.mutes.all());
    settle();
  };
  remute();
  const stopMutes = ports.mutes.onChanged(remute);
  const stopTick = schedule.every(tickEvery, () => {
    sources.tick();
    firings.tick();
    if (attentive) attention.round(clock.now());
    weather([]);
    // A list of ages changes with time alone.
    if (pages.ages()) tell();
    settle();
  });
  const stopPruning = schedule.every(pruneEvery, () => book.prune(clock.now()));
  configure();
  more = take;
  if (!memory.isComplete()) {
    void memory.complete.then(() => {
      for (const { id, snooze } of book.records()) if ((snooze?.worse ?? null) !== null) worse.follow(id);
      if (!closed) configure();
    });
  }
  const others = createOthersDeeds({ book, notifier: ports.notifier, clock, locale: ports.locale, me, follow: worse.follow });
  const stopOthers = [
    ports.foreign.onForeign((change) => {
      others.take(change);
      settle();
    }),
    // What was done here at once has its place among everybody's deeds now.
    journal.onAppend((view) => {
      const { code, data } = view;
      const record = isDeedCode(code) && typeof data['alert'] === 'string' ? book.get(data['alert']) : undefined;
      const next = record !== undefined && isDeedCode(code) ? ordered(record, code, entryOrder(view)) : null;
      if (next !== null) book.put(next);
    }),
  ];
  // Whoever opened the desk wires it up first: a ring that came due overnight must find its listener. And somebody
  // elsewhere may have what fires, or have muted it: their journals are read first, unless that takes long.
  const wake = (): void => {
    if (attentive || closed) return;
    attentive = true;
    settle();
  };
  void ports.foreign.ready.then(() => {
    if (!closed) wakings.push(schedule.after(0, wake));
  });
  const wakings = [schedule.after(foreignWait, wake)];
  const stopFollowing = workspace.onChanged(configure);
  void memory.complete.then(() => relay.recall());
  const stopCases = cases.onChanged(relay.casesChanged);

  const whole = (id: string): Alert | null => {
    const record = book.get(id);
    return record === undefined ? null : alertOf(book.dated(record), book.standing(record, clock.now()), cases.caseOf(id), clock.now(), relay.waiting(id));
  };
  const lastRunOf = (runbooks: readonly RelatedRunbook[]): LastRun | null => {
    const runs = runbooks.flatMap(({ path }) => {
      const run = ports.lastRun(path);
      return run === null ? [] : [{ path, at: run.at, outcome: run.outcome }];
    });
    return runs.sort((a, b) => b.at - a.at)[0] ?? null;
  };
  return {
    ...acts,
    page: async (query) => ok(await pages.page(query, revision)),
    async detail({ id }) {
      const alert = whole(id);
      if (alert === null) return fail('alert-unknown', { id });
      const runbooks = [...ports.runbooksFor(alert.labels)];
      return ok({ ...alert, runbooks, lastCase: cases.lastCaseOf(id), lastRun: lastRunOf(runbooks) });
    },
    probe: async ({ source }) => (sources.poke(source) ? ok(undefined) : fail('source-unknown', { source })),
    testSource: ({ source }) => sources.test(source),
    async find(query) {
      const { alerts, problem } = await pages.find(query, false);
      return problem === null ? ok(alerts.flatMap(({ record }) => whole(record.id) ?? [])) : { ok: false, error: problem };
    },
    all: () => index.view.rows(false, 0, Infinity).flatMap(({ record }) => whole(record.id) ?? []),
    get: whole,
    titles: (ids) =>
      Object.fromEntries(
        ids.slice(0, mostTitles).flatMap((id) => {
          const alert = whole(id);
          return alert === null ? [] : [[id, [alert.title, alert.where].filter((part) => part !== '').join(' · ')]];
        }),
      ),
    firingOf: ({ id, caseId }) => [...new Set([id, ...(caseId === null ? [] : cases.alertsOf(caseId))])].flatMap((each) => whole(each) ?? []).filter(({ state }) => state !== 'resolved'),
    counts: () => ({ '911': index.view.count('911'), '912': index.view.count('912'), ungraded: index.view.count('ungraded'), noise: index.view.count('noise') }),
    survey,
    rules: ({ tried }) => Promise.resolve(tryRules(book.records(), workspace.get().settings.grading, tried, clock.now())),
    noiseReport: () => Promise.resolve(ok(survey.noise())),
    sources: () => sources.health().map(({ blindSince: _blindSince, ...health }) => health),
    blind: () => [...sources.blind(), ...relay.blind()],
    onChanged: changed.on,
    onStatus: status.on,
    onMustRing: ringing.on,
    owedRings: async () => {
      await memory.complete;
      return owedRings(book, clock.now());
    },
    async close() {
      closed = true;
      stopTick();
      stopPruning();
      stopMutes();
      for (const stop of [...wakings, ...stopOthers]) stop();
      telling?.();
      turning?.();
      stopFollowing();
      stopCases();
      await sources.stop();
      await memory.flush();
    },
  };
}

/** Kinds are apart by what they are called and by how much they are worth. */
function newcomerOf(record: AlertRecord, section: string): Newcomer {
  return { id: record.id, kind: `${section} ${record.title}`, labels: record.labels };
}
