import { useState } from 'react';
import { explain, type Result } from '../../../core/errors';
import type { HostSwept } from '../../../core/host/host';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { FailureState, LoadingState } from '../../ui/states';

/** Empties old step records at some hosts or at all of them, and says what came of it, host by host. */
export function SweepDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const [hosts, setHosts] = useState('');
  const [asking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<Result<readonly HostSwept[]> | null>(null);
  const sweep = async (): Promise<void> => {
    setAsking(true);
    setAnswer(await desk().hosts.sweep({ hosts: hosts.split(/[\s,]+/).filter((name) => name !== '') }));
    setAsking(false);
  };
  const isOver = answer?.ok === true;
  return (
    <Dialog title={t('hosts.sweep-title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!asking && !isOver) void sweep();
        }}
      >
        {isOver ? <SweptHosts rows={answer.value} /> : null}
        {isOver ? null : (
          <>
            <p>{t('hosts.sweep-text')}</p>
            <TextField label={t('hosts.sweep-where')} value={hosts} onChange={setHosts} maxLength={2_000} focus />
          </>
        )}
        {asking ? <LoadingState /> : null}
        {answer?.ok === false ? <FailureState failure={answer.error} /> : null}
        <div className="row-end">
          <Button onPress={onClose}>{t(isOver ? 'act.close' : 'act.cancel')}</Button>
          {isOver ? null : (
            <Button tone="primary" submit disabled={asking}>
              {t(hosts.trim() === '' ? 'hosts.sweep-all' : 'hosts.sweep-these')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function SweptHosts({ rows }: { readonly rows: readonly HostSwept[] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <table className="hosts-table" role="status">
      <tbody>
        {rows.map(({ host, records, problem }) => (
          <tr key={host}>
            <th scope="row">{host}</th>
            <td>
              {records === null ? null : t('hosts.swept', { n: records })}
              {problem === null ? null : (
                <>
                  <span className="tone-red">{explain(problem, locale).message}</span> <span className="dim">{explain(problem, locale).hint}</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
