import { explain, type Failure } from '../../../core/errors';
import type { Cell, Decision } from '../../../core/run/run';
import type { PlanStep } from '../../../core/runbook/plan';
import { useLocale, useT } from '../../locales/locale';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { OutcomeChip } from '../../ui/outcome-chip';
import { span } from '../../ui/time.logic';
import { sizeText } from '../../ui/size.logic';
import { asks } from './run.logic';

interface CellStoryProps {
  readonly cell: Cell;
  readonly step: PlanStep;
  readonly active: boolean;
  readonly onLook: (host: string) => void;
  readonly onDecide: (host: string, decision: Decision) => void;
}

/** One host: what became of the step there, what is known about it, and what a person may say. */
export function CellStory({ cell, step, active, onLook, onDecide }: CellStoryProps) {
  const t = useT();
  const locale = useLocale();
  const { outcome } = cell;
  const isOpen = outcome.kind === 'unknown' || outcome.kind === 'interrupted' || (outcome.kind === 'timed-out' && outcome.still === 'running');
  const decide = (decision: Decision) => (): void => {
    onDecide(cell.host, decision);
  };
  return (
    <div className="cell-story">
      <div className="row cell-facts">
        <span className="strong">{cell.host}</span>
        <OutcomeChip kind={outcome.kind} detail={detail(cell)} />
        {outcome.kind === 'unknown' ? <Age at={outcome.since} /> : null}
        {outcome.kind === 'stopped' ? <span className="tone-amber">{t('runs.stop-confirmed')}</span> : null}
        {cell.changed === null ? null : <span className="dim">{t(cell.changed ? 'runs.changed' : 'runs.unchanged')}</span>}
        {cell.recordless ? <Chip tone="amber" shape="triangle">{t('runs.recordless')}</Chip> : null}
        {cell.attempt > 1 ? <span className="dim">{t('runs.attempt', { n: cell.attempt })}</span> : null}
        {cell.startedAt === null || cell.endedAt === null ? null : <span className="dim">{span(cell.endedAt - cell.startedAt, t)}</span>}
        {cell.moved === undefined || step.file === undefined ? null : (
          <span className="dim">{t('runs.moved', { moved: sizeText(cell.moved), of: step.file.kind === 'put' ? sizeText(step.file.bytes) : '?' })}</span>
        )}
      </div>
      {cell.file === undefined ? null : <p className="mono dim output-file">{t('runs.hashed', { bytes: cell.file.bytes, hash: cell.file.sha256 })}</p>}
      {cell.warnings.map((warning, at) => (
        <Told key={at} failure={warning} tone="amber" hint={explain(warning, locale).hint} message={explain(warning, locale).message} />
      ))}
      {cell.problem === null ? null : (
        <Told failure={cell.problem} tone={outcome.kind === 'unknown' ? 'violet' : 'red'} message={explain(cell.problem, locale).message} hint={outcome.kind === 'unknown' ? '' : explain(cell.problem, locale).hint} />
      )}
      {outcome.kind === 'unknown' || outcome.kind === 'interrupted' ? <p className="dim">{t(`runs.why-${outcome.kind}`)}</p> : null}
      {!asks(cell, step, active) ? null : (
        <div className="row">
          {step.kind === 'manual' ? (
            <>
              <Button size="small" tone="primary" onPress={decide('manual-done')}>{t('runs.manual-done')}</Button>
              <Button size="small" onPress={decide('manual-failed')}>{t('runs.manual-failed')}</Button>
            </>
          ) : (
            <>
              {isOpen ? (
                <Button
                  size="small"
                  tone="primary"
                  onPress={() => {
                    onLook(cell.host);
                  }}
                >
                  {t('runs.look', { host: cell.host })}
                </Button>
              ) : null}
              <Button size="small" onPress={decide('retry')}>{t('runs.retry', { host: cell.host })}</Button>
              {cell.problem?.code === 'record-impossible' ? <Button size="small" tone="danger" onPress={decide('retry-recordless')}>{t('runs.retry-recordless')}</Button> : null}
              <Button size="small" onPress={decide('skip')}>{t('runs.skip', { host: cell.host })}</Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** A problem or a warning in words. */
function Told({ failure, tone, message, hint }: { readonly failure: Failure; readonly tone: 'red' | 'violet' | 'amber'; readonly message: string; readonly hint: string }) {
  return (
    <p className="any-text" role={tone === 'amber' ? undefined : 'alert'} data-code={failure.code}>
      <span className={`tone-${tone}`}>{message}</span> <span className="dim">{hint}</span>
    </p>
  );
}

function detail({ outcome }: Cell): string {
  switch (outcome.kind) {
    case 'failed':
      return outcome.code > 128 ? `${String(outcome.code)}: signal ${String(outcome.code - 128)}?` : String(outcome.code);
    case 'interrupted':
    case 'skipped':
    case 'refused':
    case 'not-sent':
      return outcome.why;
    case 'timed-out':
      return outcome.still;
    case 'running':
    case 'ok':
    case 'stopped':
    case 'unknown':
      return '';
  }
}
