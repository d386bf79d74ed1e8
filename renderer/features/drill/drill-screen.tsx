import { useEffect, useState } from 'react';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useScenarios } from '../../stores/lists';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { useNow } from '../../ui/now';
import { Panel } from '../../ui/panel';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { spanLeft } from '../../ui/time.logic';
import { cutSeconds } from './drill.logic';

function Line() {
  const t = useT();
  const now = useNow();
  const [seconds, setSeconds] = useState('10');
  const [until, setUntil] = useState(0);
  const [tried, setTried] = useState(false);
  const length = cutSeconds(seconds);
  return (
    <Panel title={t('drill.line')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (length === null) return;
          void attempt(desk().drill.cutLine({ seconds: length })).then((done) => {
            if (done) setUntil(Date.now() + length * 1000);
          });
        }}
      >
        <p className="dim">{t('drill.line-text')}</p>
        <div className="row settings-line">
          <TextField
            type="number"
            label={t('drill.line-seconds')}
            value={seconds}
            onChange={setSeconds}
            min={1}
            max={60}
            problem={tried && length === null ? t('drill.line-bad') : null}
          />
          <Button submit tone="danger">
            {t('drill.line-cut')}
          </Button>
        </div>
        <p role="status" className="tone-violet">
          {until > now ? `◌ ${t('drill.line-cutting', { left: spanLeft(until - now, t) })}` : ''}
        </p>
      </form>
    </Panel>
  );
}

/** The practice lab: play a scenario, cut the line, start over. */
export function DrillScreen() {
  const t = useT();
  const locale = useLocale();
  const go = useRoute((state) => state.go);
  const { value, failure, refresh } = useScenarios();
  const [playing, setPlaying] = useState<string | null>(null);
  // The main process gives their words in the language of the moment.
  useEffect(() => void refresh(), [refresh, locale]);
  const play = async (id: string): Promise<void> => {
    if (await attempt(desk().drill.play({ id }))) setPlaying(id);
  };
  return (
    <div className="screen">
      <h1>{t('screen.drill')}</h1>
      <p className="dim">{t('drill.text')}</p>
      <Panel title={t('drill.scenarios')}>
        {failure === null ? null : (
          <FailureState inline={value !== null} failure={failure} onRetry={() => void refresh()} />
        )}
        {value === null && failure === null ? <LoadingState /> : null}
        {value?.length === 0 ? <EmptyState title={t('drill.none')} /> : null}
        <ul className="stack">
          {value?.map((scenario) => (
            <li key={scenario.id} className="row row-firm">
              <div className="grow">
                <p className="strong">{scenario.title}</p>
                <p className="dim any-text">{scenario.text}</p>
                <p role="status">
                  {playing === scenario.id ? (
                    <>
                      <span className="tone-blue">▶ {t('drill.playing')}</span>{' '}
                      <Button size="small" onPress={() => go('alerts')}>
                        {t('palette.go', { screen: t('screen.alerts') })}
                      </Button>
                    </>
                  ) : null}
                </p>
              </div>
              <Button
                tone="primary"
                label={t('drill.play-of', { title: scenario.title })}
                onPress={() => void play(scenario.id)}
              >
                {t('drill.play')}
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
      <Line />
      <Panel title={t('drill.reset')}>
        <div className="row">
          <p className="dim grow">{t('drill.reset-text')}</p>
          <Button onPress={() => void attempt(desk().drill.reset()).then((done) => done && setPlaying(null))}>{t('drill.reset')}</Button>
        </div>
      </Panel>
    </div>
  );
}
