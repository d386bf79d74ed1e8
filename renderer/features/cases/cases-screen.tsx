import { useEffect, useMemo } from 'react';
import type { Case } from '../../../core/case/case';
import { useT } from '../../locales/locale';
import { useCases } from '../../stores/lists';
import { useRoute } from '../../stores/route-store';
import { useShortcuts } from '../../frame/use-shortcuts';
import { Age } from '../../ui/age';
import { GradeBadge } from '../../ui/grade-badge';
import type { Shortcut } from '../../ui/keys.logic';
import { SplitPane } from '../../ui/split-pane';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { layoutOf } from '../../ui/list-layout.logic';
import { VirtualList } from '../../ui/virtual-list';
import { Button } from '../../ui/button';
import { caseActs } from './case-acts';
import { CaseDetail, CaseState } from './case-detail';
import { chosenCase, inOrder, neighbour } from './cases.logic';
import './cases.css';

const rowHeight = 48;

function CaseRow({
  subject,
  cursor,
  place,
  total,
}: {
  readonly subject: Case;
  readonly cursor: boolean;
  readonly place: number;
  readonly total: number;
}) {
  const go = useRoute((state) => state.go);
  return (
    <div
      id={`case-row-${place}`}
      className={cursor ? 'case-row case-row-cursor' : 'case-row'}
      role="option"
      aria-selected={cursor}
      aria-posinset={place + 1}
      aria-setsize={total}
      onClick={() => go('cases', subject.id)}
    >
      <GradeBadge grade={subject.grade} />
      <span className="grow">
        <bdi className="cut case-title">{subject.title}</bdi>
        <span className="dim mono">{subject.id}</span>
      </span>
      <span className="dim">{subject.owner ?? '—'}</span>
      <CaseState subject={subject} />
      <span className="dim case-age">
        <Age at={subject.openedAt} form="bare" />
      </span>
    </div>
  );
}

/** Cases: what the operators handle, open ones first; each with its timeline and its end. */
export function CasesScreen() {
  const t = useT();
  const { value, failure, refresh } = useCases();
  const asked = useRoute((state) => state.place.id);
  const go = useRoute((state) => state.go);
  const cases = useMemo(() => inOrder(value ?? []), [value]);
  const chosen = chosenCase(cases, asked);
  const shortcuts = useMemo<readonly Shortcut[]>(() => {
    const step = (by: 1 | -1): void => {
      const next = neighbour(cases, chosen?.id ?? null, by);
      if (next !== null) go('cases', next);
    };
    const moves: Shortcut[] = [
      {
        id: 'cases.down',
        keys: 'j',
        title: t('alerts.key-down'),
        repeats: true,
        hint: true,
        hidden: true,
        run: () => step(1),
      },
      {
        id: 'cases.up',
        keys: 'k',
        title: t('alerts.key-up'),
        repeats: true,
        hint: true,
        hidden: true,
        run: () => step(-1),
      },
      {
        id: 'cases.arrow-down',
        keys: '↓',
        title: t('alerts.key-down'),
        repeats: true,
        hidden: true,
        run: () => step(1),
      },
      { id: 'cases.arrow-up', keys: '↑', title: t('alerts.key-up'), repeats: true, hidden: true, run: () => step(-1) },
    ];
    const opening: Shortcut = { id: 'cases.open', keys: 'w', title: t('opening.act'), hint: true, run: caseActs.open };
    if (chosen === null) return [...moves, opening];
    const note: Shortcut = { id: 'cases.note', keys: 'c', title: t('alerts.note'), hint: true, run: () => caseActs.note(chosen) };
    const exporting: Shortcut = { id: 'cases.export', keys: 'x', title: t('exporting.act'), run: () => caseActs.export(chosen) };
    if (chosen.state === 'closed') return [...moves, opening, note, exporting];
    return [
      ...moves,
      opening,
      { id: 'cases.own', keys: 'o', title: t('alerts.own'), hint: true, run: () => caseActs.own(chosen) },
      { id: 'cases.close', keys: 'e', title: t('cases.close'), hint: true, run: () => caseActs.close(chosen) },
      { id: 'cases.hand-over', keys: 'h', title: t('hand-over.act'), hint: true, run: () => caseActs.handOver(chosen) },
      note,
      { id: 'cases.link', keys: 'l', title: t('linking.act'), run: () => caseActs.link(chosen) },
      { id: 'cases.merge', keys: 'm', title: t('merging.act'), run: () => caseActs.merge(chosen) },
      exporting,
      { id: 'cases.terminal', keys: 't', title: t('terminals.open-act'), run: () => caseActs.terminal(chosen) },
      { id: 'cases.ring', keys: '!', title: t('alerts.ring'), run: () => caseActs.ring(chosen) },
    ];
  }, [t, go, cases, chosen]);
  useShortcuts(shortcuts);
  useEffect(() => void refresh(), [refresh]);

  if (value === null)
    return failure === null ? <LoadingState /> : <FailureState failure={failure} onRetry={() => void refresh()} />;
  const heading = <h1 className="only-read">{t('screen.cases')}</h1>;
  if (chosen === null) {
    return (
      <>
        {heading}
        <EmptyState title={t('cases.empty')}>
          <p>{t('cases.empty-text')}</p>
          <Button keys="w" onPress={caseActs.open}>
            {t('opening.act')}
          </Button>
        </EmptyState>
      </>
    );
  }
  return (
    <>
      {heading}
      {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void refresh()} />}
      <SplitPane
        name="cases"
        share={44}
        label={t('alerts.divider')}
        left={
          <div className="case-side">
            <div className="case-side-head">
              <span className="dim grow">{t('cases.sum', { n: cases.filter((each) => each.state !== 'closed').length, all: cases.length })}</span>
              <Button size="small" keys="w" onPress={caseActs.open}>
                {t('opening.act')}
              </Button>
            </div>
            <VirtualList
              role="listbox"
              label={t('screen.cases')}
              layout={layoutOf([{ count: cases.length, height: rowHeight }])}
              activeIndex={cases.indexOf(chosen)}
              activeId={`case-row-${cases.indexOf(chosen)}`}
              renderItem={(index) => {
                const subject = cases[index];
                return subject === undefined ? null : (
                  <CaseRow subject={subject} cursor={subject.id === chosen.id} place={index} total={cases.length} />
                );
              }}
            />
          </div>
        }
        right={<CaseDetail subject={chosen} />}
      />
    </>
  );
}
