import type { Escalation, Ladder, Step, Try } from './escalation';

/** How long a console waits for each one before it in rank, and how long a go may take, ms (decisions.md 28). */
export const rankWait = 30_000;
/** A round that reached nobody at all is not left at that: it begins again after this, ms, however often. */
export const nobodyWait = 60_000;

/** The console that asks, and the writers of those before it in the fixed order (nobody = it acts first). */
export interface Me {
  readonly writer: string;
  readonly before: readonly string[];
}

/** What a console has to do about an escalation now. Times are epoch ms. */
export type Deed =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly step: Step; readonly until: number }
  /** `waited`: how long the step was due without a sign of any console before this one. */
  | { readonly do: 'try'; readonly step: Step; readonly waited: number }
  | { readonly do: 'end'; readonly why: 'acked' | 'exhausted' };

/**
 * What this console does next: a pure function of what is known. There is no lease and no leader. Each step waits for
 * its turn, longer the later the rank, and is settled once somebody rang, or once this console tried in vain. So a
 * console that is alone climbs the whole ladder by itself, and consoles in contact ring once a step between them.
 */
export function nextDeed(escalation: Escalation, ladder: Ladder, me: Me, now: number): Deed {
  if (escalation.end !== null) return { do: 'nothing' };
  if (new Set(escalation.acks.map(({ by }) => by)).size >= ladder.acks) return { do: 'end', why: 'acked' };
  const tries = byStep(escalation.tries);
  // Rounds in vain do not count: the policy says how often somebody is rung, not how long the network may be gone.
  const reached = escalation.tries.filter(rang).reduce((first, { round }) => Math.min(first, round), Infinity);
  let due = escalation.startedAt;
  for (let round = lastSettled(escalation.tries, me); ; round += 1) {
    if (round > reached + ladder.repeat) {
      return now >= due ? { do: 'end', why: 'exhausted' } : { do: 'wait', step: { round: round - 1, level: ladder.levels.length - 1 }, until: due };
    }
    for (let level = 0; level < ladder.levels.length; level += 1) {
      const goes = tries.get(nameOf({ round, level })) ?? [];
      const settled = settledAt(goes, me);
      if (settled === null) return turn(goes, { round, level }, { due, me, now });
      const last = level === ladder.levels.length - 1;
      // A go in vain that came early, because nothing could be rung then, does not hurry what another rang meanwhile.
      due = Math.max(due, settled.at) + (settled.rung ? gapAfter(ladder, level) : last ? nobodyWait : 0);
    }
  }
}

function rang({ ended }: Try): boolean {
  return ended?.rung === true;
}

/** Whether word has come that somebody was rung at this step. */
export function isRung(tries: readonly Try[], step: Step): boolean {
  return triesOf(tries, step).some(rang);
}

function triesOf(tries: readonly Try[], { round, level }: Step): readonly Try[] {
  return tries.filter((each) => each.round === round && each.level === level);
}

function nameOf({ round, level }: Step): string {
  return `${String(round)}.${String(level)}`;
}

/** A climb that reaches nobody goes on for days and is asked about every second: each go is looked at once a call. */
function byStep(tries: readonly Try[]): ReadonlyMap<string, readonly Try[]> {
  const found = new Map<string, Try[]>();
  for (const each of tries) {
    const goes = found.get(nameOf(each));
    if (goes === undefined) found.set(nameOf(each), [each]);
    else goes.push(each);
  }
  return found;
}

/** A console climbs in order: it is done with every round before that of its newest go. The last one of these says when that was due. */
function lastSettled(tries: readonly Try[], { writer }: Me): number {
  const newest = tries.reduce((most, { by, round }) => (by === writer ? Math.max(most, round) : most), 0);
  return Math.max(0, newest - 1);
}

/** When a step was done with: rung by anybody (the first one counts), or tried by this console in vain. */
function settledAt(goes: readonly Try[], { writer }: Me): { readonly at: number; readonly rung: boolean } | null {
  const rung = goes.filter(rang).map(({ at }) => at);
  if (rung.length > 0) return { at: Math.min(...rung), rung: true };
  const mine = goes.find(({ by, ended }) => by === writer && ended !== null)?.ended ?? null;
  return mine === null ? null : { at: mine.at, rung: false };
}

/** Whether it is this console's turn at a step that is not settled. */
function turn(goes: readonly Try[], step: Step, { due, me, now }: { readonly due: number; readonly me: Me; readonly now: number }): Deed {
  // A go that never ended is that of a console that died: it holds the others up for one wait and no longer.
  const underWay = Math.max(-Infinity, ...goes.filter(({ ended }) => ended === null).map(({ at }) => at + rankWait));
  // Whoever could not reach the siren when the step was due has had its turn; the next one need not wait for it.
  const inVain = goes.flatMap(({ by, ended }) => (ended === null || ended.at < due ? [] : [{ by, at: ended.at }]));
  const waits = me.before.filter((writer) => !inVain.some(({ by }) => by === writer)).length * rankWait;
  const mine = Math.max(due, ...inVain.filter(({ by }) => me.before.includes(by)).map(({ at }) => at)) + waits;
  const until = Math.max(mine, underWay);
  return now >= until ? { do: 'try', step, waited: waits } : { do: 'wait', step, until };
}

function gapAfter({ levels, pause }: Ladder, level: number): number {
  const next = levels[level + 1];
  const here = levels[level];
  return next === undefined || here === undefined ? pause : next.after - here.after;
}
