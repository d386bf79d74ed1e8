import { Notification, shell } from 'electron';
import type { Notifier } from '../ports/notifier';

/** Desktop notifications. An urgent one also beeps and stays until somebody looks. */
export function createDesktopNotifier(options: {
  readonly icon: string;
  readonly open: (screen: string, id: string) => void;
  readonly chime: () => void;
}): Notifier {
  const available = Notification.isSupported();
  // A notification that nobody refers to is collected and its click is lost.
  const shown = new Set<Notification>();
  return {
    available,
    why: available
      ? null
      : { en: 'This desktop shows no notifications.', ko: '이 데스크톱은 알림을 표시하지 않습니다.' },
    notify(notice) {
      if (notice.urgent) {
        shell.beep();
        options.chime();
      }
      if (!available) return;
      const notification = new Notification({
        title: notice.title,
        body: notice.body,
        icon: options.icon,
        urgency: notice.urgent ? 'critical' : 'normal',
        timeoutType: notice.urgent ? 'never' : 'default',
        silent: notice.urgent,
      });
      shown.add(notification);
      notification.on('click', () => {
        if (notice.open !== null) options.open(notice.open.screen, notice.open.id);
      });
      notification.on('close', () => {
        shown.delete(notification);
      });
      notification.show();
    },
  };
}
