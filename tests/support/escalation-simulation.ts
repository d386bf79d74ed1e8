import type { Escalation, Ladder, Step } from '../../core/escalation/escalation';
import { createEscalationBook, type EscalationBook, type Told } from '../../core/escalation/escalation-book';
import { isRung, nextDeed } from '../../core/escalation/next-deed';
import { chance } from './chance';

/** A siren that sounded in a simulated night. */
export interface Sounded extends Step {
  readonly at: number;
  readonly by: number;
  /** It said that an ack given elsewhere could not be known. */
  readonly said: boolean;
  /** Word of another ring of this step had reached it before. */
  readonly knew: boolean;
}

/** What became of one random night of two consoles and a watcher. */
export interface Night {
  readonly sounded: readonly Sounded[];
  readonly startedAt: number;
  /** Rings by a console that an acknowledgement had reached before. */
  readonly afterAck: readonly Sounded[];
  readonly acked: boolean;
  readonly partitioned: boolean;
  /** Consoles that died, and those of them that did between a ring and its record. */
  readonly died: number;
  readonly diedInTheAct: number;
  /** The first moment at which some console had been up, able and unhindered for as long as the promise takes; or null. */
  readonly owed: number | null;
  readonly escalations: readonly Escalation[];
}

const id = 'am/1';
const second = 1_000;
const length = 1_300 * second;
export const simulatedLadder: Ladder = {
  levels: [{ who: 'kim', after: 0 }, { who: 'lee', after: 120_000 }, { who: 'park', after: 240_000 }],
  repeat: 1,
  pause: 120_000,
  acks: 1,
  awakeFirst: false,
};

interface Console {
  readonly rank: number;
  readonly writer: string;
  up: boolean;
  /** Reaches the sirens. */
  able: boolean;
  side: number;
  book: EscalationBook;
  readonly log: Told[];
  seen: Set<string>;
  act: { readonly step: Step; readonly rings: number; readonly ends: number; readonly said: boolean; rang: boolean } | null;
  /** Since when it has been up and able, and its ticks were not interrupted. */
  goodSince: number | null;
  /** Knows of an ack, and of these rings, by the simulation's own bookkeeping and not by the book under test. */
  knowsAck: boolean;
  readonly knowsRings: Set<string>;
  seesAlertAt: number;
}

/** How long somebody alone may take until the first ring: ranks, another's unfinished go, a round in vain, and the ring. */
const promise = (rank: number): number => (rank * 30 + 30 + 60 + 10) * second;

/** Plays one night. The same seed gives the same night. */
export function playNight(seed: number): Night {
  const random = chance(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  const partitions = random() < 0.6;
  const crashes = random() < 0.5;
  const acks = random() < 0.6;
  const deafness = random() < 0.4;
  const consoles: Console[] = [0, 1, 2].map((rank) => ({
    rank,
    writer: `console${String(rank)}`,
    ...{ up: true, able: true, side: 0, book: createEscalationBook(), log: [], seen: new Set<string>(), act: null, goodSince: 0, knowsAck: false, knowsRings: new Set<string>() },
    seesAlertAt: random() < 0.2 ? upTo(120) * second : upTo(15) * second,
  }));
  const ackAt = acks ? upTo(700) * second : Infinity;
  const ackBy = upTo(3);
  const sounded: Sounded[] = [];
  const afterAck: Sounded[] = [];
  let partitioned = false;
  let acked = false;
  let died = 0;
  let diedInTheAct = 0;
  let owed: number | null = null;
  let written = 0;
  const nameOf = ({ round, level }: Step): string => `${String(round)}.${String(level)}`;

  const hear = (console: Console, entry: Told): void => {
    const key = `${entry.writer}:${String(entry.data['n'])}`;
    if (console.seen.has(key)) return;
    console.seen.add(key);
    console.log.push(entry);
    const { n: _n, ...data } = entry.data;
    console.book.take({ ...entry, data });
  };
  const write = (console: Console, at: number, code: string, data: Readonly<Record<string, unknown>>): void => {
    written += 1;
    const entry: Told = { at, writer: console.writer, code, data: { escalation: id, title: 'x', ...data, n: written } };
    for (const each of consoles) if (each === console || (each.up && each.side === console.side)) hear(each, entry);
  };
  const meet = (): void => {
    for (const a of consoles) {
      for (const b of consoles) {
        if (!a.up || !b.up || a.side !== b.side || a === b) continue;
        for (const entry of a.log) hear(b, entry);
        if (a.knowsAck) b.knowsAck = true;
        for (const ring of a.knowsRings) b.knowsRings.add(ring);
      }
    }
  };

  for (let now = 0; now <= length; now += second) {
    let changed = false;
    if (partitions && random() < 0.01) {
      for (const console of consoles) console.side = upTo(2);
      changed = true;
      partitioned ||= new Set(consoles.map(({ side }) => side)).size > 1;
    }
    for (const console of consoles) {
      if (crashes && console.up && random() < 0.005) {
        if (console.act?.rang === true) diedInTheAct += 1;
        died += 1;
        console.up = false;
        console.act = null;
      } else if (!console.up && random() < 0.025) {
        console.up = true;
        changed = true;
        // What a restart has: its own journal and what came round, read again in another order.
        console.book = createEscalationBook();
        for (const { data: { n: _n, ...data }, ...entry } of [...console.log].sort((a, b) => a.at - b.at)) console.book.take({ ...entry, data });
      }
      if (deafness && random() < 0.005) console.able = !console.able;
      console.goodSince = console.up && console.able && now >= console.seesAlertAt ? (console.goodSince ?? now) : null;
    }
    if (changed) meet();
    const acker = consoles[ackBy];
    if (now >= ackAt && !acked && acker?.up === true && acker.book.get(id) !== null) {
      acked = true;
      acker.knowsAck = true;
      write(acker, now, 'ESCALATION-ACK', { by: 'somebody' });
      meet();
    }
    for (const console of consoles) {
      if (!console.up || now < console.seesAlertAt) continue;
      if (console.book.get(id) === null) write(console, now, 'ESCALATION-BEGIN', { rule: 'auto', firing: '0 auto' });
      tick(console, now);
    }
    if (!acked && owed === null) {
      const due = consoles.some(({ goodSince, rank }) => goodSince !== null && now - goodSince >= promise(rank));
      if (due) owed = now;
    }
  }

  function tick(console: Console, now: number): void {
    const { act } = console;
    if (act !== null) {
      if (now >= act.rings && !act.rang && console.able && console.book.get(id)?.end === null && console.book.get(id)?.acks.length === 0 && !isRung(console.book.get(id)?.tries ?? [], act.step)) {
        const ring = { ...act.step, at: now, by: console.rank, said: act.said, knew: console.knowsRings.has(nameOf(act.step)) };
        sounded.push(ring);
        if (console.knowsAck) afterAck.push(ring);
        act.rang = true;
      }
      if (now < act.ends) return;
      console.act = null;
      if (console.book.get(id)?.end !== null) return;
      const step = { ...act.step, to: 'somebody' };
      if (act.rang) {
        console.knowsRings.add(nameOf(act.step));
        write(console, now, 'ESCALATION-RUNG', step);
        meet();
      }
      else write(console, now, 'ESCALATION-NOT-RUNG', { ...step, why: 'siren-unreachable', detail: '', failure: { code: 'siren-missing', values: { to: 'x' } } });
      return;
    }
    const subject = console.book.get(id);
    if (subject === null) return;
    const deed = nextDeed(subject, simulatedLadder, { writer: console.writer, before: consoles.slice(0, console.rank).map(({ writer }) => writer) }, now);
    if (deed.do === 'end') write(console, now, 'ESCALATION-END', { why: deed.why });
    if (deed.do !== 'try') return;
    write(console, now, 'ESCALATION-TRY', { ...deed.step, to: 'somebody' });
    const rings = now + upTo(2) * second;
    console.act = { step: deed.step, rings, ends: rings + (1 + upTo(4)) * second, said: deed.waited > 0, rang: false };
  }

  return { sounded, startedAt: Math.min(...consoles.map(({ seesAlertAt }) => seesAlertAt)), afterAck, acked, partitioned, died, diedInTheAct, owed, escalations: consoles.flatMap(({ book }) => book.get(id) ?? []) };
}
