import { useEffect, useEffectEvent } from 'react';

interface Acts {
  readonly find: () => void;
  readonly copy: () => void;
  /** Null while nothing sounds: then F9 is the shell's. */
  readonly silence: (() => void) | null;
}

/**
 * The few keys that are the window's and not the shell's. They are taken before the terminal sees them. Ctrl+Shift+V is
 * the browser's own paste.
 */
export function useTerminalKeys(acts: Acts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing) return;
    const act = actOf(event, acts);
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      press(event);
    };
    window.addEventListener('keydown', listen, true);
    return () => {
      window.removeEventListener('keydown', listen, true);
    };
  }, []);
}

/** Keys go by their place, so that they work in every layout and in Hangul mode. */
function actOf({ code, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent, acts: Acts): (() => void) | null {
  if (code === 'F9' && !ctrlKey && !shiftKey && !altKey && !metaKey) return acts.silence;
  if (!ctrlKey || !shiftKey || altKey || metaKey) return null;
  if (code === 'KeyF') return acts.find;
  return code === 'KeyC' ? acts.copy : null;
}
