import { useState } from 'react';
import { useT } from '../locales/locale';
import { Button } from '../ui/button';

/** Looks for a text in what can be scrolled back to. Enter: next, Shift+Enter: previous, Esc: back to the shell. */
export function FindBar({ find, onClose }: { readonly find: (text: string, way: 'next' | 'previous') => boolean; readonly onClose: () => void }) {
  const t = useT();
  const [text, setText] = useState('');
  const [missed, setMissed] = useState(false);
  const look = (way: 'next' | 'previous'): void => {
    if (text !== '') setMissed(!find(text, way));
  };
  return (
    <div className="terminal-find" role="search">
      <input
        className="input mono"
        aria-label={t('terminal.find')}
        value={text}
        autoFocus
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setMissed(false);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') look(event.shiftKey ? 'previous' : 'next');
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
        }}
      />
      <Button size="small" onPress={() => look('previous')}>
        {t('terminal.previous')}
      </Button>
      <Button size="small" onPress={() => look('next')}>
        {t('terminal.next')}
      </Button>
      <span role="status" className="dim">
        {missed ? t('terminal.not-found') : ''}
      </span>
      <Button size="small" tone="quiet" keys="Esc" onPress={onClose}>
        {t('act.close')}
      </Button>
    </div>
  );
}
