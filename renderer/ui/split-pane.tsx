import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { clampShare, readShare, writeShare } from './split-pane.logic';

interface SplitPaneProps {
  readonly left: ReactNode;
  readonly right: ReactNode;
  /** Name under which its place is remembered on this laptop. */
  readonly name: string;
  readonly label: string;
  /** The left pane's share of the width at first, percent. */
  readonly share?: number;
}

/** Two panes and a divider that can be dragged, or moved with the arrow keys; its place is remembered. */
export function SplitPane({ left, right, name, label, share: initial = 56 }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(() => readShare(name, initial));

  const move = (next: number): void => {
    const clamped = clampShare(next);
    setShare(clamped);
    writeShare(name, clamped);
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(((event.clientX - box.left) / box.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') move(share - 2);
    if (event.key === 'ArrowRight') move(share + 2);
  };

  return (
    <div ref={frame} className="split" style={{ gridTemplateColumns: `${share}% 5px minmax(0, 1fr)` }}>
      <div className="split-pane">{left}</div>
      <div
        className="split-divider"
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={Math.round(share)}
        aria-valuemin={25}
        aria-valuemax={75}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      <div className="split-pane">{right}</div>
    </div>
  );
}
