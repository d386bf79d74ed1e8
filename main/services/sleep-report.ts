import { fill, type Locale } from '../../core/text';
import { written } from '../../core/shift/swap';
import type { Journal } from '../ports/journal';
import type { Notifier } from '../ports/notifier';
import type { Cancel, Schedule } from '../ports/schedule';

export interface SleepReportPorts {
  readonly journal: Journal;
  /** Titles of what began to fire between two moments (epoch ms), as far as it still fires. */
  readonly began: (from: number, to: number) => readonly string[];
  readonly notifier: Notifier;
  readonly locale: () => Locale;
  readonly timezone: () => string;
  readonly schedule: Schedule;
}

/** The sources are asked anew at once after a sleep; by then they have answered or are named as blind, ms. */
const patience = 30_000;
const mostNamed = 3;

const words = {
  title: { en: 'This console slept from {from} to {to} and did not see {count} alerts begin', ko: '이 콘솔은 {from}부터 {to}까지 절전 상태여서 경보 {count}건이 시작되는 것을 보지 못했습니다' },
  none: { en: 'This console slept from {from} to {to}; nothing that still fires began meanwhile', ko: '이 콘솔은 {from}부터 {to}까지 절전 상태였습니다. 그동안 시작되어 지금까지 울리는 경보는 없습니다' },
} as const;

/** Tells whoever wakes a laptop what it did not see meanwhile. */
export function createSleepReport({ journal, began, notifier, locale, timezone, schedule }: SleepReportPorts): { close(): void } {
  const waits = new Set<Cancel>();

  const report = (from: number, to: number): void => {
    const titles = began(from, to);
    journal.appendLate('WATCH-MISSED', { from, to, count: titles.length, titles: titles.slice(0, mostNamed).map((title) => title.slice(0, 100)) });
    const values = { from: written(from, timezone()), to: written(to, timezone()), count: titles.length };
    const word = titles.length === 0 ? words.none : words.title;
    notifier.notify({ title: fill(word[locale()], values), body: titles.slice(0, mostNamed).join(', '), urgent: titles.length > 0, open: { screen: 'alerts', id: '' } });
  };

  const stop = journal.onAppend(({ code, data }) => {
    const { from, to } = data;
    if (code !== 'WATCH-SLEPT' || typeof from !== 'number' || typeof to !== 'number') return;
    const cancel = schedule.after(patience, () => {
      waits.delete(cancel);
      report(from, to);
    });
    waits.add(cancel);
  });

  return {
    close() {
      stop();
      for (const cancel of waits) cancel();
    },
  };
}
