import { useState } from 'react';
import { explain, type Result } from '../../../core/errors';
import type { SoundOutputs } from '../../../core/siren/sound-output';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { Button } from '../../ui/button';

/** What a siren that is this machine's own loudspeaker plays through, and, when asked, every output it could be given. */
export function SoundOutputList({ siren, output }: { readonly siren: string; readonly output: string | null }) {
  const t = useT();
  const [known, setKnown] = useState<Result<SoundOutputs> | null>(null);
  return (
    <div>
      <div className="row">
        <span className="dim">{t('sirens.output')}</span>
        <bdi className="any-text">{output ?? t('sirens.output-default')}</bdi>
        <Button
          size="small"
          label={t('sirens.outputs-of', { siren })}
          expanded={known !== null}
          onPress={() => void (known === null ? desk().sirens.outputs().then(setKnown) : setKnown(null))}
        >
          {t('sirens.outputs')}
        </Button>
      </div>
      {known === null ? null : <Offered known={known} output={output} />}
    </div>
  );
}

function Offered({ known, output }: { readonly known: Result<SoundOutputs>; readonly output: string | null }) {
  const t = useT();
  const locale = useLocale();
  if (!known.ok) {
    const { message, hint } = explain(known.error, locale);
    return <p className="tone-violet any-text">{`${message} ${hint}`}</p>;
  }
  const { player, outputs } = known.value;
  if (outputs.length === 0) return <p className="dim">{t('sirens.outputs-none', { player })}</p>;
  return (
    <>
      <ul>
        {outputs.map(({ name, title }) => (
          <li key={name} aria-current={name === output ? 'true' : undefined}>
            <bdi className={name === output ? 'mono strong any-text' : 'mono any-text'}>{name}</bdi>
            {title === name ? null : <bdi className="dim any-text"> {title}</bdi>}
          </li>
        ))}
      </ul>
      <p className="dim">{t('sirens.outputs-hint')}</p>
    </>
  );
}
