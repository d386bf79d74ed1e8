import { useT } from '../locales/locale';
import { useDialogs } from '../stores/dialog-store';
import { useFrame } from '../stores/frame-store';
import { railFor } from '../stores/route-store';
import { activeShortcuts, useShortcutStore } from '../stores/shortcut-store';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { KeyHint } from '../ui/key-hint';

function Line({ keys, text }: { readonly keys: string; readonly text: string }) {
  return (
    <li className="key-line">
      <span className="key-line-key">
        <KeyHint keys={keys} />
        <span className="only-read">{keys}</span>
      </span>
      <span>{text}</span>
    </li>
  );
}

/** Every key that works now. It is drawn from the same list that the keys are matched against, so it cannot be wrong. */
export function KeySheet() {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const shortcuts = useShortcutStore(activeShortcuts);
  const frame = useFrame((state) => state.value);
  const hotkey = frame?.hotkey ?? null;
  return (
    <Dialog
      title={t('keys.sheet')}
      onClose={close}
      size="wide"
      footer={<Button onPress={close}>{t('act.close')}</Button>}
    >
      <div className="key-columns">
        {shortcuts.length === 0 ? null : (
          <section>
            <h3 className="key-head">{t('keys.sheet-screen')}</h3>
            <ul>
              {shortcuts.map((each) => (
                <Line key={each.id} keys={each.keys} text={each.title} />
              ))}
            </ul>
          </section>
        )}
        <section>
          <h3 className="key-head">{t('keys.sheet-everywhere')}</h3>
          <ul>
            <Line keys="Space" text={t('keys.silence')} />
            <Line keys="F9" text={t('keys.silence-fields')} />
            {hotkey === null ? (
              <li className="key-line tone-violet">{t('keys.no-hotkey')}</li>
            ) : (
              <Line keys={hotkey} text={t('keys.silence-anywhere')} />
            )}
            <Line keys="Ctrl K" text={t('keys.palette')} />
            <Line keys="?" text={t('keys.sheet-key')} />
            <Line keys="Esc" text={t('keys.back')} />
            <Line keys="Alt 1…9" text={t('keys.number')} />
            {railFor(frame?.workspace?.drill === true).map(({ screen, letter }) => (
              <Line key={screen} keys={`g ${letter}`} text={t(`screen.${screen}`)} />
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
