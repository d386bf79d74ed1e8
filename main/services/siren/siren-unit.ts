import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import type { Blind } from '../../../core/ipc/frame';
import { mayHaveArrived, maySound } from '../../../core/siren/seen';
import type { Stage } from '../../../core/siren/pattern';
import type { Ring, SirenCan, SirenCard } from '../../../core/siren/siren';
import type { SirenEntry } from '../../../core/workspace/files';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Cancel, Schedule } from '../../ports/schedule';
import { blindSiren } from './blind-siren';
import { carefulTalk, type Talk } from './careful-talk';
import { confirmedFirst } from './confirmed-first';
import { lookAfter } from './look-after';
import type { OpenedSiren } from './opened-siren';
import { saidOf } from './said-of';
import { startSilencing, type Silencing } from './silencing';
import { createSirenSight } from './siren-sight';

export interface UnitPorts {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly journal: Journal;
  /** A number in [0, 1): spreads the background reads. */
  readonly chance: () => number;
  readonly changed: () => void;
}

/** A volume as the owner's cap leaves it at this hour. */
export type Sound = Pick<Ring, 'volume' | 'cappedFrom'>;

/** One siren as this console knows it: its state with an age, its ring, and the one conversation with its device. */
export interface SirenUnit {
  readonly entry: SirenEntry;
  card(cap: number): SirenCard;
  ring(): Ring | null;
  /** When it was last told to ring, epoch ms. */
  rangAt(): number | null;
  /**
   * Commands the ring and reads back until its state is known; then the later stages, louder, until it is silenced.
   * Resolves with the first that the device confirms, else when the last one is judged. The intent is in the journal.
   */
  start(ring: Ring, stages: readonly [Stage, ...Stage[]], heard: (volume: number) => Sound): Promise<Ring>;
  /** The first command is on its way when this returns; resolves when confirmed or after ten seconds. */
  silence(): Promise<Result<'quiet' | 'told'>>;
  /** One percent for one second; resolves once it is over, with the failure where nobody can say that it is. */
  test(): Promise<Result<'sounding' | 'quiet' | 'unknown'>>;
  read(): Promise<void>;
  /** Starts the device anew. Never while it may sound: who cannot hear it end would take it for silenced. */
  reboot(): Promise<Result<void>>;
  /** Takes over a ring that is still to end, from before a restart or a change of the files. */
  restore(ring: Ring): void;
  blind(): readonly Blind[];
  /** At once, but for a test that only we can end: that is silenced first, for as long as one silence tries. */
  close(): Promise<void>;
}

/** The device needs a moment between two looks, ms. */
const lookEveryMs = 1_000;
const looks = 5;

export function createSirenUnit(entry: SirenEntry, opened: Result<OpenedSiren>, { clock, schedule, journal, chance, changed }: UnitPorts): SirenUnit {
  const { id, owner } = entry;
  const device = opened.ok ? opened.value : null;
  const can: SirenCan = device?.can ?? { readBack: false, volume: false, duration: false };
  const talk: Result<Talk> = opened.ok ? ok(carefulTalk(opened.value.siren, id)) : opened;
  const problem = opened.ok ? (can.readBack ? null : failure('siren-cannot-be-read', { siren: id })) : opened.error;
  const sight = createSirenSight(id, { problem, lost: !opened.ok }, { clock, journal });
  let alarm: { readonly failure: Failure; readonly since: number } | null = null;
  let ring: Ring | null = null;
  let rangAt: number | null = null;
  /** Commands outdate what a look that began before them will say. */
  let generation = 0;
  let commanding = 0;
  let silencing: Silencing | null = null;
  let nextLook: Cancel = () => undefined;
  let ending: Cancel = () => undefined;
  /** The ring of which a sound may have reached the device: it can begin late, after it was judged to have failed. */
  let reached: string | null = null;
  /** What is still to come of a ring that rises, and how many sounds of it; silence ends it at once. */
  const rising: Cancel[] = [];
  let toCome = 0;
  let closed = false;
  /** Tests under way on a device that only we can end. */
  let endless = 0;

  const stopRising = (): void => {
    toCome = 0;
    for (const cancel of rising.splice(0)) cancel();
  };

  const note = (seen: Result<'quiet' | 'sounding'>): void => {
    if (!seen.ok && seen.error.code === 'siren-superseded') return;
    sight.note(seen);
    if (seen.ok && seen.value === 'quiet') {
      alarm = null;
      if (ring !== null && isOver(ring)) move(ring, 'ended');
    } else if (seen.ok && ring?.state === 'unknown') move(ring, 'confirmed');
    changed();
  };

  /** Whether the device's word that it is quiet is the end of a ring: silenced there or elsewhere, or it never began. */
  const isOver = ({ state }: Ring): boolean => commanding === 0 && (state === 'unknown' || (state === 'confirmed' && toCome === 0));

  /** A device that has no timer and begins late, or anew, has no end but ours. */
  const mayBegin = (subject: Ring): boolean => !can.duration && (subject.state === 'failed' || subject.state === 'ended') && reached === subject.id;

  const move = (from: Ring, to: Ring['state']): Ring => {
    const moved = { ...from, state: to };
    if (ring?.id === from.id) {
      ring = moved;
      if (!maySound(moved) && !mayBegin(moved)) ending();
      changed();
    }
    return moved;
  };

  const look = async (): Promise<void> => {
    if (!talk.ok || !can.readBack || closed) return;
    const mine = generation;
    const seen = await talk.value.read();
    if (!closed && mine === generation) note(seen);
  };

  /** Quiet background looks, later after failures, sooner while it sounds or one look just failed. */
  const planLook = (): void => {
    nextLook();
    if (!can.readBack || closed) return;
    nextLook = schedule.after(lookAfter({ failures: sight.failures(), sounding: sight.now().state === 'sounding', chance: chance() }), () => {
      const free = commanding === 0 && silencing?.active() !== true;
      void (free ? look() : Promise.resolve()).then(planLook);
    });
  };

  const endAt = (subject: Ring): void => {
    ending();
    ending = schedule.after(Math.max(0, subject.endsAt - clock.now()), () => {
      if (ring?.id !== subject.id || !(maySound(ring) || mayBegin(ring))) return;
      // Where the device has no timer of its own, ours is the only one.
      if (!can.duration) void silence();
      if (maySound(ring)) move(ring, 'ended');
      schedule.after(lookEveryMs, () => {
        void look();
      });
    });
  };

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      schedule.after(lookEveryMs, resolve);
    });

  /** Looks until the device says that it sounds; null where it never did, or where the ring is not ours to judge any more. */
  const proof = async (endsAt: number, mine: number): Promise<'sounding' | 'quiet' | null> => {
    let last: 'quiet' | null = null;
    for (let time = 1; talk.ok && can.readBack && time <= looks; time += 1) {
      const seen = await talk.value.read();
      if (mine !== generation) return null;
      note(seen);
      if (seen.ok && seen.value === 'sounding') return 'sounding';
      last = seen.ok ? 'quiet' : null;
      // A short ring can be over before it was seen: that is unknown, not "it did not ring".
      if (clock.now() >= endsAt) return null;
      if (time < looks) await pause();
    }
    return last;
  };

  /** What became of one sound. Before the last one nothing is given up: the next, louder one is the second try. */
  const judge = async (subject: Ring, mine: number, { sent, endsAt, last }: { readonly sent: Result<void>; readonly endsAt: number; readonly last: boolean }): Promise<Ring> => {
    const arrived = sent.ok || mayHaveArrived(sent.error.code);
    if (arrived) reached = subject.id;
    if (!arrived && last) return ringFailed(subject, sent.error);
    const seen = arrived ? await proof(endsAt, mine) : null;
    if (mine !== generation) return ring?.id === subject.id ? ring : subject;
    if (seen === 'sounding') {
      if (subject.state !== 'confirmed') journal.appendLate('SIREN-SOUNDING', { ring: subject.id, siren: id, tookMs: Math.max(0, clock.now() - subject.startedAt) });
      return move(subject, 'confirmed');
    }
    if (!sent.ok) sight.blame(sent.error);
    if (!last) return subject;
    if (seen === 'quiet') return ringFailed(subject, sent.ok ? failure('ring-not-sounding', { siren: id }) : sent.error);
    const why = sent.ok ? (sight.now().problem?.code ?? 'not-seen') : sent.error.code;
    journal.appendLate('SIREN-RING-UNKNOWN', { ring: subject.id, siren: id, why });
    return move(subject, 'unknown');
  };

  const ringFailed = (subject: Ring, error: Failure): Ring => {
    sight.blame(error);
    journal.appendLate('SIREN-RING-FAILED', { ring: subject.id, siren: id, why: error.code });
    return move(subject, 'failed');
  };

  /** A silence that a newer one replaced is as confirmed as that one. */
  const outcomeOf = async (mine: Silencing): Promise<Result<'quiet' | 'told'>> => {
    const result = await mine.done;
    return silencing === null || silencing === mine ? result : outcomeOf(silencing);
  };

  const silence = async (): Promise<Result<'quiet' | 'told'>> => {
    if (!talk.ok) return talk;
    const began = clock.now();
    const wasLost = sight.isLost();
    const wasSounding = sight.now().state === 'sounding';
    const hushed = ring !== null && maySound(ring) ? ring : null;
    // First of all the command: nothing, not even the journal, stands between the key and the wire (S9).
    generation += 1;
    silencing?.cancel();
    const started = startSilencing(talk.value, can, {
      name: { siren: id, owner },
      clock,
      schedule,
      on: {
        seen: (answer) => {
          if (silencing === started) note(answer);
        },
        again: () => {
          journal.appendLate('SIREN-AGAIN', { siren: id });
        },
      },
    });
    silencing = started;
    const about = { siren: id, ring: hushed?.id ?? null };
    journal.appendLate('SIREN-SILENCE', about);
    if (hushed !== null) move(hushed, 'silencing');
    stopRising();
    const result = await outcomeOf(started);
    if (silencing !== started) return result;
    if (result.ok) {
      if (result.value === 'quiet') {
        journal.appendLate('SIREN-QUIET', { ...about, tookMs: Math.max(0, clock.now() - began) });
        if (hushed !== null) move({ ...hushed, state: 'silencing' }, 'silenced');
      }
    } else {
      journal.appendLate('SIREN-NOT-SILENCED', { ...about, why: sight.now().problem?.code ?? result.error.code });
      // A siren that was announced as lost and has no ring is no news; anything else that stays unconfirmed is loud.
      if (!wasLost || hushed !== null || wasSounding) alarm = { failure: result.error, since: began };
      if (hushed !== null) move({ ...hushed, state: 'silencing' }, 'unknown');
    }
    changed();
    return result;
  };

  const command = async <T>(work: (siren: Talk, mine: number) => Promise<T>, otherwise: (error: Failure) => T): Promise<T> => {
    if (!talk.ok) return otherwise(talk.error);
    silencing?.cancel();
    silencing = null;
    generation += 1;
    rangAt = clock.now();
    commanding += 1;
    try {
      return await work(talk.value, generation);
    } finally {
      commanding -= 1;
      planLook();
    }
  };

  /** What the device says right after it was told to test. */
  const heardTest = async (siren: Talk, sent: Result<void>, mine: number): Promise<Result<'sounding' | 'quiet' | 'unknown'>> => {
    if (!sent.ok) return sent;
    if (!can.readBack) return ok('unknown');
    const seen = await siren.read();
    if (mine !== generation) return ok('unknown');
    note(seen);
    return seen;
  };

  /** One percent for one second, and what the device says of it. */
  const soundTest = (): Promise<Result<'sounding' | 'quiet' | 'unknown'>> =>
    command<Result<'sounding' | 'quiet' | 'unknown'>>(
      async (siren, mine) => {
        const sent = await siren.ring({ volume: 1, seconds: 1, reason: 'test' });
        if (!sent.ok && (can.duration || !mayHaveArrived(sent.error.code))) return sent;
        const seen = await heardTest(siren, sent, mine);
        if (can.duration) return seen;
        // It has no timer of its own: ours ends it, unless somebody silenced it or rang meanwhile.
        await pause();
        const quiet = mine === generation ? await silence() : null;
        return quiet?.ok === false ? quiet : seen;
      },
      (error) => ({ ok: false, error }),
    );

  const sound = (subject: Ring, { seconds }: Stage, last: boolean): Promise<Ring> =>
    command(
      async (siren, mine) => {
        // Where the device has no timer of its own, ours ends each sound.
        if (!can.duration && !last) rising.push(schedule.after(seconds * 1_000, () => void siren.silence()));
        const endsAt = clock.now() + seconds * 1_000;
        const sent = await siren.ring({ volume: subject.volume, seconds, reason: subject.reason });
        return mine === generation ? judge(subject, mine, { sent, endsAt, last }) : (ring ?? subject);
      },
      (error) => ringFailed(subject, error),
    );

  /** A later stage of a ring, unless that ring is over by now. */
  const louder = (subject: Ring, stage: Stage, heard: Sound, last: boolean): Promise<Ring> => {
    if (closed || ring?.id !== subject.id || !maySound(ring) || ring.state === 'silencing') return Promise.resolve(ring ?? subject);
    toCome -= 1;
    ring = { ...ring, ...heard };
    journal.appendLate('SIREN-LOUDER', { ring: subject.id, siren: id, ...heard, seconds: stage.seconds });
    changed();
    return sound(ring, stage, last);
  };

  void look().then(planLook);

  return {
    entry,
    card: (cap) => ({
      id,
      owner,
      driver: entry.driver,
      title: device?.title ?? entry.driver,
      ...sight.now(),
      can,
      cap,
      ring,
      ...(alarm === null ? {} : { problem: alarm.failure }),
      ...saidOf(device?.siren),
      ...(entry.jump === undefined ? {} : { jump: entry.jump }),
    }),
    ring: () => ring,
    rangAt: () => rangAt,
    start(subject, [first, ...later], heard) {
      stopRising();
      ring = subject;
      toCome = later.length;
      endAt(subject);
      changed();
      const sounds = [
        sound(subject, first, later.length === 0),
        ...later.map(
          (stage, index) =>
            new Promise<Ring>((resolve) => {
              const cancel = schedule.after(stage.after, () => resolve(louder(subject, stage, heard(stage.volume), index === later.length - 1)));
              rising.push(() => {
                cancel();
                resolve(ring ?? subject);
              });
            }),
        ),
      ];
      return confirmedFirst(sounds);
    },
    silence,
    test() {
      endless += can.duration ? 0 : 1;
      return soundTest().finally(() => (endless -= can.duration ? 0 : 1));
    },
    read: look,
    async reboot() {
      if (!opened.ok) return opened;
      const { siren } = opened.value;
      if (siren.reboot === undefined) return fail('siren-cannot-reboot', { siren: id });
      if (sight.now().state === 'sounding' || (ring !== null && maySound(ring))) return fail('siren-sounding', { siren: id });
      const told = await siren.reboot();
      journal.appendLate('SIREN-REBOOT', { siren: id, outcome: told.ok ? 'ok' : told.error.code });
      if (told.ok) {
        generation += 1;
        sight.forget();
        changed();
        planLook();
      }
      return told;
    },
    restore(subject) {
      ring = subject;
      endAt(subject);
    },
    blind: () => [
      ...sight.blind(),
      ...(alarm === null ? [] : [blindSiren(`silence:${id}`, id, alarm.since, alarm.failure)]),
    ],
    async close() {
      closed = true;
      nextLook();
      ending();
      stopRising();
      if (endless > 0) await silence();
      silencing?.cancel();
      device?.siren.close();
    },
  };
}
