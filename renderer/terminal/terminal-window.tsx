import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Failure } from '../../core/errors';
import type { terminalContract } from '../../core/ipc/contract';
import { readPaste, type Paste } from '../../core/terminal/paste';
import type { TerminalEnd } from '../../core/terminal/terminal';
import { LocaleProvider, useT } from '../locales/locale';
import { Button } from '../ui/button';
import { Chip } from '../ui/chip';
import { DialogBanner } from '../ui/dialog';
import { FailureState, LoadingState } from '../ui/states';
import { FindBar } from './find-bar';
import { PasteDialog } from './paste-dialog';
import { useShell, type TerminalDesk } from './use-shell';
import { useTerminalKeys } from './use-terminal-keys';

type About = z.output<(typeof terminalContract)['terminal']['about']['output']>;

/** One recorded terminal: where it leads, why, that it is recorded, and the shell. */
export function TerminalWindow({ desk }: { readonly desk: TerminalDesk }) {
  const [about, setAbout] = useState<About | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    void desk.terminal.about().then((answer) => {
      if (!answer.ok) {
        setFailure(answer.error);
        return;
      }
      document.documentElement.dataset['theme'] = answer.value.theme;
      document.documentElement.lang = answer.value.locale;
      setAbout(answer.value);
    });
  }, [desk]);
  if (failure !== null) return <FailureState failure={failure} />;
  if (about === null) return <LoadingState />;
  return (
    <LocaleProvider locale={about.locale}>
      <Shell about={about} desk={desk} />
    </LocaleProvider>
  );
}

function Shell({ about, desk }: { readonly about: About; readonly desk: TerminalDesk }) {
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  const { state, end, failure, screen } = useShell(desk, place, about.theme);
  const [ringing, setRinging] = useState(about.ringing);
  const [finding, setFinding] = useState(false);
  const [pasting, setPasting] = useState<Paste | null>(null);
  const silence = (): void => void desk.terminal.silence();

  useEffect(() => desk.terminal.onRinging(({ count }) => setRinging(count)), [desk]);
  useTerminalKeys({
    find: () => setFinding(true),
    copy: () => document.execCommand('copy'),
    silence: ringing > 0 ? silence : null,
  });
  // What was in front of the shell is gone: the keys are the shell's again.
  useEffect(() => {
    if (!finding && pasting === null) screen?.focus();
  }, [finding, pasting, screen]);
  useEffect(() => {
    const target = place.current;
    if (target === null || screen === null) return undefined;
    const paste = (event: ClipboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      const read = readPaste(event.clipboardData?.getData('text/plain') ?? '');
      if (read.asks) setPasting(read);
      else if (read.text !== '') screen.paste(read.text);
    };
    const refuse = (event: DragEvent): void => {
      event.preventDefault();
    };
    target.addEventListener('paste', paste, true);
    target.addEventListener('drop', refuse, true);
    return () => {
      target.removeEventListener('paste', paste, true);
      target.removeEventListener('drop', refuse, true);
    };
  }, [screen]);

  const ringingBar =
    ringing === 0 ? null : (
      <div className="terminal-ringing" role="alert">
        <strong>▲ {t('ringing.maybe')}</strong>
        <Button tone="danger" keys="F9" onPress={silence}>
          {t('act.silence')}
        </Button>
      </div>
    );
  return (
    <main className={`shell shell-${about.danger}`} aria-label={t('terminal.title', { host: about.host })}>
      {ringingBar}
      {about.drill ? <p className="terminal-drill">{t('banner.drill')}</p> : null}
      <header className="terminal-head">
        <h1>{about.host}</h1>
        <Chip tone={about.danger === 'prod' ? 'red' : 'grey'} shape={about.danger === 'prod' ? 'square' : 'none'}>
          {about.danger}
        </Chip>
        <span className="mono dim">
          {about.user}@{about.address}
        </span>
        <q className="terminal-reason">{about.reason}</q>
        <span className="terminal-acts">
          <Button size="small" tone="quiet" keys="Ctrl+Shift+F" onPress={() => setFinding(true)}>
            {t('terminal.find')}
          </Button>
          <Button size="small" tone="quiet" onPress={() => void desk.terminal.close().then(() => screen?.focus())}>
            {state === 'over' ? t('act.close') : t('terminal.end')}
          </Button>
        </span>
      </header>
      <div className="terminal-stage">
        <div ref={place} className="terminal-place" />
        {finding && screen !== null ? (
          <FindBar
            find={screen.find}
            onClose={() => setFinding(false)}
          />
        ) : null}
      </div>
      <footer className="terminal-foot" role="status">
        <RecordingLine about={about} state={state} end={end} />
        {failure === null ? null : <FailureState failure={failure} inline />}
      </footer>
      {pasting === null || screen === null ? null : (
        <DialogBanner value={ringingBar}>
          <PasteDialog
            paste={pasting}
            host={about.host}
            onClose={(goes) => {
              if (goes) screen.paste(pasting.text);
              setPasting(null);
            }}
          />
        </DialogBanner>
      )}
    </main>
  );
}

function RecordingLine({ about, state, end }: { readonly about: About; readonly state: 'opening' | 'open' | 'over'; readonly end: TerminalEnd | null }) {
  const t = useT();
  if (state === 'opening') return <p className="dim">{t('terminal.opening')}</p>;
  if (state === 'open') {
    return (
      <p>
        <span className="tone-red" aria-hidden="true">
          ●{' '}
        </span>
        {t('terminal.recording')} <span className="mono dim">{about.recording}</span>
      </p>
    );
  }
  if (end === null) return null;
  return (
    <>
      <p className="strong">{end.how === 'exit' ? t('terminal.over-exit', { code: end.code ?? '' }) : t(`terminal.over-${end.how}`)}</p>
      {end.recordingSha256 === null ? null : (
        <p className="mono dim any-text">
          {about.recording} · {t('terminal.bytes', { n: end.bytes })} · sha256 {end.recordingSha256}
        </p>
      )}
    </>
  );
}
