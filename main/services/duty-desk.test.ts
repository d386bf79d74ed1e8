import { describe, expect, it } from 'vitest';
import { createCalendar } from '../adapters/calendar/ical-calendar';
import { fail, ok, type Result } from '../../core/errors';
import { dutyFileSchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { Journal } from '../ports/journal';
import type { Store } from '../ports/store';
import { createDutyDesk } from './duty-desk';

const start = Date.parse('2026-11-21T17:10:00Z');
const minute = 60_000;
const day = 86_400_000;

const ics = (...events: string[][]): string => ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR', ''].join('\r\n');
/** Kim in even weeks, Lee in odd ones, from Monday 09:00 in Seoul. */
const rota = ics(
  ['UID:k', 'SUMMARY:Kim on call', 'DTSTART;TZID=Asia/Seoul:20261116T090000', 'DURATION:P7D', 'RRULE:FREQ=WEEKLY;INTERVAL=2'],
  ['UID:l', 'SUMMARY:Lee on call', 'DTSTART;TZID=Asia/Seoul:20261123T090000', 'DURATION:P7D', 'RRULE:FREQ=WEEKLY;INTERVAL=2'],
);
const people = { 'Kim on call': 'kim', 'Lee on call': 'lee' };

function memoryStore(): Store & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: async (space, key) => values.get(`${space}/${key}`) ?? null,
    all: async () => [],
    pages: async function* () {
      // Nothing is read by pages here.
    },
    put: async (space, changes) => {
      for (const { key, value } of changes) if (value !== null) values.set(`${space}/${key}`, value);
      return true;
    },
    close: async () => undefined,
  };
}

function world(feeds: unknown = [{ id: 'main', file: 'duty.ics', people }], store = memoryStore(), kept?: ReturnType<typeof createMemoryJournal>) {
  const time = createSimulatedTime(start);
  const book = kept ?? createMemoryJournal(time.clock.now);
  const texts = new Map<string, Result<string> | null>([['duty.ics', ok(rota)]]);
  const asked: string[] = [];
  let journal: Journal | null = book;
  const duty = dutyFileSchema.parse({ feeds });
  let workspace = { root: '/ws', settings: { timezone: 'Asia/Seoul' }, people: [], sirens: [], duty } as unknown as Workspace;
  const listeners = new Set<(next: Workspace) => void>();
  const readText = (_root: string, file: string): Promise<Result<string>> => {
    asked.push(file);
    const answer = texts.get(file);
    return answer === null ? new Promise(() => undefined) : Promise.resolve(answer ?? fail('workspace-unreadable', { path: file, why: 'ENOENT' }));
  };
  const http = { request: async () => fail('not-found', { what: 'host', name: 'calendar' }), drop: () => undefined };
  const desk = createDutyDesk({
    workspace: { get: () => workspace, onChanged: (listener) => { listeners.add(listener); return () => listeners.delete(listener); } },
    calendar: createCalendar({ http, readText }),
    store,
    clock: time.clock,
    schedule: time.schedule,
    journal: () => journal,
  });
  const change = (next: Partial<Workspace>): void => {
    workspace = { ...workspace, ...next };
    for (const listener of listeners) listener(workspace);
  };
  let changes = 0;
  desk.onChanged(() => (changes += 1));
  return {
    desk, time, texts, asked, store, book,
    changes: () => changes,
    setJournal: (next: Journal | null) => (journal = next),
    configure: (next: unknown) => change({ duty: dutyFileSchema.parse({ feeds: next }) }),
    change,
  };
}

describe('the duty desk', () => {
  it('says who is on call, until when, who is next, and that there is no gap', async () => {
    const { desk } = world();
    await desk.start();
    const view = desk.view();
    expect(view.now).toMatchObject({ person: 'kim', to: Date.parse('2026-11-23T00:00Z') });
    expect(view.next).toMatchObject({ person: 'lee', from: Date.parse('2026-11-23T00:00Z') });
    expect(view.gaps).toEqual([]);
    expect(view.overlaps).toEqual([]);
    expect(view.upcoming).toHaveLength(6);
    expect(view.feeds).toEqual([{ id: 'main', state: 'fresh', readAt: start, problem: null }]);
    expect(desk.onDuty()).toEqual({ person: 'kim', until: Date.parse('2026-11-23T00:00Z') });
  });

  it('answers for any time, far ahead as well', async () => {
    const { desk } = world();
    await desk.start();
    expect(desk.onDuty(Date.parse('2027-07-01T00:00Z'))?.person).toBe('kim');
    expect(desk.onDuty(Date.parse('2027-07-08T00:00Z'))?.person).toBe('lee');
    expect(desk.view(Date.parse('2025-01-01T00:00Z')).now).toBeNull();
  });

  it('tells the hand-over within ten seconds of it, and nothing in between', async () => {
    const { desk, time, changes } = world();
    await desk.start();
    const before = changes();
    await time.pass(Date.parse('2026-11-22T23:59:50Z') - start);
    const quiet = changes();
    await time.pass(20_000);
    expect(desk.onDuty()?.person).toBe('lee');
    expect(changes()).toBe(quiet + 1);
    // Only the window of 30 days moved meanwhile, by at most one shift.
    expect(quiet - before).toBeLessThanOrEqual(1);
  });

  it('follows a changed file within half a minute', async () => {
    const { desk, time, texts, changes } = world();
    await desk.start();
    const before = changes();
    texts.set('duty.ics', ok(rota.replaceAll('SUMMARY:Kim on call', 'SUMMARY:Kym on call')));
    await time.pass(40_000);
    expect(desk.view().now).toMatchObject({ person: null, summary: 'Kym on call' });
    expect(desk.view().gaps[0]).toEqual({ from: time.clock.now(), to: Date.parse('2026-11-23T00:00Z') });
    expect(desk.onDuty()).toBeNull();
    expect(changes()).toBe(before + 1);
  });

  it('lets an overriding feed win', async () => {
    const { desk, texts } = world([{ id: 'main', file: 'duty.ics', people }, { id: 'swap', file: 'swap.ics', overrides: true, people }]);
    texts.set('swap.ics', ok(ics(['UID:s', 'SUMMARY:Lee on call', 'DTSTART:20261121T170000Z', 'DTEND:20261121T180000Z'])));
    await desk.start();
    expect(desk.onDuty()).toEqual({ person: 'lee', until: Date.parse('2026-11-21T18:00Z') });
    expect(desk.view().overlaps).toEqual([]);
    expect(desk.view().next).toMatchObject({ person: 'kim', from: Date.parse('2026-11-21T18:00Z') });
  });

  it('takes the hours of an override by the clock where that person is now', async () => {
    const { desk, time, change } = world([]);
    const duty = dutyFileSchema.parse({ overrides: [{ who: 'kim', from: '2026-11-21 18:00', to: '2026-11-22 06:00', why: 'swap' }] });
    const kimIn = (timezone: string): Workspace['people'] => [{ id: 'kim', name: 'Kim', role: 'operator', timezone, sirens: [], devices: [] }];
    change({ duty, people: kimIn('Asia/Seoul') });
    await desk.start();
    expect(desk.onDuty()).toEqual({ person: 'kim', until: Date.parse('2026-11-21T21:00Z') });
    change({ people: kimIn('America/New_York') });
    await time.pass(minute);
    expect(desk.onDuty()).toBeNull();
    expect(desk.view().next).toMatchObject({ person: 'kim', from: Date.parse('2026-11-21T23:00Z') });
  });

  it('has no gaps to show where a calendar was never read: nobody knows', async () => {
    const { desk } = world([{ id: 'main', file: 'nowhere.ics', people }]);
    await desk.start();
    expect(desk.view()).toMatchObject({ now: null, gaps: [], feeds: [{ state: 'missing', readAt: null, problem: { code: 'workspace-unreadable' } }] });
    expect(world([]).desk.view()).toMatchObject({ now: null, gaps: [], feeds: [] });
  });
});

describe('a feed that is lost', () => {
  it('keeps its last good copy with its age, is named as blind, journalled once, and comes back', async () => {
    const { desk, time, texts, book } = world();
    await desk.start();
    texts.set('duty.ics', ok('<html>sign in</html>'));
    await time.pass(5 * minute);
    const [health] = desk.view().feeds;
    expect(health).toMatchObject({ state: 'last-good', problem: { code: 'calendar-not-ics' } });
    expect(health?.readAt).toBeLessThan(start + minute);
    expect(desk.onDuty()?.person).toBe('kim');
    const [blind] = desk.blind();
    expect(blind).toMatchObject({ id: 'calendar:main', kind: 'calendar', name: 'main', problem: { code: 'calendar-not-ics' } });
    expect(blind?.since).toBeLessThan(start + 90_000);
    expect(book.entries.map(({ code }) => code)).toEqual(['DUTY-FEED-LOST']);
    texts.set('duty.ics', ok(rota));
    await time.pass(2 * minute);
    expect(desk.blind()).toEqual([]);
    expect(book.entries.map(({ code, data }) => [code, data['feed']])).toEqual([['DUTY-FEED-LOST', 'main'], ['DUTY-FEED-BACK', 'main']]);
    expect(book.entries[1]?.data['since']).toBe(blind?.since);
  });

  it('still hands over by the last good copy, for weeks', async () => {
    const { desk, time, texts } = world();
    await desk.start();
    texts.delete('duty.ics');
    await time.pass(minute);
    for (let week = 1; week <= 10; week += 1) {
      await desk.refresh();
      time.jump(7 * day);
      await desk.refresh();
      expect(desk.onDuty()?.person, `week ${week}`).toBe(week % 2 === 1 ? 'lee' : 'kim');
    }
  });

  it('that never answers is not waited for', async () => {
    const { desk, time, texts } = world();
    await desk.start();
    texts.set('duty.ics', null);
    await time.pass(89_000);
    expect(desk.blind()).toMatchObject([{ problem: { code: 'calendar-no-answer' } }]);
    expect(desk.onDuty()?.person).toBe('kim');
  });

  it('is known from the last session before anything is read', async () => {
    const first = world();
    await first.desk.start();
    const second = world(undefined, first.store);
    second.texts.delete('duty.ics');
    await second.desk.start();
    expect(second.desk.onDuty()?.person).toBe('kim');
    expect(second.desk.view().feeds).toMatchObject([{ state: 'last-good', readAt: start }]);
  });

  it('does not take the copy of another address for its own, nor a broken store', async () => {
    const first = world();
    await first.desk.start();
    const moved = world([{ id: 'main', file: 'other.ics', people }], first.store);
    await moved.desk.start();
    expect(moved.desk.view().feeds).toMatchObject([{ state: 'missing' }]);
    for (const value of ['', '{', '{"source":"file duty.ics","readAt":"x","text":1}', JSON.stringify({ source: 'file duty.ics', readAt: 1, text: 'junk' })]) {
      first.store.values.set('duty/main', value);
      const again = world(undefined, first.store);
      again.texts.delete('duty.ics');
      await again.desk.start();
      expect(again.desk.view().feeds).toMatchObject([{ state: 'missing' }]);
    }
  });

  it('is told to a journal that opens later', async () => {
    const { desk, time, texts, book, setJournal } = world();
    setJournal(null);
    texts.delete('duty.ics');
    await desk.start();
    expect(book.entries).toEqual([]);
    setJournal(book);
    await time.pass(20_000);
    expect(book.entries.map(({ code }) => code)).toEqual(['DUTY-FEED-LOST']);
  });

  it('is tried again each minute and not more often', async () => {
    const { desk, time, texts, asked } = world();
    texts.delete('duty.ics');
    await desk.start();
    const before = asked.length;
    await time.pass(10 * minute);
    expect(asked.length - before).toBeGreaterThanOrEqual(9);
    expect(asked.length - before).toBeLessThanOrEqual(10);
  });
});

describe('a changed duty.yaml', () => {
  it('adds and drops feeds and keeps the others as they are', async () => {
    const { desk, time, texts, configure, asked } = world();
    await desk.start();
    texts.set('two.ics', ok(ics(['UID:t', 'SUMMARY:Lee on call', 'DTSTART:20261121T170000Z', 'DTEND:20261121T180000Z'])));
    configure([{ id: 'main', file: 'duty.ics', people }, { id: 'two', file: 'two.ics', people }]);
    await time.pass(1);
    expect(asked.filter((file) => file === 'duty.ics')).toHaveLength(1);
    expect(desk.view().overlaps).toEqual([{ from: time.clock.now(), to: Date.parse('2026-11-21T18:00Z'), people: ['kim', 'lee'] }]);
    configure([]);
    await time.pass(1);
    expect(desk.view()).toMatchObject({ now: null, feeds: [] });
  });

  it('is not followed any more once the desk is closed', async () => {
    const { desk, time, texts, asked, changes } = world();
    await desk.start();
    desk.close();
    const [reads, told] = [asked.length, changes()];
    texts.delete('duty.ics');
    await time.pass(10 * minute);
    expect([asked.length, changes()]).toEqual([reads, told]);
  });
});

describe('a calendar that holds far fewer shifts than before', () => {
  const cut = ics(['UID:k', 'SUMMARY:Kim on call', 'DTSTART;TZID=Asia/Seoul:20261116T090000', 'DURATION:P7D']);
  const told = (book: { readonly entries: readonly { readonly code: string }[] }) => book.entries.map(({ code }) => code);

  it('is in force, named as a banner and journalled once, also after a restart, until somebody accepts it', async () => {
    const first = world();
    await first.desk.start();
    expect(told(first.book)).toEqual([]);
    first.texts.set('duty.ics', ok(cut));
    await first.desk.refresh();
    await first.desk.refresh();
    expect(first.desk.view().next).toBeNull();
    expect(first.desk.blind()).toMatchObject([{ id: 'shrunk:main', kind: 'calendar', name: 'main', problem: { code: 'calendar-shrunk', values: { feed: 'main', before: 6, after: 1, until: '2026-11-23 09:00' } } }]);
    expect(told(first.book)).toEqual(['DUTY-FEED-SHRUNK']);
    first.desk.close();

    const again = world(undefined, first.store, first.book);
    again.texts.set('duty.ics', ok(cut));
    await again.desk.start();
    expect([again.desk.view().feeds[0]?.shrunk?.code, told(again.book)]).toEqual(['calendar-shrunk', ['DUTY-FEED-SHRUNK']]);
    again.desk.acceptShrunk('main');
    await again.desk.refresh();
    expect([again.desk.blind(), told(again.book)]).toEqual([[], ['DUTY-FEED-SHRUNK']]);
  });

  it('is no trouble any more once it grew again', async () => {
    const { desk, texts, book } = world();
    await desk.start();
    texts.set('duty.ics', ok(cut));
    await desk.refresh();
    texts.set('duty.ics', ok(rota));
    await desk.refresh();
    expect([desk.blind(), told(book)]).toEqual([[], ['DUTY-FEED-SHRUNK', 'DUTY-FEED-GREW']]);
  });

  it('is not asked of everybody: what another console accepted is accepted here', async () => {
    const { desk, texts, time, book } = world();
    await desk.start();
    const after = { shifts: 1, covered: day, until: null };
    desk.hear({ at: time.clock.now(), code: 'DUTY-FEED-ACCEPTED', data: { feed: 'main', after, why: 'moved to the other calendar' } });
    texts.set('duty.ics', ok(cut));
    await desk.refresh();
    expect([desk.blind(), told(book)]).toEqual([[], []]);
    texts.set('duty.ics', ok(ics()));
    await desk.refresh();
    expect(told(book)).toEqual([]);
  });

  it('is not said of one that cannot be read', async () => {
    const { desk, texts, book } = world();
    await desk.start();
    texts.set('duty.ics', ok('nothing'));
    await desk.refresh();
    expect(told(book)).toEqual(['DUTY-FEED-LOST']);
  });
});
