import type { ChangedLine } from '../../core/workspace/changed-lines';
import { useT } from '../locales/locale';

/** Lines that come and go in a file, each with its number; text and nothing else. */
export function ChangedLines({ lines }: { readonly lines: readonly ChangedLine[] }) {
  const t = useT();
  return (
    <ol className="changed-lines mono" tabIndex={0} aria-label={t('changed.lines')}>
      {lines.map(({ mark, line, text }) => (
        <li key={`${mark}${String(line)} ${text}`} className={mark === '+' ? 'changed-new' : 'changed-old'}>
          <span className="changed-number">{line}</span>
          <span aria-label={t(mark === '+' ? 'changed.new' : 'changed.old')}>{mark}</span> <bdi>{text}</bdi>
        </li>
      ))}
    </ol>
  );
}
