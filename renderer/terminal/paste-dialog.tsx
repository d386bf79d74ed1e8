import { withoutHidden } from '../../core/runbook/hidden-characters';
import type { Paste } from '../../core/terminal/paste';
import { useT } from '../locales/locale';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

/** Most that is shown of a paste, characters. */
const shown = 20_000;

/** What a paste would type, before it does: every line of it, and what nobody could have seen. */
export function PasteDialog({ paste, host, onClose }: { readonly paste: Paste; readonly host: string; readonly onClose: (goes: boolean) => void }) {
  const t = useT();
  const text = withoutHidden(paste.text.slice(0, shown).replaceAll('\r', '\n'), (character) => `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`);
  return (
    <Dialog
      title={t('terminal.paste-title', { n: paste.lines, host })}
      size="wide"
      tone="danger"
      onClose={() => onClose(false)}
      footer={
        <>
          <Button onPress={() => onClose(false)} keys="Esc">
            {t('act.cancel')}
          </Button>
          <Button tone="danger" onPress={() => onClose(true)}>
            {t('terminal.paste')}
          </Button>
        </>
      }
    >
      <p>{t('terminal.paste-text')}</p>
      {paste.dropped === 0 ? null : <p className="tone-red strong">{t('terminal.paste-dropped', { n: paste.dropped })}</p>}
      <pre className="terminal-paste mono any-text">{text}</pre>
      {paste.text.length > shown ? <p className="dim">{t('terminal.paste-more', { n: paste.text.length - shown })}</p> : null}
    </Dialog>
  );
}
