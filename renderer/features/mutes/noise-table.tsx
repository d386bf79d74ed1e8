import { noiseReasonSchema } from '../../../core/alert/alert';
import type { NoiseReport } from '../../../core/alert/noise-report';
import { useT } from '../../locales/locale';

/** Rows that are shown; the terminal's report has them all. */
const shown = 20;

/** Which alerts were nobody's business, the noisiest first, and why. */
export function NoiseTable({ report }: { readonly report: NoiseReport }) {
  const t = useT();
  if (report.lines.length === 0) return <p className="dim">{t('noise.empty')}</p>;
  return (
    <table className="mutes-table">
      <thead>
        <tr>
          <th scope="col">{t('noise.alert')}</th>
          <th scope="col">{t('noise.seen')}</th>
          <th scope="col">{t('noise.noise')}</th>
          <th scope="col">{t('noise.reasons')}</th>
        </tr>
      </thead>
      <tbody>
        {report.lines.slice(0, shown).map((line) => (
          <tr key={line.title}>
            <th scope="row" className="any-text">
              <bdi>{line.title}</bdi>
            </th>
            <td>{line.seen}</td>
            <td>{line.noise}</td>
            <td className="dim">
              {noiseReasonSchema.options
                .filter((reason) => (line.reasons[reason] ?? 0) > 0)
                .map((reason) => `${t(`noise.reason-${reason}`)} ${String(line.reasons[reason])}`)
                .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
