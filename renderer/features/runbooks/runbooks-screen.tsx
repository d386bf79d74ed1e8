import { useEffect, useMemo } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { mayConfigure, useFrame } from '../../stores/frame-store';
import { useRunbooks } from '../../stores/lists';
import { usePlanTable } from '../../stores/plan-store';
import { useRoute } from '../../stores/route-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DangerChip } from '../../ui/danger-chip';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { StaleChip } from './freshness-line';
import { RunList } from './run-list';
import { RunbookTable } from './runbook-table';
import './runbooks.css';

/** The runbooks, one of them on the table, and the runs so far. */
export function RunbooksScreen() {
  const t = useT();
  const runbooks = useRunbooks();
  const mayAdd = useFrame(mayConfigure);
  const place = useRoute((state) => state.place);
  const go = useRoute((state) => state.go);
  const path = place.params['path'] ?? place.id;
  const alert = place.params['alert'] ?? null;
  const open = usePlanTable((state) => state.open);
  const reload = usePlanTable((state) => state.reload);

  useEffect(() => {
    if (runbooks.at === null) void useRunbooks.getState().refresh();
  }, [runbooks.at]);
  useEffect(() => {
    if (path !== null) void open(path, alert);
  }, [open, path, alert]);
  useEffect(() => desk().runbooks.onChanged(() => void reload()), [reload]);

  const list = useMemo(() => runbooks.value ?? [], [runbooks.value]);
  if (runbooks.value === null) return runbooks.failure === null ? <LoadingState /> : <FailureState failure={runbooks.failure} onRetry={() => void runbooks.refresh()} />;
  return (
    <div className="runbooks">
      <nav className="runbooks-list" aria-label={t('screen.runbooks')}>
        {path === null ? <h1 className="only-read">{t('screen.runbooks')}</h1> : null}
        {mayAdd ? (
          <div className="runbooks-import">
            <Button size="small" onPress={() => useDialogs.getState().show({ kind: 'import', of: 'rundeck' })}>
              {t('import.open')}
            </Button>
          </div>
        ) : null}
        {list.length === 0 ? <EmptyState title={t('runbooks.none')}>{t('runbooks.none-hint')}</EmptyState> : null}
        <ul>
          {list.map((row) => (
            <li key={row.path}>
              <button
                type="button"
                className="runbooks-row"
                aria-current={row.path === path}
                onClick={() => {
                  go('runbooks', row.path);
                }}
              >
                <span className="strong">{row.title}</span>
                <span className="mono dim cut">{row.path}</span>
                <span className="row">
                  {[...new Set(row.dangers)].map((danger) => (
                    <DangerChip key={danger} danger={danger} />
                  ))}
                  {row.errors === 0 ? null : <Chip tone="red" shape="cross">{t('runbooks.errors', { n: row.errors })}</Chip>}
                </span>
                {row.freshness.stale === null ? null : (
                  <span className="row">
                    <StaleChip stale={row.freshness.stale} />
                  </span>
                )}
                <span className="dim">
                  {row.lastRunAt === null ? t('runbooks.never-run') : <Age at={row.lastRunAt} />} {row.lastOutcome ?? ''}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="runbooks-approve">
          <Button size="small" onPress={() => useDialogs.getState().show({ kind: 'approve' })}>
            {t('approve.open')}
          </Button>
        </div>
        <RunList />
      </nav>
      <div className="runbooks-main">{path === null ? <EmptyState title={t('runbooks.choose')} /> : <RunbookTable alert={alert} />}</div>
    </div>
  );
}
