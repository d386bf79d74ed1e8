import { useLocale, useT } from '../locales/locale';
import { useNowWhile } from './now';
import { hoverTitle } from './hover-title';
import { bothZones, span, spanLeft } from './time.logic';
import { useZones } from './zone';

interface AgeProps {
  /** Epoch ms; null = never. */
  readonly at: number | null;
  /** Older than this (ms) greys and says "old": a number nobody confirmed lately is not news. */
  readonly staleAfter?: number;
  /** `ago`: "12 s ago"; `bare`: "12 s". */
  readonly form?: 'ago' | 'bare';
}

/** How long ago something was: it ticks, greys when stale, and tells the moment in both zones on hover. */
export function Age({ at, staleAfter, form = 'ago' }: AgeProps) {
  const t = useT();
  const locale = useLocale();
  const isStale = (now: number): boolean => at !== null && staleAfter !== undefined && now - at > staleAfter;
  const now = useNowWhile((each) => (at === null ? '' : `${isStale(each)} ${span(each - at, t)}`));
  const zones = useZones();
  if (at === null) return <span className="age age-stale">{t('age.never')}</span>;
  const age = span(now - at, t);
  const stale = isStale(now);
  const text = stale ? t('age.stale', { age }) : form === 'ago' ? t('age.ago', { age }) : age;
  return (
    <time
      className={stale ? 'age age-stale' : 'age'}
      dateTime={new Date(at).toISOString()}
      {...hoverTitle(() => bothZones(at, locale, zones.mine, zones.other))}
    >
      {text}
    </time>
  );
}

/** How long until something: "19 s left", then "over". */
export function Countdown({ until, form = 'left' }: { readonly until: number; readonly form?: 'left' | 'bare' }) {
  const t = useT();
  const locale = useLocale();
  const now = useNowWhile((each) => `${until <= each} ${spanLeft(until - each, t)}`);
  const zones = useZones();
  const left = spanLeft(until - now, t);
  return (
    <time
      className="age"
      dateTime={new Date(until).toISOString()}
      {...hoverTitle(() => bothZones(until, locale, zones.mine, zones.other))}
    >
      {until <= now ? t('age.over') : form === 'left' ? t('age.left', { age: left }) : left}
    </time>
  );
}
