import { describe, expect, it } from 'vitest';
import type { EntryView } from '../../core/journal/entry';
import { createSignal } from '../../core/signal';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import { createSleepReport } from './sleep-report';

function scene(titles: readonly string[]) {
  const time = createSimulatedTime();
  const appended = createSignal<EntryView>();
  const journal = { ...createMemoryJournal(time.clock.now), onAppend: appended.on };
  const notices: string[] = [];
  const asked: number[][] = [];
  const report = createSleepReport({
    ...{ journal, schedule: time.schedule, locale: () => 'en' as const, timezone: () => 'Asia/Seoul' },
    began: (from, to) => {
      asked.push([from, to]);
      return titles;
    },
    notifier: { available: true, why: null, notify: ({ title, body }) => notices.push(`${title} | ${body}`) },
  });
  const sleep = (from: number, to: number): void => {
    appended.emit({ code: 'WATCH-SLEPT', data: { from, to, seconds: (to - from) / 1_000 } } as unknown as EntryView);
  };
  return { time, journal, notices, asked, report, sleep };
}

const from = Date.parse('2026-11-21T13:00:00Z');
const to = Date.parse('2026-11-21T21:00:00Z');

describe('what a console that slept did not see', () => {
  it('is told once the sources have answered, with the first titles, and journalled', async () => {
    const { time, journal, notices, asked, sleep } = scene(['DB down', 'Disk full', 'API slow', 'Queue long']);
    sleep(from, to);
    await time.pass(29_000);
    expect(notices).toEqual([]);
    await time.pass(2_000);
    expect(asked).toEqual([[from, to]]);
    expect(notices).toEqual(['This console slept from 2026-11-21 22:00 to 2026-11-22 06:00 and did not see 4 alerts begin | DB down, Disk full, API slow']);
    expect(journal.entries).toMatchObject([{ code: 'WATCH-MISSED', data: { count: 4, titles: ['DB down', 'Disk full', 'API slow'] } }]);
  });

  it('is said also where nothing began, and not at all once the desk is closed', async () => {
    const quiet = scene([]);
    quiet.sleep(from, to);
    await quiet.time.pass(31_000);
    expect(quiet.notices).toEqual(['This console slept from 2026-11-21 22:00 to 2026-11-22 06:00; nothing that still fires began meanwhile | ']);
    const closed = scene(['DB down']);
    closed.sleep(from, to);
    closed.report.close();
    await closed.time.pass(60_000);
    expect(closed.notices).toEqual([]);
  });
});
