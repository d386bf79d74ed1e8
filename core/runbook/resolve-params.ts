import type { Host } from '../host/host';
import { secretNamed } from '../vault/secret-reference';
import type { Plan } from './plan';
import { readValue } from './param-values';
import { planProblem, type PlanProblem } from './problems';
import type { Param, Runbook } from './runbook';
import { findHost } from './select-hosts';

/** Parameters with their values, as a plan keeps them. */
export interface ResolvedParams {
  readonly params: Record<string, string>;
  readonly secrets: Plan['secrets'];
  /** Hosts by the parameter that names them. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  readonly problems: PlanProblem[];
}

/** A host parameter's value as a host's own name, or why it is none. */
export function resolveHost(param: Param, value: string, inventory: readonly Host[]): Host | PlanProblem {
  const host = findHost(value, inventory);
  if (host === null) return planProblem(param.name, 'host-unknown', { value });
  if (host === 'several') return planProblem(param.name, 'host-ambiguous', { value });
  if (param.group !== null && !host.groups.includes(param.group)) {
    return planProblem(param.name, 'host-not-in-group', { value: host.name, group: param.group });
  }
  return host;
}

/** Checks every value; several values of one parameter are kept as lines. */
export function resolveParams(
  runbook: Pick<Runbook, 'params'>,
  values: Readonly<Record<string, string>>,
  inventory: readonly Host[],
  secretVersion: (name: string) => string,
): ResolvedParams {
  const params: Record<string, string> = {};
  const secrets: Plan['secrets'] = [];
  const hosts = new Map<string, readonly string[]>();
  const problems: PlanProblem[] = [];
  for (const name of Object.keys(values)) {
    if (!runbook.params.some((param) => param.name === name)) problems.push(planProblem(name, 'param-unknown', { param: name }));
  }
  for (const param of runbook.params) {
    const given = Object.hasOwn(values, param.name) ? values[param.name] : undefined;
    const { values: list, problem } = readValue(param, given === undefined || given === '' ? (param.default ?? '') : given);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    if (param.type === 'secret') {
      const name = secretNamed(list[0] ?? '');
      if (name === null) continue;
      secrets.push({ param: param.name, name, version: secretVersion(name) });
      continue;
    }
    if (param.type !== 'host') {
      params[param.name] = list.join('\n');
      continue;
    }
    const names: string[] = [];
    for (const value of list) {
      const host = resolveHost(param, value, inventory);
      if ('param' in host) problems.push(host);
      else if (!names.includes(host.name)) names.push(host.name);
    }
    hosts.set(param.name, names);
    params[param.name] = names.join('\n');
  }
  return { params, secrets, hosts, problems };
}
