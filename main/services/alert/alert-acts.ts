import { actWords, type AlertAct } from '../../../core/alert/act-words';
import type { Grade } from '../../../core/alert/alert';
import { aboutAlert } from '../../../core/alert/firing';
import type { AlertRecord } from '../../../core/alert/record';
import { recorded, type AlertEntry } from '../../../core/alert/recorded';
import { longestSnooze } from '../../../core/alert/standing';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { Act } from '../../../core/ipc/contract';
import { wellFormed } from '../../../core/journal/canonical';
import type { Actor } from '../../ports/actor';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Journal } from '../../ports/journal';
import type { AlertBook } from './alert-book';
import type { FiringJournal } from './firing-journal';

/** How many acts can be taken back, and for how long, ms. */
const undoMost = 200;
const undoFor = 600_000;

/** One step of an undo: what to write, while the alert still stands as the act left it. */
interface Undo {
  readonly id: string;
  readonly stillSo: (record: AlertRecord) => boolean;
  readonly entry: (record: AlertRecord) => AlertEntry;
}

/** What people do to alerts. Each act is role-checked, journalled, and in the book before its answer is given. */
export interface AlertActs {
  grade(input: { readonly ids: readonly string[]; readonly grade: Grade; readonly why: string }): Promise<Result<Act>>;
  ack(input: { readonly ids: readonly string[] }): Promise<Result<Act>>;
  unack(input: { readonly ids: readonly string[] }): Promise<Result<Act>>;
  snooze(input: { readonly ids: readonly string[]; readonly until: number; readonly why: string }): Promise<Result<Act>>;
  unsnooze(input: { readonly ids: readonly string[] }): Promise<Result<Act>>;
  note(input: { readonly id: string; readonly text: string }): Promise<Result<Act>>;
  undo(input: { readonly undo: string }): Promise<Result<Act>>;
}

function each(records: readonly AlertRecord[], entryOf: (record: AlertRecord) => AlertEntry): { record: AlertRecord; entry: AlertEntry }[] {
  return records.map((record) => ({ record, entry: entryOf(record) }));
}

export function createAlertActs(ports: {
  readonly book: AlertBook;
  readonly journal: Journal;
  readonly firings: FiringJournal;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called when the book changed through an act. */
  readonly acted: (entry: AlertEntry, op: string) => void;
  readonly settled: () => void;
}): AlertActs {
  const { book, journal, actor, clock } = ports;
  const undos = new Map<string, { readonly at: number; readonly steps: readonly Undo[] }>();

  const find = (ids: readonly string[]): Result<readonly AlertRecord[]> => {
    if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    const found: AlertRecord[] = [];
    for (const id of new Set(ids)) {
      const record = book.get(id);
      if (record === undefined) return fail('alert-unknown', { id });
      found.push(record);
    }
    return ok(found);
  };

  const apply = (entry: AlertEntry, op: string, at: number): void => {
    book.put(recorded(book.get(entry.data.alert) ?? null, entry, op, at));
    ports.acted(entry, op);
  };

  /** An ack never waits for a disk (decisions.md 8); everything else is on record before it counts. */
  const write = async (entry: AlertEntry): Promise<Failure | null> => {
    const record = book.get(entry.data.alert);
    if (record !== undefined && record.open && !record.done.fired) {
      ports.firings.must(record, book.standing(record, clock.now()));
      book.put({ ...record, done: { ...record.done, fired: true } });
    }
    const op = actor.me().person ?? '';
    if (entry.code === 'ALERT-ACK' || entry.code === 'ALERT-UNACK') {
      journal.appendLate(entry.code, entry.data);
      apply(entry, op, clock.now());
      return null;
    }
    const receipt = await journal.append(entry.code, entry.data);
    if (!receipt.ok) return receipt.error;
    apply(entry, op, receipt.value.at);
    return null;
  };

  const act = async (
    kind: AlertAct,
    deeds: readonly { readonly record: AlertRecord; readonly entry: AlertEntry }[],
    undoOf: ((before: AlertRecord) => Undo) | null,
    values: Readonly<Record<string, string | number>> = {},
  ): Promise<Result<Act>> => {
    const failures = await Promise.all(deeds.map(({ entry }) => write(entry)));
    ports.settled();
    const failed = failures.find((each) => each !== null);
    if (failed !== undefined && failed !== null) return { ok: false, error: failed };
    const undo = undoOf === null ? null : remember(deeds.map(({ record }) => undoOf(record)));
    return ok({ ...actWords(kind, deeds.map(({ record }) => record.title), values), undo });
  };

  const remember = (steps: readonly Undo[]): string => {
    const token = ports.ids.next();
    undos.set(token, { at: clock.mono(), steps });
    const [oldest] = undos.keys();
    if (undos.size > undoMost && oldest !== undefined) undos.delete(oldest);
    return token;
  };

  const by = (): string => actor.me().person ?? '';
  const minutesTo = (until: number): number => Math.ceil((until - clock.now()) / 60_000);

  return {
    async grade({ ids, grade, why }) {
      const records = find(ids);
      if (!records.ok) return records;
      if (grade === 'noise' && why.trim() === '') return fail('noise-needs-why', {});
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.verdict?.grade === grade && record.verdict.who === by(),
        entry: (record) =>
          before.verdict === null
            ? { code: 'ALERT-UNGRADE', data: aboutAlert(record) }
            : { code: 'ALERT-GRADE', data: { ...aboutAlert(record), grade: before.verdict.grade, why: before.verdict.why } },
      });
      return act('grade', each(records.value, (record) => ({ code: 'ALERT-GRADE', data: { ...aboutAlert(record), grade, why: wellFormed(why) } })), undo, { grade });
    },
    async ack({ ids }) {
      const records = find(ids);
      if (!records.ok) return records;
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.ack?.by === by(),
        entry: (record) => ({ code: 'ALERT-UNACK', data: aboutAlert(record) }),
      });
      return act('ack', each(records.value, (record) => ({ code: 'ALERT-ACK', data: aboutAlert(record) })), undo);
    },
    async unack({ ids }) {
      const records = find(ids);
      if (!records.ok) return records;
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.ack === null && before.ack?.by === by(),
        entry: (record) => ({ code: 'ALERT-ACK', data: aboutAlert(record) }),
      });
      return act('unack', each(records.value, (record) => ({ code: 'ALERT-UNACK', data: aboutAlert(record) })), undo);
    },
    async snooze({ ids, until, why }) {
      const records = find(ids);
      if (!records.ok) return records;
      const left = until - clock.now();
      if (!(left > 0)) return fail('snooze-past', {});
      if (left > longestSnooze) return fail('snooze-too-long', {});
      const minutes = minutesTo(until);
      const data = { until, minutes, why: wellFormed(why) };
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.snooze?.until === until,
        entry: (record) =>
          before.snooze === null || before.snooze.until <= clock.now()
            ? { code: 'ALERT-UNSNOOZE', data: aboutAlert(record) }
            : { code: 'ALERT-SNOOZE', data: { ...aboutAlert(record), until: before.snooze.until, minutes: minutesTo(before.snooze.until), why: before.snooze.why } },
      });
      return act('snooze', each(records.value, (record) => ({ code: 'ALERT-SNOOZE', data: { ...aboutAlert(record), ...data } })), undo, { minutes });
    },
    async unsnooze({ ids }) {
      const records = find(ids);
      if (!records.ok) return records;
      return act('unsnooze', each(records.value, (record) => ({ code: 'ALERT-UNSNOOZE', data: aboutAlert(record) })), null);
    },
    async note({ id, text }) {
      const records = find([id]);
      if (!records.ok) return records;
      return act('note', each(records.value, (record) => ({ code: 'ALERT-NOTE', data: { ...aboutAlert(record), text: wellFormed(text) } })), null);
    },
    async undo({ undo: token }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      const kept = undos.get(token);
      undos.delete(token);
      if (kept === undefined || clock.mono() - kept.at > undoFor) return fail('undo-gone', {});
      const steps = kept.steps.flatMap((step) => {
        const record = book.get(step.id);
        return record !== undefined && step.stillSo(record) ? [{ record, entry: step.entry(record) }] : [];
      });
      if (steps.length === 0) return fail('undo-gone', {});
      return act('undo', steps, null);
    },
  };
}
