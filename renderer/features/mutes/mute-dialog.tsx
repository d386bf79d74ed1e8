import { useEffect, useState } from 'react';
import { explain, type Failure } from '../../../core/errors';
import type { MutePreview } from '../../../core/mute/mute';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useMutes } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { span } from '../../ui/time.logic';
import { fieldMoment, matcherOf, momentField, mutePresets, offeredLabels, splitMatchers, toggledMatcher } from './mute.logic';
import { MutePreviewPanel } from './mute-preview';

/** How long typing must rest before the preview is asked for, ms. */
const restBefore = 200;

/** Before the inventory was asked for, no source is known to keep mutes. */
const none: readonly { readonly id: string }[] = [];

interface Looked {
  readonly when: string;
  readonly preview: MutePreview | null;
  readonly failure: Failure | null;
}

/** Asks what matchers would hold, as they are typed; an answer to older ones is thrown away. */
function usePreview(when: string): Looked | null {
  const [looked, setLooked] = useState<Looked | null>(null);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      void desk()
        .mutes.preview({ when })
        .then((answer) => {
          if (gone) return;
          setLooked(answer.ok ? { when, preview: answer.value, failure: null } : { when, preview: null, failure: answer.error });
        });
    }, restBefore);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [when]);
  return looked;
}

/** Hides alerts by what they have in common, after showing which these are: for a time, or as an announced window. */
export function MuteDialog({ when: asked, labels, window }: { readonly when: string; readonly labels: Readonly<Record<string, string>>; readonly window: boolean }) {
  const t = useT();
  const locale = useLocale();
  const close = useDialogs((state) => state.close);
  const sources = useMutes((state) => state.value?.sources) ?? none;
  const [when, setWhen] = useState(asked);
  const [why, setWhy] = useState('');
  const [from, setFrom] = useState(() => (window ? momentField(Date.now() + 3_600_000) : ''));
  const [until, setUntil] = useState(() => momentField(Date.now() + 2 * 3_600_000));
  const [even911, setEven911] = useState(false);
  const [where, setWhere] = useState('');
  const [tried, setTried] = useState(false);
  const looked = usePreview(when);
  const current = looked?.when === when ? looked : null;
  const preview = current?.preview ?? null;
  const failure = current?.failure ?? null;
  const end = fieldMoment(until);
  const begin = window ? fieldMoment(from) : null;
  const ready = preview !== null && why.trim() !== '' && end !== null && (!window || begin !== null);
  const held = preview === null ? 0 : where !== '' || even911 ? preview.now : preview.now - preview.urgent;

  const submit = (): void => {
    setTried(true);
    if (!ready || preview === null || end === null) return;
    const done =
      where === ''
        ? desk().mutes.mute({ when, from: begin, until: end, why: why.trim(), even911, seenUrgent: preview.urgent })
        : desk().mutes.muteAtSource({ source: where, when, until: end, why: why.trim() });
    void perform(done).then((did) => {
      if (did) close();
    });
  };

  return (
    <Dialog title={t(window ? 'mutes.window-title' : 'mutes.title')} onClose={close} size="wide">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextArea
          label={t('mutes.when')}
          hint={t('mutes.when-hint')}
          value={when}
          onChange={setWhen}
          maxLength={2000}
          rows={2}
          mono
          problem={failure === null || when.trim() === '' ? null : explain(failure, locale).message}
          focus
        />
        {Object.keys(labels).length === 0 ? null : (
          <div className="row" role="group" aria-label={t('mutes.labels')}>
            {offeredLabels(labels).map(([name, value]) => {
              const matcher = matcherOf(name, value);
              return (
                <Button key={name} size="small" pressed={splitMatchers(when).includes(matcher)} onPress={() => setWhen(toggledMatcher(when, matcher))}>
                  <bdi className="mono">{matcher}</bdi>
                </Button>
              );
            })}
          </div>
        )}
        <MutePreviewPanel preview={preview} />
        <TextField label={t('mutes.why')} value={why} onChange={setWhy} maxLength={500} problem={tried && why.trim() === '' ? t('field.required') : null} />
        <div className="row mute-times">
          {window ? <TextField type="datetime-local" label={t('mutes.from')} value={from} onChange={setFrom} /> : null}
          <TextField type="datetime-local" label={t('mutes.until')} value={until} onChange={setUntil} problem={tried && end === null ? t('field.required') : null} />
          {window
            ? null
            : mutePresets.map((length) => (
                <Button key={length} size="small" onPress={() => setUntil(momentField(Date.now() + length))}>
                  {span(length, t)}
                </Button>
              ))}
        </div>
        {window || sources.length === 0 ? null : (
          <SelectField
            label={t('mutes.where')}
            value={where}
            options={[{ value: '', text: t('mutes.where-here') }, ...sources.map(({ id }) => ({ value: id, text: t('mutes.where-source', { source: id }) }))]}
            onChange={setWhere}
          />
        )}
        {where === '' ? (
          <label className="tick">
            <input type="checkbox" checked={even911} onChange={(event) => setEven911(event.currentTarget.checked)} />
            <span>
              <span className="strong">{t('mutes.even-911')}</span> <span className="dim">{t('mutes.even-911-text')}</span>
            </span>
          </label>
        ) : (
          <p className="tone-amber">{t('mutes.where-source-text')}</p>
        )}
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={preview === null}>
            {window ? t('mutes.act-window') : t('mutes.act', { n: held })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
