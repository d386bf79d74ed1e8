import type { Grade } from '../../../core/alert/alert';
import type { Case, Verdict } from '../../../core/case/case';
import type { CaseBook } from '../../../core/case/case-book';
import { fail, ok, type Result } from '../../../core/errors';
import type { Act } from '../../../core/ipc/contract';
import { wellFormed } from '../../../core/journal/canonical';
import { entryOrder } from '../../../core/journal/entry-order';
import type { EntryCode, EntryData } from '../../../core/journal/codes';
import type { Actor } from '../../ports/actor';
import type { Journal } from '../../ports/journal';
import type { UndoBook } from '../undo-book';

type CaseCode = Extract<EntryCode, `CASE-${string}`>;

/** What people do to cases. Each act is role-checked and on record before it counts. */
export interface CaseActs {
  /** Opens a case by hand; it belongs to whoever did. */
  open(input: { readonly title: string; readonly grade: Grade; readonly alerts: readonly string[] }): Promise<Result<Act & { id: string }>>;
  add(input: { readonly id: string; readonly alerts: readonly string[] }): Promise<Result<Act>>;
  remove(input: { readonly id: string; readonly alert: string }): Promise<Result<Act>>;
  own(input: { readonly id: string }): Promise<Result<Act>>;
  /** Gives the case to somebody else, with what they need to know. */
  handOver(input: { readonly id: string; readonly to: string; readonly summary: string }): Promise<Result<Act>>;
  link(input: { readonly id: string; readonly url: string; readonly what: string }): Promise<Result<Act>>;
  unlink(input: { readonly id: string; readonly url: string }): Promise<Result<Act>>;
  /** The alerts and the story of `id` go to `into`; `id` ends as a duplicate. */
  merge(input: { readonly id: string; readonly into: string }): Promise<Result<Act>>;
  close(input: { readonly id: string; readonly verdict: Verdict; readonly why: string; readonly followUps?: readonly string[] | undefined }): Promise<Result<Act>>;
  reopen(input: { readonly id: string; readonly why: string }): Promise<Result<Act>>;
  note(input: { readonly id: string; readonly text: string }): Promise<Result<Act>>;
}

/** SECURITY: what is linked is opened by a person one day: only the web, and nothing that hides a password. */
const linkable = /^https?:\/\/[^\s/@\\]+(?:[/?#]\S*)?$/;

export function createCaseActs(ports: {
  readonly book: CaseBook;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly undos: UndoBook;
  readonly newId: () => string;
  readonly people: () => readonly string[];
  /** Called with the id of a case that changed, or null. */
  readonly tell: (id: string | null) => void;
}): CaseActs {
  const { book, journal, actor } = ports;

  const find = (id: string): Result<Case> => {
    if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    const known = book.get(id);
    return known === null ? fail('case-unknown', { id }) : ok(known);
  };

  const findOpen = (id: string): Result<Case> => {
    const known = find(id);
    return known.ok && known.value.state === 'closed' ? fail('case-closed', { id }) : known;
  };

  /** Writes, then lets it count; `back` says how to take it back, where that makes sense. */
  const write = async <C extends CaseCode>(code: C, data: EntryData<C>, en: string, ko: string, back: (() => Promise<Result<Act>>) | null = null): Promise<Result<Act>> => {
    const receipt = await journal.append(code, data);
    if (!receipt.ok) return receipt;
    const { at, hlc, seq } = receipt.value;
    const { writer } = journal.status();
    ports.tell(book.take({ at, op: actor.me().person ?? '', writer, order: entryOrder({ hlc, writer, seq }), code, data }));
    return ok({ en, ko, undo: back === null ? null : ports.undos.remember(back) });
  };

  const acts: CaseActs = {
    async open({ title, grade, alerts }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      for (const alert of alerts) {
        const elsewhere = book.openCaseOf(alert);
        if (elsewhere !== null) return fail('case-alert-elsewhere', { alert, id: elsewhere });
      }
      const id = ports.newId();
      const done = await write('CASE-BEGIN', { case: id, title: wellFormed(title), grade, alerts: [...alerts] }, `Case ${id} is open`, `케이스 ${id}을(를) 시작했습니다`);
      return done.ok ? ok({ ...done.value, id }) : done;
    },
    async add({ id, alerts }) {
      const known = findOpen(id);
      if (!known.ok) return known;
      const fresh = alerts.filter((alert) => book.openCaseOf(alert) !== id);
      for (const alert of fresh) {
        const elsewhere = book.openCaseOf(alert);
        if (elsewhere !== null) return fail('case-alert-elsewhere', { alert, id: elsewhere });
      }
      for (const alert of fresh) {
        const done = await write('CASE-ADD', { case: id, title: known.value.title, alert }, '', '');
        if (!done.ok) return done;
      }
      return ok({ en: `${String(fresh.length)} alerts joined case ${id}`, ko: `알림 ${String(fresh.length)}건을 케이스 ${id}에 넣었습니다`, undo: null });
    },
    async remove({ id, alert }) {
      const known = findOpen(id);
      if (!known.ok) return known;
      if (!known.value.alerts.includes(alert)) return fail('case-alert-missing', { id, alert });
      const back = (): Promise<Result<Act>> => acts.add({ id, alerts: [alert] });
      return write('CASE-REMOVE', { case: id, title: known.value.title, alert }, `${alert} is no longer in case ${id}`, `${alert}을(를) 케이스 ${id}에서 뺐습니다`, back);
    },
    async own({ id }) {
      const known = findOpen(id);
      if (!known.ok) return known;
      return write('CASE-OWN', { case: id, title: known.value.title }, `You have case ${id}`, `케이스 ${id}을(를) 맡았습니다`);
    },
    async handOver({ id, to, summary }) {
      const known = findOpen(id);
      if (!known.ok) return known;
      if (!ports.people().includes(to)) return fail('case-person-unknown', { person: to, known: ports.people().join(', ') });
      return write('CASE-HANDOVER', { case: id, title: known.value.title, to, summary: wellFormed(summary) }, `Case ${id} is with ${to}`, `케이스 ${id}을(를) ${to} 님에게 넘겼습니다`);
    },
    async link({ id, url, what }) {
      const known = find(id);
      if (!known.ok) return known;
      if (!linkable.test(url)) return fail('case-link-bad', {});
      const back = (): Promise<Result<Act>> => acts.unlink({ id, url });
      return write('CASE-LINK', { case: id, title: known.value.title, url: wellFormed(url), what: wellFormed(what) }, `Linked to case ${id}`, `케이스 ${id}에 링크를 걸었습니다`, back);
    },
    async unlink({ id, url }) {
      const known = find(id);
      if (!known.ok) return known;
      const link = known.value.links.find((each) => each.url === url);
      if (link === undefined) return fail('case-link-missing', { id });
      const back = (): Promise<Result<Act>> => acts.link({ id, url, what: link.what });
      return write('CASE-UNLINK', { case: id, title: known.value.title, url }, `The link is off case ${id}`, `케이스 ${id}에서 링크를 지웠습니다`, back);
    },
    async merge({ id, into }) {
      if (id === into) return fail('case-same', { id });
      const known = findOpen(id);
      if (!known.ok) return known;
      const target = findOpen(into);
      if (!target.ok) return target;
      return write('CASE-MERGE', { case: id, title: known.value.title, into }, `Case ${id} is part of ${into} now`, `케이스 ${id}을(를) ${into}에 합쳤습니다`);
    },
    async close({ id, verdict, why, followUps = [] }) {
      const known = findOpen(id);
      if (!known.ok) return known;
      const left = followUps.map((each) => wellFormed(each.trim())).filter((each) => each !== '');
      const data = { case: id, title: known.value.title, verdict, why: wellFormed(why), ...(left.length === 0 ? {} : { followUps: left }) };
      return write('CASE-CLOSE', data, `Case ${id} is closed: ${verdict}`, `케이스 ${id}을(를) 종료했습니다: ${verdict}`, () => acts.reopen({ id, why: '' }));
    },
    async reopen({ id, why }) {
      const known = find(id);
      if (!known.ok) return known;
      if (known.value.state === 'open') return fail('case-open', { id });
      if (known.value.mergedInto !== null) return fail('case-merged', { id, into: known.value.mergedInto });
      return write('CASE-REOPEN', { case: id, title: known.value.title, alert: '', why: wellFormed(why) }, `Case ${id} is open again`, `케이스 ${id}을(를) 다시 열었습니다`);
    },
    async note({ id, text }) {
      const known = find(id);
      if (!known.ok) return known;
      return write('CASE-NOTE', { case: id, title: known.value.title, text: wellFormed(text) }, `Noted on case ${id}`, `케이스 ${id}에 메모했습니다`);
    },
  };
  return acts;
}
