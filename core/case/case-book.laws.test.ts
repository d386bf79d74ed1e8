import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCaseBook, type CaseBook, type Recorded } from './case-book';

const day = '2026-11-22';
const kim = 'kim.laptop';
const lee = 'lee.laptop';

let seq = 0;
const entry = (writer: string, at: number, code: string, data: Record<string, unknown>): Recorded => {
  seq += 1;
  return { at, op: writer.slice(0, 3), writer, order: `${String(at).padStart(8, '0')} ${writer} ${String(seq).padStart(6, '0')}`, code, data: { title: 'T', ...data } };
};
const open = (writer: string, at: number, id: string, alert: string): Recorded => entry(writer, at, 'CASE-OPEN', { case: id, alert, grade: '911' });

/** What everybody must agree on, whatever they call it. */
const told = (book: CaseBook) =>
  book
    .list()
    .map(({ alerts, state, owner, verdict, closedAt, links }) => JSON.stringify({ alerts: [...alerts].sort(), state, owner, verdict, closedAt, links: links.length }))
    .sort();

function endOf(book: CaseBook, id: string, seen: Set<string>): ReturnType<CaseBook['get']> {
  const known = book.get(id);
  if (seen.has(id) || known === null || known.mergedInto === null) return known;
  return endOf(book, known.mergedInto, seen.add(id));
}

describe('cases of two consoles', () => {
  it('one trouble that both opened a case for is one case, under one’s own name, with both stories', () => {
    for (const own of [kim, lee]) {
      const book = createCaseBook(own);
      const all = [open(kim, 1, `${day}/1`, 'am/a'), open(lee, 2, `${day}/7`, 'am/a'), entry(lee, 3, 'CASE-NOTE', { case: `${day}/7`, text: 'seen' }), entry(kim, 4, 'CASE-CLOSE', { case: `${day}/1`, verdict: 'real', why: 'x' })];
      book.takeAll(all.filter(({ writer }) => writer !== own), []);
      for (const each of all.filter(({ writer }) => writer === own)) book.take(each);
      expect(book.list()).toMatchObject([{ id: own === kim ? `${day}/1` : `${day}/7`, state: 'closed', alerts: ['am/a'] }]);
      expect(book.timeline(book.list()[0]?.id ?? '').map(({ code, who }) => `${code} ${who}`)).toEqual(['CASE-OPEN ', 'CASE-OPEN ', 'CASE-NOTE lee', 'CASE-CLOSE kim']);
    }
  });

  it('two troubles that are called the same are two cases, and each entry finds its own', () => {
    const book = createCaseBook(kim);
    book.take(open(kim, 5, `${day}/1`, 'am/a'));
    expect(book.takeAll([open(lee, 1, `${day}/1`, 'am/b'), entry(lee, 6, 'CASE-OWN', { case: `${day}/1.${kim}` }), entry(lee, 7, 'CASE-OWN', { case: `${day}/1` })], [])).toEqual([`${day}/1.${lee}`, `${day}/1`]);
    expect(book.get(`${day}/1`)).toMatchObject({ alerts: ['am/a'], owner: 'lee' });
    expect(book.get(`${day}/1.${lee}`)).toMatchObject({ alerts: ['am/b'], owner: 'lee' });
    expect(book.nextId(day)).toBe(`${day}/2`);
  });

  it('two cases that were merged into each other, one way on each console, are one open case', () => {
    for (const own of [kim, lee]) {
      const book = createCaseBook(own);
      const all = [open(kim, 1, `${day}/1`, 'am/a'), open(lee, 2, `${day}/7`, 'am/b'), entry(kim, 3, 'CASE-MERGE', { case: `${day}/1`, into: `${day}/7.${lee}` }), entry(lee, 4, 'CASE-MERGE', { case: `${day}/7`, into: `${day}/1.${kim}` })];
      book.takeAll(all.filter(({ writer }) => writer !== own), []);
      for (const each of all.filter(({ writer }) => writer === own)) book.take(each);
      expect(book.list().map(({ state }) => state).sort()).toEqual(['closed', 'open']);
      expect(book.list().find(({ state }) => state === 'open')?.alerts).toEqual(['am/b', 'am/a']);
    }
  });

  it('what was decided here stands at once and last, until its entry has its place', () => {
    const book = createCaseBook(kim);
    book.take(open(kim, 1, `${day}/1`, 'am/a'));
    book.apply({ at: 5, op: 'kim', code: 'ALERT-ACK', data: { alert: 'am/a' } });
    book.takeAll([entry(lee, 9, 'ALERT-ACK', { alert: 'am/a' })], []);
    expect(book.get(`${day}/1`)?.owner).toBe('kim');
    book.take(entry(kim, 6, 'ALERT-ACK', { alert: 'am/a' }));
    expect(book.get(`${day}/1`)?.owner).toBe('lee');
  });

  it('what a journal in doubt said is taken back, with what followed from it', () => {
    const book = createCaseBook(kim);
    book.take(open(kim, 1, `${day}/1`, 'am/a'));
    const closing = entry(lee, 2, 'CASE-CLOSE', { case: `${day}/1.${kim}`, verdict: 'real', why: 'x' });
    book.takeAll([closing], []);
    expect(book.get(`${day}/1`)?.state).toBe('closed');
    book.takeAll([], [closing]);
    expect(book.get(`${day}/1`)?.state).toBe('open');
    expect(book.timeline(`${day}/1`)).toHaveLength(1);
  });

  it('law: any order and any portions of arrival give the same cases, on either console', () => {
    const alert = fc.constantFrom('am/a', 'am/b', 'am/c');
    const step = fc.record({ writer: fc.constantFrom(kim, lee), kind: fc.constantFrom('open', 'begin', 'add', 'remove', 'own', 'close', 'reopen', 'merge', 'ack', 'link'), alert, of: fc.nat(5), into: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), fc.array(fc.nat(1_000), { minLength: 16, maxLength: 16 }), (steps, dice) => {
        const opened: { writer: string; id: string }[] = [];
        const made = steps.map(({ writer, kind, alert: about, of, into }, at): Recorded => {
          const named = (number: number): string => {
            const found = opened[number % Math.max(1, opened.length)];
            return found === undefined ? `${day}/9` : found.writer === writer ? found.id : `${found.id}.${found.writer}`;
          };
          if (kind === 'open' || kind === 'begin') {
            const id = `${day}/${String(opened.filter((each) => each.writer === writer).length + 1)}`;
            opened.push({ writer, id });
            return kind === 'open' ? open(writer, at, id, about) : entry(writer, at, 'CASE-BEGIN', { case: id, alerts: [about], grade: '911' });
          }
          const data = { case: named(of), alert: about };
          switch (kind) {
            case 'add':
              return entry(writer, at, 'CASE-ADD', data);
            case 'remove':
              return entry(writer, at, 'CASE-REMOVE', data);
            case 'close':
              return entry(writer, at, 'CASE-CLOSE', { case: data.case, verdict: 'real', why: 'x' });
            case 'reopen':
              return entry(writer, at, 'CASE-REOPEN', { ...data, why: 'x' });
            case 'merge':
              return entry(writer, at, 'CASE-MERGE', { case: data.case, into: named(into) });
            case 'link':
              return entry(writer, at, 'CASE-LINK', { case: data.case, url: `https://x/${String(into)}`, what: 'w' });
            case 'ack':
              return entry(writer, at, 'ALERT-ACK', { alert: about });
            default:
              return entry(writer, at, 'CASE-OWN', { case: data.case });
          }
        });
        const whole = createCaseBook(kim);
        whole.takeAll(made, []);
        const expected = told(whole);
        // Whoever looks for what became of a case that was merged finds one that was not.
        for (const { mergedInto } of whole.list()) if (mergedInto !== null) expect(endOf(whole, mergedInto, new Set())).toMatchObject({ mergedInto: null });
        const shuffled = made.map((each, at) => ({ each, key: dice[at] ?? 0 })).sort((a, b) => a.key - b.key).map(({ each }) => each);
        for (const own of [kim, lee, 'park.laptop']) {
          const book = createCaseBook(own);
          for (let at = 0; at < shuffled.length; at += 1 + ((dice[at] ?? 0) % 3)) book.takeAll(shuffled.slice(at, at + 3), []);
          for (const each of shuffled.filter(({ writer }) => writer === own)) book.take(each);
          expect(told(book)).toEqual(expected);
        }
      }),
    );
  });
});
