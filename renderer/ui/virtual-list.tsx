import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';

interface VirtualListProps {
  readonly count: number;
  /** Height of an item, px. */
  readonly heightOf: (index: number) => number;
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

/** A list of any length that draws only what is on screen. */
export function VirtualList({
  count,
  heightOf,
  renderItem,
  label,
  role = 'list',
  activeId,
  activeIndex = -1,
  onRange,
  className = '',
}: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are made anew by design
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);

  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [virtual, activeIndex]);

  useEffect(() => {
    virtual.measure();
  }, [virtual, heightOf]);

  return (
    <div
      ref={scroller}
      className={`virtual-list ${className}`}
      role={role}
      aria-label={label}
      aria-multiselectable={role === 'listbox' ? true : undefined}
      aria-activedescendant={activeId}
      tabIndex={0}
    >
      <div className="virtual-list-inside" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.key}
            className="virtual-list-item"
            role="presentation"
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            {renderItem(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
