import type { Host } from '../host/host';
import { readValue } from './param-values';
import { planProblem, type PlanProblem } from './problems';
import { resolveHost } from './resolve-params';
import type { Runbook } from './runbook';
import { withoutPort } from './select-hosts';

/** Values taken from an alert's labels, and why the others stay empty. */
export interface Prefilled {
  readonly values: Record<string, string>;
  readonly notes: readonly { readonly param: string; readonly en: string; readonly ko: string }[];
}

/**
 * Fills parameters from labels (decisions.md 20). A label is hostile text: it is taken only where it is a valid value,
 * and a host only where the inventory has it, in the parameter's group.
 */
export function prefill(runbook: Pick<Runbook, 'params'>, labels: Readonly<Record<string, string>>, hosts: readonly Host[]): Prefilled {
  const values: Record<string, string> = {};
  const notes: { param: string; en: string; ko: string }[] = [];
  for (const param of runbook.params) {
    if (param.from === null) continue;
    const note = ({ en, ko }: PlanProblem): unknown => notes.push({ param: param.name, en, ko });
    const label = Object.hasOwn(labels, param.from) ? labels[param.from] : undefined;
    if (label === undefined || label === '') {
      note(planProblem(param.name, 'label-missing', { label: param.from }));
      continue;
    }
    if (param.type === 'host') {
      const host = resolveHost(param, withoutPort(label), hosts);
      if ('param' in host) note(host);
      else values[param.name] = host.name;
      continue;
    }
    const { problem } = readValue(param, label);
    if (problem === null) values[param.name] = label;
    else note(problem);
  }
  return { values, notes };
}

/** Whether a runbook is for an alert: all labels of any entry of `matches` are equal. */
export function matchesAlert(runbook: Pick<Runbook, 'matches'>, labels: Readonly<Record<string, string>>): boolean {
  return runbook.matches.some((match) => Object.entries(match).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value));
}
