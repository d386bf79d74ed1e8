import { useState } from 'react';
import { verdictSchema, type Verdict } from '../../../core/case/case';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea, TextField } from '../../ui/field';

/** The end of a case: a verdict and one line of why. Nothing is chosen beforehand, because the false-ring rate is counted from it. */
export function CloseCaseDialog({ id, title }: { readonly id: string; readonly title: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [why, setWhy] = useState('');
  const [followUps, setFollowUps] = useState('');
  const ready = verdict !== null && why.trim() !== '';
  return (
    <Dialog title={t('closing.title', { id })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (verdict === null || why.trim() === '') return;
          void perform(desk().cases.close({ id, verdict, why: why.trim(), followUps: followUps.split('\n').map((each) => each.trim().slice(0, 500)).filter((each) => each !== '').slice(0, 20) })).then((done) => {
            if (done) close();
          });
        }}
      >
        <p className="strong any-text">{title}</p>
        <fieldset className="verdicts">
          <legend className="field-label">{t('closing.verdict')}</legend>
          {verdictSchema.options.map((option) => (
            <label key={option} className="verdict">
              <input
                type="radio"
                name="verdict"
                value={option}
                checked={verdict === option}
                onChange={() => setVerdict(option)}
              />
              <span>
                <span className="strong">{t(`verdict.${option}`)}</span>{' '}
                <span className="dim">{t(`verdict.${option}-text`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <TextField label={t('closing.why')} value={why} onChange={setWhy} maxLength={500} />
        <TextArea label={t('closing.follow-ups')} hint={t('closing.follow-ups-hint')} value={followUps} onChange={setFollowUps} maxLength={5000} rows={2} />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!ready}>
            {t('closing.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
