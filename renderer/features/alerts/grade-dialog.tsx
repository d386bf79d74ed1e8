import { useState } from 'react';
import { noiseReasonSchema, type Grade, type NoiseReason } from '../../../core/alert/alert';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { clearSelection } from '../../stores/alerts-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';

/** A verdict with its reason: it hides an alert from the night, so it says why. */
export function GradeDialog({ ids, grade }: { readonly ids: readonly string[]; readonly grade: Grade }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [why, setWhy] = useState('');
  const [reason, setReason] = useState<NoiseReason>('not-real');
  const [tried, setTried] = useState(false);
  const word = t(`grade.${grade}`);
  return (
    <Dialog
      title={
        ids.length === 1 ? t('grading.title', { grade: word }) : t('grading.title-many', { grade: word, n: ids.length })
      }
      onClose={close}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (why.trim() === '') {
            setTried(true);
            return;
          }
          close();
          void perform(desk().alerts.grade({ ids: [...ids], grade, why: why.trim(), ...(grade === 'noise' ? { reason } : {}) })).then((done) => {
            if (done) clearSelection();
          });
        }}
      >
        {grade === 'noise' ? (
          <SelectField
            label={t('noise.reason')}
            value={reason}
            options={noiseReasonSchema.options.map((value) => ({ value, text: t(`noise.reason-${value}`) }))}
            onChange={setReason}
          />
        ) : null}
        <TextField
          label={t('grading.why')}
          hint={t('grading.why-hint')}
          value={why}
          onChange={setWhy}
          maxLength={500}
          problem={tried && why.trim() === '' ? t('field.required') : null}
          focus
        />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit>
            {t('grading.act', { grade: word })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
