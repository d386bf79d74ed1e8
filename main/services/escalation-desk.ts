import { fail, failure, ok, type Failure, type Result } from '../../core/errors';
import { createEscalationBook, type Told } from '../../core/escalation/escalation-book';
import type { Escalation, EscalationEnd, EscalationView, Step, Try } from '../../core/escalation/escalation';
import { ladderOf } from '../../core/escalation/ladder';
import { nextDeed } from '../../core/escalation/next-deed';
import { consolesBefore } from '../../core/escalation/consoles-before';
import { whomToRing, type Cast } from '../../core/escalation/whom-to-ring';
import type { Act } from '../../core/ipc/contract';
import type { Blind } from '../../core/ipc/frame';
import type { EntryCode, EntryData } from '../../core/journal/codes';
import { isAwake } from '../../core/shift/awake';
import { createSignal } from '../../core/signal';
import type { Ring } from '../../core/siren/siren';
import type { Locale } from '../../core/text';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import { createLevelRinger } from './escalation/level-ringer';
import type { Climb, Subject } from './escalation/subject-of';
import type { SirenDesk } from './siren-desk';

/** How often due levels are looked for, ms. */
const tickEvery = 1_000;
/** A desk that a terminal command opens for its own length must not ring in passing: it watches this long first, ms. */
const watchesFirst = 10_000;
/** The calendars are waited for this long, ms: a ring at a guess is better than none. */
const calendarWait = 15_000;
/** Nobody is rung for a climb while another console's journal may still be telling of it, ms. */
const hearsOut = 5_000;
/** How far the clocks of two consoles may be apart before a silence that one of them said is taken to be older than a ring, ms. */
const clocksApart = 60_000;
/** A ring is over after this, ms: whoever silences their siren later means another one. */
const ringLasts = 180_000;
/** An escalation that ended is shown this long, ms: whoever opens the laptop sees what was tried. */
const shownFor = 600_000;

export interface EscalationDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly sirens: SirenDesk;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly actor: Actor;
  /** Of this console: for whoever's own language team.yaml does not say. */
  readonly locale: () => Locale;
  readonly duty: () => { readonly now: string | null; readonly next: string | null };
  /** Acknowledges in the name of whoever sits here what fires of it. */
  readonly ack: (escalation: Pick<Escalation, 'id' | 'caseId'>) => Promise<Result<unknown>>;
  readonly subject: (climb: Climb) => Subject;
}

export interface BeginEscalation {
  readonly id: string;
  readonly caseId: string | null;
  readonly title: string;
  readonly rule: string;
  /** When it began to fire, as its source says, epoch ms. */
  readonly since: number;
}

/** Finds somebody who has it: climbs the ladder of duty.yaml for a 911 until enough people acknowledged (decisions.md 28). */
export interface EscalationDesk {
  /**
   * Takes up what was under way before a restart. Acts after ten seconds, where the calendars are `ready`, else after 15: whoever is on duty
   * decides which console acts first, and whom it rings.
   */
  start(ready: Promise<void>): Promise<void>;
  /** Begins, unless this alert or case is being escalated already. */
  begin(wanted: BeginEscalation): void;
  /** An entry of another console's journal came round: what it did, and whom it heard, counts here as well. */
  hear(entry: Told): void;
  /** Whether somebody was looked for since then (epoch ms), for this alert or for its case. */
  begunSince(subject: { readonly id: string; readonly caseId: string | null }, since: number): boolean;
  /** Those under way, and those that ended lately. */
  list(): readonly EscalationView[];
  /** Whether a ring belongs to a climb, also one that ended, or that this console began before a restart. */
  concerns(ring: Ring): boolean;
  /** Whoever sits here has it; what fires of it is acknowledged. */
  take(request: { readonly id: string }): Promise<Result<Act>>;
  /** Ends one by a person's decision; its rings are silenced. */
  stop(request: { readonly id: string }): Promise<Result<Act>>;
  /** Whoever cannot be found, by name, for the banner. */
  blind(): readonly Blind[];
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export function createEscalationDesk(ports: EscalationDeskPorts): EscalationDesk {
  const { workspace, journal, sirens, clock, schedule, actor } = ports;
  const book = createEscalationBook();
  const changed = createSignal();
  const busy = new Set<string>();
  /** When another console's journal last told of a climb, by the monotonic clock. */
  const heardAt = new Map<string, number>();
  const stops: Cancel[] = [];
  /** When whoever sits here last silenced their own siren, which another console may have rung, epoch ms. */
  let hushedAt = -Infinity;
  let live = false;

  const writer = (): string => `${actor.me().person ?? 'guest'}.${actor.me().device}`;
  const ladder = () => ladderOf(workspace.get().duty);

  const cast = (): Cast => {
    const { people, sirens: entries } = workspace.get();
    const { now, next } = ports.duty();
    return {
      person: (who) => (who === 'on-duty' ? now : who === 'next-on-duty' ? next : people.some(({ id }) => id === who) ? who : null),
      awake: (id) => {
        const person = people.find((each) => each.id === id);
        return person !== undefined && isAwake(person, entries, clock.now());
      },
    };
  };

  /** What this console decides stands at once; the journal gets it as soon as the disk allows (decisions.md 8). */
  const say = <C extends Extract<EntryCode, `ESCALATION-${string}`>>(code: C, data: EntryData<C>): void => {
    book.take({ at: clock.now(), writer: writer(), code, data });
    journal.appendLate(code, data);
    changed.emit();
  };

  const about = ({ id, title, caseId }: Pick<Escalation, 'id' | 'title' | 'caseId'>) => ({ escalation: id, title, ...(caseId === null ? {} : { case: caseId }) });

  const ringer = createLevelRinger({ ...{ workspace, sirens, clock, say, about, locale: ports.locale }, stillWanted: (id) => wanted(id) });

  const wanted = (id: string): Escalation | null => {
    const subject = book.get(id);
    return subject !== null && subject.end === null && acksOf(subject) < ladder().acks ? subject : null;
  };

  /** Ends what still sounds for it and began before `at`: everything, or the sirens of one person who has it. */
  const hush = (subject: Escalation, person: string | null, at = Infinity): void => {
    const mine = (ring: Ring): boolean => (subject.caseId !== null && ring.caseId === subject.caseId) || ringer.rang(subject.id, ring.id);
    for (const ring of sirens.rings()) {
      if (ring.state !== 'silencing' && ring.startedAt <= at && mine(ring) && (person === null || ring.person === person)) void sirens.hush({ siren: ring.siren });
    }
  };

  const end = (subject: Escalation, why: EscalationEnd, at = Infinity): void => {
    say('ESCALATION-END', { ...about(subject), why });
    if (why !== 'exhausted') hush(subject, null, at);
  };

  const acked = (subject: Escalation, by: string): void => {
    if (subject.end !== null || subject.acks.some((ack) => ack.by === by)) return;
    say('ESCALATION-ACK', { ...about(subject), by });
    hush(subject, by);
    look(subject.id);
  };

  const observe = (subject: Escalation): void => {
    const { acks, over } = ports.subject(subject);
    for (const { by, at } of acks) if (at >= subject.startedAt && by !== '') acked(book.get(subject.id) ?? subject, by);
    const now = book.get(subject.id);
    if (over && now !== null && now.end === null) end(now, 'over');
  };

  /** Silencing one's own siren says "I have it", also where another console rang it and its journal tells so only now. */
  const heardOwnRing = (subject: Escalation): void => {
    const mine = actor.me().person;
    const isMine = ({ to, at, ended }: Try): boolean => to === mine && at <= hushedAt && hushedAt - at < ringLasts && ended?.rung !== false;
    if (mine === null || subject.end !== null || !subject.tries.some(isMine)) return;
    acked(subject, mine);
    void ports.ack(subject);
  };

  /** Whoever has it, wherever they said so, is not rung on; and once enough people have it, nobody is. */
  const hear = (entry: Told): void => {
    const id = book.take(entry);
    const subject = id === null ? null : book.get(id);
    if (subject === null) return;
    changed.emit();
    heardAt.set(subject.id, clock.mono());
    // What began after it, by more than clocks differ, is another ring: an old journal may come round at any time.
    const at = entry.at + clocksApart;
    if (entry.code === 'ESCALATION-ACK' && typeof entry.data['by'] === 'string') hush(subject, entry.data['by'], at);
    heardOwnRing(subject);
    if (entry.code === 'ESCALATION-END' && subject.end?.why !== 'exhausted') hush(subject, null, at);
    look(subject.id);
  };

  const me = () => {
    const { person, device } = actor.me();
    return { writer: writer(), before: consolesBefore({ person: person ?? '', device }, workspace.get().people, ports.duty()) };
  };

  const climb = async (subject: Escalation, step: Step, waited: number): Promise<void> => {
    busy.add(subject.id);
    try {
      const to = whomToRing(ladder(), step, subject.tries, cast());
      await ringer.ring(subject, { ...step, to, named: ladder().levels[step.level]?.who ?? '' }, waited);
    } finally {
      busy.delete(subject.id);
    }
    look(subject.id);
  };

  const look = (id: string): void => {
    const subject = book.get(id);
    if (!live || subject === null || busy.has(id)) return;
    const deed = nextDeed(subject, ladder(), me(), clock.now());
    switch (deed.do) {
      case 'end':
        end(subject, deed.why, Math.max(...subject.acks.map(({ at }) => at + clocksApart)));
        break;
      case 'try':
        // A journal that comes round tells of the beginning first, and of the ack a moment later.
        if (clock.mono() - (heardAt.get(id) ?? -Infinity) < hearsOut) return;
        // Whoever may not ring watches: another console, or nobody, and then the banner says so.
        if (actor.may('ring')) void climb(subject, deed.step, deed.waited);
        break;
      case 'wait':
      case 'nothing':
        break;
    }
  };

  const open = (): readonly Escalation[] => book.list().filter(({ end: over }) => over === null);

  const tick = (): void => {
    for (const subject of open()) {
      observe(subject);
      look(subject.id);
    }
  };

  const view = (subject: Escalation): EscalationView => {
    const climbed = ladder();
    const deed = nextDeed(subject, climbed, me(), clock.now());
    const coming = deed.do === 'wait' ? { ...deed.step, at: deed.until } : deed.do === 'try' ? { ...deed.step, at: clock.now() } : null;
    const who = coming === null ? null : (whomToRing(climbed, coming, subject.tries, cast()) ?? climbed.levels[coming.level]?.who ?? '');
    return { ...subject, next: coming === null || who === null ? null : { ...coming, who }, acksNeeded: climbed.acks, levels: climbed.levels.length };
  };

  const begin = (asked: BeginEscalation): void => {
    const same = open().some((each) => each.id === asked.id || (asked.caseId !== null && each.caseId === asked.caseId));
    if (same) return;
    say('ESCALATION-BEGIN', { ...about(asked), rule: asked.rule, firing: book.nextFiring(asked.id, `${String(asked.since)} ${asked.rule}`) });
    look(asked.id);
  };

  return {
    async start(ready) {
      await journal.replay(({ at, op, dev, code, data }) => void book.take({ at, writer: `${op}.${dev}`, code, data }));
      stops.push(
        schedule.every(tickEvery, tick),
        sirens.onSilenced(({ ring, by }) => {
          if (ring.person !== by) return;
          const { caseId } = ring;
          const subject = open().find((each) => (caseId !== null && each.caseId === caseId) || ringer.rang(each.id, ring.id));
          if (subject !== undefined) acked(subject, by);
          // Silencing one's own ring says "I have it", and so the list and the others must hear it, too.
          if (subject !== undefined) void ports.ack(subject);
          else if (caseId !== null) void ports.ack({ id: caseId, caseId });
        }),
        sirens.onHushed(({ owner, by }) => {
          if (owner !== by) return;
          hushedAt = clock.now();
          for (const subject of open()) heardOwnRing(subject);
        }),
        sirens.onRang(({ request, rings }) => {
          // A person rang whoever is on duty for a case: should they sleep on, the ladder goes on by itself.
          const [first] = rings;
          if (request.to !== 'on-duty' || request.caseId === null || first === undefined) return;
          const subject = { id: request.caseId, caseId: request.caseId, title: request.reason, rule: first.by };
          if (open().some(({ caseId }) => caseId === request.caseId) || ports.subject({ ...subject, startedAt: clock.now() }).acks.length > 0) return;
          say('ESCALATION-BEGIN', { ...about(subject), rule: subject.rule, firing: first.id });
          const step = { round: 0, level: 0, to: first.person };
          say('ESCALATION-TRY', { ...about(subject), ...step });
          if (rings.some(({ state }) => state !== 'failed')) say('ESCALATION-RUNG', { ...about(subject), ...step });
        }),
      );
      const go = (): void => {
        live = true;
        tick();
      };
      let calendars = false;
      const read = (): void => {
        calendars = true;
      };
      void ready.then(read, read);
      stops.push(
        schedule.after(watchesFirst, () => {
          if (calendars) go();
        }),
        schedule.after(calendarWait, () => {
          if (!live) go();
        }),
      );
    },
    begin,
    hear,
    begunSince: ({ id, caseId }, since) => book.list().some((each) => each.startedAt >= since && (each.id === id || (caseId !== null && each.caseId === caseId))),
    concerns: (ring) =>
      book.list().some(
        (each) =>
          // A climb for the same case that was over before this ring has nothing to do with it.
          (ring.caseId !== null && each.caseId === ring.caseId && (each.end === null || each.end.at >= ring.startedAt)) ||
          ringer.rang(each.id, ring.id) ||
          each.tries.some(({ to, at }) => to === ring.person && Math.abs(ring.startedAt - at) < ringLasts),
      ),
    list: () => book.list().filter(({ end: over }) => over === null || clock.now() - over.at < shownFor).map(view),
    async take({ id }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      const subject = book.get(id);
      if (subject === null || subject.end !== null) return fail('escalation-unknown', { id });
      // At once, whatever the alerts say: no siren sounds on while they are written.
      acked(subject, actor.me().person ?? actor.me().name);
      const done = await ports.ack(subject);
      return done.ok ? ok({ en: `You have ${subject.title}`, ko: `${subject.title}을(를) 맡았습니다`, undo: null }) : done;
    },
    async stop({ id }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      const subject = book.get(id);
      if (subject === null || subject.end !== null) return fail('escalation-unknown', { id });
      end(subject, 'stopped');
      return ok({ en: `Nobody else is rung for ${subject.title}`, ko: `${subject.title} 때문에 더 이상 아무도 울리지 않습니다`, undo: null });
    },
    blind: () => book.list().flatMap((subject): Blind[] => {
      const problem = troubleOf(subject, clock.now());
      return problem === null ? [] : [{ id: `escalation:${subject.id}`, kind: 'escalation', name: subject.title, since: subject.startedAt, problem }];
    }),
    onChanged: changed.on,
    close() {
      for (const stop of stops.splice(0)) stop();
      changed.clear();
    },
  };
}

function acksOf({ acks }: Escalation): number {
  return new Set(acks.map(({ by }) => by)).size;
}

/** Nobody could be rung at all, or everybody was and nobody has it: said until somebody has, or for an hour. */
function troubleOf({ title, tries, end }: Escalation, now: number): Failure | null {
  if (end !== null) return end.why === 'exhausted' && now - end.at < 3_600_000 ? failure('escalation-unanswered', { title }) : null;
  const ended = tries.filter((each) => each.ended !== null);
  const last = ended.at(-1);
  if (last === undefined || ended.some((each) => each.ended?.rung === true)) return null;
  return failure('escalation-in-vain', { title, why: last.ended?.why?.code ?? '?' });
}
