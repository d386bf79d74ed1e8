import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/field';

/** A note on an alert or a case; everybody sees it in the timeline. */
export function NoteDialog({ of, id }: { readonly of: 'alert' | 'case'; readonly id: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [text, setText] = useState('');
  return (
    <Dialog title={of === 'alert' ? t('note.title-alert') : t('note.title-case', { id })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const note = text.trim();
          if (note === '') return;
          void perform(
            of === 'alert' ? desk().alerts.note({ id, text: note }) : desk().cases.note({ id, text: note }),
          ).then((done) => {
            if (done) close();
          });
        }}
      >
        <TextArea
          label={t('note.text')}
          hint={t('note.hint')}
          value={text}
          onChange={setText}
          maxLength={2000}
          rows={4}
          focus
        />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={text.trim() === ''}>
            {t('note.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
