import { useState } from 'react';
import type { Failure, Result } from '../../../core/errors';
import type { ImportKind } from '../../../core/import/draft-import';
import type { ImportView } from '../../../core/ipc/setup';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useActs } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useHosts, useRunbooks } from '../../stores/lists';
import { Button } from '../../ui/button';
import { ChangedLines } from '../../ui/changed-lines';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextArea } from '../../ui/field';
import { FindingLine } from '../../ui/finding-line';
import { FailureState } from '../../ui/states';
import './setup.css';

/** Brings in what another tool wrote: everything that would be written and everything that would not, before any of it is. */
export function ImportDialog({ of }: { readonly of: ImportKind }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [kind, setKind] = useState(of);
  const [text, setText] = useState('');
  const [view, setView] = useState<ImportView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const look = async (asked: Promise<Result<ImportView>>): Promise<void> => {
    setBusy(true);
    const answer = await asked;
    setBusy(false);
    if (!answer.ok && answer.error.code === 'cancelled') return;
    setView(answer.ok ? answer.value : null);
    setFailure(answer.ok ? null : answer.error);
  };
  const write = async ({ id }: ImportView): Promise<void> => {
    setBusy(true);
    const answer = await desk().setup.importWrite({ id });
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    setView(null);
    if (!answer.ok) return;
    useActs.getState().settle(answer, (act) => act);
    void useHosts.getState().refresh();
    void useRunbooks.getState().refresh();
    close();
  };
  return (
    <Dialog title={t('import.title')} onClose={close} size="wide">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') void look(desk().setup.importText({ kind, text }));
        }}
      >
        <div className="setup-secret">
          <SelectField
            label={t('import.kind')}
            value={kind}
            options={(['rundeck', 'ansible', 'ssh-config'] as const).map((each) => ({ value: each, text: t(`import.kind-${each}`) }))}
            onChange={(chosen) => {
              setKind(chosen);
              setView(null);
            }}
            focus
          />
          <Button disabled={busy} onPress={() => void look(desk().setup.importFile({ kind }))}>
            {t('import.choose')}
          </Button>
        </div>
        <TextArea label={t('import.paste')} value={text} onChange={setText} rows={view === null ? 6 : 2} maxLength={1_048_576} mono />
        <div className="row-end">
          <Button submit disabled={busy || text.trim() === ''}>
            {t('import.look')}
          </Button>
        </div>
      </form>
      {failure === null ? null : <FailureState inline failure={failure} />}
      {view === null ? null : <Shown view={view} />}
      <div className="row-end">
        <Button onPress={close}>{t('act.cancel')}</Button>
        <Button
          tone="primary"
          disabled={busy || view === null || view.files.length === 0 || view.problem !== null}
          onPress={() => {
            if (view !== null) void write(view);
          }}
        >
          {t('import.write', { n: view?.files.length ?? 0 })}
        </Button>
      </div>
    </Dialog>
  );
}

/** What would be written, what would not, and why. */
function Shown({ view }: { readonly view: ImportView }) {
  const t = useT();
  const locale = useLocale();
  const { source, files, findings, problem } = view;
  const refused = findings.filter(({ severity }) => severity === 'error').length;
  return (
    <section className="stack" aria-label={t('import.shown')} aria-live="polite">
      <p>
        <bdi className="mono">{source}</bdi> · {t('import.counts', { files: files.length, refused })}
      </p>
      {problem === null ? null : <FailureState inline failure={problem} />}
      {findings.length === 0 ? null : (
        <ul className="stack setup-findings" tabIndex={0} aria-label={t('import.findings')}>
          {findings.map((finding, at) => (
            <FindingLine key={at} finding={finding} locale={locale} />
          ))}
        </ul>
      )}
      {files.map(({ path, isNew, lines }) => (
        <details key={path} open={files.length <= 3}>
          <summary>
            <bdi className="mono">{path}</bdi> <span className="dim">{t(isNew ? 'import.new-file' : 'import.more-lines', { n: lines.length })}</span>
          </summary>
          <ChangedLines lines={lines} />
        </details>
      ))}
      {files.length === 0 ? <p className="tone-amber">{t('import.nothing')}</p> : null}
    </section>
  );
}
