import { createContext, useContext, useEffect, useId, useRef, type ReactNode } from 'react';

/**
 * A modal dialog makes everything behind it unreachable, the red bar too. Whatever must stay in reach while a dialog is
 * open (Silence) is therefore given here and drawn inside every dialog.
 */
export const DialogBanner = createContext<ReactNode>(null);

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons; the safe answer comes first and has the focus. */
  readonly footer?: ReactNode;
  readonly size?: 'normal' | 'wide';
  readonly tone?: 'plain' | 'danger';
  /** Hides the heading from the eye, not from assistive technology. */
  readonly bare?: boolean;
}

/** A native modal dialog: the browser keeps the focus inside and gives it back afterwards. Esc closes it. */
export function Dialog({
  title,
  onClose,
  children,
  footer,
  size = 'normal',
  tone = 'plain',
  bare = false,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const banner = useContext(DialogBanner);

  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    element.showModal();
    // The browser would choose the first control, which may be Silence; a dialog names its own, else its safe answer.
    (
      element.querySelector<HTMLElement>('[data-focus-first]') ??
      element.querySelector<HTMLElement>('.dialog-footer button')
    )?.focus();
    return () => element.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={`dialog dialog-${size} dialog-${tone}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        // React owns whether it is open; the browser closing it by itself would leave an invisible layer behind.
        event.preventDefault();
        onClose();
      }}
    >
      {banner}
      <h2 id={heading} className={bare ? 'only-read' : 'dialog-title'}>
        {title}
      </h2>
      <div className="dialog-body">{children}</div>
      {footer === undefined ? null : <div className="dialog-footer">{footer}</div>}
    </dialog>
  );
}
