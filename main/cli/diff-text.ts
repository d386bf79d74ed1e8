import type { DiffLine, PlanChanges, PlanDiff, ValueChange } from '../../core/runbook/plan-diff-schema';
import { moment } from './terminal';

const marks = { same: ' ', added: '+', removed: '-', gap: ' ' } as const;

/** A comparison's lines, with what cannot be seen as `<U+200B>`. */
function lines(diff: readonly DiffLine[]): string[] {
  return diff.map(({ kind, parts, skipped }) => {
    if (kind === 'gap') return `    ... ${String(skipped)} equal lines`;
    return `  ${marks[kind]} ${parts.map(({ text, codePoint }) => (codePoint ? `<${text}>` : text)).join('')}`;
  });
}

function values(changes: readonly ValueChange[]): string[] {
  return changes.map(({ name, before, after }) => `  ${name}: ${before ?? '(none)'} -> ${after ?? '(none)'}`);
}

function one(diff: PlanDiff): string[] {
  const { kind, run, at, by } = diff.with;
  const than = kind === 'run' ? `the last run (${run ?? ''}, ${moment(at)}, ${by})` : `the last review (${moment(at)}, ${by})`;
  if (diff.same) return [`the same as ${than}`];
  const { added, removed, changed } = diff.targets;
  return [
    `differs from ${than}:`,
    ...(added.length === 0 ? [] : [`  hosts added: ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`  hosts gone: ${removed.join(', ')}`]),
    ...values(changed),
    ...values(diff.params),
    ...diff.steps.flatMap((step) => [`  step ${step.name === '' ? 'order' : `[${step.name}]`} ${step.change}`, ...values(step.attributes).map((line) => `  ${line}`), ...lines(step.lines)]),
    ...(diff.text === null ? ['  (the earlier text of the runbook was not kept on this device)'] : diff.text.length === 0 ? [] : ['  the runbook, byte for byte:', ...lines(diff.text)]),
    ...(diff.planned || diff.text === null ? [] : ['  (no plan can be made of that text any more; only the text is compared)']),
  ];
}

/** How a plan differs from what was run and reviewed before, for reading in a terminal. */
export function diffText({ lastRun, reviewed }: PlanChanges): string[] {
  return [...(lastRun === null ? ['never run on this device'] : one(lastRun)), ...(reviewed === null ? ['never reviewed'] : one(reviewed))];
}
