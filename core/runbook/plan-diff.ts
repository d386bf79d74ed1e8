import { canonicalJson } from '../journal/canonical';
import { lineDiff } from './line-diff';
import type { Plan, PlanStep, Target } from './plan';
import type { ComparedWith, DiffLine, PlanDiff, StepChange, ValueChange } from './plan-diff-schema';

/** An earlier state of a runbook, as far as it is still known. */
export interface Earlier {
  readonly with: ComparedWith;
  /** Null: no plan can be made of it any more. */
  readonly plan: Plan | null;
  /** The runbook's file; null: not kept here. */
  readonly text: string | null;
}

const word = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value ?? null));

/** What two records say differently, by key. A key that is null is one that says nothing. */
function valueChanges(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): ValueChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const told = (values: Readonly<Record<string, unknown>>, name: string): string | null => {
    const value = Object.hasOwn(values, name) ? values[name] : null;
    return value === null || value === undefined ? null : word(value);
  };
  return names
    .map((name) => ({ name, before: told(before, name), after: told(after, name) }))
    .filter((change) => change.before !== change.after);
}

/** A step without its bytes and its place, which move when another step comes before it. */
function attributes({ script: _script, position: _position, title: _title, name: _name, targets, ...rest }: PlanStep): Readonly<Record<string, unknown>> {
  return { ...rest, targets: targets.join(', ') };
}

function stepChanges(before: readonly PlanStep[], after: readonly PlanStep[]): StepChange[] {
  // A check that serves two steps stands twice: the step that it checks tells them apart.
  const key = ({ name, checks }: PlanStep): string => `${name}\n${checks ?? ''}`;
  const old = new Map(before.map((step) => [key(step), step]));
  const now = new Map(after.map((step) => [key(step), step]));
  const changed = after.flatMap((step): StepChange[] => {
    const { name, title } = step;
    const earlier = old.get(key(step));
    if (earlier === undefined) return [{ name, title, change: 'added', attributes: valueChanges({}, attributes(step)), lines: lineDiff('', step.script) }];
    const values = valueChanges(attributes(earlier), attributes(step));
    const lines = lineDiff(earlier.script, step.script);
    return values.length === 0 && lines.length === 0 ? [] : [{ name, title, change: 'changed', attributes: values, lines }];
  });
  const removed = before
    .filter((step) => !now.has(key(step)))
    .map((step): StepChange => ({ name: step.name, title: step.title, change: 'removed', attributes: [], lines: lineDiff(step.script, '') }));
  return [...changed, ...removed, ...moved(before.map(key), after.map(key))];
}

/** Steps that are the same and run in another order. */
function moved(before: readonly string[], after: readonly string[]): StepChange[] {
  const both = after.filter((key) => before.includes(key));
  const order = before.filter((key) => both.includes(key));
  const names = (keys: readonly string[]): string => keys.map((key) => key.split('\n', 1).join('')).join(', ');
  if (both.join('\0') === order.join('\0')) return [];
  return [{ name: '', title: '', change: 'changed', attributes: [{ name: 'order', before: names(order), after: names(both) }], lines: [] }];
}

function targetChanges(before: readonly Target[], after: readonly Target[]): PlanDiff['targets'] {
  const old = new Map(before.map((target) => [target.name, target]));
  const now = new Map(after.map((target) => [target.name, target]));
  return {
    added: after.filter(({ name }) => !old.has(name)).map(({ name }) => name),
    removed: before.filter(({ name }) => !now.has(name)).map(({ name }) => name),
    changed: after.flatMap((target) => {
      const earlier = old.get(target.name);
      return earlier === undefined ? [] : valueChanges({ ...earlier }, { ...target }).map((change) => ({ ...change, name: `${target.name}: ${change.name}` }));
    }),
  };
}

function paramChanges(before: Plan, after: Plan): ValueChange[] {
  const secrets = ({ secrets }: Plan): Record<string, string> => Object.fromEntries(secrets.map(({ param, name, version }) => [param, `secret:${name} (${version})`]));
  return valueChanges({ ...before.params, ...secrets(before) }, { ...after.params, ...secrets(after) });
}

/** How a plan, made of a runbook's `text`, differs from an earlier state of the same runbook. */
export function planDiff(earlier: Earlier, plan: Plan, text: string): PlanDiff {
  const old = earlier.plan;
  const lines: DiffLine[] | null = earlier.text === null ? null : lineDiff(earlier.text, text);
  const targets = old === null ? { added: [], removed: [], changed: [] } : targetChanges([...old.targets, ...old.jumps], [...plan.targets, ...plan.jumps]);
  const params = old === null ? [] : paramChanges(old, plan);
  const steps = old === null ? [] : stepChanges(old.steps, plan.steps);
  const sameText = lines === null ? old?.runbook.sha256 === plan.runbook.sha256 : lines.length === 0;
  const same = old !== null && sameText && steps.length === 0 && params.length === 0 && [targets.added, targets.removed, targets.changed].every((list) => list.length === 0);
  return { same, with: earlier.with, targets, params, steps, text: lines, planned: old !== null };
}
