import type { MutePreview } from '../../../core/mute/mute';
import { useT } from '../../locales/locale';

/** Which alerts are meant, and how many: said before anything is hidden. */
export function MutePreviewPanel({ preview }: { readonly preview: MutePreview | null }) {
  const t = useT();
  if (preview === null) return <p className="dim mute-preview">{t('mutes.preview-none')}</p>;
  return (
    <div className="mute-preview" aria-live="polite">
      <p>
        <strong>{t('mutes.preview-now', { n: preview.now })}</strong>
        {preview.urgent === 0 ? null : <strong className="tone-red"> · ▲ {t('mutes.preview-urgent', { n: preview.urgent })}</strong>}
        <span className="dim"> · {t('mutes.preview-past', { n: preview.firings, m: preview.alerts })}</span>
      </p>
      <ul>
        {preview.examples.map(({ id, title, urgent }) => (
          <li key={id} className="cut">
            {urgent ? <span className="tone-red">911 </span> : null}
            <bdi>{title}</bdi> <bdi className="dim mono">{id}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
