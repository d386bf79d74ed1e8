import { useState } from 'react';
import { readBound } from '../../../core/alert/worse';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { clearSelection } from '../../stores/alerts-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { span } from '../../ui/time.logic';
import { nextTime, snoozePresets } from './snooze.logic';

/** "Not before": a few lengths and a time, at most 24 hours. Every snooze ends. */
export function SnoozeDialog({ ids }: { readonly ids: readonly string[] }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [time, setTime] = useState('');
  const [why, setWhy] = useState('');
  const [untilWorse, setUntilWorse] = useState(false);
  const [bound, setBound] = useState('');
  const [tried, setTried] = useState(false);
  const read = bound.trim() === '' ? null : readBound(bound);
  const badBound = bound.trim() !== '' && read === null;

  const snooze = (until: number): void => {
    if (badBound) return;
    close();
    void perform(desk().alerts.snooze({ ids: [...ids], until, why, ...(untilWorse ? { worse: { bound: read } } : {}) })).then((done) => {
      if (done) clearSelection();
    });
  };

  return (
    <Dialog
      title={ids.length === 1 ? t('snooze.title') : t('snooze.title-many', { n: ids.length })}
      onClose={close}
      footer={<Button onPress={close}>{t('act.cancel')}</Button>}
    >
      <p className="dim">{t('snooze.text')}</p>
      <TextField label={t('snooze.why')} value={why} onChange={setWhy} maxLength={500} />
      <label className="tick">
        <input type="checkbox" checked={untilWorse} onChange={(event) => setUntilWorse(event.currentTarget.checked)} />
        <span>
          <span className="strong">{t('snooze.worse')}</span> <span className="dim">{t('snooze.worse-text')}</span>
        </span>
      </label>
      {untilWorse ? (
        <TextField label={t('snooze.bound')} hint={t('snooze.bound-hint')} value={bound} onChange={setBound} maxLength={120} mono problem={badBound ? t('snooze.bound-bad') : null} />
      ) : null}
      <div className="row" role="group" aria-label={t('snooze.for')}>
        {snoozePresets.map((length, nth) => (
          <Button key={length} focusFirst={nth === 0} onPress={() => snooze(Date.now() + length)}>
            {span(length, t)}
          </Button>
        ))}
      </div>
      <form
        className="row snooze-until"
        onSubmit={(event) => {
          event.preventDefault();
          const until = nextTime(time, Date.now());
          if (until === null) setTried(true);
          else snooze(until);
        }}
      >
        <TextField
          type="time"
          label={t('snooze.until')}
          value={time}
          onChange={setTime}
          problem={tried && time === '' ? t('snooze.until-bad') : null}
        />
        <Button submit>{t('snooze.act')}</Button>
      </form>
    </Dialog>
  );
}
