import { useEffect } from 'react';
import { AppFrame } from '../frame/frame';
import { useKeyboard } from '../frame/use-keyboard';
import { LocaleProvider } from '../locales/locale';
import { useFrame } from '../stores/frame-store';
import { ZoneProvider } from '../ui/zone';
import { Dialogs } from './dialogs';
import { Screens } from './screens';

/** The main window: speaks the chosen language, wears the chosen theme, listens to the keyboard. */
export function App() {
  const frame = useFrame((state) => state.value);
  const locale = frame?.locale ?? 'en';
  const theme = frame?.theme ?? 'dark';
  useKeyboard();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dataset['theme'] = theme;
  }, [locale, theme]);
  return (
    <LocaleProvider locale={locale}>
      <ZoneProvider other={frame?.workspace?.timezone ?? null}>
        <AppFrame dialogs={<Dialogs />}>
          <Screens />
        </AppFrame>
      </ZoneProvider>
    </LocaleProvider>
  );
}
