import { useEffect, useState, type ReactNode } from 'react';
import { FilePlus2, FlaskConical, FolderOpen, type LucideIcon } from 'lucide-react';
import { explain } from '../../../core/errors';
import { locales } from '../../../core/text';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { translate } from '../../locales/translate';
import { attempt } from '../../stores/act-store';
import { useFrame } from '../../stores/frame-store';
import { useRecent } from '../../stores/lists';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import { myZone } from '../../ui/time.logic';
import { isZone } from './start.logic';
import './start.css';

function Door({
  icon: Icon,
  title,
  text,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="door" aria-label={title}>
      <Icon size={22} aria-hidden="true" className="dim" />
      <h2>{title}</h2>
      <p className="dim">{text}</p>
      {children}
    </section>
  );
}

function CreateForm({
  busy,
  onCreate,
}: {
  readonly busy: boolean;
  readonly onCreate: (input: { name: string; person: string; timezone: string }) => void;
}) {
  const t = useT();
  const [name, setName] = useState('');
  const [person, setPerson] = useState('');
  const [timezone, setTimezone] = useState(myZone());
  const [tried, setTried] = useState(false);
  const required = (text: string): string | null => (tried && text.trim() === '' ? t('field.required') : null);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '' || person.trim() === '' || !isZone(timezone)) setTried(true);
        else onCreate({ name: name.trim(), person: person.trim(), timezone });
      }}
    >
      <TextField
        label={t('start.create-name')}
        value={name}
        onChange={setName}
        maxLength={80}
        problem={required(name)}
      />
      <TextField
        label={t('start.create-person')}
        value={person}
        onChange={setPerson}
        maxLength={80}
        problem={required(person)}
      />
      <TextField
        label={t('start.create-zone')}
        value={timezone}
        onChange={setTimezone}
        maxLength={60}
        problem={tried && !isZone(timezone) ? t('start.create-zone-bad') : null}
      />
      <Button submit disabled={busy}>
        {t('start.create-act')}
      </Button>
    </form>
  );
}

/** First start: three doors. */
export function StartScreen() {
  const t = useT();
  const locale = useFrame((state) => state.value?.locale ?? 'en');
  const unopened = useFrame((state) => state.value?.unopened ?? null);
  const recent = useRecent((state) => state.value);
  const refresh = useRecent((state) => state.refresh);
  const [busy, setBusy] = useState(false);
  useEffect(() => void refresh(), [refresh]);

  const doing = async (work: Promise<boolean>): Promise<void> => {
    setBusy(true);
    await work;
    setBusy(false);
  };

  return (
    <div className="start">
      <header className="start-head">
        <div>
          <h1 className="start-title">{t('start.title')}</h1>
          <p className="dim">{t('start.lead')}</p>
        </div>
        <SelectField
          label={t('settings.language')}
          value={locale}
          onChange={(each) => void attempt(desk().app.prefer({ locale: each }))}
          options={locales.map((each) => ({ value: each, text: translate(each, `locale.${each}`) }))}
        />
      </header>
      {unopened === null ? null : (
        <section className="unopened" role="alert">
          <p className="strong any-text">{t('start.unopened', { path: unopened.path })}</p>
          <p className="any-text">{explain(unopened.problem, locale).message}</p>
          <p className="dim any-text">{explain(unopened.problem, locale).hint}</p>
          <Button size="small" disabled={busy} onPress={() => void doing(attempt(desk().workspace.open({ path: unopened.path })))}>
            {t('act.try-again')}
          </Button>
        </section>
      )}
      <div className="doors" aria-busy={busy}>
        <Door icon={FlaskConical} title={t('start.practise')} text={t('start.practise-text')}>
          <Button
            tone="primary"
            size="big"
            disabled={busy}
            onPress={() => void doing(attempt(desk().workspace.practise()))}
          >
            {t('start.practise-act')}
          </Button>
        </Door>
        <Door icon={FolderOpen} title={t('start.open')} text={t('start.open-text')}>
          <Button size="big" disabled={busy} onPress={() => void doing(attempt(desk().workspace.open({})))}>
            {t('start.open-act')}
          </Button>
          {recent === null || recent.length === 0 ? null : (
            <div className="stack">
              <h3 className="dim">{t('start.recent')}</h3>
              <ul className="stack">
                {recent.map((each) => (
                  <li key={each.path}>
                    <button
                      type="button"
                      className="recent"
                      disabled={busy}
                      title={each.path}
                      onClick={() => void doing(attempt(desk().workspace.open({ path: each.path })))}
                    >
                      <bdi className="strong cut">{each.name}</bdi>
                      <bdi className="dim mono cut">{each.path}</bdi>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </Door>
        <Door icon={FilePlus2} title={t('start.create')} text={t('start.create-text')}>
          <CreateForm busy={busy} onCreate={(input) => void doing(attempt(desk().workspace.create(input)))} />
        </Door>
      </div>
      <p className="dim" role="status">
        {busy ? t('start.busy') : ''}
      </p>
    </div>
  );
}
