import type { DiffLine, PlanChanges, PlanDiff, ValueChange } from '../../core/runbook/plan-diff-schema';
import { useT } from '../locales/locale';
import { Moment } from './moment';
import { scriptParts } from './script.logic';

/** How a plan differs from the last run and from the last review. Drawn by the runbook screen and the approval window. */
export function PlanDifferences({ changes }: { readonly changes: PlanChanges }) {
  const t = useT();
  const { lastRun, reviewed } = changes;
  return (
    <section className="plan-diff" aria-label={t('plan.differences')}>
      {lastRun === null ? <p className="tone-amber">{t('plan.first-run')}</p> : <Difference diff={lastRun} />}
      {reviewed === null ? <p className="tone-amber">{t('plan.never-reviewed')}</p> : <Difference diff={reviewed} />}
    </section>
  );
}

function Difference({ diff }: { readonly diff: PlanDiff }) {
  const t = useT();
  const against = t(diff.with.kind === 'run' ? 'plan.since-run' : 'plan.since-review', { by: diff.with.by });
  const head = (
    <>
      {against} <Moment at={diff.with.at} form="day" />
    </>
  );
  if (diff.same) {
    return (
      <p className="dim">
        {head}: {t('plan.same')}
      </p>
    );
  }
  const { targets } = diff;
  return (
    <details className="plan-diff-one" open>
      <summary>
        <span className="tone-amber strong">{t('plan.differs')}</span> {head}
      </summary>
      {diff.planned ? null : <p className="tone-amber">{t('plan.not-planned')}</p>}
      <ul className="plan-diff-values">
        {targets.added.map((host) => (
          <li key={`+${host}`}>{t('plan.host-added', { host })}</li>
        ))}
        {targets.removed.map((host) => (
          <li key={`-${host}`}>{t('plan.host-removed', { host })}</li>
        ))}
        {[...targets.changed, ...diff.params].map((change) => (
          <Change key={change.name} change={change} />
        ))}
      </ul>
      {diff.steps.map((step) => (
        <div key={step.name} className="stack">
          <p className="strong">{t(`plan.step-${step.change}`, { step: step.name })}</p>
          <ul className="plan-diff-values">
            {step.attributes.map((change) => (
              <Change key={change.name} change={change} />
            ))}
          </ul>
          <DiffText lines={step.lines} label={t('plan.bytes-of', { step: step.name })} />
        </div>
      ))}
      {diff.text === null ? <p className="dim">{t('plan.text-not-kept')}</p> : <DiffText lines={diff.text} label={t('plan.text-differs')} />}
    </details>
  );
}

function Change({ change }: { readonly change: ValueChange }) {
  return (
    <li className="mono">
      {change.name}: <Value value={change.before} /> → <Value value={change.after} />
    </li>
  );
}

function Value({ value }: { readonly value: string | null }) {
  if (value === null) return <span className="dim">∅</span>;
  return <>{scriptParts(value).map((part, at) => (part.codePoint ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>))}</>;
}

const marks = { same: ' ', added: '+', removed: '−', gap: '⋯' } as const;

function DiffText({ lines, label }: { readonly lines: readonly DiffLine[]; readonly label: string }) {
  const t = useT();
  if (lines.length === 0) return null;
  return (
    <pre className="script" aria-label={label} tabIndex={0}>
      {lines.map((line, number) => (
        <span key={number} className={`script-line diff-${line.kind}`}>
          {marks[line.kind]}{' '}
          {line.kind === 'gap'
            ? t('plan.gap', { n: line.skipped })
            : line.parts.map((part, at) => (part.codePoint ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>))}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
