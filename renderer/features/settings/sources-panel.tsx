import { useState } from 'react';
import { explain, type Failure } from '../../../core/errors';
import type { SourceReport } from '../../../core/alert/source-report';
import type { Frame } from '../../../core/ipc/frame';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { mayConfigure, useFrame } from '../../stores/frame-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Moment } from '../../ui/moment';
import { EntryActs } from '../../ui/entry-acts';
import { Panel } from '../../ui/panel';
import { SourceReportLine } from '../../ui/source-report-line';
import { FailureState } from '../../ui/states';
import type { Shape, Tone } from '../../ui/tone';

type Source = Frame['sources'][number];

const looks: Readonly<Record<Source['state'], { readonly tone: Tone; readonly shape: Shape }>> = {
  seen: { tone: 'green', shape: 'dot' },
  starting: { tone: 'violet', shape: 'dashed' },
  blind: { tone: 'violet', shape: 'dashed' },
};

type Tested = { readonly report: SourceReport } | { readonly failure: Failure };

/** What the last test of a source found, until the next one. */
function TestResult({ tested }: { readonly tested: Tested }) {
  return 'failure' in tested ? <FailureState inline failure={tested.failure} /> : <SourceReportLine report={tested.report} />;
}

function SourceCard({ source, mayChange }: { readonly source: Source; readonly mayChange: boolean }) {
  const t = useT();
  const locale = useLocale();
  const [tested, setTested] = useState<Tested | null>(null);
  const [testing, setTesting] = useState(false);
  const { id, kind, state, seenAt, upTo, refused, problem } = source;
  const test = async (): Promise<void> => {
    setTesting(true);
    const answer = await desk().alerts.testSource({ source: id });
    setTested(answer.ok ? { report: answer.value } : { failure: answer.error });
    setTesting(false);
  };
  return (
    <li className="source-card">
      <div className="row">
        <bdi className="strong">{id}</bdi>
        <span className="dim mono">{kind}</span>
        <Chip tone={looks[state].tone} shape={looks[state].shape}>
          {t(`sources.${state}`)}
        </Chip>
        <span className="dim">
          <Age at={seenAt} />
        </span>
        <span className="grow" />
        <Button size="small" disabled={testing} label={t('sources.test-of', { name: id })} onPress={() => void test()}>
          {testing ? t('sources.testing') : t('sources.test')}
        </Button>
        {mayChange ? <EntryActs called={id} onPress={(act) => useDialogs.getState().show({ kind: act, entry: { kind: 'source', name: id } })} /> : null}
      </div>
      {upTo === null ? null : (
        <p className="dim">
          {t('sources.up-to')} {upTo.text === '' ? null : <span className="mono">{upTo.text} · </span>}
          <Moment at={upTo.at} form="day" />
        </p>
      )}
      {refused === null ? null : (
        <p className="tone-amber">
          {t('sources.refused', { n: refused.count, status: refused.status })} <Age at={refused.at} />
        </p>
      )}
      {problem === null ? null : <p className="tone-violet any-text">{explain(problem, locale).message}</p>}
      {tested === null ? null : <TestResult tested={tested} />}
    </li>
  );
}

/** Where alerts come from: what each was last seen to say, and a test against the real thing. */
export function SourcesPanel() {
  const t = useT();
  const sources = useFrame((state) => state.value?.sources);
  const mayAdd = useFrame(mayConfigure);
  if (sources === undefined) return null;
  return (
    <Panel
      title={t('sources.title')}
      tone={sources.some(({ state }) => state === 'blind') ? 'violet' : 'plain'}
      aside={
        mayAdd ? (
          <Button size="small" onPress={() => useDialogs.getState().show({ kind: 'add-source' })}>
            {t('setup.add-source')}
          </Button>
        ) : undefined
      }
    >
      {sources.length === 0 ? <p className="dim">{t('sources.none')}</p> : null}
      <ul className="stack">
        {sources.map((source) => (
          <SourceCard key={source.id} source={source} mayChange={mayAdd} />
        ))}
      </ul>
    </Panel>
  );
}
