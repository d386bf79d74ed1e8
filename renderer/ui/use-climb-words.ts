import { unreachable } from '../../core/errors';
import { useT } from '../locales/locale';
import type { Climb } from './escalation.logic';

/** A climb in words. */
export function useClimbWords(): (climb: Climb) => string {
  const t = useT();
  return (climb) => {
    switch (climb.is) {
      case 'starting':
        return t('escalation.starting');
      case 'ringing':
        return t('escalation.ringing', { who: climb.who });
      case 'rung':
        return t('escalation.rung', { who: climb.who });
      case 'in-vain':
        return t('escalation.in-vain');
      case 'acked':
        return t('escalation.acked', { who: climb.by });
      case 'ended':
        return t(`escalation.ended-${climb.why}`);
      default:
        return unreachable(climb);
    }
  };
}
