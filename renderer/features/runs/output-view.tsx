import { useEffect, useMemo, useRef, useState } from 'react';
import { claimPath } from '../../../core/run/claim';
import type { Cell, Run } from '../../../core/run/run';
import { useShortcuts } from '../../frame/use-shortcuts';
import { useT } from '../../locales/locale';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/states';
import { sizeText } from '../../ui/size.logic';
import { OutputLinesView } from './output-lines-view';
import { firstBad } from './run.logic';
import { useFind } from './use-find';
import { useOutput } from './use-output';

interface OutputViewProps {
  readonly run: Run;
  readonly position: number;
  readonly cells: readonly Cell[];
  /** Null: all hosts, merged. */
  readonly host: string | null;
  readonly onHost: (host: string | null) => void;
}

/** Nothing was sent, so that nothing was said and nothing lies on the disk. */
const neverSent: ReadonlySet<Cell['outcome']['kind']> = new Set(['not-sent', 'refused']);

/** What the servers said: one host or all of them, found in, followed, and where the whole of it is kept. */
export function OutputView({ run, position, cells, host, onHost }: OutputViewProps) {
  const t = useT();
  const { output, version } = useOutput({ run: run.id, position, host }, cells);
  const [following, setFollowing] = useState(true);
  const [wish, setWish] = useState<{ readonly line: number; readonly at: number } | null>(null);
  // Where the first error is on another host, it is shown as soon as that host's output has been read that far.
  const wantsError = useRef(false);
  const find = useFind(output, version);
  const field = useRef<HTMLInputElement>(null);
  const cell = host === null ? null : (cells.find((each) => each.host === host) ?? null);
  const bad = firstBad(cells);
  const firstError = output?.firstError ?? -1;

  const actions = useMemo(() => {
    const show = (line: number): void => {
      setFollowing(false);
      setWish((before) => ({ line, at: (before?.at ?? 0) + 1 }));
    };
    return {
      show,
      toError: (): void => {
        const isElsewhere = bad !== null && host !== null && bad !== host;
        if (isElsewhere) onHost(bad);
        if (!isElsewhere && firstError >= 0) show(firstError);
        else wantsError.current = true;
      },
      toggleFollow: (): void => {
        setFollowing((before) => !before);
      },
      toggleMerged: (): void => {
        onHost(host === null ? (bad ?? cells[0]?.host ?? null) : null);
      },
    };
  }, [bad, cells, firstError, host, onHost]);
  const { show } = actions;

  useEffect(() => {
    if (!wantsError.current || firstError < 0) return;
    wantsError.current = false;
    show(firstError);
  }, [firstError, output, show]);
  useEffect(() => {
    if (find.line >= 0) show(find.line);
  }, [find.line, find.turn, show]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.code !== 'KeyF' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      field.current?.select();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  useShortcuts(
    useMemo(
      () => [
        { id: 'runs.error', keys: 'e', title: t('runs.first-error'), run: actions.toError, hint: true },
        { id: 'runs.follow', keys: 'f', title: t('runs.follow'), run: actions.toggleFollow, hint: true },
        { id: 'runs.merged', keys: 'm', title: t('runs.all-hosts'), run: actions.toggleMerged, hint: cells.length > 1 },
      ],
      [actions, cells.length, t],
    ),
  );

  const bytes = (cell === null ? cells : [cell]).reduce((sum, each) => sum + each.bytes, 0);
  return (
    <section className="output" aria-label={t('runs.output')}>
      <div className="output-bar">
        <Button size="small" onPress={actions.toError} disabled={firstError < 0 && bad === null} keys="e">
          {t('runs.first-error')}
        </Button>
        {cells.length < 2 ? null : (
          <Button size="small" pressed={host === null} onPress={actions.toggleMerged} keys="m">
            {t('runs.all-hosts')}
          </Button>
        )}
        {host === null ? null : <span className="output-of">{host}</span>}
        <input
          ref={field}
          className="input output-find"
          type="search"
          value={find.text}
          placeholder={t('runs.find')}
          aria-label={t('runs.find')}
          aria-keyshortcuts="Control+F"
          onChange={(event) => {
            find.look(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) find.turnBy(event.shiftKey ? -1 : 1);
          }}
        />
        <Button size="small" pressed={find.matchCase} onPress={find.toggleCase} label={t('runs.match-case')} title={t('runs.match-case')}>
          Aa
        </Button>
        {find.text === '' ? null : (
          <span className="dim" role="status">
            {find.hits === null ? t('state.loading') : t('runs.hits', { at: find.at + 1, n: find.hits })}
          </span>
        )}
        <span className="grow" />
        <Button size="small" pressed={following} onPress={actions.toggleFollow} keys="f">
          {t('runs.follow')}
        </Button>
      </div>
      {output === null || output.count === 0 ? (
        <EmptyState title={t('runs.no-output')} />
      ) : (
        <OutputLinesView
          output={output}
          version={version}
          label={host === null ? t('runs.output-merged') : t('runs.output-of', { host })}
          following={following}
          onFollow={setFollowing}
          wish={wish}
          marked={find.line >= 0 ? find.line : (wish?.line ?? -1)}
        />
      )}
      <footer className="output-foot dim">
        <span>{t('runs.size', { size: sizeText(bytes), lines: output?.count ?? 0 })}</span>
        {output?.isCut === true ? <span className="tone-amber">{t('runs.rest-on-disk')}</span> : null}
        {cell?.truncated === true ? <span className="tone-amber">{t('runs.truncated')}</span> : null}
        {cell === null || cell.startedAt === null || neverSent.has(cell.outcome.kind) ? null : (
          <span className="mono output-file">
            {t(cell.truncated ? 'runs.saved-part' : 'runs.saved', { file: `transcripts/${claimPath({ run: run.id, target: cell.host, position, attempt: cell.attempt })}.raw` })}
            {cell.sha256 === null ? '' : ` · ${t('runs.hashed', { bytes: cell.bytes, hash: cell.sha256 })}`}
          </span>
        )}
      </footer>
    </section>
  );
}
