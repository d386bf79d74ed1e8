import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { HostDial } from '../../../core/ipc/setup';
import { transportSentence } from '../../../core/host/transport';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { useHosts } from '../../stores/lists';
import { Button } from '../../ui/button';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { FailureState } from '../../ui/states';
import { AdditionDialog } from './addition-dialog';
import { additionOf, problemOf, type Values } from './addition.logic';
import type { ChangedEntry } from './changed-entry';
import { keyLabel } from './key-label';
import { useAddition } from './use-addition';

const keys = ['name', 'address', 'port', 'user', 'groups', 'danger', 'jump', 'identity', 'transport', 'labels'] as const;

type Dialled = { readonly of: string; readonly answer: { readonly dial: HostDial } | { readonly failure: Failure } };

/** A host, added or changed: the way to it and the key that it offers are shown; trusting that key is an act of its own, afterwards. */
export function HostDialog({ changed }: { readonly changed: ChangedEntry | null }) {
  const t = useT();
  const locale = useLocale();
  const { show, close } = useDialogs();
  const hosts = useHosts((state) => state.value);
  const [values, setValues] = useState<Values>(changed?.values ?? { danger: 'prod' });
  const [dialled, setDialled] = useState<Dialled | null>(null);
  const [dialling, setDialling] = useState(false);
  useEffect(() => {
    void useHosts.getState().refresh();
  }, []);
  const addition = additionOf('host', values, { replaces: changed?.name ?? null });
  const underWay = useAddition(addition);
  const { draft, tried } = underWay;
  const asked = JSON.stringify(addition);
  const change = (key: string) => (value: string) => {
    setValues((before) => ({ ...before, [key]: value }));
  };
  const field = (key: (typeof keys)[number]) => ({ value: values[key] ?? '', onChange: change(key), problem: problemOf(draft, key, values, tried, locale) });
  const dial = async (): Promise<void> => {
    setDialling(true);
    const answer = await desk().setup.dialHost(addition);
    setDialled({ of: asked, answer: answer.ok ? { dial: answer.value } : { failure: answer.error } });
    setDialling(false);
  };
  return (
    <AdditionDialog
      title={changed === null ? t('setup.host-title') : t('setup.host-change-title', { name: changed.name })}
      action={t(changed === null ? 'setup.host-act' : 'setup.change-act')}
      underWay={underWay}
      shown={keys}
      onDone={() => {
        void useHosts.getState().refresh();
        if (changed === null) show({ kind: 'enrol', host: (values['name'] ?? '').trim() });
        else close();
      }}
      tests={
        <Button disabled={dialling || draft?.ready !== true} onPress={() => void dial()}>
          {dialling ? t('setup.host-dialling') : t('setup.host-dial')}
        </Button>
      }
    >
      <div className="setup-grid">
        <TextField label={keyLabel(t, t('setup.host-name'), 'name')} hint={t('setup.host-name-hint')} maxLength={64} mono focus {...field('name')} />
        <TextField label={keyLabel(t, t('hosts.address'), 'address')} hint={t('setup.host-address-hint')} maxLength={253} mono {...field('address')} />
        <TextField label={keyLabel(t, t('setup.key-port'), 'port')} hint={t('setup.host-ssh-config')} maxLength={5} mono {...field('port')} />
        <TextField label={keyLabel(t, t('setup.key-user'), 'user')} hint={t('setup.host-ssh-config')} maxLength={64} mono {...field('user')} />
        <TextField label={keyLabel(t, t('hosts.groups'), 'groups')} hint={t('setup.words-hint')} maxLength={500} mono {...field('groups')} />
        <SelectField
          label={keyLabel(t, t('hosts.danger'), 'danger')}
          {...field('danger')}
          options={(['prod', 'stage', 'lab'] as const).map((danger) => ({ value: danger, text: t(`setup.danger-${danger}`) }))}
        />
      </div>
      <details className="setup-more">
        <summary>{t('setup.more')}</summary>
        <div className="setup-grid">
          <SelectField
            label={keyLabel(t, t('setup.host-jump'), 'jump')}
            {...field('jump')}
            options={[{ value: '', text: t('setup.host-ssh-config') }, ...(hosts ?? []).map(({ name }) => ({ value: name, text: name }))]}
          />
          <SelectField
            label={keyLabel(t, t('hosts.transport'), 'transport')}
            {...field('transport')}
            options={[{ value: '', text: t('setup.host-transport-auto') }, { value: 'ssh2', text: 'ssh2' }, { value: 'openssh', text: 'openssh' }]}
          />
          <TextField label={keyLabel(t, t('setup.host-identity'), 'identity')} maxLength={500} mono {...field('identity')} />
          <TextArea label={keyLabel(t, t('setup.key-labels'), 'labels')} hint={t('setup.as-yaml')} rows={1} maxLength={2000} mono {...field('labels')} />
        </div>
      </details>
      {dialled?.of !== asked ? null : 'dial' in dialled.answer ? <Dialled dial={dialled.answer.dial} isNew={changed === null} /> : <FailureState inline failure={dialled.answer.failure} />}
    </AdditionDialog>
  );
}

/** The way to a host as ssh_config leaves it, and the key that answered. */
function Dialled({ dial, isNew }: { readonly dial: HostDial; readonly isNew: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { user, address, port, jump, transport, why, configured, offer, problem } = dial;
  return (
    <section className="stack" aria-label={t('setup.host-found')} role="status">
      <dl className="facts">
        <dt>{t('setup.host-way')}</dt>
        <dd>
          <span className="mono">{`${user}@${address}:${String(port)}`}</span>
          {jump.length === 0 ? null : ` ${t('hosts.through', { jump: jump.join(', ') })}`} · <span className="mono">{transport}</span>{' '}
          <span className="dim">{transportSentence(why)[locale]}</span>
        </dd>
        <dt>ssh_config</dt>
        <dd className={configured.length === 0 ? 'dim' : 'mono'}>{configured.length === 0 ? t('setup.host-plain') : configured.map((line) => <div key={line}>{line}</div>)}</dd>
        {offer === null ? null : (
          <>
            <dt>{t('hosts.offers')}</dt>
            <dd>
              <span className="mono">{`${offer.type} ${offer.fingerprint}`}</span> <span className="dim">{t(`hosts.key-${offer.state}`)}</span>
            </dd>
          </>
        )}
      </dl>
      {problem === null ? isNew ? <p className="dim">{t('setup.host-enrol-next')}</p> : null : <FailureState inline failure={problem} />}
    </section>
  );
}
