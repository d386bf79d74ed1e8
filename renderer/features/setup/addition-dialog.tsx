import type { ReactNode } from 'react';
import { useLocale, useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { ChangedLines } from '../../ui/changed-lines';
import { Dialog } from '../../ui/dialog';
import { FindingLine } from '../../ui/finding-line';
import { FailureState } from '../../ui/states';
import { otherProblems } from './addition.logic';
import type { UnderWay } from './use-addition';
import './setup.css';

interface AdditionDialogProps {
  readonly title: string;
  readonly action: string;
  readonly underWay: UnderWay;
  /** The keys that have a field of their own, which shows what is wrong with them. */
  readonly shown: readonly string[];
  readonly children: ReactNode;
  /** A test against the real thing: its button. */
  readonly tests: ReactNode;
  readonly onDone: () => void;
}

/** A form that adds an entry to a file of the workspace: the fields, the lines that it would write, and nothing written unseen. */
export function AdditionDialog({ title, action, underWay, shown, children, tests, onDone }: AdditionDialogProps) {
  const t = useT();
  const locale = useLocale();
  const close = useDialogs((state) => state.close);
  const { draft, current, failure, tried, save } = underWay;
  const others = otherProblems(draft, shown);
  const begun = tried || draft?.ready === true;
  return (
    <Dialog title={title} onClose={close} size="wide">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save().then((done) => {
            if (done) onDone();
          });
        }}
      >
        {children}
        {failure === null || (draft?.ready === false && failure.code === 'workspace-would-break') ? null : <FailureState inline failure={failure} />}
        {!begun || others.length === 0 ? null : (
          <ul className="stack" aria-label={t('setup.problems')}>
            {others.map(({ finding }) => (
              <FindingLine key={`${finding.file}:${String(finding.line)} ${finding.rule} ${finding.message.en}`} finding={finding} locale={locale} />
            ))}
          </ul>
        )}
        {draft === null || !begun ? (
          <p className="dim">{t('setup.not-yet')}</p>
        ) : (
          <section className={current ? 'stack' : 'stack setup-older'} aria-label={t('setup.lines', { file: draft.file })}>
            <p className="dim">{t('setup.lines', { file: draft.file })}</p>
            {draft.lines.length === 0 ? <p>{t('setup.no-change')}</p> : <ChangedLines lines={draft.lines} />}
          </section>
        )}
        <div className="row">
          {tests}
          <span className="grow" />
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!current || (tried && draft?.ready !== true) || (draft?.ready === true && draft.lines.length === 0)}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
