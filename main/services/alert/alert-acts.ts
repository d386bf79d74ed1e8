import { actWords, type AlertAct } from '../../../core/alert/act-words';
import type { Grade, NoiseReason } from '../../../core/alert/alert';
import { aboutAlert } from '../../../core/alert/firing';
import type { AlertRecord } from '../../../core/alert/record';
import { recorded, type AlertEntry, type Place } from '../../../core/alert/recorded';
import { longestAck, longestSnooze } from '../../../core/alert/standing';
import type { Bound, Snapshot } from '../../../core/alert/worse';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { Act } from '../../../core/ipc/contract';
import { wellFormed } from '../../../core/journal/canonical';
import { entryOrder } from '../../../core/journal/entry-order';
import type { Actor } from '../../ports/actor';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { UndoBook } from '../undo-book';
import type { AlertBook } from './alert-book';
import type { FiringJournal } from './firing-journal';

/** One step of an undo: what to write, while the alert still stands as the act left it. */
interface Undo {
  readonly id: string;
  readonly stillSo: (record: AlertRecord) => boolean;
  readonly entry: (record: AlertRecord) => AlertEntry;
}

/** What people do to alerts. Each act is role-checked, journalled, and in the book before its answer is given. */
export interface AlertActs {
  grade(input: { readonly ids: readonly string[]; readonly grade: Grade; readonly why: string; readonly reason?: NoiseReason | undefined }): Promise<Result<Act>>;
  /** `until`: when it is everyone's again, epoch ms; absent where the ack stays. */
  ack(input: { readonly ids: readonly string[]; readonly until?: number | undefined }): Promise<Result<Act>>;
  unack(input: { readonly ids: readonly string[] }): Promise<Result<Act>>;
  /** `worse`: it also ends when things get worse than they are now, or when a value passes the bound. */
  snooze(input: {
    readonly ids: readonly string[];
    readonly until: number;
    readonly why: string;
    readonly worse?: { readonly bound: Bound | null } | undefined;
  }): Promise<Result<Act>>;
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
  readonly undos: UndoBook;
  /** How things stand now around an alert: what "worse" is measured against. */
  readonly snapshot: (record: AlertRecord, bound: Bound | null) => Snapshot;
  /** Called when the book changed through an act. */
  readonly acted: (entry: AlertEntry, op: string) => void;
  readonly settled: () => void;
}): AlertActs {
  const { book, journal, actor, clock } = ports;

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

  const apply = (entry: AlertEntry, place: Place): void => {
    book.put(recorded(book.get(entry.data.alert) ?? null, entry, place));
    ports.acted(entry, place.op);
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
      apply(entry, { op, at: clock.now() });
      journal.appendLate(entry.code, entry.data);
      return null;
    }
    const receipt = await journal.append(entry.code, entry.data);
    if (!receipt.ok) return receipt.error;
    const { at, hlc, seq } = receipt.value;
    apply(entry, { op, at, order: entryOrder({ hlc, writer: journal.status().writer, seq }) });
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

  const remember = (steps: readonly Undo[]): string =>
    ports.undos.remember(() => {
      const left = steps.flatMap((step) => {
        const record = book.get(step.id);
        return record !== undefined && step.stillSo(record) ? [{ record, entry: step.entry(record) }] : [];
      });
      return left.length === 0 ? Promise.resolve(fail('undo-gone', {})) : act('undo', left, null);
    });

  const by = (): string => actor.me().person ?? '';
  const ofAnother = ({ ack }: AlertRecord): { readonly of?: string } => (ack === null || ack.by === by() ? {} : { of: ack.by });
  const minutesTo = (until: number): number => Math.ceil((until - clock.now()) / 60_000);

  return {
    async grade({ ids, grade, why, reason }) {
      const records = find(ids);
      if (!records.ok) return records;
      if (grade === 'noise' && why.trim() === '') return fail('noise-needs-why', {});
      const kind = grade === 'noise' && reason !== undefined ? { reason } : {};
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.verdict?.grade === grade && record.verdict.who === by(),
        entry: (record) =>
          before.verdict === null
            ? { code: 'ALERT-UNGRADE', data: aboutAlert(record) }
            : { code: 'ALERT-GRADE', data: { ...aboutAlert(record), grade: before.verdict.grade, why: before.verdict.why } },
      });
      return act('grade', each(records.value, (record) => ({ code: 'ALERT-GRADE', data: { ...aboutAlert(record), grade, why: wellFormed(why), ...kind } })), undo, { grade });
    },
    async ack({ ids, until }) {
      const records = find(ids);
      if (!records.ok) return records;
      if (until !== undefined && !(until > clock.now())) return fail('ack-past', {});
      if (until !== undefined && until - clock.now() > longestAck) return fail('ack-too-long', {});
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.ack?.by === by(),
        entry: (record) => ({ code: 'ALERT-UNACK', data: aboutAlert(record) }),
      });
      return until === undefined
        ? act('ack', each(records.value, (record) => ({ code: 'ALERT-ACK', data: aboutAlert(record) })), undo)
        : act('ack-for', each(records.value, (record) => ({ code: 'ALERT-ACK', data: { ...aboutAlert(record), until } })), undo, { minutes: minutesTo(until) });
    },
    async unack({ ids }) {
      const records = find(ids);
      if (!records.ok) return records;
      const undo = (before: AlertRecord): Undo => ({
        id: before.id,
        stillSo: (record) => record.ack === null && before.ack?.by === by(),
        entry: (record) => ({ code: 'ALERT-ACK', data: { ...aboutAlert(record), ...(before.ack === null || before.ack.until === null ? {} : { until: before.ack.until }) } }),
      });
      return act('unack', each(records.value, (record) => ({ code: 'ALERT-UNACK', data: { ...aboutAlert(record), ...ofAnother(record) } })), undo);
    },
    async snooze({ ids, until, why, worse }) {
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
            : { code: 'ALERT-SNOOZE', data: { ...aboutAlert(record), until: before.snooze.until, minutes: minutesTo(before.snooze.until), why: before.snooze.why, ...(before.snooze.worse === null ? {} : { worse: before.snooze.worse }) } },
      });
      const measured = (record: AlertRecord): { readonly worse?: Snapshot } => (worse === undefined ? {} : { worse: ports.snapshot(record, worse.bound) });
      const deeds = each(records.value, (record) => ({ code: 'ALERT-SNOOZE', data: { ...aboutAlert(record), ...data, ...measured(record) } }));
      return act(worse === undefined ? 'snooze' : 'snooze-worse', deeds, undo, { minutes });
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
    undo: (input) => ports.undos.undo(input),
  };
}
