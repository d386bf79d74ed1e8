import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EntryView } from '../../../core/journal/entry';
import { useShortcuts } from '../../frame/use-shortcuts';
import { useLocale, useT } from '../../locales/locale';
import {
  entryKey,
  filterJournal,
  olderEntries,
  reloadJournal,
  useJournal,
  verifyJournal,
} from '../../stores/journal-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import type { Shortcut } from '../../ui/keys.logic';
import { Moment } from '../../ui/moment';
import { SplitPane } from '../../ui/split-pane';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { layoutOf } from '../../ui/list-layout.logic';
import { VirtualList } from '../../ui/virtual-list';
import { EntryDetail } from './entry-detail';
import { SyncPanel } from './sync-panel';
import { VerifyPanel } from './verify-panel';
import './journal.css';

const rowHeight = 29;
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function Filters() {
  const t = useT();
  const filter = useJournal((state) => state.filter);
  const [op, setOp] = useState(filter.op ?? '');
  const [code, setCode] = useState(filter.code ?? '');
  const [text, setText] = useState(filter.text ?? '');
  const filtered = filter.op !== null || filter.code !== null || filter.text !== null;
  return (
    <form
      className="journal-filters"
      role="search"
      aria-label={t('journal.filter')}
      onSubmit={(event) => {
        event.preventDefault();
        filterJournal({ op: orNull(op), code: orNull(code)?.toUpperCase() ?? null, text: orNull(text) });
      }}
    >
      <TextField label={t('journal.filter-op')} value={op} onChange={setOp} maxLength={32} />
      <TextField label={t('journal.filter-code')} value={code} onChange={setCode} maxLength={40} mono />
      <TextField label={t('journal.filter-text')} value={text} onChange={setText} maxLength={200} />
      <Button submit>{t('journal.apply')}</Button>
      {filtered ? (
        <Button
          onPress={() => {
            setOp('');
            setCode('');
            setText('');
            filterJournal({ op: null, code: null, text: null });
          }}
        >
          {t('journal.clear')}
        </Button>
      ) : null}
    </form>
  );
}

function EntryRow({
  entry,
  chosen,
  onChoose,
}: {
  readonly entry: EntryView;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const locale = useLocale();
  return (
    <button
      type="button"
      className={chosen ? 'entry-row entry-row-chosen' : 'entry-row'}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <Moment at={entry.at} form="day-clock" />
      <bdi className="strong cut">{entry.op}</bdi>
      <bdi className="cut entry-text">{entry[locale]}</bdi>
      <span className="dim mono cut">{entry.code}</span>
    </button>
  );
}

/** What everybody did, in sentences; and the button that proves that nobody edited it. */
export function JournalScreen() {
  const t = useT();
  const { entries, next, loaded, failure, report, verifying, verifyFailure, filter } = useJournal();
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const chosen = entries.find((entry) => entryKey(entry) === chosenKey) ?? null;
  useEffect(() => {
    if (!useJournal.getState().loaded) reloadJournal();
  }, []);
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= entries.length - 20) olderEntries();
    },
    [entries.length],
  );
  const count = entries.length + (next === null ? 0 : 1);
  const chosenAt = chosen === null ? -1 : entries.indexOf(chosen);
  const shortcuts = useMemo<readonly Shortcut[]>(() => {
    const step = (by: 1 | -1): void => {
      const next = entries[Math.max(0, chosenAt + by)];
      if (next !== undefined) setChosenKey(entryKey(next));
    };
    const move = (id: string, keys: string, by: 1 | -1, hint: boolean): Shortcut => ({ id, keys, title: t(by === 1 ? 'alerts.key-down' : 'alerts.key-up'), repeats: true, hint, hidden: true, run: () => step(by) });
    return [move('journal.down', 'j', 1, true), move('journal.up', 'k', -1, true), move('journal.arrow-down', '↓', 1, false), move('journal.arrow-up', '↑', -1, false)];
  }, [t, entries, chosenAt]);
  useShortcuts(shortcuts);
  const layout = useMemo(() => layoutOf([{ count, height: rowHeight }]), [count]);
  const filtered = filter.op !== null || filter.code !== null || filter.text !== null;

  const list = (
    <>
      {failure === null ? null : <FailureState inline={entries.length > 0} failure={failure} onRetry={reloadJournal} />}
      {!loaded ? <LoadingState /> : null}
      {loaded && entries.length === 0 && failure === null ? (
        <EmptyState title={filtered ? t('journal.empty-filter') : t('journal.empty')} />
      ) : null}
      {entries.length === 0 ? null : (
        <VirtualList
          label={t('screen.journal')}
          layout={layout}
          activeIndex={chosenAt}
          onRange={onRange}
          renderItem={(index) => {
            const entry = entries[index];
            if (entry === undefined) return <p className="entry-row dim">{t('journal.older')}</p>;
            const key = entryKey(entry);
            return (
              <div role="listitem">
                <EntryRow entry={entry} chosen={key === chosenKey} onChoose={() => setChosenKey(key)} />
              </div>
            );
          }}
        />
      )}
    </>
  );

  return (
    <div className="journal">
      <div className="journal-top">
        <div className="screen-head">
          <h1>{t('screen.journal')}</h1>
          <Button tone="primary" disabled={verifying} onPress={() => void verifyJournal()}>
            {verifying ? t('journal.verifying') : t('journal.verify')}
          </Button>
          <Button onPress={() => useDialogs.getState().show({ kind: 'reconcile' })}>{t('reconcile.open')}</Button>
          <Filters />
        </div>
        <SyncPanel />
        {verifyFailure === null ? null : <FailureState inline failure={verifyFailure} />}
        {report === null ? null : <VerifyPanel report={report.report} at={report.at} />}
      </div>
      <SplitPane
        name="journal"
        share={66}
        label={t('alerts.divider')}
        left={list}
        right={chosen === null ? <EmptyState title={t('journal.entry-none')} /> : <EntryDetail entry={chosen} />}
      />
    </div>
  );
}
