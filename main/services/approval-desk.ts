import { approvalLasts, type ApprovalAsked, type ApprovalView, type HeldApproval, type SecondPerson } from '../../core/approval/approval';
import { ApprovalBook, type Challenge } from '../../core/approval/approval-book';
import { heardChallenge, spokenChallenge } from '../../core/approval/challenge';
import { approvalEntries } from '../../core/approval/entries';
import { heardCode, phoneCode, spokenCode } from '../../core/approval/phone-code';
import { consolesFor, type TeamConsole } from '../../core/approval/second-people';
import { fail, failure, ok, type Failure, type Result } from '../../core/errors';
import type { EntryCode, EntryData } from '../../core/journal/codes';
import { peerLeadMs } from '../../core/journal/hybrid-clock';
import { approvalDemand } from '../../core/runbook/approval-demand';
import type { HashedPlan } from '../../core/runbook/plan';
import { createSignal } from '../../core/signal';
import type { Placed } from '../../core/team/retirement';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { KeyAgreement } from '../ports/key-agreement';
import type { PlanShelf } from '../ports/plan-shelf';
import type { Cancel } from '../ports/schedule';
import type { Signatory } from '../ports/signatory';
import type { PeerEntry, TeamJournals } from '../ports/team-journals';
import type { TeamWord } from '../ports/team-word';

export interface ApprovalDeskPorts {
  readonly journal: Journal;
  readonly team: TeamJournals;
  readonly word: TeamWord;
  /** Null where this device has no key for phone codes. */
  readonly agreement: KeyAgreement | null;
  readonly actor: Actor;
  readonly workspace: CurrentWorkspace;
  readonly shelf: PlanShelf;
  readonly clock: Clock;
  readonly ids: Ids;
  /** A plan that was shown on this console. */
  readonly shown: (hash: string) => HashedPlan | null;
  /** The hash of the only such plan that begins so. */
  readonly named: (digits: string) => string | null;
}

/** A signed approval that came with another operator's journal. */
interface SignedApproval extends Placed {
  readonly plan: string;
  /** By the approver's clock. */
  readonly at: number;
  readonly proof: string;
  readonly until: number;
}

/** Two-person approval: what this console asks others, and what it approves for them (formats.md, decisions.md 22). */
export class ApprovalDesk {
  private readonly book = new ApprovalBook();
  private readonly signed: SignedApproval[] = [];
  private readonly asked: (ApprovalAsked & { readonly challenge: string; readonly entry: Placed })[] = [];
  private readonly changed = createSignal<string>();
  private readonly stops: readonly Cancel[];
  /** One question at a time: two codes at once must not be two tries for the price of one. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly ports: ApprovalDeskPorts) {
    this.stops = [
      ports.team.onEntry((entry) => {
        this.hear(entry);
      }),
      ports.team.onRead(() => {
        this.takeAwaited();
      }),
    ];
  }

  /** Takes up from the journal what was asked and used before. */
  static async open(ports: ApprovalDeskPorts): Promise<ApprovalDesk> {
    const desk = new ApprovalDesk(ports);
    await ports.journal.replay((entry) => {
      desk.book.take(entry);
    });
    return desk;
  }

  /** Calls back with the hash of a plan whose second approval changed, or '' when somebody asked for one. */
  onChanged(listener: (plan: string) => void): Cancel {
    return this.changed.on(listener);
  }

  /** Asks a second person: gives the challenge to read aloud, or the approval that is here already. */
  ask(hash: string): Promise<Result<SecondPerson>> {
    return this.oneByOne(async () => {
      const { actor, clock, shelf, shown, team } = this.ports;
      const plan = shown(hash);
      if (plan === null) return fail('plan-not-known', { hash });
      if (!actor.may('run')) return fail('run-not-allowed', { who: actor.me().name });
      const people = [...new Set(this.consoles().filter(({ may }) => may).map(({ name }) => name))];
      if (people.length === 0) return fail('approval-nobody', {});
      await team.refresh();
      const against = await this.takeSigned(hash);
      const held = this.held(hash);
      if (held !== null) return ok({ challenge: null, until: held.until, people, problem: null, held });
      const open = this.book.open(hash, clock.now());
      if (open !== null) return ok(this.question(open, people, against));
      const mayAsk = this.book.mayAsk(clock.now());
      if (!mayAsk.ok) return ok({ challenge: null, until: clock.now(), people, problem: mayAsk.error, held: null });
      const kept = await shelf.put(plan);
      if (!kept.ok) return kept;
      const data = { ...subjectOf(plan), challenge: this.ports.ids.nonce().slice(0, 16), until: clock.now() + approvalLasts };
      const written = await this.write('APPROVAL-ASK', data);
      if (!written.ok) return written;
      const made = this.book.open(hash, clock.now());
      return made === null ? fail('approval-no-challenge', {}) : ok(this.question(made, people, against));
    });
  }

  /** Takes the code that the second person read back. What is refused is recorded before it is said. */
  prove(hash: string, typed: string): Promise<Result<HeldApproval>> {
    return this.oneByOne(async () => {
      const { actor, clock, shown } = this.ports;
      const plan = shown(hash);
      if (plan === null) return fail('plan-not-known', { hash });
      if (!actor.may('run')) return fail('run-not-allowed', { who: actor.me().name });
      const judged = this.book.judge(hash, heardCode(typed), clock.now(), (challenge) => this.codesFor(challenge));
      if (!judged.ok) {
        const written = await this.write('APPROVAL-REFUSED', { plan: hash, challenge: judged.challenge, why: judged.why.code, tried: judged.tried });
        return written.ok ? { ok: false, error: judged.why } : written;
      }
      const { challenge, until } = judged.challenge;
      return this.hold(plan, { by: judged.by, how: 'phone', proof: challenge, until });
    });
  }

  /** The approval of this plan that a run may use now. */
  held(hash: string): HeldApproval | null {
    const held = this.book.held(hash, this.ports.clock.now());
    return held !== null && this.stands(held) ? held : null;
  }

  /** Takes the approval for one run; nothing else can use it afterwards. */
  consume(hash: string): HeldApproval | null {
    return this.held(hash) === null ? null : this.book.consume(hash, this.ports.clock.now());
  }

  /** Whether anybody could be the second person at all. */
  possible(): boolean {
    return this.consoles().some(({ may }) => may);
  }

  /** Plans that others asked a second person for and that can still be approved, newest first. */
  async waiting(): Promise<Result<ApprovalAsked[]>> {
    await this.ports.team.refresh();
    const { clock, actor } = this.ports;
    const me = actor.me().person;
    // Asked again is asked once: the newest question of a runner about a plan stands.
    const newest = this.asked.filter((one) => this.asked.findLast(({ plan, runner }) => plan === one.plan && runner === one.runner) === one);
    const words = this.ports.word.now();
    const good = newest.filter(({ until, runner, entry }) => until >= clock.now() && personOf(runner) !== me && words.against(entry) === null);
    return ok(good.map(({ challenge: _challenge, entry: _entry, ...asked }) => asked).sort((a, b) => b.at - a.at));
  }

  /** A plan for the approver to read: one that came with the team's journals, or one that was made here. */
  async show(wanted: string): Promise<Result<ApprovalView>> {
    await this.ports.team.refresh();
    const isName = wanted.length >= 8;
    const asked = isName ? this.asked.findLast(({ plan }) => plan.startsWith(wanted)) : undefined;
    const hash = asked?.plan ?? (isName ? this.ports.named(wanted) : null) ?? wanted;
    const shown = this.ports.shown(hash);
    const kept = shown === null ? await this.ports.shelf.get(hash) : ok(shown);
    if (!kept.ok) return fail('approval-plan-unknown', { plan: wanted.slice(0, 64) });
    const { challenge: _challenge, ...about } = asked ?? { challenge: '' };
    const demand = approvalDemand(kept.value.plan, this.ports.workspace.get().hosts, null);
    return ok({ plan: kept.value, demand, asked: 'plan' in about ? about : null });
  }

  /**
   * Approves a plan for another operator. The entry is on disk before a code is told.
   * @param signatory shown the plan and asked first; null: whoever asks read it and answered at a terminal
   * @param challenge as it was heard; null: the signed entry itself is the approval, once it is synced
   * @param runner `<operator>.<device>`, or null where it is plain who asks
   */
  async approve(request: { readonly plan: string; readonly challenge: string | null; readonly runner: string | null }, signatory: Signatory | null): Promise<Result<{ code: string | null; until: number; runner: string }>> {
    const { actor, agreement, clock } = this.ports;
    const me = actor.me();
    // SECURITY: a key in memory is nobody's in particular; it cannot be a second person.
    if (!actor.may('run') || !me.vouched) return fail('approval-not-yours', { who: me.name });
    const view = await this.show(request.plan);
    if (!view.ok) return view;
    const runner = this.runnerOf(request.runner, view.value.asked);
    if (!runner.ok) return runner;
    const challenge = request.challenge === null ? null : heardChallenge(request.challenge);
    if (challenge === null && request.challenge !== null) return fail('approval-challenge-unreadable', {});
    const { writer, agree } = runner.value;
    const { plan, demand } = view.value;
    let code: string | null = null;
    if (challenge !== null) {
      if (agreement === null) return fail('approval-no-phone-key', { who: this.writer() });
      if (agree === null) return fail('approval-no-phone-key', { who: writer });
      const shared = agreement.shared(agree);
      if (!shared.ok) return shared;
      code = spokenCode(phoneCode(shared.value, { plan: plan.hash, challenge, runner: writer, approver: this.writer() }));
    }
    // SECURITY: a page can ask for a signature and cannot give one: the second person is a person.
    const confirmed = signatory === null || (await signatory.confirm({ act: 'approve', word: demand.word, plan, demand, runner: writer }));
    if (!confirmed) return fail('signature-declined', {});
    const until = clock.now() + approvalLasts;
    const written = await this.ports.journal.append('APPROVE', { ...subjectOf(plan), runner: writer, challenge, until });
    return written.ok ? ok({ code, until, runner: writer }) : written;
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.changed.clear();
  }

  private question(challenge: Challenge, people: string[], against: Failure | null): SecondPerson {
    const phones = this.ports.agreement !== null && this.consoles().some(({ may, agree }) => may && agree !== null);
    const problem = against ?? (phones ? null : failure('approval-no-phone-key', { who: this.ports.agreement === null ? this.writer() : people.join(', ') }));
    return { challenge: phones ? spokenChallenge(challenge.challenge) : null, until: challenge.until, people, problem, held: null };
  }

  private hear({ writer, seq, hlc, at, code, data, hash }: PeerEntry): void {
    if (code === 'APPROVAL-ASK') {
      const ask = approvalEntries[code].data.safeParse(data);
      if (!ask.success) return;
      const { plan, title, hosts, challenge, until } = ask.data;
      this.asked.push({ plan, title, hosts, runner: writer, at, until: Math.min(until, at + approvalLasts), challenge, entry: { writer, seq, hlc } });
      this.changed.emit('');
    } else if (code === 'APPROVE') {
      const given = approvalEntries[code].data.safeParse(data);
      if (!given.success || given.data.runner !== this.writer()) return;
      const { plan, challenge, until } = given.data;
      this.signed.push({ plan, writer, seq, hlc, at, proof: challenge ?? hash, until: Math.min(until, at + approvalLasts) });
    }
  }

  /** Somebody waits for an approval: it is taken as soon as it is here, or counts by our clock. */
  private takeAwaited(): void {
    const now = this.ports.clock.now();
    const plans = new Set(this.signed.flatMap(({ plan, until }) => (until >= now && this.book.open(plan, now) !== null ? [plan] : [])));
    for (const plan of plans) void this.oneByOne(() => this.takeSigned(plan));
  }

  /** Holds the newest signed approval of a plan that was not used yet; what speaks against it where none counts. */
  private async takeSigned(hash: string): Promise<Failure | null> {
    const now = this.ports.clock.now();
    const plan = this.ports.shown(hash);
    if (plan === null || this.held(hash) !== null) return null;
    const may = new Set(this.consoles().filter((one) => one.may).map(({ writer }) => writer));
    const given = this.signed.filter((one) => one.plan === hash && one.until >= now && may.has(one.writer) && !this.book.wasUsed(one.proof));
    const found = given.findLast((one) => this.against(one) === null);
    if (found !== undefined) await this.hold(plan, { by: found.writer, how: 'signed', proof: found.proof, until: Math.min(found.until, now + approvalLasts) });
    const newest = this.signed.findLast((one) => one.plan === hash && one.until >= now && may.has(one.writer));
    return found !== undefined || newest === undefined ? null : this.against(newest);
  }

  /** Why a signed approval does not count now: its journal is in doubt, its device retired, or its clock too far ahead. */
  private against(given: SignedApproval): Failure | null {
    const ahead = given.at - this.ports.clock.now();
    const against = this.ports.word.now().against(given);
    return against ?? (ahead > peerLeadMs ? failure('team-clock-ahead', { writer: given.writer, minutes: Math.round(ahead / 60_000) }) : null);
  }

  /** SECURITY: what was held a minute ago may be nobody's word by now. A code that was heard is vouched for by the voice. */
  private stands({ how, by, proof }: HeldApproval): boolean {
    const given = this.signed.find((one) => one.writer === by && one.proof === proof);
    return how === 'phone' || (given !== undefined && this.against(given) === null);
  }

  private async hold(plan: HashedPlan, held: HeldApproval): Promise<Result<HeldApproval>> {
    const written = await this.write('APPROVAL-HELD', { ...subjectOf(plan), ...held });
    if (!written.ok) return written;
    this.changed.emit(plan.hash);
    return ok(held);
  }

  /** Every code that a console of the team could have given; the ones that may not approve are only there to be named. */
  private codesFor({ plan, challenge }: Challenge): { by: string; may: boolean; code: string }[] {
    const { agreement } = this.ports;
    if (agreement === null) return [];
    return this.consoles().flatMap(({ writer, agree, may }) => {
      const shared = agree === null ? null : agreement.shared(agree);
      return shared?.ok === true ? [{ by: writer, may, code: phoneCode(shared.value, { plan, challenge, runner: this.writer(), approver: writer }) }] : [];
    });
  }

  private runnerOf(given: string | null, asked: ApprovalAsked | null): Result<TeamConsole> {
    const me = this.ports.actor.me().person;
    const others = this.consoles().filter(({ person, may }) => person !== me && may);
    const wanted = given ?? asked?.runner ?? null;
    if (wanted === null) {
      const [only, ...more] = others;
      return only !== undefined && more.length === 0 ? ok(only) : fail('approval-whose', { devices: others.map(({ writer }) => writer).join(', ') });
    }
    if (personOf(wanted) === me) return fail('approval-not-yours', { who: this.ports.actor.me().name });
    const found = others.find(({ writer }) => writer === wanted);
    return found === undefined ? fail('approval-whose', { devices: others.map(({ writer }) => writer).join(', ') }) : ok(found);
  }

  private consoles(): readonly TeamConsole[] {
    return consolesFor(this.ports.workspace.get().people, personOf(this.writer()));
  }

  private writer(): string {
    return this.ports.journal.status().writer;
  }

  private async write<C extends EntryCode>(code: C, data: EntryData<C>): Promise<Result<void>> {
    const written = await this.ports.journal.append(code, data);
    if (!written.ok) return written;
    this.book.take({ at: written.value.at, code, data });
    return ok(undefined);
  }

  private oneByOne<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(act);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

function subjectOf({ hash, plan }: HashedPlan): { plan: string; title: string; hosts: number } {
  return { plan: hash, title: plan.runbook.title, hosts: plan.targets.length };
}

function personOf(writer: string): string {
  return writer.slice(0, writer.indexOf('.'));
}
