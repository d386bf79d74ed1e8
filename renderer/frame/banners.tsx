import { explain } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { desk } from '../desk';
import { useLocale, useT } from '../locales/locale';
import { attempt } from '../stores/act-store';
import { useFrame } from '../stores/frame-store';
import { useRoute } from '../stores/route-store';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { Moment } from '../ui/moment';
import { MuteBanners } from './mute-banners';

function BlindBanner({ blind }: { readonly blind: Blind }) {
  const t = useT();
  const { message, hint } = explain(blind.problem, useLocale());
  return (
    <li className="banner banner-violet">
      <span aria-hidden="true">◌</span>
      <strong>{t('banner.blind')}</strong>
      <bdi className="strong">{blind.name}</bdi>
      <span className="banner-text" title={hint}>
        {message} {blind.kind === 'workspace' ? t('banner.config-last-good') : ''}
      </span>
      <span className="banner-since">
        {t('banner.since')} <Moment at={blind.since} /> · <Age at={blind.since} form="bare" />
      </span>
      {blind.kind === 'source' ? (
        <Button
          size="small"
          onPress={() => void attempt(desk().alerts.probe({ source: blind.name }))}
          label={`${t('banner.probe')}: ${blind.name}`}
        >
          {t('banner.probe')}
        </Button>
      ) : null}
      {blind.kind === 'workspace' ? <ShowFindings /> : null}
    </li>
  );
}

function ShowFindings() {
  const t = useT();
  const go = useRoute((state) => state.go);
  return (
    <Button size="small" onPress={() => go('settings', null, { part: 'findings' })}>
      {t('banner.config-open')}
    </Button>
  );
}

/** What cannot be seen, named and dated, and what is not as it should be. Never a toast that vanishes. */
export function Banners() {
  const t = useT();
  const locale = useLocale();
  const frame = useFrame((state) => state.value);
  const go = useRoute((state) => state.go);
  if (frame === null) return null;
  const { runtime, workspace, journal, blind, mutes } = frame;
  return (
    <ul className="banners" aria-label={t('frame.banners')} aria-live="polite">
      {runtime.unsandboxed ? (
        <li className="banner banner-red">
          <span aria-hidden="true">▲</span>
          <span className="banner-text">{t('banner.unsandboxed')}</span>
        </li>
      ) : null}
      {journal.state === 'broken' ? (
        <li className="banner banner-red">
          <span aria-hidden="true">✕</span>
          <span className="banner-text">
            {t('banner.journal')} {journal.problem === null ? '' : explain(journal.problem, locale).message}
          </span>
        </li>
      ) : null}
      {blind.map((each) => (
        <BlindBanner key={each.id} blind={each} />
      ))}
      <MuteBanners mutes={mutes} />
      {workspace !== null && workspace.errors > 0 && !workspace.lastGood ? (
        <li className="banner banner-amber">
          <span aria-hidden="true">■</span>
          <span className="banner-text">
            {t('banner.config', { n: workspace.errors })}
          </span>
          <ShowFindings />
        </li>
      ) : null}
      {workspace?.readOnly === true ? (
        <li className="banner banner-amber">
          <span aria-hidden="true">■</span>
          <span className="banner-text">{t('banner.read-only')}</span>
          <Button size="small" onPress={() => go('settings', null, { part: 'me' })}>
            {t('banner.read-only-open')}
          </Button>
        </li>
      ) : null}
      {runtime.fallback ? (
        <li className="banner banner-amber">
          <span aria-hidden="true">■</span>
          <span className="banner-text">{t('banner.fallback', { version: runtime.version })}</span>
        </li>
      ) : null}
    </ul>
  );
}
