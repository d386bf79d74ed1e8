import { isoTime } from '../../../core/alert/iso-time';
import { isInForce, readMute, warnBefore } from '../../../core/mute/in-force';
import type { MutePreview } from '../../../core/mute/mute';
import type { Matcher } from '../../../core/alert/matcher';
import { wellFormed } from '../../../core/journal/canonical';
import { fill, type Locale, type Text } from '../../../core/text';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Notifier } from '../../ports/notifier';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { SourceMute, SourceMutes } from './source-mutes';

/** How often sources are asked for the mutes that they keep, ms: an end is set minutes ahead, and a list of mutes is short. */
const askEvery = 60_000;
/** How often the ends are looked at between two answers, ms. */
const lookEvery = 5_000;

const words = {
  ending: { en: 'A mute at {source} ends in {minutes} min: {when}', ko: '{source}의 숨김이 {minutes}분 뒤에 끝납니다: {when}' },
  over: { en: 'A mute at {source} is over: {when}', ko: '{source}의 숨김이 끝났습니다: {when}' },
} as const satisfies Record<string, Text>;

/**
 * Warns before a mute that a source keeps comes to its end, and says when it did: each once, also over a restart, and
 * once for all members of a cluster, which name the same mute. A source that does not answer is blind by its alerts
 * already; what it said last goes on to count down.
 */
export async function watchSourceMutes(ports: {
  readonly sources: Pick<SourceMutes, 'list'>;
  readonly hits: (matchers: readonly Matcher[]) => MutePreview;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly notifier: Notifier;
  readonly locale: () => Locale;
}): Promise<Cancel> {
  const { journal, clock, schedule, notifier, locale } = ports;
  const said = new Set<string>();
  await journal.replay(({ code, data }) => {
    if (code === 'SOURCE-MUTE-ENDING') said.add(`ending ${String(data['silence'])} ${String(data['until'])}`);
    if (code === 'SOURCE-MUTE-OVER') said.add(`over ${String(data['silence'])} ${String(data['until'])}`);
  });
  /** By the source's own id of the mute. */
  const known = new Map<string, SourceMute>();
  let asking = false;

  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    // A question that threw is asked again, like one that got no answer.
    const { mutes, sources } = await ports.sources.list().catch(() => ({ mutes: [], sources: [] })).finally(() => {
      asking = false;
    });
    const answered = new Set(sources.flatMap(({ id, problem }) => (problem === null ? [id] : [])));
    const now = clock.now();
    const listed = new Set(mutes.map(idOf));
    // Ended before its time by whoever may: no news. One whose time is up is still to be told.
    for (const [id, { mute, source }] of known) if (answered.has(source) && !listed.has(id) && mute.until > now) known.delete(id);
    for (const each of mutes) known.set(idOf(each), each);
  };

  const say = (what: keyof typeof words, id: string, { mute, source }: SourceMute): boolean => {
    const key = `${what} ${id} ${String(mute.until)}`;
    if (said.has(key)) return false;
    said.add(key);
    const when = wellFormed(mute.when).slice(0, 2_000);
    const minutes = Math.max(1, Math.round((mute.until - clock.now()) / 60_000));
    notifier.notify({ title: fill(words[what][locale()], { source, when, minutes }), body: mute.why, urgent: false, open: { screen: 'mutes', id: '' } });
    return true;
  };

  const look = (): void => {
    const now = clock.now();
    for (const [id, each] of [...known]) {
      const { mute, source } = each;
      const about = { source, when: wellFormed(mute.when).slice(0, 2_000), silence: wellFormed(id).slice(0, 200), until: mute.until };
      if (now >= mute.until) {
        known.delete(id);
        const read = readMute(mute);
        if (say('over', id, each)) journal.appendLate('SOURCE-MUTE-OVER', { ...about, held: read === null ? 0 : ports.hits(read.matchers).now });
      } else if (each.state === 'active' && isInForce(mute, now) && mute.until - now <= warnBefore(mute) && say('ending', id, each)) {
        journal.appendLate('SOURCE-MUTE-ENDING', { ...about, end: isoTime(mute.until), minutes: Math.max(1, Math.round((mute.until - now) / 60_000)) });
      }
    }
  };

  const stops = [schedule.every(askEvery, () => void ask()), schedule.every(lookEvery, look)];
  void ask();
  return () => {
    for (const stop of stops) stop();
  };
}

function idOf({ mute, source }: SourceMute): string {
  return mute.id.slice(source.length + 1);
}
