import { useEffect } from 'react';
import { useT } from '../../locales/locale';
import { useRuns } from '../../stores/lists';
import { useRoute } from '../../stores/route-store';
import { Age } from '../../ui/age';
import { OutcomeChip } from '../../ui/outcome-chip';

/** The runs so far, newest first: each opens its screen. */
export function RunList() {
  const t = useT();
  const runs = useRuns();
  const go = useRoute((state) => state.go);
  useEffect(() => {
    if (runs.at === null) void useRuns.getState().refresh();
  }, [runs.at]);
  if (runs.value === null || runs.value.length === 0) return null;
  return (
    <section aria-label={t('runs.recent')}>
      <h3 className="runbooks-heading">{t('runs.recent')}</h3>
      <ul>
        {runs.value.slice(0, 30).map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className="runbooks-row"
              onClick={() => {
                go('run', run.id);
              }}
            >
              <span className="cut">{run.title}</span>
              <span className="row dim">
                <OutcomeChip kind={run.state === 'ended' || run.state === 'held' ? run.outcome.kind : 'running'} />
                <Age at={run.startedAt} /> {run.by}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
