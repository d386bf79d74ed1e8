import { useFrame } from '../stores/frame-store';
import { useRoute } from '../stores/route-store';
import { useLocale, useT } from '../locales/locale';
import { Chip } from '../ui/chip';
import { useNow } from '../ui/now';
import { clockTime, shortTimeWithZone } from '../ui/time.logic';
import { useZones } from '../ui/zone';
import { stripChips } from './strip.logic';

/** One line, always there: on duty, sirens, sources, network, runs, journal, time, me. Each chip opens its screen. */
export function Strip() {
  const t = useT();
  const locale = useLocale();
  const now = useNow();
  const zones = useZones();
  const frame = useFrame((state) => state.value);
  const go = useRoute((state) => state.go);
  if (frame === null) {
    return (
      <header className="strip" aria-label={t('frame.strip')}>
        <span className="dim">{t('frame.connecting')}</span>
      </header>
    );
  }
  const name = frame.workspace?.name ?? t('frame.no-workspace');
  const chips = frame.workspace === null ? [] : stripChips(frame, { now, locale, zone: zones.mine, t });
  const role = frame.me?.role ?? null;
  const other =
    zones.other === null || zones.other === zones.mine ? '' : ` · ${shortTimeWithZone(now, locale, zones.other)}`;
  return (
    <header className="strip" aria-label={t('frame.strip')}>
      <button
        type="button"
        className="strip-workspace"
        title={frame.workspace?.path}
        aria-label={t('frame.workspace-chip', { name })}
        onClick={() => go('settings')}
      >
        <bdi className="cut">{name}</bdi>
      </button>
      <div className="strip-chips">
        {chips.map((chip) => (
          <Chip key={chip.id} form="bare" tone={chip.tone} shape={chip.shape} onPress={() => go(chip.screen, null, chip.part === undefined ? {} : { part: chip.part })}>
            <span className="strip-text">{chip.text}</span>
            {chip.more === '' ? null : <span className="strip-more"> · {chip.more}</span>}
          </Chip>
        ))}
      </div>
      <span className="strip-clock dim" title={zones.other ?? undefined}>
        {clockTime(now, locale, zones.mine)}
        <span className="strip-more">{other}</span>
      </span>
      {frame.me === null ? null : (
        <button
          type="button"
          className="strip-me"
          onClick={() => go('settings')}
          title={role === null ? t('frame.me-unknown') : t(`role.${role}`)}
        >
          <bdi className="strong cut">{frame.me.name}</bdi>
          {role === null ? <span className="tone-violet">{t('frame.me-unknown')}</span> : null}
        </button>
      )}
    </header>
  );
}
