import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ListLayout } from './list-layout.logic';

interface VirtualListProps {
  readonly layout: ListLayout;
  readonly renderItem: (index: number) => ReactNode;
  readonly label: string;
  /** `listbox` has a cursor (`activeId`), `list` is only read. */
  readonly role?: 'listbox' | 'list';
  readonly activeId?: string | undefined;
  /** Kept in view when it changes; -1 for none. */
  readonly activeIndex?: number;
  /** Told which items are on screen, so that only those are fetched. */
  readonly onRange?: (first: number, last: number) => void;
  readonly className?: string;
}

/** Lines drawn above and below what is seen, so that a fast wheel finds them there. */
const overscan = 6;

/** A list of any length that draws only what is on screen. */
export function VirtualList({ layout, renderItem, label, role = 'list', activeId, activeIndex = -1, onRange, className = '' }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 0 });
  const first = Math.max(0, layout.indexAt(seen.top) - overscan);
  const last = Math.min(layout.count - 1, layout.indexAt(seen.top + seen.height) + overscan);

  const look = (): void => {
    const { current } = scroller;
    if (current === null) return;
    const { scrollTop: top, clientHeight: height } = current;
    // Within a line nothing is to be drawn anew.
    setSeen((before) => {
      const isSame = before.height === height && layout.indexAt(before.top) === layout.indexAt(top) && layout.indexAt(before.top + height) === layout.indexAt(top + height);
      return isSame ? before : { top, height };
    });
  };

  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return undefined;
    const measure = (): void => setSeen({ top: current.scrollTop, height: current.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);

  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null || activeIndex < 0) return;
    const [top, bottom] = [layout.topOf(activeIndex), layout.topOf(activeIndex + 1)];
    if (top < current.scrollTop) current.scrollTop = top;
    else if (bottom > current.scrollTop + current.clientHeight) current.scrollTop = bottom - current.clientHeight;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a list that changes does not take the reader back to the cursor; only moving it does
  }, [activeIndex]);

  return (
    <div
      ref={scroller}
      className={`virtual-list ${className}`}
      role={role}
      aria-label={label}
      aria-multiselectable={role === 'listbox' ? true : undefined}
      aria-activedescendant={activeId}
      tabIndex={0}
      onScroll={look}
    >
      <div className="virtual-list-inside" role="presentation" style={{ height: layout.height }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
          const index = first + at;
          const top = layout.topOf(index);
          return (
            <div key={index} className="virtual-list-item" role="presentation" style={{ height: layout.topOf(index + 1) - top, transform: `translateY(${top}px)` }}>
              {renderItem(index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
