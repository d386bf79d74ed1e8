import { withoutHidden } from '../runbook/hidden-characters';

/** A text from the clipboard on its way into a terminal. */
export interface Paste {
  /** What would be typed: line ends as the Enter key sends them, control characters left out. */
  readonly text: string;
  readonly lines: number;
  /** Control characters that were left out. */
  readonly dropped: number;
  /** It holds an Enter, or what nobody can see: a person looks at it first. */
  readonly asks: boolean;
}

/**
 * SECURITY: a copied text may hold what its reader never saw: line ends that run a command at once, and escape sequences,
 * the one that ends bracketed paste (ESC [ 201 ~) above all. Control characters never pass; a text with line ends or
 * hidden characters is shown before it goes.
 */
export function readPaste(clipboard: string): Paste {
  const text = clipboard.replace(/\r?\n/g, '\r');
  const typed = text.replace(/[\u0000-\u0008\u000a-\u000c\u000e-\u001f\u007f-\u009f]/g, '');
  const dropped = text.length - typed.length;
  const shown = withoutHidden(typed.replaceAll('\r', '\n'), () => '');
  const hidden = shown.length !== typed.length;
  const lines = typed.replace(/\r$/, '').split('\r').length;
  return { text: typed, lines, dropped, asks: typed.includes('\r') || dropped > 0 || hidden };
}
