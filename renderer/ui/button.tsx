import type { ReactNode, Ref } from 'react';
import { KeyHint } from './key-hint';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** The key that does the same, shown beside the word. */
  readonly keys?: string;
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'small' | 'normal' | 'big';
  readonly disabled?: boolean;
  readonly submit?: boolean;
  /** Where the visible word is not enough ("Silence" beside each of five sirens). */
  readonly label?: string;
  readonly title?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  /** Has the focus when its dialog opens, where that is safer than a wrong key: an act that can be taken back. */
  readonly focusFirst?: boolean;
}

export function Button({
  children,
  onPress,
  keys,
  tone = 'plain',
  size = 'normal',
  disabled = false,
  submit = false,
  label,
  title,
  pressed,
  expanded,
  ref,
  focusFirst = false,
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type={submit ? 'submit' : 'button'}
      className={`button button-${tone} button-${size}`}
      onClick={onPress}
      disabled={disabled}
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-pressed={pressed}
      aria-expanded={expanded}
      title={title}
      data-focus-first={focusFirst ? '' : undefined}
    >
      <span className="button-text">{children}</span>
      {keys === undefined ? null : <KeyHint keys={keys} />}
    </button>
  );
}
