import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';

/** What can be left out here; single entries and other kinds can be in the terminal. */
const parts = [
  { redact: 'transcripts', label: 'exporting.no-transcripts' },
  { redact: 'terminals', label: 'exporting.no-terminals' },
  { redact: 'plans', label: 'exporting.no-plans' },
  { redact: 'CASE-NOTE', label: 'exporting.no-notes' },
] as const;

/** One case as a zip for a ticket or an auditor; where to is asked in the system's own dialog. */
export function ExportCaseDialog({ id }: { readonly id: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [out, setOut] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={t('exporting.title', { id })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void perform(desk().cases.export({ id, redact: [...out] })).then((done) => {
            setBusy(false);
            if (done) close();
          });
        }}
      >
        <p>{t('exporting.text')}</p>
        <fieldset className="stack">
          <legend>{t('exporting.leave-out')}</legend>
          {parts.map(({ redact, label }) => (
            <label key={redact} className="row">
              <input type="checkbox" checked={out.includes(redact)} onChange={(event) => setOut(event.currentTarget.checked ? [...out, redact] : out.filter((each) => each !== redact))} />
              {t(label)}
            </label>
          ))}
        </fieldset>
        <p className="dim">{t('exporting.hashes')}</p>
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={busy}>
            {t('exporting.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
