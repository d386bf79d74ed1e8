import { useState } from 'react';
import type { Pattern } from '../../../core/siren/pattern';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useActs } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useFrame } from '../../stores/frame-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, TextField } from '../../ui/field';
import { HoldButton } from '../../ui/hold-button';
import { gentleSeconds, gentleVolume, longestRing, ringOrder, ringTargets, type RingField } from './ring.logic';

const noSirens: readonly never[] = [];

interface RingDialogProps {
  readonly to: string;
  readonly reason: string;
  readonly caseId: string | null;
}

/** Ringing a person asks: whom, why, how loud, how long. The button must be held for a second. */
export function RingDialog({ to: first, reason: firstReason, caseId }: RingDialogProps) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const sirens = useFrame((state) => state.value?.sirens ?? noSirens);
  const duty = useFrame((state) => state.value?.duty.who ?? null);
  const [to, setTo] = useState(first);
  const [reason, setReason] = useState(firstReason.slice(0, 200));
  const [pattern, setPattern] = useState<Pattern>('rising');
  const [volume, setVolume] = useState(String(gentleVolume));
  const [seconds, setSeconds] = useState(String(gentleSeconds));
  const [wrong, setWrong] = useState<readonly RingField[]>([]);
  const targets = ringTargets(sirens);

  const ring = (): void => {
    const answer = ringOrder({ to, reason, pattern, volume, seconds });
    if ('wrong' in answer) {
      setWrong(answer.wrong);
      return;
    }
    close();
    void desk()
      .sirens.ring({ ...answer.order, caseId })
      .then((result) => useActs.getState().settle(result, (done) => done.act));
  };
  const problem = (field: RingField): string | null => (wrong.includes(field) ? t(`ring.wrong-${field}`) : null);

  return (
    <Dialog
      title={t('ring.title')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('act.cancel')}</Button>
          <HoldButton text={t('ring.hold')} holdingText={t('ring.holding')} label={t('ring.act')} onHeld={ring} />
        </>
      }
    >
      <Field label={t('ring.to')} problem={problem('to')}>
        {(wiring) => (
          <select {...wiring} className="input" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
            <option value="on-duty">
              {duty === null ? t('ring.on-duty-nobody') : t('ring.on-duty', { who: duty })}
            </option>
            <optgroup label={t('ring.people')}>
              {targets.people.map((person) => (
                <option key={person} value={person}>
                  {person}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('screen.sirens')}>
              {targets.sirens.map((siren) => (
                <option key={siren} value={siren}>
                  {siren}
                </option>
              ))}
            </optgroup>
          </select>
        )}
      </Field>
      <TextField
        label={t('ring.reason')}
        hint={t('ring.reason-hint')}
        value={reason}
        onChange={setReason}
        maxLength={200}
        problem={problem('reason')}
        focus
      />
      <Field label={t('ring.pattern')}>
        {(wiring) => (
          <select {...wiring} className="input" value={pattern} onChange={(event) => setPattern(event.currentTarget.value === 'steady' ? 'steady' : 'rising')}>
            <option value="rising">{t('ring.pattern-rising')}</option>
            <option value="steady">{t('ring.pattern-steady')}</option>
          </select>
        )}
      </Field>
      {pattern === 'rising' ? null : (
        <div className="ring-numbers">
          <TextField
            type="number"
            label={t('ring.volume')}
            hint={t('ring.volume-hint')}
            value={volume}
            onChange={setVolume}
            min={1}
            max={100}
            problem={problem('volume')}
          />
          <TextField
            type="number"
            label={t('ring.seconds')}
            hint={t('ring.seconds-hint')}
            value={seconds}
            onChange={setSeconds}
            min={1}
            max={longestRing}
            problem={problem('seconds')}
          />
        </div>
      )}
    </Dialog>
  );
}
