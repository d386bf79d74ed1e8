import { useEffect } from 'react';
import type { TerminalRow } from '../../../core/terminal/terminal';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { attempt, useActs } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useTerminals } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Moment } from '../../ui/moment';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import './terminals.css';

/** The terminals of this device: who, where, why, how it ended, and the recording. */
export function RecordingsDialog() {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const { value, failure, refresh } = useTerminals();
  useEffect(() => {
    void refresh();
  }, [refresh]);
  return (
    <Dialog title={t('terminals.recordings')} size="wide" onClose={close} footer={<Button onPress={close}>{t('act.close')}</Button>}>
      {value === null ? failure === null ? <LoadingState /> : <FailureState failure={failure} /> : value.length === 0 ? <EmptyState title={t('terminals.none')} /> : <Rows rows={value} />}
    </Dialog>
  );
}

function Rows({ rows }: { readonly rows: readonly TerminalRow[] }) {
  const t = useT();
  return (
    <ul className="recordings">
      {rows.map((row) => (
        <li key={row.terminal} className="recording">
          <p>
            <strong>{row.host}</strong> · {row.by} · <Moment at={row.startedAt} form="day" /> ·{row.caseId === null ? null : <> {row.caseId} ·</>} <q>{row.reason}</q>
          </p>
          <p className="dim">{row.end === null ? t('terminals.is-open') : t(`terminals.ended-${row.end.how}`)}</p>
          <p className="mono dim any-text">
            {row.recording} {row.end?.recordingSha256 ?? ''}
          </p>
          {row.end === null || row.end.recordingSha256 === null ? null : (
            <div className="row">
              <Button size="small" label={t('terminals.check-label', { host: row.host })} onPress={() => void check(row.terminal)}>
                {t('terminals.check')}
              </Button>
              <Button size="small" label={t('terminals.export-label', { host: row.host })} onPress={() => void attempt(desk().terminals.export({ terminal: row.terminal }))}>
                {t('terminals.export')}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

async function check(terminal: string): Promise<void> {
  useActs.getState().settle(await desk().terminals.check({ terminal }), ({ file, sha256 }) => ({
    en: `${file} is as the journal says (sha256 ${sha256})`,
    ko: `${file}: 저널과 일치합니다(sha256 ${sha256})`,
    undo: null,
  }));
}
