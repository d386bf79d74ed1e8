import type { ToldAct } from '../../../core/alert/alert';
import { parseMatchers } from '../../../core/alert/matcher';
import type { Refusals, SourceReport } from '../../../core/alert/source-report';
import { Watchdog } from '../../../core/alert/watchdog';
import { failure, ok, type Failure, type Result } from '../../../core/errors';
import type { SourceEntry } from '../../../core/workspace/files';
import type { AlertSource, Sighting } from '../../ports/alert-source';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Cancel, Schedule } from '../../ports/schedule';

/** A poll that takes longer is cut; should even the cutting hang, it is left behind shortly after. Ms. */
const pollLimit = 10_000;
const cutLimit = 2_000;
/** Without a good answer for this long a source is blind, whatever its polls are doing (law 8 allows 90 s). Ms. */
const blindAfter = 60_000;
/** After a failure the next look comes sooner, then later again, never slower than `slowest`. Ms. */
const retryFirst = 5_000;
const slowest = 30_000;
/** News may come in hundreds; they are looked at together, ms. */
const newsTogether = 100;

export interface SourceHealth {
  readonly id: string;
  readonly kind: string;
  readonly state: 'starting' | 'seen' | 'blind';
  /** Wall clock of the last good answer, epoch ms. */
  readonly seenAt: number | null;
  /** Since when it cannot be seen, epoch ms. */
  readonly blindSince: number | null;
  readonly problem: Failure | null;
  /** The last message that was read, where there are messages. */
  readonly upTo: { readonly text: string; readonly at: number } | null;
  readonly refused: Refusals | null;
}

export interface SourceWatch {
  readonly entry: SourceEntry;
  health(): SourceHealth;
  /** Looks at once. */
  poke(): void;
  /** Called on every tick: finds a source whose polls hang or whose watchdog fell silent. */
  check(): void;
  test(): Promise<Result<SourceReport>>;
  /** True where people act on its alerts at the source itself. */
  readonly isFarDesk: boolean;
  /** Tells the source what a person did; null where it takes no such act. */
  tell(act: ToldAct, fingerprint: string, by: string): Promise<Result<void>> | null;
  stop(): Promise<void>;
}

/** Polls one source for as long as it is configured, and says when it can and cannot be seen. */
export function watchSource(options: {
  readonly entry: SourceEntry;
  readonly source: Result<AlertSource>;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  /** Resolves when the answer is taken in: the next question waits for that. */
  readonly onSighting: (sighting: Sighting) => Promise<void>;
  readonly onHealth: (health: SourceHealth, before: SourceHealth) => void;
}): SourceWatch {
  const { entry, source, clock, schedule } = options;
  const begunMono = clock.mono();
  const begunAt = clock.now();
  const watchdog = watchdogOf(entry, begunAt);
  let health: SourceHealth = { id: entry.id, kind: entry.kind, state: 'starting', seenAt: null, blindSince: null, problem: null, upTo: null, refused: null };
  let seenMono: number | null = null;
  let failures = 0;
  let generation = 0;
  let cancelNext: Cancel = () => undefined;
  let cutRunning: Cancel = () => undefined;
  let polling = false;
  let news = false;
  let stopped = false;

  const become = (next: SourceHealth): void => {
    const before = health;
    health = next;
    options.onHealth(next, before);
  };

  const good = (sighting: Sighting): Promise<void> => {
    failures = 0;
    seenMono = clock.mono();
    const now = clock.now();
    const { upTo = null, refused = null } = sighting;
    const alerts = watchdog === null ? sighting.alerts : watchdog.sift(sighting.alerts, now);
    const deaf = watchdog?.problem(now) ?? null;
    const seen = { ...health, seenAt: now, upTo, refused };
    // Health first: what was unknown because of blindness must not be judged by a source that still counts as blind.
    if (deaf === null) become({ ...seen, state: 'seen', blindSince: null, problem: null });
    else become({ ...seen, state: 'blind', blindSince: health.blindSince ?? now, problem: deaf });
    const forgetful = sighting.forgetful === true || watchdog?.doubtful(now) === true;
    // What must keep coming is looked for in whole answers: a difference does not name what is as it was. One that is
    // never taken stays whole.
    const { difference, ...whole } = sighting;
    return options.onSighting({ ...whole, alerts, forgetful, ...(watchdog !== null || difference === undefined ? {} : { difference }) });
  };

  const bad = (problem: Failure): void => {
    failures += 1;
    if (failures >= 2 || health.state === 'blind') goBlind(problem);
    else become({ ...health, problem });
  };

  const goBlind = (problem: Failure): void => {
    become({ ...health, state: 'blind', blindSince: health.blindSince ?? health.seenAt ?? begunAt, problem });
  };

  const poll = (): void => {
    if (stopped || !source.ok) return;
    cancelNext();
    cutRunning();
    polling = true;
    news = false;
    const mine = (generation += 1);
    const controller = new AbortController();
    const finish = (result: Result<Sighting>): void => {
      // A late answer of a poll that was given up says nothing about now.
      if (stopped || mine !== generation) return;
      generation += 1;
      polling = false;
      cancelCut();
      if (!result.ok) {
        bad(result.error);
        next(false);
        return;
      }
      const mark = generation;
      const { more = false } = result.value;
      void good(result.value).then(() => {
        // Somebody may have asked at once in between: then that question has its own next.
        if (!stopped && generation === mark) next(more);
      });
    };
    const silent = (): Result<Sighting> => ({ ok: false, error: failure('source-silent', { source: entry.id, seconds: pollLimit / 1_000 }) });
    const cancelAbort = schedule.after(pollLimit, () => controller.abort());
    const cancelGiveUp = schedule.after(pollLimit + cutLimit, () => finish(silent()));
    const cancelCut = (): void => {
      cancelAbort();
      cancelGiveUp();
    };
    cutRunning = () => {
      cancelCut();
      controller.abort();
    };
    source.value.poll(controller.signal).then(finish, () => finish(silent()));
  };

  const next = (soon: boolean): void => {
    const plain = failures === 0 ? entry.every : Math.min(retryFirst * 2 ** Math.min(failures - 1, 4), slowest);
    // Up to a tenth earlier, so that many consoles do not ask in step; never later than promised.
    const early = (Number.parseInt(options.ids.nonce().slice(0, 4), 16) / 0xffff) * 0.1;
    cancelNext = schedule.after(soon || news ? newsTogether : Math.min(plain, slowest) * (1 - early), poll);
  };

  /** Never cuts a poll that is under way: it may be reading the very thing that was announced. */
  const heard = (): void => {
    if (stopped || news) return;
    news = true;
    if (polling) return;
    cancelNext();
    cancelNext = schedule.after(newsTogether, poll);
  };

  const check = (): void => {
    const deaf = watchdog?.problem(clock.now()) ?? null;
    if (deaf !== null && health.state === 'seen') goBlind(deaf);
    const last = seenMono ?? begunMono;
    const silentFor = clock.mono() - last;
    if (health.state === 'blind' || silentFor < blindAfter) return;
    goBlind(health.problem ?? failure('source-silent', { source: entry.id, seconds: Math.round(silentFor / 1_000) }));
  };

  const test = async (): Promise<Result<SourceReport>> => {
    if (!source.ok) return source;
    const begun = clock.mono();
    const controller = new AbortController();
    const cancel = schedule.after(pollLimit, () => controller.abort());
    const found = await source.value.test(controller.signal);
    cancel();
    return found.ok ? ok({ source: entry.id, kind: entry.kind, tookMs: clock.mono() - begun, ...found.value }) : found;
  };

  const tellSource = (act: ToldAct, fingerprint: string, by: string): Promise<Result<void>> | null => {
    if (!source.ok || source.value.tell === undefined || source.value.tells?.includes(act) !== true) return null;
    const controller = new AbortController();
    const cancel = schedule.after(pollLimit, () => controller.abort());
    return source.value.tell(act, fingerprint, by, controller.signal).finally(cancel);
  };

  const stopNews = source.ok ? (source.value.onNews?.(heard) ?? (() => undefined)) : () => undefined;
  if (source.ok) cancelNext = schedule.after(0, poll);
  else cancelNext = schedule.after(0, () => goBlind(source.error));

  return {
    entry,
    health: () => health,
    poke: poll,
    check,
    test,
    isFarDesk: source.ok && source.value.tell !== undefined,
    tell: tellSource,
    async stop() {
      stopped = true;
      stopNews();
      cancelNext();
      cutRunning();
      if (source.ok) await source.value.close?.();
    },
  };
}

/** A watchdog whose matcher cannot be read never comes to pass: `check` refuses the workspace. */
function watchdogOf({ id, watchdog }: SourceEntry, begunAt: number): Watchdog | null {
  if (watchdog === undefined) return null;
  const matchers = parseMatchers(watchdog.when);
  return matchers.ok ? new Watchdog(id, matchers.value, watchdog.every, begunAt) : null;
}
