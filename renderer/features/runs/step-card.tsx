import { explain, type Failure } from '../../../core/errors';
import { standing } from '../../../core/run/cells';
import type { Cell, Run } from '../../../core/run/run';
import type { PlanStep } from '../../../core/runbook/plan';
import { useLocale, useT } from '../../locales/locale';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DangerChip } from '../../ui/danger-chip';
import { OutcomeChip, outcomeLooks } from '../../ui/outcome-chip';
import { shapes } from '../../ui/tone';
import { summarize } from './run.logic';

interface StepCardProps {
  readonly run: Run;
  readonly step: PlanStep;
  readonly cells: readonly Cell[];
  readonly chosen: string | null;
  readonly onChoose: (host: string) => void;
  readonly onLook: (host: string) => void;
  readonly onDecide: (host: string, decision: 'retry' | 'skip' | 'manual-done' | 'manual-failed') => void;
}

/** One step of a run: a small grid with a cell per host, what it comes to, and what a person can do about it. */
export function StepCard({ run, step, cells, chosen, onChoose, onLook, onDecide }: StepCardProps) {
  const t = useT();
  const locale = useLocale();
  const active = run.at === step.position && run.state !== 'ended';
  const counts = summarize(cells);
  return (
    <li className={active ? 'step-card step-card-active' : 'step-card'} aria-current={active ? 'step' : undefined}>
      <header className="row">
        <span className="strong">
          {step.position} · {step.title}
        </span>
        <DangerChip danger={step.danger} />
        {step.checks === null ? null : <Chip tone="grey">{t('plan.checks', { step: step.checks })}</Chip>}
        <span className="grow" />
        <span className="dim">{counts.map(({ kind, count }) => `${String(count)} ${t(`outcome.${kind}`)}`).join(' · ')}</span>
      </header>
      <ul className="cell-grid" aria-label={t('runs.hosts-of', { step: step.title })}>
        {cells.map((cell) => {
          const look = outcomeLooks[cell.outcome.kind];
          return (
            <li key={cell.host}>
              <button
                type="button"
                className={`cell tone-${look.tone} cell-${cell.outcome.kind}`}
                aria-pressed={cell.host === chosen}
                aria-label={`${cell.host}: ${t(`outcome.${cell.outcome.kind}`)}`}
                title={`${cell.host}: ${t(`outcome.${cell.outcome.kind}`)}`}
                onClick={() => {
                  onChoose(cell.host);
                }}
              >
                {shapes[look.shape]}
              </button>
            </li>
          );
        })}
      </ul>
      {cells.map((cell) =>
        !asks(cell, step, active) && cell.problem === null && cell.outcome.kind !== 'failed' ? null : (
          <div key={cell.host} className="cell-story">
            <p className="row">
              <span className="strong">{cell.host}</span>
              <OutcomeChip kind={cell.outcome.kind} detail={detail(cell)} />
              {cell.outcome.kind === 'unknown' ? <Age at={cell.outcome.since} /> : null}
            </p>
            {cell.problem === null ? null : <Problem problem={cell.problem} locale={locale} hinted={cell.outcome.kind !== 'unknown'} />}
            {cell.outcome.kind === 'unknown' || cell.outcome.kind === 'interrupted' ? <p className="dim">{t(`runs.why-${cell.outcome.kind}`)}</p> : null}
            {asks(cell, step, active) ? (
              <div className="row">
                {step.kind === 'manual' ? (
                  <>
                    <Button size="small" tone="primary" onPress={() => { onDecide(cell.host, 'manual-done'); }}>{t('runs.manual-done')}</Button>
                    <Button size="small" onPress={() => { onDecide(cell.host, 'manual-failed'); }}>{t('runs.manual-failed')}</Button>
                  </>
                ) : (
                  <>
                    {cell.outcome.kind === 'unknown' || cell.outcome.kind === 'interrupted' ? (
                      <Button size="small" tone="primary" onPress={() => { onLook(cell.host); }}>{t('runs.look', { host: cell.host })}</Button>
                    ) : null}
                    <Button size="small" onPress={() => { onDecide(cell.host, 'retry'); }}>{t('runs.retry', { host: cell.host })}</Button>
                    <Button size="small" onPress={() => { onDecide(cell.host, 'skip'); }}>{t('runs.skip', { host: cell.host })}</Button>
                  </>
                )}
              </div>
            ) : null}
          </div>
        ),
      )}
    </li>
  );
}

interface ProblemProps {
  readonly problem: Failure;
  readonly locale: 'en' | 'ko';
  /** False where the outcome is unknown: what a failed look-up says of itself is no advice about the step. */
  readonly hinted: boolean;
}

function Problem({ problem, locale, hinted }: ProblemProps) {
  const { message, hint } = explain(problem, locale);
  return (
    <p className="any-text" role="alert">
      <span className={hinted ? 'tone-red' : 'tone-violet'}>{message}</span> {hinted ? <span className="dim">{hint}</span> : null}
    </p>
  );
}

/** Whether a person must say something about this cell before the run goes on. */
function asks(cell: Cell, step: PlanStep, active: boolean): boolean {
  if (step.kind === 'manual') return active && (cell.outcome.kind === 'not-sent' || cell.outcome.kind === 'running');
  return standing(cell) === 'bad';
}

function detail(cell: Cell): string {
  switch (cell.outcome.kind) {
    case 'failed':
      return cell.outcome.code > 128 ? `${String(cell.outcome.code)}: signal ${String(cell.outcome.code - 128)}?` : String(cell.outcome.code);
    case 'interrupted':
    case 'skipped':
    case 'refused':
    case 'not-sent':
      return cell.outcome.why;
    case 'timed-out':
      return cell.outcome.still;
    case 'running':
    case 'ok':
    case 'stopped':
    case 'unknown':
      return '';
  }
}
