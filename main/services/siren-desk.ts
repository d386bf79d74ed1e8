import { fail, failure, ok, type Failure, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import type { Blind } from '../../core/ipc/frame';
import { createSignal } from '../../core/signal';
import { rangAct, rebootedAct, silencedAct, testedAct } from '../../core/siren/acts';
import { capAt, capped } from '../../core/siren/cap';
import { lengthOf, longestRing, stagesOf, type Pattern } from '../../core/siren/pattern';
import { maySound } from '../../core/siren/seen';
import type { Ring, SirenCard } from '../../core/siren/siren';
import type { SoundOutputs } from '../../core/siren/sound-output';
import { sirensFor, type OnDuty } from '../../core/siren/targets';
import { createUnfinishedRings, type UnfinishedRings } from '../../core/siren/unfinished-rings';
import type { SirenEntry } from '../../core/workspace/files';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { OpenedSiren } from './siren/opened-siren';
import { createSirenUnit, type SirenUnit } from './siren/siren-unit';

export interface SirenDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly actor: Actor;
  /** Opens an entry with its driver: `(entry) => openSiren(entry, driverContext, through)`. */
  readonly open: (entry: SirenEntry) => Result<OpenedSiren>;
  readonly duty: () => OnDuty | null;
  /** What this machine can play through, for sirens that are its own loudspeaker. */
  readonly outputs: () => Promise<Result<SoundOutputs>>;
}

export interface RingRequest {
  readonly to: string;
  readonly reason: string;
  readonly volume: number;
  readonly seconds: number;
  readonly caseId: string | null;
  /** `rising` takes no notice of volume and seconds: gentle, then louder until somebody has it. Default: steady. */
  readonly pattern?: Pattern | undefined;
  /** When a person or a rule wanted it, epoch ms, where that was not just now. */
  readonly askedAt?: number;
}

/** Told for each request that rang something. */
export interface Rang {
  readonly request: RingRequest;
  readonly rings: readonly Ring[];
}

/** Told for each ring that somebody silences, at once: silencing a ring meant for me acks its case (decisions.md 29). */
export interface Silenced {
  readonly ring: Ring;
  readonly by: string;
}

/** Told for each siren that somebody silences without a ring of this console: another's may sound there, which is not known yet. */
export interface Hushed {
  readonly owner: string;
  readonly by: string;
}

export interface SirenDesk {
  /** Takes up rings from before a restart and begins to look. */
  start(): Promise<void>;
  list(): readonly SirenCard[];
  /** Rings that may be sounding. */
  rings(): readonly Ring[];
  ring(request: RingRequest): Promise<Result<{ readonly rings: Ring[]; readonly act: Act }>>;
  /** One siren, or all of them. Never asks, checks no role, waits for nothing: the commands are out when it returns. */
  silence(request: { readonly siren: string | null }): Promise<Result<Act>>;
  /** Ends one by the console's own decision, not by a person's: nobody says "I have it" by this. */
  hush(request: { readonly siren: string }): Promise<Result<Act>>;
  test(request: { readonly siren: string }): Promise<Result<Act>>;
  /** The same, with the device's own word instead of a sentence; needs no person. */
  prove(siren: string): Promise<Result<'sounding' | 'quiet' | 'unknown'>>;
  read(request: { readonly siren: string }): Promise<Result<SirenCard>>;
  /** Starts a device anew that hangs, or before it does. */
  reboot(request: { readonly siren: string }): Promise<Result<Act>>;
  outputs(): Promise<Result<SoundOutputs>>;
  blind(): readonly Blind[];
  onChanged(listener: (cards: readonly SirenCard[]) => void): Cancel;
  onRang(listener: (event: Rang) => void): Cancel;
  onSilenced(listener: (event: Silenced) => void): Cancel;
  onHushed(listener: (event: Hushed) => void): Cancel;
  /** Resolves once no test sounds on that only this console can end. */
  close(): Promise<void>;
}

/** The same siren is not told twice within this: key repeat and double clicks. */
const ringGapMs = 3_000;
/** A ring that waited longer than this wakes for nothing. */
const staleMs = 10_000;

export function createSirenDesk({ workspace, journal, clock, schedule, ids, actor, open, duty, outputs }: SirenDeskPorts): SirenDesk {
  const changes = createSignal<readonly SirenCard[]>();
  const silenced = createSignal<Silenced>();
  const hushed = createSignal<Hushed>();
  const rang = createSignal<Rang>();
  let units = new Map<string, SirenUnit>();
  let stopWatching: Cancel = () => undefined;

  const by = (): string => {
    const { person, name } = actor.me();
    return person ?? name;
  };

  const capOf = ({ owner, volume }: SirenEntry): number => {
    const { people, settings } = workspace.get();
    return capAt(volume, clock.now(), people.find(({ id }) => id === owner)?.timezone ?? settings.timezone);
  };

  const list = (): readonly SirenCard[] => [...units.values()].map((unit) => unit.card(capOf(unit.entry)));

  const changed = (): void => {
    changes.emit(list());
  };

  const openUnit = (entry: SirenEntry): SirenUnit =>
    createSirenUnit(entry, open(entry), { clock, schedule, journal, chance: () => parseInt(ids.nonce().slice(0, 8), 16) / 2 ** 32, changed });

  /** Opens what is new or changed, keeps what is not: a saved file must not forget a ring. */
  const takeUp = (entries: readonly SirenEntry[]): void => {
    const before = units;
    units = new Map(
      entries.map((entry) => {
        const old = before.get(entry.id);
        if (old !== undefined && JSON.stringify(old.entry) === JSON.stringify(entry)) return [entry.id, old];
        const unit = openUnit(entry);
        const ring = old?.ring() ?? null;
        if (ring !== null && maySound(ring)) unit.restore({ ...ring, state: 'unknown' });
        return [entry.id, unit];
      }),
    );
    for (const [id, old] of before) if (units.get(id) !== old) void old.close();
    changed();
  };

  /** Rings from before a restart; also those past their end where no timer but ours would have ended them (law 6). */
  const takeUpRings = (unfinished: UnfinishedRings): void => {
    for (const { ring, told } of unfinished.overdue(clock.now())) {
      const unit = units.get(ring.siren);
      const can = unit?.card(0).can;
      if (can?.duration === false && (can.readBack || !told)) unit?.restore(ring);
    }
    for (const ring of unfinished.at(clock.now())) units.get(ring.siren)?.restore(ring);
  };

  const notRung = (to: string, reason: string, error: Failure): { readonly ok: false; readonly error: Failure } => {
    journal.appendLate('SIREN-NOT-RUNG', { to, reason, why: error.code });
    return { ok: false, error };
  };

  const mayNotRing = (): Failure | null =>
    actor.may('ring') ? null : failure('ring-not-allowed', { who: by(), role: actor.me().role ?? '-' });

  const ringOne = async (entry: SirenEntry, request: RingRequest): Promise<Result<Ring>> => {
    const unit = units.get(entry.id);
    if (unit === undefined) return notRung(entry.id, request.reason, failure('siren-missing', { to: entry.id }));
    const now = clock.now();
    const last = unit.rangAt();
    if (last !== null && Math.abs(now - last) < ringGapMs) {
      return notRung(entry.id, request.reason, failure('ring-too-soon', { siren: entry.id, seconds: ringGapMs / 1_000 }));
    }
    const { caseId, reason } = request;
    const stages = stagesOf(request.pattern ?? 'steady', request);
    // Asked anew for each sound: the owner's night may begin in the middle of a ring.
    const heard = (volume: number): Pick<Ring, 'volume' | 'cappedFrom'> => capped(volume, capOf(entry));
    const sound = heard(stages[0].volume);
    const endsAt = now + Math.min(longestRing * 1_000, lengthOf(stages));
    const ring: Ring = { id: ids.next(), siren: entry.id, person: entry.owner, by: by(), reason, ...sound, startedAt: now, endsAt, state: 'commanded', caseId };
    const { id, by: _by, state: _state, ...intent } = ring;
    journal.appendLate('SIREN-RING', { ring: id, ...intent });
    return ok(await unit.start(ring, stages, heard));
  };

  const prove = async (siren: string): Promise<Result<'sounding' | 'quiet' | 'unknown'>> => {
    const unit = units.get(siren);
    if (unit === undefined) return fail('siren-missing', { to: siren });
    const { ring, state } = unit.card(0);
    if (state === 'sounding' || (ring !== null && maySound(ring))) return fail('siren-sounding', { siren });
    const tested = await unit.test();
    journal.appendLate('SIREN-TEST', { siren, outcome: tested.ok ? tested.value : 'failed', why: tested.ok ? '' : tested.error.code });
    return tested;
  };

  /** Tells all of them at once, before anything else: what follows may be slow, broken or full. */
  const quieten = (siren: string | null) => {
    const chosen = [...units.values()].filter(({ entry }) => siren === null || entry.id === siren);
    const begun = chosen.map((unit) => {
      const { ring, state } = unit.card(0);
      const sounding = ring !== null && maySound(ring) ? ring : null;
      const lost = unit.blind().length > 0;
      const loud = sounding !== null || state === 'sounding' || siren !== null || !lost;
      return { unit, ring: sounding, loud, done: unit.silence() };
    });
    const answered = async (): Promise<Result<Act>> => {
      if (siren !== null && chosen.length === 0) return fail('siren-missing', { to: siren });
      const ended = await Promise.all(begun.map(async ({ unit, loud, done }) => ({ id: unit.entry.id, loud, result: await done })));
      const unconfirmed = ended.find(({ loud, result }) => loud && !result.ok);
      if (unconfirmed !== undefined && !unconfirmed.result.ok) return unconfirmed.result;
      const names = (is: 'quiet' | 'told' | null): string[] =>
        ended.filter(({ result }) => (result.ok ? result.value : null) === is).map(({ id }) => id);
      return ok(silencedAct({ quiet: names('quiet'), told: names('told'), unreached: names(null) }));
    };
    return { begun, answer: answered() };
  };

  return {
    async start() {
      const unfinished = createUnfinishedRings();
      await journal.replay((entry) => {
        unfinished.visit(entry);
      });
      takeUp(workspace.get().sirens);
      takeUpRings(unfinished);
      stopWatching = workspace.onChanged(({ sirens }) => {
        takeUp(sirens);
      });
      changed();
    },
    list,
    rings: () => [...units.values()].map((unit) => unit.ring()).filter((ring): ring is Ring => ring !== null && maySound(ring)),
    async ring(request) {
      const refused = mayNotRing();
      if (refused !== null) return notRung(request.to, request.reason, refused);
      if (request.askedAt !== undefined && clock.now() - request.askedAt > staleMs) {
        return notRung(request.to, request.reason, failure('ring-too-late', { siren: request.to, seconds: staleMs / 1_000 }));
      }
      const { people, sirens } = workspace.get();
      const targets = sirensFor(request.to, { people, sirens, duty: duty() });
      if (!targets.ok) return notRung(request.to, request.reason, targets.error);
      const results = await Promise.all(targets.value.map((entry) => ringOne(entry, request)));
      const rings = results.filter((result) => result.ok).map(({ value }) => value);
      const first = results.find((result) => !result.ok);
      if (rings.length === 0 && first !== undefined) return first;
      rang.emit({ request, rings });
      return ok({ rings, act: rangAct(rings) });
    },
    silence({ siren }) {
      const told = quieten(siren);
      for (const { unit, ring } of told.begun) {
        if (ring !== null) silenced.emit({ ring, by: by() });
        else hushed.emit({ owner: unit.entry.owner, by: by() });
      }
      return told.answer;
    },
    hush: ({ siren }) => quieten(siren).answer,
    async test({ siren }) {
      const refused = mayNotRing();
      if (refused !== null) return { ok: false, error: refused };
      const tested = await prove(siren);
      return tested.ok ? ok(testedAct(siren, tested.value)) : tested;
    },
    prove,
    async read({ siren }) {
      const unit = units.get(siren);
      if (unit === undefined) return fail('siren-missing', { to: siren });
      await unit.read();
      return ok(unit.card(capOf(unit.entry)));
    },
    async reboot({ siren }) {
      const refused = mayNotRing();
      if (refused !== null) return { ok: false, error: refused };
      const unit = units.get(siren);
      if (unit === undefined) return fail('siren-missing', { to: siren });
      const told = await unit.reboot();
      return told.ok ? ok(rebootedAct(siren)) : told;
    },
    outputs,
    blind: () => [...units.values()].flatMap((unit) => unit.blind()),
    onChanged: changes.on,
    onRang: rang.on,
    onSilenced: silenced.on,
    onHushed: hushed.on,
    async close() {
      stopWatching();
      await Promise.all([...units.values()].map((unit) => unit.close()));
    },
  };
}
