import { useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { EntryName, RemovalDraft } from '../../../core/workspace/addition';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useActs } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useHosts, useRules } from '../../stores/lists';
import { Button } from '../../ui/button';
import { ChangedLines } from '../../ui/changed-lines';
import { ConfirmByTyping } from '../../ui/confirm-by-typing';
import { Dialog } from '../../ui/dialog';
import { FindingLine } from '../../ui/finding-line';
import { FailureState, LoadingState } from '../../ui/states';
import { useEntryAnswer } from './use-entry-answer';
import './setup.css';

const askRemoval = (entry: EntryName) => desk().setup.draftRemoval(entry);

/** Takes an entry out of its file: the lines that go, what rests on it, and its name typed. */
export function RemoveEntryDialog({ entry }: { readonly entry: EntryName }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const { value: draft, failure: unasked, again } = useEntryAnswer(entry, askRemoval);
  const [refused, setRefused] = useState<Failure | null>(null);
  const failure = unasked ?? refused;
  const { kind, name } = entry;
  const remove = async (seen: string): Promise<void> => {
    const answer = await desk().setup.remove({ kind, name, seen });
    if (!answer.ok) {
      // The file may have changed meanwhile: what is shown next is what would go now.
      setRefused(answer.error);
      again();
      return;
    }
    useActs.getState().settle(answer, (act) => act);
    if (kind === 'host') void useHosts.getState().refresh();
    if (kind === 'rule') void useRules.getState().refresh();
    close();
  };
  return (
    <Dialog title={t(`setup.${kind}-remove-title`, { name })} onClose={close} tone="danger" size="wide">
      <div className="stack">
        {failure === null ? null : <FailureState inline failure={failure} />}
        {draft !== null ? <Removal draft={draft} /> : failure === null ? <LoadingState /> : null}
        {draft?.ready === true ? (
          <ConfirmByTyping word={name} action={t('setup.remove-act')} onRefuse={close} onConfirm={() => void remove(draft.seen)} />
        ) : (
          <div className="row-end">
            <Button onPress={close}>{t('act.cancel')}</Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** What would go, and what keeps it or would miss it. */
function Removal({ draft }: { readonly draft: RemovalDraft }) {
  const t = useT();
  const locale = useLocale();
  const { file, lines, problems, ready, rests } = draft;
  return (
    <>
      {problems.length === 0 ? null : <p className="strong">{t(ready ? 'setup.remove-warns' : 'setup.remove-kept')}</p>}
      <ul className="stack" aria-label={t('setup.problems')}>
        {problems.map(({ finding }) => (
          <FindingLine key={`${finding.file}:${String(finding.line)} ${finding.rule} ${finding.message.en}`} finding={finding} locale={locale} />
        ))}
      </ul>
      {rests.length > 0 ? rests.map((text) => <p key={text.en} className="tone-amber">{text[locale]}</p>) : ready && problems.length === 0 ? <p className="dim">{t('setup.remove-free')}</p> : null}
      <section className="stack" aria-label={t('setup.remove-lines', { file })}>
        <p className="dim">{t('setup.remove-lines', { file })}</p>
        <ChangedLines lines={lines} />
      </section>
    </>
  );
}
