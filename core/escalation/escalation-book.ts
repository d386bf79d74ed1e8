import type { z } from 'zod';
import type { Escalation, Try } from './escalation';
import { escalationEntries } from './entries';

/** A journal entry as it comes: this console's own, or another's that came round. */
export interface Told {
  readonly at: number;
  /** Who wrote it: operator and device. */
  readonly writer: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Escalations as the journals tell them. Hearing the same twice, or in another order, changes nothing. */
export interface EscalationBook {
  /** The id of the escalation that changed, or null. */
  take(entry: Told): string | null;
  get(id: string): Escalation | null;
  /** What the next climb for a firing is called: the same on every console that knows of the same climbs before it. */
  nextFiring(id: string, firing: string): string;
  list(): readonly Escalation[];
}

/** Two consoles that see the same thing begin within this of each other, however their clocks differ, ms. */
const apart = 120_000;

export function createEscalationBook(): EscalationBook {
  const known = new Map<string, Escalation>();
  /** The firings that climbs were about: one that ended does not begin again because another console saw it later. */
  const had = new Map<string, Set<string>>();

  /** The firing that the climb in `known` is about. */
  const about = new Map<string, string>();

  const put = (subject: Escalation): string => {
    known.set(subject.id, subject);
    return subject.id;
  };

  const take = (entry: Told): string | null => {
    const { at, writer, code } = entry;
    switch (code) {
      case 'ESCALATION-BEGIN': {
        const data = read(code, entry.data);
        if (data === null) return null;
        const { escalation: id, title, rule, firing } = data;
        const before = known.get(id);
        const firings = had.get(id) ?? new Set<string>();
        const old = firings.has(firing);
        had.set(id, firings.add(firing));
        // Another console's beginning of a climb that ended meanwhile is no news: only a later one begins anew.
        if (before !== undefined && (before.end === null || old || at <= before.end.at)) {
          const known = about.get(id) ?? firing;
          about.set(id, known);
          const same = known === firing || before.startedAt - at <= apart;
          // The beginning of an earlier climb that came late must not lend its acks and its end to this one.
          return put({ ...before, rule: before.rule === '' ? rule : before.rule, startedAt: same ? Math.min(before.startedAt, at) : before.startedAt });
        }
        about.set(id, firing);
        return put({ id, caseId: data.case ?? null, title, rule, startedAt: at, tries: [], acks: [], end: null });
      }
      case 'ESCALATION-TRY': {
        const data = read(code, entry.data);
        const subject = data === null ? null : open(data, at);
        if (data === null || subject === null) return null;
        const { round, level, to } = data;
        return put(withTry(subject, { round, level, to, by: writer, at, ended: null }));
      }
      case 'ESCALATION-RUNG':
      case 'ESCALATION-NOT-RUNG': {
        const rung = code === 'ESCALATION-RUNG' ? read(code, entry.data) : null;
        const not = code === 'ESCALATION-NOT-RUNG' ? read(code, entry.data) : null;
        const data = rung ?? not;
        const subject = data === null ? null : open(data, at);
        if (data === null || subject === null) return null;
        const { round, level, to } = data;
        const begun = subject.tries.find((each) => each.by === writer && each.round === round && each.level === level)?.at ?? at;
        return put(withTry(subject, { round, level, to, by: writer, at: begun, ended: { at, rung: not === null, why: not?.failure ?? null } }));
      }
      case 'ESCALATION-ACK': {
        const data = read(code, entry.data);
        const subject = data === null ? null : open(data, at);
        if (data === null || subject === null || subject.acks.some(({ by }) => by === data.by)) return null;
        return put({ ...subject, acks: [...subject.acks, { by: data.by, at }] });
      }
      case 'ESCALATION-END': {
        const data = read(code, entry.data);
        const subject = data === null ? null : open(data, at);
        return data === null || subject === null ? null : put({ ...subject, end: { at, why: data.why } });
      }
      default:
        return null;
    }
  };

  /** The climb that an entry belongs to, which may be heard of before its beginning; null where it is over, or older. */
  const open = (data: { readonly escalation: string; readonly title: string; readonly case?: string | undefined }, at: number): Escalation | null => {
    const { escalation: id, title } = data;
    const subject = known.get(id) ?? { id, caseId: data.case ?? null, title, rule: '', startedAt: at, tries: [], acks: [], end: null };
    return subject.end !== null || at < subject.startedAt ? null : subject;
  };

  const nextFiring = (id: string, firing: string): string => {
    const before = [...(had.get(id) ?? [])].filter((each) => each.startsWith(`${firing} #`)).length;
    return `${firing} #${String(before + 1)}`;
  };

  return { take, nextFiring, get: (id) => known.get(id) ?? null, list: () => [...known.values()] };
}

/** A console has one go at a step: its newest word counts, and a go that ended does not begin again by an old entry. */
function withTry(subject: Escalation, go: Try): Escalation {
  const same = (each: Try): boolean => each.by === go.by && each.round === go.round && each.level === go.level;
  const before = subject.tries.find(same);
  if (before !== undefined && before.at > go.at) return subject;
  if (before !== undefined && before.ended !== null && go.ended === null && go.at === before.at) return subject;
  return { ...subject, tries: stillOfUse([...subject.tries.filter((each) => !same(each)), go]) };
}

/**
 * A round that reached nobody decides nothing once its console is two rounds further: it stays in the journal, and is let
 * go here. A climb may go on for days.
 */
function stillOfUse(tries: readonly Try[]): Try[] {
  const newest = new Map<string, number>();
  for (const { by, round } of tries) newest.set(by, Math.max(round, newest.get(by) ?? 0));
  return tries.filter(({ by, round, ended }) => ended?.rung === true || round >= (newest.get(by) ?? 0) - 1);
}

type Code = keyof typeof escalationEntries;

function read<C extends Code>(code: C, data: Told['data']): z.output<(typeof escalationEntries)[C]['data']> | null {
  // The journal marks what was written late in the data itself (decisions.md 8).
  const { late: _late, happenedAt: _happenedAt, ...own } = data;
  const parsed = escalationEntries[code].data.safeParse(own);
  return parsed.success ? (parsed.data as z.output<(typeof escalationEntries)[C]['data']>) : null;
}
