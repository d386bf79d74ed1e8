import type { EscalationView } from '../../core/escalation/escalation';
import { desk } from '../desk';
import { useT } from '../locales/locale';
import { perform } from '../stores/act-store';
import { useFrame } from '../stores/frame-store';
import { useEscalations } from '../stores/lists';
import { useRoute } from '../stores/route-store';
import { Button } from '../ui/button';
import { climbOf, minutesTo } from '../ui/escalation.logic';
import { useClimbWords } from '../ui/use-climb-words';
import { useNow } from '../ui/now';

function Bar({ escalation }: { readonly escalation: EscalationView }) {
  const t = useT();
  const now = useNow();
  const go = useRoute((state) => state.go);
  const words = useClimbWords();
  const { id, title, next } = escalation;
  return (
    <li className="banner banner-red">
      <span aria-hidden="true">▲</span>
      <strong>{t('escalation.title')}</strong>
      <bdi className="strong cut">{title}</bdi>
      <span className="banner-text">{words(climbOf(escalation))}</span>
      {next === null ? null : (
        // What ticks is not announced: a live region that speaks every second is noise of its own.
        <span aria-hidden="true" className="banner-since">
          {t('escalation.next', { who: next.who, left: minutesTo(next.at, now) })}
        </span>
      )}
      <Button size="small" tone="primary" label={t('escalation.take-of', { title })} onPress={() => void perform(desk().duty.takeEscalation({ id }))}>
        {t('escalation.take')}
      </Button>
      <Button size="small" label={t('escalation.stop-of', { title })} onPress={() => void perform(desk().duty.stopEscalation({ id }))}>
        {t('escalation.stop')}
      </Button>
      <Button size="small" onPress={() => go('duty')}>
        {t('escalation.show')}
      </Button>
    </li>
  );
}

/** Whom the console is looking for somebody with, on every screen: who is rung, who is next, and when. */
export function EscalationBars() {
  const t = useT();
  const open = useFrame((state) => state.value?.workspace !== null);
  const climbing = useEscalations((state) => state.value)?.filter(({ end }) => end === null) ?? [];
  if (!open || climbing.length === 0) return null;
  return (
    <ul className="banners" aria-label={t('escalation.bars')} aria-live="polite">
      {climbing.map((each) => (
        <Bar key={each.id} escalation={each} />
      ))}
    </ul>
  );
}
