import type { Grade } from '../../core/alert/alert';
import { useT } from '../locales/locale';

/** 911, 912, noise, or "—" for what nobody graded yet (it counts as 911). */
export function GradeBadge({ grade }: { readonly grade: Grade | null }) {
  const t = useT();
  if (grade === null) {
    return (
      <span className="grade grade-none" title={t('grade.none')}>
        <span aria-hidden="true">—</span>
        <span className="only-read">{t('grade.none')}</span>
      </span>
    );
  }
  return <span className={`grade grade-${grade}`}>{grade === 'noise' ? t('grade.noise') : grade}</span>;
}
