import type { FormField } from '../../../core/workspace/form-field';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import type { Key } from '../../locales/translate';
import { attempt } from '../../stores/act-store';
import { Button } from '../../ui/button';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { keyLabel } from './key-label';
import { isSecretName } from './addition.logic';

/** How keys that many kinds share are called; a key that is not here is called what the file calls it. */
const labels: Readonly<Record<string, Key>> = {
  url: 'setup.key-url',
  host: 'setup.key-server',
  port: 'setup.key-port',
  user: 'setup.key-user',
  password: 'setup.key-password',
  token: 'setup.key-token',
  identity: 'setup.key-identity',
  every: 'setup.key-every',
  cluster: 'setup.key-cluster',
  watchdog: 'setup.key-watchdog',
  labels: 'setup.key-labels',
  mailbox: 'setup.key-mailbox',
  listen: 'setup.key-listen',
  quiet: 'setup.key-quiet',
  rules: 'setup.key-rules',
};

interface EntryFieldProps {
  readonly field: FormField;
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}

/** One key of an entry, asked for as its schema wants it. */
export function EntryField({ field, value, problem, onChange }: EntryFieldProps) {
  const t = useT();
  const { key, form, fallback, choices } = field;
  const named = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const label = named === undefined ? key : keyLabel(t, t(named), key);
  const without = fallback === '' ? undefined : t('setup.else', { value: fallback });
  switch (form) {
    case 'choice':
      return (
        <SelectField
          label={label}
          value={value}
          problem={problem}
          options={[{ value: '', text: fallback === '' ? '—' : t('setup.else', { value: fallback }) }, ...choices.map((choice) => ({ value: choice, text: choice }))]}
          onChange={onChange}
        />
      );
    case 'secret': {
      const shown = value.replace(/^secret:/, '');
      const name = shown.trim();
      return (
        <div className="setup-secret">
          <TextField label={label} hint={t('setup.secret-hint')} value={shown} onChange={onChange} maxLength={64} mono problem={problem} />
          <Button disabled={!isSecretName(name)} onPress={() => void attempt(desk().vault.ask({ name }))}>
            {t('setup.secret-put')}
          </Button>
        </div>
      );
    }
    case 'any':
      return <TextArea label={label} hint={t('setup.as-yaml')} value={value} onChange={onChange} rows={2} maxLength={20_000} mono problem={problem} />;
    case 'duration':
      return <TextField label={label} hint={t('setup.duration-hint')} value={value} onChange={onChange} maxLength={20} mono problem={problem} />;
    default:
      return <TextField label={label} hint={without} value={value} onChange={onChange} maxLength={2000} mono problem={problem} />;
  }
}
