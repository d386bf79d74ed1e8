import { useT } from '../locales/locale';
import { useActs } from '../stores/act-store';
import { useDialogs } from '../stores/dialog-store';
import { useFrame } from '../stores/frame-store';
import { activeShortcuts, useShortcutStore } from '../stores/shortcut-store';
import { KeyHint } from '../ui/key-hint';

/** The line at the bottom: the keys of this screen, the ones that always work, and what was done lately. */
export function Hints() {
  const t = useT();
  const shortcuts = useShortcutStore(activeShortcuts);
  const chord = useShortcutStore((state) => state.chordAt);
  const hotkey = useFrame((state) => state.value?.hotkey ?? null);
  const done = useActs((state) => state.log.length);
  const show = useDialogs((state) => state.show);
  return (
    <footer className="hints" aria-label={t('frame.hints')}>
      <div className="hints-left">
        {chord === null ? null : (
          <span className="hint tone-blue">
            <KeyHint keys="g" /> {t('keys.chord')}…
          </span>
        )}
        {shortcuts
          .filter((each) => each.hint === true)
          .map((each) => (
            <span key={each.id} className="hint">
              <KeyHint keys={each.keys} /> {each.title}
            </span>
          ))}
      </div>
      <div className="hints-always">
        <button type="button" className="hint hint-button" onClick={() => show({ kind: 'palette' })}>
          <KeyHint keys="Ctrl K" /> {t('keys.hint-everything')}
        </button>
        <button type="button" className="hint hint-button" onClick={() => show({ kind: 'sheet' })}>
          <KeyHint keys="?" /> {t('keys.hint-keys')}
        </button>
      </div>
      {done === 0 ? null : (
        <button type="button" className="hint hint-button" onClick={() => show({ kind: 'acts' })}>
          {t('acts.log-open', { n: done })}
        </button>
      )}
      {hotkey === null ? null : (
        <span className="hint">
          <KeyHint keys={hotkey} /> {t('keys.hint-silence')}
        </span>
      )}
    </footer>
  );
}
