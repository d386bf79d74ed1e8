import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

interface HoldButtonProps {
  readonly text: string;
  /** Shown while it is held, e.g. "Keep holding". */
  readonly holdingText: string;
  readonly label: string;
  readonly onHeld: () => void;
  /** How long it must be held, ms. */
  readonly hold?: number;
  readonly disabled?: boolean;
}

/** A button that acts only when it is held: a slip of the hand rings nobody. By mouse, by touch, or with Enter held. */
export function HoldButton({ text, holdingText, label, onHeld, hold = 1000, disabled = false }: HoldButtonProps) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const stop = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHolding(false);
  };
  const start = (): void => {
    if (disabled || timer.current !== undefined) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      stop();
      onHeld();
    }, hold);
  };
  const isHoldKey = (event: KeyboardEvent): boolean => event.key === 'Enter' || event.key === ' ';

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <button
      type="button"
      className={`button button-danger button-normal hold-button${holding ? ' hold-button-holding' : ''}`}
      aria-label={label}
      disabled={disabled}
      onPointerDown={(event) => {
        if (event.button === 0) start();
      }}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onBlur={stop}
      onKeyDown={(event) => {
        if (!isHoldKey(event)) return;
        event.preventDefault();
        if (!event.repeat) start();
      }}
      onKeyUp={(event) => {
        if (isHoldKey(event)) stop();
      }}
    >
      <span className="button-text">{holding ? holdingText : text}</span>
    </button>
  );
}
