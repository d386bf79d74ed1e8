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
    if (element !== null && following) element.scrollTop = element.scrollHeight;
  }, [following, version, count, place.view]);
  useEffect(() => {
    const element = scroller.current;
    if (element !== null && wish !== null) element.scrollTop = scrollFor(wish.line, element.clientHeight, output.count);
  }, [wish, output]);

  const top = topLine(place.top, place.view, count);
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
        setPlace({ top: scrollTop, view: clientHeight });
        const atEnd = scrollTop + clientHeight >= scrollHeight - 2;
        if (atEnd && !following && scrollTop > place.top) onFollow(true);
        if (!atEnd && following && scrollTop < place.top - 1) onFollow(false);
      }}
    >
      <div className="output-inside" style={{ height: heightOf(count) }}>
        <div className="output-shown" style={{ transform: `translateY(${String(place.top - (top - first) * lineHeight)}px)` }}>
          {Array.from({ length: Math.max(0, shown) }, (_, at) => (
            // A row that left the view is drawn again with another line: while output streams none is made or thrown away.
            <OutputRow key={(first + at) % most} line={output.line(first + at)} isMarked={first + at === marked} />
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
