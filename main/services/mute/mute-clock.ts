import type { Matcher } from '../../../core/alert/matcher';
import { isoTime } from '../../../core/alert/iso-time';
import { isInForce, warnBefore, type ReadMute } from '../../../core/mute/in-force';
import type { MutePreview } from '../../../core/mute/mute';
import { fill, type Locale, type Text } from '../../../core/text';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Notifier } from '../../ports/notifier';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { MuteMemory } from './mute-memory';

/** How often ends are looked for, ms. What is hidden follows the clock itself; this is for the record and the warnings. */
const lookEvery = 5_000;

const words = {
  began: { en: 'A maintenance window began: {when}', ko: '점검 시간이 시작되었습니다: {when}' },
  ending: { en: 'A mute ends in {minutes} min: {when}', ko: '숨김이 {minutes}분 뒤에 끝납니다: {when}' },
  over: { en: 'A mute is over: {when}', ko: '숨김이 끝났습니다: {when}' },
} as const satisfies Record<string, Text>;

/** Says when a window begins, when an end comes near and when it came: each once, on record. Gives the way to stop. */
export function createMuteClock(ports: {
  readonly memory: MuteMemory;
  readonly all: () => readonly ReadMute[];
  readonly hits: (matchers: readonly Matcher[]) => MutePreview;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly notifier: Notifier;
  readonly locale: () => Locale;
  /** A window began or a mute is over: what is hidden is to be weighed and shown anew. */
  readonly refresh: () => void;
}): Cancel {
  const { memory, journal, clock, notifier } = ports;

  const tell = (word: Text, values: Readonly<Record<string, string | number>>, why: string): void => {
    notifier.notify({ title: fill(word[ports.locale()], values), body: why, urgent: false, open: { screen: 'mutes', id: '' } });
  };

  const look = (): void => {
    const now = clock.now();
    let turned = false;
    for (const { mute, matchers } of ports.all()) {
      const about = { mute: mute.id, when: mute.when, until: mute.until };
      if (isInForce(mute, now)) {
        if (mute.kind === 'window' && !memory.said(mute.id, 'began')) {
          memory.say(mute.id, 'began');
          turned = true;
          journal.appendLate('MUTE-BEGAN', { ...about, end: isoTime(mute.until), why: mute.why });
          tell(words.began, about, mute.why);
        }
        if (mute.until - now <= warnBefore(mute) && !memory.said(mute.id, 'ending')) {
          const minutes = Math.max(1, Math.round((mute.until - now) / 60_000));
          memory.say(mute.id, 'ending');
          journal.appendLate('MUTE-ENDING', { ...about, minutes });
          tell(words.ending, { ...about, minutes }, mute.why);
        }
      } else if (now >= mute.until) {
        memory.say(mute.id, 'over');
        turned = true;
        // A window of the file that was over before this console ever saw it is no news.
        if (memory.isFromFile(mute.id) && !memory.said(mute.id, 'began')) continue;
        journal.appendLate('MUTE-OVER', { ...about, held: ports.hits(matchers).now });
        tell(words.over, about, mute.why);
      }
    }
    if (turned) ports.refresh();
  };

  return ports.schedule.every(lookEvery, look);
}
