import type { Cell, Run } from '../../../core/run/run';
import type { RollbackOffer } from '../../../core/run/rollback-offers';
import type { PlanStep } from '../../../core/runbook/plan';
import { useT } from '../../locales/locale';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DangerChip } from '../../ui/danger-chip';
import { useNow } from '../../ui/now';
import { outcomeLooks } from '../../ui/outcome-chip';
import { span } from '../../ui/time.logic';
import { shapes } from '../../ui/tone';
import { CellStory } from './cell-story';
import type { Deciding } from './decision-dialog';
import { asks, elapsed, failingFirst, retriable, summarize } from './run.logic';

interface StepCardProps {
  readonly run: Run;
  readonly step: PlanStep;
  readonly cells: readonly Cell[];
  /** The host whose output is shown; null: another step, or all of them. */
  readonly chosen: string | null;
  readonly isShown: boolean;
  /** How long the step takes where it goes well, ms; null: not known yet. */
  readonly median: number | null;
  readonly offer: RollbackOffer | null;
  readonly onChoose: (host: string | null) => void;
  readonly onLook: (host: string) => void;
  readonly onDecide: (deciding: Deciding) => void;
  readonly onRollback: (offer: RollbackOffer) => void;
}

/** Stories told unasked; with more hosts in trouble the others are a press on their cell away. */
const stories = 6;

/** One step of a run: a cell per host, what they come to, and what a person can do about it. */
export function StepCard({ run, step, cells, chosen, isShown, median, offer, onChoose, onLook, onDecide, onRollback }: StepCardProps) {
  const t = useT();
  const { position } = step;
  const active = run.at === position && run.state !== 'ended';
  const ordered = failingFirst(cells);
  const told = ordered.filter((cell) => asks(cell, step, active) || cell.problem !== null || cell.warnings.length > 0 || isFileUnderWay(step, cell) || (cell.host === chosen && cells.length > 1));
  const again = retriable(cells);
  const first = told.filter((cell, at) => at < stories || cell.host === chosen);
  return (
    <li className={active ? 'step-card step-card-active' : 'step-card'} aria-current={active ? 'step' : undefined}>
      <header className="row">
        <span className="strong any-text">
          {position} · {step.title}
        </span>
        <DangerChip danger={step.danger} />
        {step.checks === null ? null : <Chip tone="grey">{t('plan.checks', { step: step.checks })}</Chip>}
        <span className="grow" />
        <Duration cells={cells} median={median} />
      </header>
      <ul className={cells.length > 12 ? 'cell-grid cell-grid-many' : 'cell-grid'} aria-label={t('runs.hosts-of', { step: step.title })}>
        {ordered.map((cell) => {
          const { tone, shape } = outcomeLooks[cell.outcome.kind];
          const said = `${cell.host}: ${t(`outcome.${cell.outcome.kind}`)}`;
          return (
            <li key={cell.host}>
              <button
                type="button"
                className={`cell tone-${tone} cell-${cell.outcome.kind}`}
                aria-pressed={isShown && cell.host === chosen}
                aria-label={said}
                title={said}
                onClick={() => {
                  onChoose(cell.host);
                }}
              >
                {shapes[shape]}
              </button>
            </li>
          );
        })}
      </ul>
      <div className="row step-counts">
        {summarize(cells).map(({ kind, count }) => (
          <span key={kind} className={`tone-${outcomeLooks[kind].tone}`}>
            {count} {t(`outcome.${kind}`)}
          </span>
        ))}
        <span className="grow" />
        {cells.length < 2 || cells.every((cell) => cell.startedAt === null) ? null : (
          <Button
            size="small"
            tone="quiet"
            pressed={isShown && chosen === null}
            onPress={() => {
              onChoose(null);
            }}
          >
            {t('runs.all-hosts')}
          </Button>
        )}
      </div>
      {first.map((cell) => (
        <CellStory
          key={cell.host}
          cell={cell}
          step={step}
          active={active}
          onLook={onLook}
          onDecide={(host, decision) => {
            onDecide({ position, hosts: [host], decision });
          }}
        />
      ))}
      {told.length > first.length ? <p className="dim">{t('runs.more-hosts', { n: told.length - first.length })}</p> : null}
      {again.length < 2 && offer === null ? null : (
        <div className="row step-acts">
          {again.length < 2 ? null : (
            <Button
              size="small"
              tone="danger"
              keys="t"
              onPress={() => {
                onDecide({ position, hosts: again.map(({ host }) => host), decision: 'retry-failed' });
              }}
            >
              {t('runs.retry-failed', { n: again.length })}
            </Button>
          )}
          {offer === null ? null : (
            <Button
              size="small"
              onPress={() => {
                onRollback(offer);
              }}
            >
              {t('runs.offer-rollback', { step: offer.rollback, n: offer.hosts.length })}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** A file that moves, or was moved: how far it is and its hash are the whole story of such a step. */
function isFileUnderWay({ file }: PlanStep, { moved, file: put }: Cell): boolean {
  return file !== undefined && (moved !== undefined || put !== undefined);
}

/** How long it takes, beside how long it takes where it goes well. */
function Duration({ cells, median }: { readonly cells: readonly Cell[]; readonly median: number | null }) {
  const t = useT();
  const took = elapsed(cells, useNow());
  if (took === null && median === null) return null;
  const isSlow = took !== null && median !== null && took > Math.max(2 * median, median + 5_000);
  return (
    <span className={isSlow ? 'tone-amber' : 'dim'}>
      {[took === null ? null : span(took, t), median === null ? null : t('runs.median', { time: span(median, t) })].filter((part) => part !== null).join(' · ')}
    </span>
  );
}
