import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../locales/locale';
import { useShortcuts } from '../../frame/use-shortcuts';
import { Button } from '../../ui/button';
import { find, shownLines } from './output.logic';
import { useOutput, type CellAddress } from './use-output';

const lineHeight = 18;

/** Output as text: colours as classes, everything else inert; pinned to the end until somebody scrolls up. */
export function OutputView({ cell, bytes }: { readonly cell: CellAddress; readonly bytes: number }) {
  const t = useT();
  const { output, skipped } = useOutput(cell, bytes);
  const lines = useMemo(() => shownLines(output), [output]);
  const [following, setFollowing] = useState(true);
  const [search, setSearch] = useState('');
  const [hit, setHit] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are made anew by design
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => lineHeight, overscan: 20 });
  const hits = useMemo(() => find(lines, search), [lines, search]);
  const current = hits.length === 0 ? -1 : (hits[hit % hits.length] ?? -1);

  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [virtual, following, lines.length]);
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'center' });
  }, [virtual, current]);

  const toError = useMemo(
    () => (): void => {
      if (output.firstError < 0) return;
      setFollowing(false);
      virtual.scrollToIndex(output.firstError, { align: 'center' });
    },
    [output.firstError, virtual],
  );
  useShortcuts(
    useMemo(
      () => [
        { id: 'runs.error', keys: 'e', title: t('runs.first-error'), run: toError, hint: true },
        { id: 'runs.follow', keys: 'f', title: t('runs.follow'), run: () => { setFollowing(true); }, hint: true },
      ],
      [toError, t],
    ),
  );

  return (
    <div className="output">
      <div className="output-bar row">
        <Button size="small" onPress={toError} disabled={output.firstError < 0} keys="e">
          {t('runs.first-error')}
        </Button>
        <input
          className="input output-find"
          type="search"
          value={search}
          placeholder={t('runs.find')}
          aria-label={t('runs.find')}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setHit(0);
            setFollowing(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) setHit((before) => before + 1);
          }}
        />
        {search === '' ? null : <span className="dim">{t('runs.hits', { n: hits.length })}</span>}
        <span className="grow" />
        <span className="dim">
          {t('runs.size', { kib: Math.ceil(bytes / 1_024), lines: lines.length + output.dropped })}
          {skipped + output.dropped === 0 ? '' : ` · ${t('runs.rest-on-disk')}`}
        </span>
        <Button size="small" pressed={following} onPress={() => { setFollowing((before) => !before); }} keys="f">
          {t('runs.follow')}
        </Button>
      </div>
      <div
        ref={scroller}
        className="output-lines"
        role="log"
        aria-label={t('runs.output-of', { host: cell.host })}
        tabIndex={0}
        onWheel={(event) => {
          if (event.deltaY < 0) setFollowing(false);
        }}
      >
        <div className="output-inside" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <div
              key={item.key}
              className={item.index === current ? 'output-line output-hit' : 'output-line'}
              style={{ height: lineHeight, transform: `translateY(${String(item.start)}px)` }}
            >
              {lines[item.index]?.map((span, at) => (
                <span key={at} className={`tone-${span.tone}${span.bold ? ' strong' : ''}`}>
                  {span.text}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
