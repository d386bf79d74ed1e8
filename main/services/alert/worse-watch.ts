import { aboutAlert } from '../../../core/alert/firing';
import type { AlertRecord } from '../../../core/alert/record';
import { recorded, type AlertEntry } from '../../../core/alert/recorded';
import { gradeRank, severityRank, worseThan, type Bound, type Snapshot } from '../../../core/alert/worse';
import type { Journal } from '../../ports/journal';
import type { AlertBook } from './alert-book';

/** What is weighed of all alerts of one name in one cluster together: the worst of each. */
interface Group {
  readonly grade: number;
  readonly severity: number;
  readonly count: number;
}

/** Ends "snoozed until it gets worse" when it does (decisions.md 27). */
export interface WorseWatch {
  /** How things stand now around an alert. */
  snapshot(this: void, record: AlertRecord, bound: Bound | null): Snapshot;
  /** An alert was snoozed until worse: looked at from now on. */
  follow(this: void, id: string): void;
  /** Looks at what is followed where anything like it changed: a turn costs what changed. */
  look(now: number): void;
}

const groupOf = ({ cluster, title }: Pick<AlertRecord, 'cluster' | 'title'>): string => JSON.stringify([cluster, title]);

export function createWorseWatch({ book, journal, now }: { readonly book: AlertBook; readonly journal: Journal; readonly now: () => number }): WorseWatch {
  const followed = new Set<string>();
  const changed = book.follow();
  /** The open alerts of each group in which one is followed. */
  const members = new Map<string, Set<string>>();
  /** Groups that nobody looked at since one of them was snoozed. */
  const fresh = new Set<string>();

  const groupMembers = (key: string): Set<string> => new Set(book.open().flatMap((record) => (groupOf(record) === key ? [record.id] : [])));

  const weigh = (ids: Iterable<string>, at: number): Group => {
    let group: Group = { grade: 0, severity: 0, count: 0 };
    for (const id of ids) {
      const record = book.get(id);
      if (record === undefined) continue;
      group = {
        grade: Math.max(group.grade, gradeRank(book.standing(record, at).grade)),
        severity: Math.max(group.severity, severityRank(record.labels['severity'])),
        count: group.count + 1,
      };
    }
    return group;
  };

  /** Takes in what came, went and changed; gives the groups of it that are followed. */
  const turnedGroups = (): ReadonlySet<string> => {
    const turned = new Set<string>();
    const ids = changed();
    if (members.size === 0) return turned;
    for (const id of ids) {
      const record = book.get(id);
      if (record === undefined) continue;
      const key = groupOf(record);
      const group = members.get(key);
      if (group === undefined) continue;
      if (record.open) group.add(id);
      else group.delete(id);
      turned.add(key);
    }
    return turned;
  };

  const stand = (record: AlertRecord, ids: ReadonlySet<string>, at: number): Group =>
    ids.size > 0 ? weigh(ids, at) : { grade: gradeRank('noise'), severity: severityRank(record.labels['severity']), count: 1 };

  /** Groups in which nobody is followed any more need not be kept up. */
  const forget = (): void => {
    const still = new Set([...followed].flatMap((id) => book.get(id) ?? []).map(groupOf));
    for (const key of members.keys()) if (!still.has(key)) members.delete(key);
  };

  const follow = (id: string): void => {
    const record = book.get(id);
    if (record === undefined) return;
    followed.add(id);
    fresh.add(groupOf(record));
  };
  for (const { id, snooze } of book.records()) if ((snooze?.worse ?? null) !== null) follow(id);

  return {
    snapshot: (record, bound) => ({ ...stand(record, groupMembers(groupOf(record)), now()), bound }),
    follow,
    look(at) {
      const turned = new Set(turnedGroups());
      for (const key of fresh) {
        if (!members.has(key)) members.set(key, groupMembers(key));
        turned.add(key);
      }
      fresh.clear();
      if (turned.size === 0) return;
      const weighed = new Map<string, Group>();
      const before = followed.size;
      for (const record of [...followed].flatMap((id) => book.get(id) ?? [])) {
        const key = groupOf(record);
        if (!turned.has(key)) continue;
        const snapshot = record.snooze?.worse ?? null;
        if (snapshot === null || !book.standing(record, at).snoozed) {
          followed.delete(record.id);
          continue;
        }
        const group = weighed.get(key) ?? stand(record, members.get(key) ?? new Set(), at);
        weighed.set(key, group);
        // What does not fire is not worse, whatever its last words were.
        const worse = record.open ? worseThan(snapshot, { ...group, labels: record.labels, annotations: record.annotations }) : null;
        if (worse === null) continue;
        const entry: AlertEntry = { code: 'ALERT-WORSE', data: { ...aboutAlert(record), ...worse } };
        book.put(recorded(record, entry, { op: '', at }));
        journal.appendLate(entry.code, entry.data);
        followed.delete(record.id);
      }
      if (followed.size < before) forget();
    },
  };
}
