import type { SeenAlert } from '../../../core/alert/alert';
import { readRules, ruleFor, type ReadRule } from '../../../core/alert/grade';
import { PlainStandings } from '../../../core/alert/plain-standings';
import { alertId, type AlertRecord } from '../../../core/alert/record';
import { SharedParts } from '../../../core/alert/shared-parts';
import { missed, quiet, seen, stillNamed, withoutSource, type Look } from '../../../core/alert/sighting';
import { standingOf, standsUntil, type Standing } from '../../../core/alert/standing';
import type { ReadMute } from '../../../core/mute/in-force';
import type { GradingRule } from '../../../core/workspace/files';
import { Holdings } from './holdings';
import { sameSighting, sameTexts } from './same-sighting';

/** What changed in the book through one event, or one piece of it. */
export interface Turned {
  readonly fired: readonly AlertRecord[];
  readonly resolved: readonly AlertRecord[];
  /** Whether more of the same event follows, and whether it is so much that the loop should turn first. */
  readonly more: 'none' | 'now' | 'after-a-breath';
}

/** Alerts taken in at once: the loop turns between the pieces of a long answer. */
const pieceOf = 400;

/** Resolved alerts are kept this long (30-day history), and no more of them than `most`. Ms. */
const keepResolved = 30 * 86_400_000;
const most = 20_000;

/** Every alert that the desk knows, and the grading in force: the state behind the desk, without any of its acts. */
export interface AlertBook {
  get(id: string): AlertRecord | undefined;
  records(): Iterable<AlertRecord>;
  /** The record with the time of its last confirmation. */
  dated(record: AlertRecord): AlertRecord;
  /** Those that are not resolved. */
  open(): readonly AlertRecord[];
  openIds(): ReadonlySet<string>;
  /** True where a source may still be holding alerts. */
  holds(source: string): boolean;
  put(record: AlertRecord): void;
  /** As `put`, of a record as the store has it. */
  load(record: AlertRecord): void;
  setRules(rules: readonly GradingRule[]): void;
  /** The mutes there are: those in force now, and those announced. */
  setMutes(mutes: readonly ReadMute[]): void;
  mutes(): readonly ReadMute[];
  rule(record: AlertRecord): ReadRule | null;
  standing(record: AlertRecord, now: number): Standing;
  /**
   * Takes in one good answer of a source, piece by piece: whoever walks the pieces lets the loop turn in between.
   * @param gone where the source compared with its answer before: the fingerprints that it named then and does not name
   *   now; what `alerts` does not mention is as it was. Null: `alerts` is everything.
   */
  sight(alerts: readonly SeenAlert[], gone: readonly string[] | null, look: Look): Iterable<Turned>;
  /** The source went quiet: everything it holds is unknown until it answers again. In pieces, as an answer is. */
  quiet(source: string): Iterable<Turned>;
  removeSource(source: string, at: number): Turned;
  /** Forgets resolved alerts that are too old or too many. */
  prune(now: number): void;
  /** Counts every change: whoever shows the book compares it. */
  revision(): number;
  /** Gives a way to ask again and again which ids may stand differently than when it was asked before. */
  follow(): () => ReadonlySet<string>;
  /** Ids changed since the last call, for the store. */
  takeDirty(): ReadonlySet<string>;
}

function moreAfter(piece: readonly unknown[]): Turned['more'] {
  return piece.length === pieceOf ? 'after-a-breath' : 'now';
}

function* piecesOf<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < all.length; at += pieceOf) yield all.slice(at, at + pieceOf);
}

export function createAlertBook(): AlertBook {
  const records = new Map<string, AlertRecord>();
  const holdings = new Holdings();
  const open = new Set<string>();
  // Quiet ones that flap have a line, and are as unknown as anything else while their source is.
  const flapping = new Set<string>();
  const blind = new Set<string>();
  let dirty = new Set<string>();
  const followers: { ids: Set<string>; isAll: boolean }[] = [];
  let rules: readonly ReadRule[] = [];
  let mutes: readonly ReadMute[] = [];
  const shared = new SharedParts();
  let plain = new PlainStandings();
  // By id and not in weak maps: those cost every collection of garbage a walk over all their entries.
  const standings = new Map<string, { readonly record: AlertRecord; readonly standing: Standing; readonly from: number; until: number }>();
  let revision = 0;

  const turned = (id: string): void => {
    for (const follower of followers) follower.ids.add(id);
    revision += 1;
  };

  const allTurned = (): void => {
    for (const follower of followers) follower.isAll = true;
    revision += 1;
  };

  const load = (loaded: AlertRecord): void => {
    const before = records.get(loaded.id);
    const record = shared.lean(loaded, before);
    holdings.put(before, record);
    records.set(record.id, record);
    if (record.open) open.add(record.id);
    else open.delete(record.id);
    turned(record.id);
  };

  const put = (record: AlertRecord): void => {
    load(record);
    dirty.add(record.id);
  };

  const dated = (record: AlertRecord): AlertRecord => {
    const seenAt = holdings.confirmedAt(record);
    return seenAt > record.seenAt ? { ...record, seenAt } : record;
  };

  /** Carries a change out on those of these ids that are open; gives those that are closed by it. */
  const eachOf = (ids: Iterable<string>, turn: (record: AlertRecord) => AlertRecord): AlertRecord[] => {
    const closed: AlertRecord[] = [];
    for (const id of ids) {
      const record = records.get(id);
      if (record === undefined || !record.open) continue;
      const next = turn(record);
      if (next === record) continue;
      // When it was confirmed last is known from its source only while that names it.
      put({ ...next, seenAt: dated(record).seenAt });
      if (!next.open) closed.push(records.get(id) ?? next);
    }
    return closed;
  };

  const lookAgainAtFlapping = (): void => {
    for (const id of flapping) {
      standings.delete(id);
      turned(id);
    }
  };

  /** Gives those that fire anew. */
  const takePiece = (alerts: readonly SeenAlert[], look: Look, named: Set<string>): readonly AlertRecord[] => {
    const fired: AlertRecord[] = [];
    for (const alert of alerts) {
      const known = records.get(alertId(look.cluster, alert.fingerprint)) ?? null;
      const next = seen(known, alert, look);
      named.add(known?.id ?? next.id);
      // Labels identify: equal ones keep their object, so that grading and searching need not begin anew each poll.
      const kept = known !== null && sameTexts(known.labels, next.labels) ? { ...next, labels: known.labels } : next;
      if (known !== null && sameSighting(known, kept, look.source)) continue;
      put(kept);
      if (known === null || !known.open) fired.push(records.get(kept.id) ?? kept);
    }
    return fired;
  };

  const rule = (record: AlertRecord): ReadRule | null => {
    const kept = standings.get(record.id);
    return kept?.record.labels === record.labels ? kept.standing.rule : ruleFor(rules, record.labels);
  };

  return {
    get: (id) => records.get(id),
    records: () => records.values(),
    dated,
    open: () => [...open].flatMap((id) => records.get(id) ?? []),
    openIds: () => open,
    holds: (source) => holdings.of(source).size > 0,
    put,
    load,
    setRules(next) {
      rules = readRules(next);
      plain = new PlainStandings();
      standings.clear();
      allTurned();
    },
    setMutes(next) {
      mutes = next;
      // Weighed anew, and by the same rule.
      for (const kept of standings.values()) kept.until = -Infinity;
      allTurned();
    },
    mutes: () => mutes,
    rule,
    standing(record, now) {
      const kept = standings.get(record.id);
      if (kept?.record === record && kept.from <= now && now < kept.until) return kept.standing;
      const weighed = plain.one(record, standingOf(record, rule(record), now, mutes));
      const isQuietFlapper = !record.open && weighed.flapping !== null;
      if (isQuietFlapper) flapping.add(record.id);
      else flapping.delete(record.id);
      const standing = isQuietFlapper && blind.has(record.source) ? { ...weighed, state: 'unknown' as const } : weighed;
      standings.set(record.id, { record, standing, from: now, until: standsUntil(record, standing, now, mutes) });
      return standing;
    },
    *sight(alerts, gone, look) {
      const { source, at } = look;
      const named = new Set<string>();
      if (blind.delete(source)) lookAgainAtFlapping();
      for (const piece of piecesOf(alerts)) {
        yield { fired: takePiece(piece, look, named), resolved: [], more: moreAfter(piece) };
      }
      const before = holdings.namedBy(source);
      const lost = gone === null ? null : new Set(gone.map((fingerprint) => alertId(look.cluster, fingerprint)));
      // What the source lost, and what it could not prove before: it does now, or it still does not.
      const doubtful =
        lost === null
          ? [...holdings.of(source)].filter((id) => !named.has(id))
          : [...new Set([...lost, ...holdings.unprovenOf(source)])].filter((id) => !named.has(id));
      for (const piece of piecesOf(doubtful)) {
        const resolved = eachOf(piece, (record) => (lost !== null && before.has(record.id) && !lost.has(record.id) ? stillNamed(record, look) : missed(record, look)));
        yield { fired: [], resolved, more: moreAfter(piece) };
      }
      if (lost === null) holdings.answered(source, named, at);
      else holdings.answeredSame(source, named, lost, at);
      yield { fired: [], resolved: [], more: 'none' };
    },
    *quiet(source) {
      blind.add(source);
      lookAgainAtFlapping();
      for (const piece of piecesOf([...holdings.of(source)])) {
        eachOf(piece, (record) => quiet(record, source));
        yield { fired: [], resolved: [], more: moreAfter(piece) };
      }
    },
    removeSource(source, at) {
      const resolved = eachOf([...holdings.of(source)], (record) => withoutSource(record, source, at));
      holdings.forget(source);
      blind.delete(source);
      return { fired: [], resolved, more: 'none' };
    },
    prune(now) {
      const closed = [...records.values()].filter((record) => !record.open).sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0));
      closed.forEach((record, index) => {
        if (index < most && now - (record.resolvedAt ?? 0) < keepResolved) return;
        records.delete(record.id);
        flapping.delete(record.id);
        standings.delete(record.id);
        dirty.add(record.id);
        turned(record.id);
      });
    },
    revision: () => revision,
    follow() {
      const follower = { ids: new Set<string>(), isAll: true };
      followers.push(follower);
      return () => {
        const { ids, isAll } = follower;
        follower.ids = new Set();
        follower.isAll = false;
        // What was pruned is among them: nobody else names it.
        if (isAll) for (const id of records.keys()) ids.add(id);
        return ids;
      };
    },
    takeDirty() {
      const taken = dirty;
      dirty = new Set();
      return taken;
    },
  };
}
