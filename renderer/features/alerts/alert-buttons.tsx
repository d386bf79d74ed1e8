import type { Alert } from '../../../core/alert/alert';
import { useT } from '../../locales/locale';
import { useAlerts } from '../../stores/alerts-store';
import { myId, useFrame } from '../../stores/frame-store';
import { Button } from '../../ui/button';
import { span } from '../../ui/time.logic';
import { ackLength, alertActs } from './alert-acts';

/** The acts on this alert, each with its key. With a selection they act on all of it, and say on how many. */
export function AlertButtons({ alert }: { readonly alert: Alert }) {
  const t = useT();
  const me = useFrame((state) => myId(state.value));
  const selected = useAlerts((state) => state.selected.size);
  const mine = alert.ack !== null && alert.ack.by === me;
  return (
    <div className="stack">
      {selected > 1 ? <p className="tone-blue strong">{t('alerts.acts-on', { n: selected })}</p> : null}
      <div className="row" role="group" aria-label={t('alerts.acts')}>
        {alert.ack === null ? (
          <Button tone="primary" keys="a" onPress={alertActs.ack}>
            {t('alerts.ack')}
          </Button>
        ) : null}
        {alert.ack === null ? (
          <Button keys="t" onPress={alertActs.ackFor}>
            {t('alerts.ack-for', { time: span(ackLength, t) })}
          </Button>
        ) : null}
        {alert.ack !== null && !mine ? (
          <Button tone="primary" keys="o" onPress={alertActs.ack}>
            {t('alerts.own')}
          </Button>
        ) : null}
        {mine ? <Button onPress={alertActs.unack}>{t('alerts.unack')}</Button> : null}
        <Button keys="r" onPress={alertActs.runbook}>
          {t('alerts.runbook')}
        </Button>
        <Button keys="9" onPress={() => alertActs.grade('911')}>
          {t('alerts.grade-911')}
        </Button>
        <Button keys="2" onPress={() => alertActs.grade('912')}>
          {t('alerts.grade-912')}
        </Button>
        <Button keys="n" onPress={alertActs.noise}>
          {t('alerts.noise')}
        </Button>
        {alert.snooze === null ? (
          <Button keys="z" onPress={alertActs.snooze}>
            {t('alerts.snooze')}
          </Button>
        ) : (
          <Button onPress={alertActs.unsnooze}>{t('alerts.unsnooze')}</Button>
        )}
        <Button keys="s" onPress={alertActs.mute}>
          {t('alerts.mute')}
        </Button>
        {alert.caseId === null ? (
          <Button keys="w" onPress={alertActs.openCase}>
            {t('alerts.open-case')}
          </Button>
        ) : (
          <Button onPress={alertActs.terminal}>{t('terminals.open-act')}</Button>
        )}
        <Button keys="c" onPress={alertActs.note}>
          {t('alerts.note')}
        </Button>
        <Button tone="danger" keys="!" onPress={alertActs.ring}>
          {t('alerts.ring')}
        </Button>
      </div>
    </div>
  );
}
