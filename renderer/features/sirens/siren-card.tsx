import { useState } from 'react';
import { explain, type Failure } from '../../../core/errors';
import { maySound } from '../../../core/siren/seen';
import type { SirenCard as Card } from '../../../core/siren/siren';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt, perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Age, Countdown } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Panel } from '../../ui/panel';
import { SoundOutputList } from './sound-output-list';
import { heardLasts, proofLasts, sirenLooks } from './siren-card.logic';

function Problem({ problem }: { readonly problem: Failure }) {
  const { message, hint } = explain(problem, useLocale());
  return (
    <div>
      <p className="tone-violet any-text">{message}</p>
      <p className="dim any-text">{hint}</p>
    </div>
  );
}

/** One siren of one person: its state with the age of the last proof, and what can be done with it. */
export function SirenCard({ card }: { readonly card: Card }) {
  const t = useT();
  const show = useDialogs((state) => state.show);
  const [proving, setProving] = useState(false);
  const looks = sirenLooks[card.state];
  const name = { siren: card.id };
  const prove = async (): Promise<void> => {
    setProving(true);
    await attempt(desk().sirens.read({ siren: card.id }));
    setProving(false);
  };
  return (
    <li className="siren-card">
      <Panel
        title={card.owner}
        tone={
          card.state === 'sounding'
            ? 'red'
            : card.state === 'quiet'
              ? 'plain'
              : card.state === 'needs-power-cycle'
                ? 'amber'
                : 'violet'
        }
        aside={<bdi className="mono">{card.id}</bdi>}
      >
        <div className="stack">
          <div className="row">
            <Chip tone={looks.tone} shape={looks.shape}>
              {t(`siren.${card.state}`)}
            </Chip>
            <span className="dim">
              {t('sirens.since')} <Age at={card.since} form="bare" />
            </span>
          </div>
          <bdi className="strong">{card.title}</bdi>
          {card.about === undefined ? null : (
            <bdi className="dim any-text">{t('sirens.about', { ...card.about })}</bdi>
          )}
          {card.can.outputs === true ? <SoundOutputList output={card.output ?? null} siren={card.id} /> : null}
          {card.jump === undefined ? null : <span className="dim">{t('sirens.jump', { jump: card.jump })}</span>}
          <p>
            <span className="dim">{t('sirens.proof')}</span>{' '}
            {card.can.readBack ? (
              <Age at={card.provenAt} staleAfter={proofLasts} />
            ) : (
              <span className="tone-violet">{t('sirens.no-read-back')}</span>
            )}
          </p>
          {card.proof === undefined ? null : (
            <p>
              <span className="dim">{t('sirens.heard')}</span> <Age at={card.proof.audibleAt} staleAfter={heardLasts} />
            </p>
          )}
          {card.proof === undefined || card.proof.failedAt === null ? null : (
            <p className="tone-amber any-text" title={card.proof.why ?? undefined}>
              ■ {t('sirens.proof-failed')} <Age at={card.proof.failedAt} />
            </p>
          )}
          <p className="dim">{card.can.volume ? t('sirens.cap', { cap: card.cap }) : t('sirens.no-volume')}</p>
          {card.ring === null || !maySound(card.ring) ? null : (
            <p className="any-text">
              <q>{card.ring.reason}</q> · {t('ringing.by', { who: card.ring.by })} ·{' '}
              <Countdown until={card.ring.endsAt} />
            </p>
          )}
          {card.again === undefined ? null : (
            <div className="row">
              <p className="tone-amber any-text">
                ■ {t('sirens.again', { owner: card.owner })} <Countdown until={card.again.at} /> · <q>{card.again.reason}</q>
              </p>
              <Button size="small" label={t('sirens.let-be-of', name)} onPress={() => void perform(desk().sirens.letBe({ siren: card.id }))}>
                {t('sirens.let-be')}
              </Button>
            </div>
          )}
          {card.problem === null ? null : <Problem problem={card.problem} />}
          <div className="row" role="group" aria-label={card.id}>
            {/* The dialog asks why; its button is the one that must be held. */}
            <Button
              tone="danger"
              label={t('sirens.ring-of', name)}
              onPress={() => show({ kind: 'ring', to: card.id, reason: '', caseId: null })}
            >
              {t('sirens.ring')}
            </Button>
            <Button
              label={t('sirens.silence-of', name)}
              tone={card.state === 'sounding' ? 'primary' : 'plain'}
              onPress={() => void perform(desk().sirens.silence({ siren: card.id }))}
            >
              {t('act.silence')}
            </Button>
            <Button
              label={t('sirens.test-of', name)}
              title={t('sirens.test-title')}
              onPress={() => void perform(desk().sirens.test({ siren: card.id }))}
            >
              {t('sirens.test')}
            </Button>
            {card.can.readBack ? (
              <Button label={t('sirens.prove-of', name)} disabled={proving} onPress={() => void prove()}>
                {proving ? t('sirens.proving') : t('sirens.prove')}
              </Button>
            ) : null}
            {card.can.reboot === true ? (
              <Button label={t('sirens.reboot-of', name)} tone={card.state === 'needs-power-cycle' ? 'primary' : 'plain'} onPress={() => void perform(desk().sirens.reboot({ siren: card.id }))}>
                {t('sirens.reboot')}
              </Button>
            ) : null}
          </div>
        </div>
      </Panel>
    </li>
  );
}
