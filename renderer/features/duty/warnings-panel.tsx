import { explain } from '../../../core/errors';
import { warningFailure, type DutyWarning } from '../../../core/shift/warning';
import { useLocale, useT } from '../../locales/locale';
import { Chip } from '../../ui/chip';
import { Panel } from '../../ui/panel';
import { useZones } from '../../ui/zone';

const looks = { week: { tone: 'plain', shape: 'dot' }, day: { tone: 'amber', shape: 'square' }, evening: { tone: 'amber', shape: 'square' }, hour: { tone: 'red', shape: 'triangle' } } as const;

/** What will be wrong within a week, the nearest first, in my time like the rest of the screen. */
export function WarningsPanel({ warnings }: { readonly warnings: readonly DutyWarning[] }) {
  const t = useT();
  const locale = useLocale();
  const { mine } = useZones();
  if (warnings.length === 0) return null;
  return (
    <Panel title={t('duty.warnings')} tone={warnings.some(({ ahead }) => ahead === 'hour') ? 'red' : 'amber'}>
      <ul className="stack">
        {warnings.map((warning) => {
          const { message, hint } = explain(warningFailure(warning, mine), locale);
          return (
            <li key={warning.id}>
              <span className="row">
                <Chip tone={looks[warning.ahead].tone} shape={looks[warning.ahead].shape}>
                  {t(`duty.ahead-${warning.ahead}`)}
                </Chip>
                <span className="any-text">{message}</span>
              </span>
              <p className="dim any-text">{hint}</p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
