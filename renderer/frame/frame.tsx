import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useT } from '../locales/locale';
import { useFrame } from '../stores/frame-store';
import { useRoute } from '../stores/route-store';
import { DialogBanner } from '../ui/dialog';
import { ActProblems, Toasts } from './acts';
import { Banners } from './banners';
import { EscalationBars } from './escalation-bar';
import { Hints } from './hints';
import { Rail } from './rail';
import { RingingBar } from './ringing-bar';
import { Strip } from './strip';

interface AppFrameProps {
  readonly children: ReactNode;
  readonly dialogs: ReactNode;
}

/** Another screen takes the focus, so that Tab goes on inside it and not through the strip and the rail. */
function useScreenFocus() {
  const main = useRef<HTMLElement>(null);
  const screen = useRoute((state) => state.place.screen);
  const last = useRef(screen);
  useEffect(() => {
    const { current } = main;
    if (last.current === screen || current === null) return;
    last.current = screen;
    // A screen that focused a field of its own, and a dialog that is open, keep it.
    if (current.contains(document.activeElement) || document.querySelector('dialog[open]') !== null) return;
    current.focus({ preventScroll: true });
  }, [screen]);
  return main;
}

/** What is around every screen. One glance: is anything on fire, does a siren sound, who has it, what cannot be seen. */
export function AppFrame({ children, dialogs }: AppFrameProps) {
  const t = useT();
  const workspace = useFrame((state) => state.value?.workspace ?? null);
  const banner = useMemo(() => <RingingBar />, []);
  const main = useScreenFocus();
  return (
    <DialogBanner value={banner}>
      <div className={workspace?.drill === true ? 'app app-drill' : 'app'}>
        {workspace?.drill === true ? (
          <div className="drill-ribbon" role="note">
            {t('banner.drill')}
          </div>
        ) : null}
        <RingingBar />
        <EscalationBars />
        <Strip />
        <Banners />
        <ActProblems />
        <div className={workspace === null ? 'middle middle-start' : 'middle'}>
          {workspace === null ? null : <Rail />}
          <main className="main" ref={main} tabIndex={-1}>
            {children}
          </main>
        </div>
        <Hints />
        <Toasts />
      </div>
      {dialogs}
    </DialogBanner>
  );
}
