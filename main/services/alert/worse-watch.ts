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
  follow(id: string): void;
  /** Looks at everything that is followed. Costs a walk over the open alerts where anything is, and nothing where not. */
  look(now: number): void;
}

const groupOf = ({ cluster, title }: Pick<AlertRecord, 'cluster' | 'title'>): string => JSON.stringify([cluster, title]);

export function createWorseWatch({ book, journal, now }: { readonly book: AlertBook; readonly journal: Journal; readonly now: () => number }): WorseWatch {
  const followed = new Set([...book.records()].filter(({ snooze }) => snooze !== null && snooze.worse !== null).map(({ id }) => id));
  let looked = -1;

  const weigh = (keys: ReadonlySet<string>, at: number): ReadonlyMap<string, Group> => {
    const groups = new Map<string, Group>();
    for (const record of book.open()) {
      const key = groupOf(record);
      if (!keys.has(key)) continue;
      const { grade } = book.standing(record, at);
      const known = groups.get(key) ?? { grade: 0, severity: 0, count: 0 };
      groups.set(key, {
        grade: Math.max(known.grade, gradeRank(grade)),
        severity: Math.max(known.severity, severityRank(record.labels['severity'])),
        count: known.count + 1,
      });
    }
    return groups;
  };

  const stand = (record: AlertRecord, groups: ReadonlyMap<string, Group>): Group =>
    groups.get(groupOf(record)) ?? { grade: gradeRank('noise'), severity: severityRank(record.labels['severity']), count: 1 };

  return {
    snapshot(record, bound) {
      const group = stand(record, weigh(new Set([groupOf(record)]), now()));
      return { ...group, bound };
    },
    follow(id) {
      followed.add(id);
      looked = -1;
    },
    look(at) {
      if (followed.size === 0 || looked === book.revision()) return;
      const records = [...followed].flatMap((id) => book.get(id) ?? []);
      const groups = weigh(new Set(records.map(groupOf)), at);
      for (const record of records) {
        const before = record.snooze?.worse ?? null;
        if (before === null || !book.standing(record, at).snoozed) {
          followed.delete(record.id);
          continue;
        }
        // What does not fire is not worse, whatever its last words were.
        const worse = record.open ? worseThan(before, { ...stand(record, groups), labels: record.labels, annotations: record.annotations }) : null;
        if (worse === null) continue;
        const entry: AlertEntry = { code: 'ALERT-WORSE', data: { ...aboutAlert(record), ...worse } };
        book.put(recorded(record, entry, { op: '', at }));
        journal.appendLate(entry.code, entry.data);
        followed.delete(record.id);
      }
      looked = book.revision();
    },
  };
}
