import { z } from 'zod';
import type { FarStanding, ToldAct } from '../../../core/alert/alert';
import { aboutAlert } from '../../../core/alert/firing';
import type { AlertRecord } from '../../../core/alert/record';
import { recorded, type AlertEntry } from '../../../core/alert/recorded';
import type { Case } from '../../../core/case/case';
import { fail, failure, type Failure, type Result } from '../../../core/errors';
import type { Blind } from '../../../core/ipc/frame';
import type { Actor } from '../../ports/actor';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Store } from '../../ports/store';
import type { AlertBook } from './alert-book';

/** After a failure the next attempt comes no sooner than this, and then later again. Ms. */
const retryFirst = 5_000;
const retrySlowest = 120_000;

const space = 'relay';

/**
 * What passed between this console and the other service about one alert. The wish itself is nowhere written down: it
 * follows from how the alert stands here, so that what was undone before it was told is never told.
 */
const passedSchema = z.object({
  /** Somebody had it there when it was last seen. */
  acked: z.boolean(),
  /** The moments of the ack and of the end of the case here that were told there, epoch ms. */
  toldAck: z.number().nullable(),
  /** What was told still stands there: only that may be taken back. */
  ours: z.boolean(),
  toldClose: z.number().nullable(),
});
type Passed = z.infer<typeof passedSchema>;
const nothingPassed: Passed = { acked: false, toldAck: null, ours: false, toldClose: null };

/** A wish that could not be told yet. */
interface Waiting {
  readonly act: ToldAct;
  readonly since: number;
  readonly problem: Failure | null;
  readonly failures: number;
  readonly againMono: number;
  readonly isAsking: boolean;
}

export interface AlertRelay {
  /** Reads what passed before, once the book is whole; until then nothing is told. */
  recall(): Promise<void>;
  /** A source gave a good answer: takes over what people did there, and tells what was done here. */
  taken(source: string): void;
  /** Something was done to an alert here. */
  touched(id: string): void;
  /** Something was done to a case here. */
  casesChanged(this: void): void;
  waiting(id: string): FarStanding['waiting'];
  /** What is not known there, one for each source. */
  blind(): readonly Blind[];
}

/** Carries acks and ends of cases between this console and the services that alerts came from, both ways. */
export function createAlertRelay(ports: {
  readonly book: AlertBook;
  readonly journal: Journal;
  readonly store: Store;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly lastCaseOf: (id: string) => Case | null;
  /** The open case of an alert. */
  readonly caseOf: (id: string) => string | null;
  readonly tell: (source: string, act: ToldAct, fingerprint: string, by: string) => Promise<Result<void>> | null;
  readonly changed: () => void;
}): AlertRelay {
  const { book, journal, store, actor, clock } = ports;
  const passed = new Map<string, Passed>();
  const waiting = new Map<string, Waiting>();
  /** The open alerts of such sources: a few of very many. */
  const far = new Set<string>();
  let ready = false;

  const keep = (id: string, next: Passed): void => {
    passed.set(id, next);
    void store.put(space, [{ key: id, value: JSON.stringify(next) }]);
  };

  const write = (entry: AlertEntry): void => {
    book.put(recorded(book.get(entry.data.alert) ?? null, entry, { op: '', at: clock.now() }));
    journal.appendLate(entry.code, entry.data);
  };

  /** The case that somebody ended with this firing in it: one that was merged goes on in another, and one that ended before the firing began is about another one. */
  const endedCase = (record: AlertRecord): Case | null => {
    const ended = ports.caseOf(record.id) === null ? ports.lastCaseOf(record.id) : null;
    if (ended === null || ended.state !== 'closed' || ended.mergedInto !== null) return null;
    return ended.closedAt !== null && ended.closedAt >= record.firedAt ? ended : null;
  };

  /** What the other side should be told about an alert; null where it knows everything. */
  const wish = (record: AlertRecord): ToldAct | null => {
    const { there, ack } = record;
    if (!record.open || there === null || record.holders[there.source]?.sure !== true) return null;
    const { toldAck, ours, toldClose } = passed.get(record.id) ?? nothingPassed;
    const ended = endedCase(record);
    if (ended !== null && toldClose !== ended.closedAt) return 'close';
    const mine = ack !== null && ack.there === undefined && ack.by === actor.me().person;
    if (mine && !there.acked && toldAck !== ack.at) return 'ack';
    return ack === null && there.acked && ours ? 'unack' : null;
  };

  /** Takes over what changed there. What was told from here comes back as theirs, and is not taken for news. */
  const takeOver = (record: AlertRecord): void => {
    const { there } = record;
    if (there === null) return;
    const before = passed.get(record.id) ?? nothingPassed;
    if (there.acked === before.acked) return;
    // What lapsed or was taken back there is not told again: the other side wants its people asked.
    keep(record.id, { ...before, acked: there.acked, ours: there.acked && before.ours });
    const { source } = there;
    if (there.acked && !before.ours && record.ack === null) write({ code: 'ALERT-ACK-THERE', data: { ...aboutAlert(record), source, by: there.by } });
    if (!there.acked && record.ack?.there === source) write({ code: 'ALERT-UNACK-THERE', data: { ...aboutAlert(record), source } });
  };

  const told = (record: AlertRecord, act: ToldAct): void => {
    const before = passed.get(record.id) ?? nothingPassed;
    switch (act) {
      case 'ack':
        keep(record.id, { ...before, toldAck: record.ack?.at ?? null, ours: true });
        return;
      case 'unack':
        keep(record.id, { ...before, ours: false });
        return;
      case 'close':
        keep(record.id, { ...before, toldClose: ports.lastCaseOf(record.id)?.closedAt ?? null });
    }
  };

  const look = (id: string): void => {
    const record = book.get(id);
    const act = record === undefined || !ready ? null : wish(record);
    const known = waiting.get(id);
    if (record === undefined || act === null) {
      // Undone here before it was told, or done there meanwhile.
      if (known !== undefined && !known.isAsking && waiting.delete(id)) ports.changed();
      return;
    }
    if (known?.isAsking === true || (known?.act === act && clock.mono() < known.againMono)) return;
    const source = record.there?.source ?? '';
    const asked = ports.tell(source, act, record.fingerprint, actor.me().person ?? '');
    if (asked === null) return;
    const begun: Waiting = known?.act === act ? { ...known, isAsking: true } : { act, since: clock.now(), problem: null, failures: 0, againMono: 0, isAsking: true };
    waiting.set(id, begun);
    ports.changed();
    const answered = (answer: Result<void>): void => {
      settle(record, source, begun, answer);
    };
    asked.then(answered, () => {
      answered(fail('source-silent', { source, seconds: 0 }));
    });
  };

  const lookAtAll = (): void => {
    for (const id of far) {
      look(id);
      if (book.get(id)?.open !== true) far.delete(id);
    }
  };

  const settle = (record: AlertRecord, source: string, begun: Waiting, answer: Result<void>): void => {
    const { act } = begun;
    if (answer.ok) {
      waiting.delete(record.id);
      told(record, act);
      journal.appendLate('ALERT-TOLD', { ...aboutAlert(record), source, act });
      // It may have been undone while it was told.
      look(record.id);
    } else {
      const failures = begun.failures + 1;
      const problem = answer.error;
      if (begun.problem?.code !== problem.code) journal.appendLate('ALERT-NOT-TOLD', { ...aboutAlert(record), source, act, failure: problem.code });
      const againMono = clock.mono() + Math.min(retryFirst * 2 ** (failures - 1), retrySlowest);
      waiting.set(record.id, { ...begun, problem, failures, againMono, isAsking: false });
    }
    ports.changed();
  };

  return {
    async recall() {
      for (const { key, value } of await store.all(space)) {
        const read = passedSchema.safeParse(parsed(value));
        if (read.success && book.get(key) !== undefined) passed.set(key, read.data);
        else await store.put(space, [{ key, value: null }]);
      }
      ready = true;
    },
    taken(source) {
      if (!ready) return;
      for (const id of book.openIds()) {
        const record = book.get(id);
        if (record?.there?.source !== source) continue;
        far.add(id);
        takeOver(record);
        look(id);
      }
      lookAtAll();
    },
    touched: look,
    casesChanged: lookAtAll,
    waiting(id) {
      const wanted = waiting.get(id);
      return wanted === undefined ? null : { act: wanted.act, since: wanted.since, problem: wanted.problem };
    },
    blind() {
      const sources = new Map<string, { readonly first: Waiting; readonly problem: Failure; count: number }>();
      for (const [id, wanted] of waiting) {
        const source = book.get(id)?.there?.source;
        if (source === undefined || wanted.problem === null) continue;
        const entry = sources.get(source);
        if (entry === undefined) sources.set(source, { first: wanted, problem: wanted.problem, count: 1 });
        else entry.count += 1;
      }
      return [...sources].map(([source, { first, problem, count }]): Blind => {
        const values = { source, count, why: problem.code };
        return { id: `relay:${source}`, kind: 'source', name: source, since: first.since, problem: untold(first.act, values) };
      });
    },
  };
}

function untold(act: ToldAct, values: { readonly source: string; readonly count: number; readonly why: string }): Failure {
  switch (act) {
    case 'ack':
      return failure('relay-not-acked', values);
    case 'unack':
      return failure('relay-not-unacked', values);
    case 'close':
      return failure('relay-not-closed', values);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
