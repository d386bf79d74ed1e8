import { failure, type Failure } from '../../../core/errors';
import type { Escalation, Step } from '../../../core/escalation/escalation';
import { isRung } from '../../../core/escalation/next-deed';
import type { EntryCode, EntryData } from '../../../core/journal/codes';
import { dayIn } from '../../../core/case/day-in';
import { awayAt } from '../../../core/shift/away';
import { languageOf, levelReason } from '../../../core/siren/ring-reason';
import { tookEffect } from '../../../core/siren/seen';
import type { Ring } from '../../../core/siren/siren';
import { sirensFor } from '../../../core/siren/targets';
import type { Locale } from '../../../core/text';
import type { Clock } from '../../ports/clock';
import type { CurrentWorkspace } from '../../ports/current-workspace';
import type { SirenDesk } from '../siren-desk';

type Code = Extract<EntryCode, `ESCALATION-${string}`>;

export interface LevelRingerPorts {
  readonly workspace: CurrentWorkspace;
  readonly sirens: SirenDesk;
  readonly clock: Clock;
  readonly locale: () => Locale;
  readonly say: <C extends Code>(code: C, data: EntryData<C>) => void;
  readonly about: (subject: Escalation) => { readonly escalation: string; readonly title: string; readonly case?: string };
  /** The escalation as it is now, null once nobody is to be rung for it any more. */
  readonly stillWanted: (id: string) => Escalation | null;
}

/** A level's go: whom it means now, and the words of duty.yaml. */
interface Go extends Step {
  readonly to: string | null;
  readonly named: string;
}

/** Carries out one go at one level: the intent, the ring with its proof, and what came of it or why it was left. */
export interface LevelRinger {
  ring(subject: Escalation, go: Go, waited: number): Promise<void>;
  /** Whether a ring was sounded for an escalation by this console. */
  rang(escalation: string, ring: string): boolean;
}

export function createLevelRinger({ workspace, sirens, clock, locale, say, about, stillWanted }: LevelRingerPorts): LevelRinger {
  const rung = new Map<string, Set<string>>();

  /** Why somebody is left out, or null. A holiday counts until a whole round reached nobody. */
  const reasonNotTo = (subject: Escalation, { to, named, round }: Go): Failure | null => {
    if (to === null) return failure('escalation-nobody', { who: named });
    const { people, duty, settings } = workspace.get();
    const person = people.find(({ id }) => id === to);
    const timezone = person?.timezone ?? settings.timezone;
    const away = awayAt(duty.away, to, timezone, clock.now());
    const inVain = round > 0 && !subject.tries.some(({ ended }) => ended?.rung === true);
    if (away !== null && !inVain) return failure('escalation-away', { person: person?.name ?? to, why: away.why, until: dayIn(away.back, timezone) });
    if (subject.acks.some(({ by }) => by === to)) return failure('escalation-has-it', { person: person?.name ?? to });
    return null;
  };

  /** The device is the mutex: where it sounds already, another console was quicker (decisions.md 28). */
  const soundsAlready = async (to: string): Promise<boolean> => {
    const { people, sirens: entries } = workspace.get();
    const theirs = sirensFor(to, { people, sirens: entries, duty: null });
    if (!theirs.ok) return false;
    const cards = await Promise.all(theirs.value.map(({ id }) => sirens.read({ siren: id })));
    return cards.some((card) => card.ok && card.value.state === 'sounding');
  };

  /** Sounds the person's sirens; null once one of them sounds, or took the command where it can never say. */
  const sound = async (subject: Escalation, to: string, late: boolean): Promise<Failure | null> => {
    const reason = levelReason(subject, late, languageOf(to, workspace.get().people, locale()));
    const done = await sirens.ring({ to, reason, volume: 20, seconds: 10, pattern: 'rising', caseId: subject.caseId, askedAt: clock.now() });
    if (!done.ok) return done.error;
    const { rings } = done.value;
    rung.set(subject.id, new Set([...(rung.get(subject.id) ?? []), ...rings.map(({ id }) => id)]));
    return rings.some(reached) ? null : (problemOf(rings) ?? failure('ring-not-sounding', { siren: rings.map(({ siren }) => siren).join(', ') }));
  };

  const reached = (ring: Ring): boolean => tookEffect(ring, sirens.list().find(({ id }) => id === ring.siren)?.can.readBack !== false);

  const problemOf = (rings: readonly Ring[]): Failure | null => sirens.list().find(({ id, problem }) => problem !== null && rings.some(({ siren }) => siren === id))?.problem ?? null;

  return {
    rang: (escalation, ring) => rung.get(escalation)?.has(ring) === true,
    async ring(subject, go, waited) {
      const { round, level, to, named } = go;
      const step = { ...about(subject), round, level, to: to ?? named };
      // A go of this console that was left unfinished, by a crash, may have sounded.
      const again = subject.tries.some((each) => each.round === round && each.level === level);
      say('ESCALATION-TRY', step);
      let why = reasonNotTo(subject, go);
      let late = false;
      if (why === null && to !== null) {
        const already = (waited > 0 || again) && (await soundsAlready(to).catch(() => false));
        // What came round in the meantime counts: an ack, or another console's ring.
        const now = stillWanted(subject.id);
        if (now === null || isRung(now.tries, go)) return;
        late = waited > 0 && !already;
        if (late) say('ESCALATION-TAKEOVER', { ...step, seconds: Math.round(waited / 1_000) });
        // A mistake of ours must not end the climb: it is said of this level, and the next one is rung.
        if (!already) why = await sound(subject, to, late).catch((cause: unknown) => failure('siren-cut', { url: to, action: 'ring', why: String(cause).slice(0, 200) }));
      }
      if (stillWanted(subject.id) === null) return;
      if (why === null) say('ESCALATION-RUNG', step);
      else say('ESCALATION-NOT-RUNG', { ...step, why: why.code, detail: detailOf(why), failure: { code: why.code, values: { ...why.values } } });
    },
  };
}

/** The value of a failure that tells most in one line of the journal. */
function detailOf({ values }: Failure): string {
  return String(values['until'] ?? values['why'] ?? values['siren'] ?? '');
}
