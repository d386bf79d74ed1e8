import { fail, failure, ok, type Failure, type Result } from '../errors';
import { runEntries } from '../run/entries';
import { approvalLasts, type HeldApproval } from './approval';
import { approvalEntries } from './entries';

/** A challenge that this console gave out. */
export interface Challenge {
  readonly plan: string;
  readonly challenge: string;
  readonly at: number;
  readonly until: number;
  readonly tries: number;
  /** It was answered rightly: it cannot be answered again. */
  readonly spent: boolean;
}

/** An entry of this console's own journal. */
interface BookEntry {
  readonly at: number;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const mostTries = 3;
const mostAnHour = 5;
const hour = 3_600_000;

/** A wall clock that went back further than this makes a challenge of the future, which is as good as an old one, ms. */
const clockSlack = 60_000;

/** Challenges that a code is compared with to say what it was for. */
const remembered = 20;

/**
 * What this console asked a second person and what it holds, as its own journal tells it: a restart gives nobody new
 * tries, and no approval a second run.
 */
export class ApprovalBook {
  private readonly challenges: Challenge[] = [];
  private readonly holds = new Map<string, HeldApproval>();
  /** Proofs that were held once, used or not. */
  private readonly proofs = new Set<string>();

  take({ at, code, data }: BookEntry): void {
    if (code === 'APPROVAL-ASK') {
      const ask = approvalEntries[code].data.safeParse(data);
      if (ask.success) this.challenges.push({ plan: ask.data.plan, challenge: ask.data.challenge, at, until: ask.data.until, tries: 0, spent: false });
    } else if (code === 'APPROVAL-REFUSED') {
      const refused = approvalEntries[code].data.safeParse(data);
      if (refused.success && refused.data.tried) this.change(refused.data.challenge, (one) => ({ ...one, tries: one.tries + 1 }));
    } else if (code === 'APPROVAL-HELD') {
      const held = approvalEntries[code].data.safeParse(data);
      if (!held.success) return;
      const { plan, by, how, proof, until } = held.data;
      this.proofs.add(proof);
      this.holds.set(plan, { by, how, proof, until });
      this.change(proof, (one) => ({ ...one, spent: true }));
    } else if (code === 'RUN-APPROVE') {
      const used = runEntries[code].data.safeParse(data);
      if (used.success && used.data.second !== undefined) this.use(used.data.plan, used.data.second.proof);
    }
  }

  /** The approval of this plan, if there is one that may be used now. */
  held(plan: string, now: number): HeldApproval | null {
    const held = this.holds.get(plan);
    return held !== undefined && isGood(held.until, now) ? held : null;
  }

  /** Takes the approval away for one run: from here on nothing else can use it. */
  consume(plan: string, now: number): HeldApproval | null {
    const held = this.held(plan, now);
    this.holds.delete(plan);
    return held;
  }

  wasUsed(proof: string): boolean {
    return this.proofs.has(proof);
  }

  /** The challenge of this plan that can still be answered. */
  open(plan: string, now: number): Challenge | null {
    const last = this.lastOf(plan);
    return last !== null && standing(last, now) === null ? last : null;
  }

  /** Whether one more challenge may be given now: five an hour (decisions.md 22). */
  mayAsk(now: number): Result<void> {
    const recent = this.challenges.filter(({ at }) => at > now - hour);
    const [oldest] = recent.slice(-mostAnHour);
    if (recent.length < mostAnHour || oldest === undefined) return ok(undefined);
    return fail('approval-asked-too-often', { minutes: Math.max(1, Math.ceil((oldest.at + hour - now) / 60_000)) });
  }

  /**
   * What a typed code is.
   * @param code nine digits, or null where they are not a code
   * @param codesFor the codes that each console of the team would give for a challenge; `may`: may be the second person
   */
  judge(plan: string, code: string | null, now: number, codesFor: (challenge: Challenge) => readonly { readonly by: string; readonly may: boolean; readonly code: string }[]): Judgement {
    const asked = this.lastOf(plan);
    const challenge = asked?.challenge ?? null;
    const refuse = (why: Failure, tried: boolean): Judgement => ({ ok: false, why, challenge, tried });
    if (code === null) return refuse(failure('approval-code-mistyped', {}), false);
    if (asked === null) return refuse(failure('approval-no-challenge', {}), false);
    const dead = standing(asked, now);
    if (dead !== null) return refuse(dead, false);
    const found = codesFor(asked).find((one) => one.code === code);
    if (found?.may === true) return { ok: true, by: found.by, challenge: asked };
    const left = mostTries - asked.tries - 1;
    if (found !== undefined) return refuse(failure('approval-code-foreign', { who: found.by, left }), true);
    const other = this.challenges.slice(-remembered).reverse().find((one) => one !== asked && codesFor(one).some((each) => each.code === code));
    if (other?.spent === true) return refuse(failure('approval-code-reused', {}), true);
    return refuse(other === undefined ? failure('approval-code-wrong', { left }) : failure('approval-code-other-plan', { left }), true);
  }

  private lastOf(plan: string): Challenge | null {
    return this.challenges.findLast((one) => one.plan === plan) ?? null;
  }

  private use(plan: string, proof: string): void {
    this.proofs.add(proof);
    if (this.holds.get(plan)?.proof === proof) this.holds.delete(plan);
  }

  private change(challenge: string | null, to: (one: Challenge) => Challenge): void {
    const at = this.challenges.findLastIndex((one) => one.challenge === challenge);
    const one = this.challenges[at];
    if (one !== undefined) this.challenges[at] = to(one);
  }
}

/** Taken: by whom, for which challenge. Or why not, and whether it counts as a try. */
type Judgement =
  | { readonly ok: true; readonly by: string; readonly challenge: Challenge }
  | { readonly ok: false; readonly why: Failure; readonly challenge: string | null; readonly tried: boolean };

/** Why a challenge cannot be answered any more; null: it can. */
function standing({ spent, tries, until }: Challenge, now: number): Failure | null {
  if (spent) return failure('approval-code-reused', {});
  if (tries >= mostTries) return failure('approval-tries-used', {});
  return isGood(until, now) ? null : failure('approval-code-expired', {});
}

/** SECURITY: a wall clock that was put back does not make an old approval good again. */
function isGood(until: number, now: number): boolean {
  return now <= until && now >= until - approvalLasts - clockSlack;
}
