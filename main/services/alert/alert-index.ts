import { AlertView, type Difference } from '../../../core/alert/alert-view';
import { DueTimes } from '../../../core/alert/due-times';
import { standed, type Standed } from '../../../core/alert/order';
import { standsUntil } from '../../../core/alert/standing';
import { createSignal } from '../../../core/signal';
import type { Cancel } from '../../ports/schedule';
import type { AlertBook } from './alert-book';

/** Alerts weighed in one turn: a new rule or mute turns all of them, and the loop turns in between. */
const mostAtOnce = 2_000;

/** Every alert with how it stands now, in the list's order. A turn costs what changed and what came due since the last. */
export interface AlertIndex {
  /** Takes in what changed in the book and what time changed; `now` in epoch ms. Gives the ids that may stand differently. */
  turn(now: number): ReadonlySet<string>;
  /** True where so much changed that a turn left some of it to the next. */
  hasMore(): boolean;
  get(id: string): Standed | undefined;
  /** Everything, resolved alerts too. */
  readonly view: AlertView;
  /** Grows whenever an alert entered, left, or stands differently. */
  revision(): number;
  onTurned(listener: (difference: Difference) => void): Cancel;
}

export function createAlertIndex(book: AlertBook): AlertIndex {
  const changed = book.follow();
  const entries = new Map<string, Standed>();
  const due = new DueTimes();
  const view = new AlertView();
  const turned = createSignal<Difference>();
  /** What may stand differently and was not weighed yet. */
  let waiting = new Set<string>();
  let last = -Infinity;
  let revision = 0;

  return {
    turn(now) {
      // A clock that was set back may undo what time did: everything is weighed again.
      if (now < last) for (const id of entries.keys()) waiting.add(id);
      for (const id of changed()) waiting.add(id);
      for (const id of due.take(now)) waiting.add(id);
      last = now;
      const ids = waiting.size <= mostAtOnce ? waiting : new Set(firstOf(waiting, mostAtOnce));
      if (ids === waiting) waiting = new Set();
      else for (const id of ids) waiting.delete(id);
      const removed = new Set<Standed>();
      const added: Standed[] = [];
      for (const id of ids) {
        const before = entries.get(id);
        const record = book.get(id);
        if (record === undefined) {
          entries.delete(id);
          due.set(id, Infinity);
        } else {
          const standing = book.standing(record, now);
          due.set(id, standsUntil(record, standing, now, book.mutes()));
          if (before?.record === record && before.standing === standing) continue;
          const entry = standed(record, standing, before);
          entries.set(id, entry);
          added.push(entry);
        }
        if (before !== undefined) removed.add(before);
      }
      if (removed.size + added.length > 0) {
        revision += 1;
        const difference = { removed, added };
        view.replace(difference);
        turned.emit(difference);
      }
      return ids;
    },
    hasMore: () => waiting.size > 0,
    get: (id) => entries.get(id),
    view,
    revision: () => revision,
    onTurned: turned.on,
  };
}

function* firstOf<T>(all: Iterable<T>, count: number): Iterable<T> {
  let left = count;
  for (const each of all) {
    if (left === 0) return;
    left -= 1;
    yield each;
  }
}
