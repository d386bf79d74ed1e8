import type { Sighting } from '../../ports/alert-source';
import { readRules, ruleFor, type ReadRule } from '../../../core/alert/grade';
import { alertId, type AlertRecord } from '../../../core/alert/record';
import { missed, quiet, seen, withoutSource, type Look } from '../../../core/alert/sighting';
import { standingOf, standsUntil, type Standing } from '../../../core/alert/standing';
import type { ReadMute } from '../../../core/mute/in-force';
import type { GradingRule } from '../../../core/workspace/files';

/** What changed in the book through one event. */
export interface Turned {
  readonly fired: readonly AlertRecord[];
  readonly resolved: readonly AlertRecord[];
}

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
  put(record: AlertRecord): void;
  setRules(rules: readonly GradingRule[]): void;
  /** The mutes there are: those in force now, and those announced. */
  setMutes(mutes: readonly ReadMute[]): void;
  rule(record: AlertRecord): ReadRule | null;
  standing(record: AlertRecord, now: number): Standing;
  sight(sighting: Sighting, look: Look): Turned;
  quiet(source: string): void;
  removeSource(source: string, at: number): Turned;
  /** Forgets resolved alerts that are too old or too many. */
  prune(now: number): void;
  /** Counts every change: whoever shows the book compares it. */
  revision(): number;
  /** Ids changed since the last call, for the store. */
  takeDirty(): ReadonlySet<string>;
}

export function createAlertBook(): AlertBook {
  const records = new Map<string, AlertRecord>();
  // Which alerts a source may still be holding: a poll must not walk the whole history.
  const open = new Set<string>();
  // Apart from the records, so that one which only grew a newer time stays the same object and its standing is kept.
  const confirmed = new Map<string, number>();
  let dirty = new Set<string>();
  let rules: readonly ReadRule[] = [];
  let mutes: readonly ReadMute[] = [];
  let ruleCache = new WeakMap<AlertRecord['labels'], { readonly rule: ReadRule | null }>();
  let standings = new WeakMap<AlertRecord, { readonly standing: Standing; readonly from: number; readonly until: number }>();
  let revision = 0;

  const put = (record: AlertRecord): void => {
    records.set(record.id, record);
    if (record.open) open.add(record.id);
    else open.delete(record.id);
    dirty.add(record.id);
    revision += 1;
  };

  const eachOpen = (turn: (record: AlertRecord) => AlertRecord): AlertRecord[] => {
    const closed: AlertRecord[] = [];
    for (const id of [...open]) {
      const record = records.get(id);
      if (record === undefined) continue;
      const next = turn(record);
      if (next === record) continue;
      put(next);
      if (!next.open) closed.push(next);
    }
    return closed;
  };

  const rule = (record: AlertRecord): ReadRule | null => {
    let found = ruleCache.get(record.labels);
    if (found === undefined) {
      found = { rule: ruleFor(rules, record.labels) };
      ruleCache.set(record.labels, found);
    }
    return found.rule;
  };

  return {
    get: (id) => records.get(id),
    records: () => records.values(),
    dated: (record) => ({ ...record, seenAt: Math.max(record.seenAt, confirmed.get(record.id) ?? 0) }),
    open: () => [...open].flatMap((id) => records.get(id) ?? []),
    put,
    setRules(next) {
      rules = readRules(next);
      ruleCache = new WeakMap();
      standings = new WeakMap();
      revision += 1;
    },
    setMutes(next) {
      mutes = next;
      standings = new WeakMap();
      revision += 1;
    },
    rule,
    standing(record, now) {
      const kept = standings.get(record);
      if (kept !== undefined && kept.from <= now && now < kept.until) return kept.standing;
      const standing = standingOf(record, rule(record), now, mutes);
      standings.set(record, { standing, from: now, until: standsUntil(record, standing, now, mutes) });
      return standing;
    },
    sight(sighting, look) {
      const named = new Set<string>();
      const fired: AlertRecord[] = [];
      for (const alert of sighting.alerts) {
        const id = alertId(look.cluster, alert.fingerprint);
        named.add(id);
        const known = records.get(id) ?? null;
        const next = seen(known, alert, look);
        // Labels identify: equal ones keep their object, so that grading and searching need not begin anew each poll.
        const kept = known !== null && sameTexts(known.labels, next.labels) ? { ...next, labels: known.labels } : next;
        confirmed.set(id, look.at);
        if (known !== null && isSame(known, kept, look.source)) continue;
        put(kept);
        if (known === null || !known.open) fired.push(kept);
      }
      const resolved = eachOpen((record) => (named.has(record.id) ? record : missed(record, look)));
      return { fired, resolved };
    },
    quiet(source) {
      eachOpen((record) => quiet(record, source));
    },
    removeSource: (source, at) => ({ fired: [], resolved: eachOpen((record) => withoutSource(record, source, at)) }),
    prune(now) {
      const closed = [...records.values()].filter((record) => !record.open).sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0));
      closed.forEach((record, index) => {
        if (index < most && now - (record.resolvedAt ?? 0) < keepResolved) return;
        records.delete(record.id);
        confirmed.delete(record.id);
        dirty.add(record.id);
        revision += 1;
      });
    },
    revision: () => revision,
    takeDirty() {
      const taken = dirty;
      dirty = new Set();
      return taken;
    },
  };
}

function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** True where a poll brought nothing but a newer time: the list need not be told. */
function isSame(known: AlertRecord, next: AlertRecord, source: string): boolean {
  const before = known.holders[source];
  const after = next.holders[source];
  return (
    known.open &&
    known.source === next.source &&
    known.startsAt === next.startsAt &&
    known.times === next.times &&
    known.generatorUrl === next.generatorUrl &&
    known.labels === next.labels &&
    sameTexts(known.annotations, next.annotations) &&
    before !== undefined &&
    before.sure &&
    before.missed === after?.missed &&
    before.suppressed === after.suppressed
  );
}
