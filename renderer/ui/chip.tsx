import type { ReactNode } from 'react';
import { shapes, type Shape, type Tone } from './tone';

interface ChipProps {
  readonly tone?: Tone;
  readonly shape?: Shape;
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly title?: string;
  readonly label?: string;
  /** `outline` is a pill with a border, `bare` sits in a line of text. */
  readonly form?: 'outline' | 'bare';
}

/** A state in a word: a shape, a colour and text. With `onPress` it opens its screen. */
export function Chip({ tone = 'plain', shape = 'none', children, onPress, title, label, form = 'outline' }: ChipProps) {
  const className = `chip chip-${form} tone-${tone}`;
  const inside = (
    <>
      {shape === 'none' ? null : (
        <span className="chip-shape" aria-hidden="true">
          {shapes[shape]}
        </span>
      )}
      <span className="chip-text">{children}</span>
    </>
  );
  return onPress === undefined ? (
    <span className={className} title={title} aria-label={label}>
      {inside}
    </span>
  ) : (
    <button type="button" className={`${className} chip-button`} title={title} aria-label={label} onClick={onPress}>
      {inside}
    </button>
  );
}
