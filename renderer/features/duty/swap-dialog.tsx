import { useEffect, useState } from 'react';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useDutyPeople } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';
import { dayTime } from '../../ui/time.logic';
import { useZones } from '../../ui/zone';
import { successorOf } from './duty.logic';

interface SwapDialogProps {
  /** Who has the shift now, or null. */
  readonly person: string | null;
  readonly from: number;
  readonly to: number;
}

const noPeople: readonly never[] = [];

/** Gives a shift to somebody else. Enter is enough: the next of the team is proposed, and the reason is there. */
export function SwapDialog({ person, from, to }: SwapDialogProps) {
  const t = useT();
  const locale = useLocale();
  const { mine } = useZones();
  const close = useDialogs((state) => state.close);
  const { value, refresh } = useDutyPeople();
  useEffect(() => void refresh(), [refresh]);
  const people = (value ?? noPeople).filter(({ id, role }) => id !== person && role !== 'watcher');
  const [chosen, setChosen] = useState('');
  const [why, setWhy] = useState(t('duty.swap-why'));
  const who = people.some(({ id }) => id === chosen) ? chosen : successorOf(people);
  const ready = who !== '' && why.trim() !== '';
  return (
    <Dialog title={t('duty.swap-title')} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          void perform(desk().duty.swap({ who, from, to, why: why.trim() })).then((done) => {
            if (done) close();
          });
        }}
      >
        <p>
          {person === null ? null : <bdi className="strong">{person} · </bdi>}
          {dayTime(from, locale, mine)} – {dayTime(to, locale, mine)}
        </p>
        <SelectField label={t('duty.swap-who')} value={who} options={people.map(({ id, name, awake }) => ({ value: id, text: awake ? name : t('duty.swap-asleep', { name }) }))} onChange={setChosen} />
        <TextField label={t('duty.swap-reason')} hint={t('duty.swap-hint')} value={why} onChange={setWhy} maxLength={200} focus />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!ready}>
            {t('duty.swap-act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
