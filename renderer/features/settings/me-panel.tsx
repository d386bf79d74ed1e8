import { useState } from 'react';
import { may } from '../../../core/team/team';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform, useActs } from '../../stores/act-store';
import { useFrame } from '../../stores/frame-store';
import { Button } from '../../ui/button';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { Panel } from '../../ui/panel';

/** This device's request to join, as text to hand to an operator. */
function JoinRequest() {
  const t = useT();
  const [name, setName] = useState('');
  const [request, setRequest] = useState<{ readonly request: string; readonly fingerprint: string } | null>(null);
  const [enrolled, setEnrolled] = useState(false);
  const make = async (): Promise<void> => {
    const answer = await desk().workspace.joinRequest({ name: name.trim() });
    useActs.getState().settle(answer, () => null);
    if (!answer.ok) return;
    setRequest(answer.value);
    setEnrolled(answer.value === null);
  };
  return (
    <div className="stack">
      <p className="dim">{t('settings.join-text')}</p>
      <form
        className="row settings-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void make();
        }}
      >
        <TextField label={t('settings.join-name')} value={name} onChange={setName} maxLength={80} />
        <Button submit disabled={name.trim() === ''}>
          {t('settings.join-make')}
        </Button>
      </form>
      {enrolled ? <p>{t('settings.join-enrolled')}</p> : null}
      {request === null ? null : (
        <>
          <TextArea
            label={t('settings.join-request')}
            value={request.request}
            onChange={() => undefined}
            readOnly
            mono
            rows={4}
          />
          <p>
            {t('settings.join-fingerprint')}: <span className="mono any-text">{request.fingerprint}</span>
          </p>
        </>
      )}
    </div>
  );
}

/** Takes somebody into the team: an operator's act. */
function AcceptRequest() {
  const t = useT();
  const [request, setRequest] = useState('');
  const [role, setRole] = useState<'operator' | 'investigator'>('investigator');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (request.trim() === '') return;
        void perform(desk().workspace.accept({ request: request.trim(), role })).then((done) => {
          if (done) setRequest('');
        });
      }}
    >
      <p className="dim">{t('settings.accept-text')}</p>
      <TextArea
        label={t('settings.accept-request')}
        value={request}
        onChange={setRequest}
        maxLength={4000}
        mono
        rows={3}
      />
      <div className="row settings-line">
        <SelectField
          label={t('settings.accept-role')}
          value={role}
          onChange={setRole}
          options={[
            { value: 'investigator', text: t('role.investigator') },
            { value: 'operator', text: t('role.operator') },
          ]}
        />
        <Button submit disabled={request.trim() === ''}>
          {t('settings.accept-act')}
        </Button>
      </div>
    </form>
  );
}

/** Who sits here, as far as the workspace knows, and how to be known. */
export function MePanel() {
  const t = useT();
  const me = useFrame((state) => state.value?.me ?? null);
  if (me === null) return null;
  return (
    <>
      <Panel title={t('settings.me')} tone={me.vouched ? 'plain' : 'violet'}>
        <dl className="facts">
          <dt>{t('settings.name')}</dt>
          <dd>{me.name}</dd>
          <dt>{t('settings.person')}</dt>
          <dd className={me.person === null ? 'tone-violet' : undefined}>{me.person ?? t('frame.me-unknown')}</dd>
          <dt>{t('settings.role')}</dt>
          <dd>{me.role === null ? '—' : t(`role.${me.role}`)}</dd>
          <dt>{t('settings.device')}</dt>
          <dd className="mono">{me.device}</dd>
          <dt>{t('settings.signer')}</dt>
          <dd className={me.vouched ? undefined : 'tone-violet'}>{t(`settings.signer-${me.signer}`)}</dd>
          <dt>{t('settings.key-id')}</dt>
          <dd className="mono">{me.keyId}</dd>
          <dt>{t('settings.key')}</dt>
          <dd className="mono">{me.publicKey}</dd>
        </dl>
      </Panel>
      {me.person === null ? (
        <Panel title={t('settings.join')} tone="amber">
          <JoinRequest />
        </Panel>
      ) : null}
      {may(me.role, 'configure') ? (
        <Panel title={t('settings.accept')}>
          <AcceptRequest />
        </Panel>
      ) : null}
    </>
  );
}
