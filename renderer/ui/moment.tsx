import { useLocale } from '../locales/locale';
import { hoverTitle } from './hover-title';
import { bothZones, clockTime, dayClockTime, dayTime, shortTime } from './time.logic';
import { useZones } from './zone';

const forms = { clock: clockTime, short: shortTime, day: dayTime, 'day-clock': dayClockTime } as const;

/** A moment in my zone; the whole of it, in both zones, on hover. */
export function Moment({ at, form = 'clock' }: { readonly at: number; readonly form?: keyof typeof forms }) {
  const locale = useLocale();
  const zones = useZones();
  return (
    <time
      className="moment"
      dateTime={new Date(at).toISOString()}
      {...hoverTitle(() => bothZones(at, locale, zones.mine, zones.other))}
    >
      {forms[form](at, locale, zones.mine)}
    </time>
  );
}
