import {
  BellRing,
  BookOpenText,
  CalendarClock,
  FlaskConical,
  FolderOpen,
  ScrollText,
  Server,
  Settings,
  Siren,
  type LucideIcon,
} from 'lucide-react';
import { useT } from '../locales/locale';
import { useFrame } from '../stores/frame-store';
import { railFor, useRoute, type RailScreen } from '../stores/route-store';
import { KeyHint } from '../ui/key-hint';

const icons: Readonly<Record<RailScreen, LucideIcon>> = {
  alerts: BellRing,
  cases: FolderOpen,
  runbooks: BookOpenText,
  sirens: Siren,
  duty: CalendarClock,
  hosts: Server,
  journal: ScrollText,
  settings: Settings,
  drill: FlaskConical,
};

/** The screens at the left, with the key that goes there. */
export function Rail() {
  const t = useT();
  const frame = useFrame((state) => state.value);
  const place = useRoute((state) => state.place);
  const go = useRoute((state) => state.go);
  const counts = frame?.counts;
  const here = place.screen === 'run' ? 'runbooks' : place.screen === 'mutes' ? 'alerts' : place.screen;
  return (
    <nav className="rail" aria-label={t('frame.rail')}>
      {railFor(frame?.workspace?.drill === true).map(({ screen, letter }, at) => {
        const Icon = icons[screen];
        const urgent = screen === 'alerts' && counts !== undefined ? counts['911'] + counts.ungraded : 0;
        return (
          <button
            key={screen}
            type="button"
            className="rail-item"
            aria-current={here === screen ? 'page' : undefined}
            aria-label={t(`screen.${screen}`)}
            aria-keyshortcuts={`g ${letter} Alt+${at + 1}`}
            onClick={() => go(screen)}
          >
            <Icon size={15} aria-hidden="true" />
            <span className="grow">{t(`screen.${screen}`)}</span>
            {urgent > 0 ? <span className="rail-count">{urgent > 99 ? '99+' : urgent}</span> : null}
            <KeyHint keys={`g ${letter}`} />
          </button>
        );
      })}
    </nav>
  );
}
