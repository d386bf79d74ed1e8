import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../locales/locale';
import { Moment } from '../../ui/moment';
import { sizeText } from '../../ui/size.logic';
import { classOf } from './ansi.logic';
import { heightOf, lineHeight, scrollFor, topLine } from './line-window.logic';
import type { OutputLines } from './output-pages';
import type { OutputLine } from './sheet';

interface OutputLinesViewProps {
  readonly output: OutputLines;
  /** Rises whenever the output has changed. */
  readonly version: number;
  readonly label: string;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  /** A line to bring into view; `at` tells two wishes for the same line apart. */
  readonly wish: { readonly line: number; readonly at: number } | null;
  readonly marked: number;
}

/** The lines that are in view and no others. Scrolling up stops following; reaching the end follows again. */
export function OutputLinesView({ output, version, label, following, onFollow, wish, marked }: OutputLinesViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ top: 0, view: 600 });
  const lastTop = useRef(0);
  const { count } = output;

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => {
      setPlace({ top: element.scrollTop, view: element.clientHeight });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // The browser stops at the end by itself; asking where that is would lay everything out once more.
    if (following) element.scrollTop = heightOf(count);
  }, [following, version, count, place.view]);
  useLayoutEffect(() => {
    const element = scroller.current;
    // Where it stands is known to the element only.
    if (element !== null && !following) setPlace({ top: element.scrollTop, view: element.clientHeight });
  }, [following]);
  useEffect(() => {
    const element = scroller.current;
    if (element !== null && wish !== null) element.scrollTop = scrollFor(wish.line, element.clientHeight, output.count);
  }, [wish, output]);

  // Who follows is at the end: drawn there at once, not after the scroll bar came to tell.
  const at = following ? Math.max(0, heightOf(count) - place.view) : place.top;
  const top = topLine(at, place.view, count);
  const first = Math.floor(top);
  const most = Math.ceil(place.view / lineHeight) + 2;
  const shown = Math.min(count - first, most);
  return (
    <div
      ref={scroller}
      className="output-lines"
      role="log"
      aria-live="off"
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, clientHeight, scrollHeight } = event.currentTarget;
        const atEnd = scrollTop + clientHeight >= scrollHeight - 2;
        if (!following || !atEnd) setPlace({ top: scrollTop, view: clientHeight });
        if (atEnd && !following && scrollTop > lastTop.current) onFollow(true);
        if (!atEnd && following && scrollTop < lastTop.current - 1) onFollow(false);
        lastTop.current = scrollTop;
      }}
    >
      <div className="output-inside" style={{ height: heightOf(count) }}>
        <div className="output-shown" style={{ transform: `translateY(${String(at - (top - first) * lineHeight)}px)` }}>
          {Array.from({ length: Math.max(0, shown) }, (_, row) => (
            // A row that left the view is drawn again with another line: while output streams none is made or thrown away.
            <OutputRow key={(first + row) % most} line={output.line(first + row)} isMarked={first + row === marked} />
          ))}
        </div>
      </div>
    </div>
  );
}

function OutputRow({ line, isMarked }: { readonly line: OutputLine | null; readonly isMarked: boolean }) {
  const t = useT();
  if (line === null) return <div className="output-line dim">…</div>;
  return (
    <div className={isMarked ? 'output-line output-hit' : 'output-line'}>
      {line.at === null ? null : (
        <span className="output-time">
          <Moment at={line.at} />{' '}
        </span>
      )}
      {line.host === null ? null : <span className="output-host">{line.host.padEnd(8)} </span>}
      {line.leftOut === 0 ? null : <span className="tone-amber">{t('runs.left-out', { size: sizeText(line.leftOut) })}</span>}
      {line.spans.map((span, at) => (
        <span key={at} className={classOf(span)}>
          {span.text}
        </span>
      ))}
    </div>
  );
}
