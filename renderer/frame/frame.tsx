import { useMemo, type ReactNode } from 'react';
import { useT } from '../locales/locale';
import { useFrame } from '../stores/frame-store';
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

/** What is around every screen. One glance: is anything on fire, does a siren sound, who has it, what cannot be seen. */
export function AppFrame({ children, dialogs }: AppFrameProps) {
  const t = useT();
  const workspace = useFrame((state) => state.value?.workspace ?? null);
  const banner = useMemo(() => <RingingBar />, []);
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
          <main className="main">{children}</main>
        </div>
        <Hints />
        <Toasts />
      </div>
      {dialogs}
    </DialogBanner>
  );
}
