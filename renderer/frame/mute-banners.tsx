import type { Frame } from '../../core/ipc/frame';
import { useT } from '../locales/locale';
import { useRoute } from '../stores/route-store';
import { Countdown } from '../ui/age';
import { Button } from '../ui/button';

function ShowMutes() {
  const t = useT();
  const go = useRoute((state) => state.go);
  return (
    <Button size="small" onPress={() => go('mutes')}>
      {t('banner.mutes-open')}
    </Button>
  );
}

/** What is hidden and must not be forgotten: 911s behind a mute, and every maintenance window in force. */
export function MuteBanners({ mutes }: { readonly mutes: Frame['mutes'] }) {
  const t = useT();
  return (
    <>
      {mutes.held911 === 0 ? null : (
        <li className="banner banner-red">
          <span aria-hidden="true">▲</span>
          <span className="banner-text">{t('banner.held-911', { n: mutes.held911 })}</span>
          <ShowMutes />
        </li>
      )}
      {mutes.windows.map((window) => (
        <li key={window.id} className="banner banner-amber">
          <span aria-hidden="true">■</span>
          <strong>{t('banner.window')}</strong>
          <span className="banner-text">
            <bdi className="mono">{window.when}</bdi> · <bdi>{window.why}</bdi>
          </span>
          <span className="banner-since">
            <Countdown until={window.until} />
          </span>
          <ShowMutes />
        </li>
      ))}
    </>
  );
}
