import { useState } from 'react';
import { useT } from '../locales/locale';
import { Button } from './button';
import { TextField } from './field';

interface ConfirmByTypingProps {
  /** What must be typed, exactly: a host's name, a group's, a count. */
  readonly word: string;
  /** What happens then, on the button. */
  readonly action: string;
  readonly onConfirm: (typed: string) => void;
  readonly onRefuse: () => void;
  /** Something else is still missing: the right word alone does not do. */
  readonly disabled?: boolean;
}

/** The destructive default is "no": the button wakes only once the very word was typed, and Enter alone never does it. */
export function ConfirmByTyping({ word, action, onConfirm, onRefuse, disabled = false }: ConfirmByTypingProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const right = typed === word && !disabled;
  return (
    <form
      className="confirm-by-typing"
      onSubmit={(event) => {
        event.preventDefault();
        if (right) onConfirm(typed);
      }}
    >
      <TextField label={t('confirm.type', { word })} value={typed} onChange={setTyped} mono focus />
      <div className="row-end">
        <Button onPress={onRefuse}>{t('act.cancel')}</Button>
        <Button tone="danger" submit disabled={!right}>
          {action}
        </Button>
      </div>
    </form>
  );
}
