import { RE2JS } from 're2js';
import { isSecretReference } from '../vault/secret-reference';
import { formatDuration, parseDuration } from './duration';
import { hiddenCharacters } from './hidden-characters';
import { planProblem, type PlanProblem } from './problems';
import type { Param } from './runbook';

/** As many characters as the contract lets through. */
const longestValue = 102_400;

function range(param: Param, show: (value: number) => string): string {
  return `${param.min === null ? '' : show(param.min)}…${param.max === null ? '' : show(param.max)}`;
}

function outside(param: Param, amount: number): boolean {
  return (param.min !== null && amount < param.min) || (param.max !== null && amount > param.max);
}

/** One value against its type; hosts are looked up elsewhere, because only a workspace knows them. */
function checkOne(param: Param, value: string): PlanProblem | null {
  const problem = (code: Parameters<typeof planProblem>[1], expected = ''): PlanProblem =>
    planProblem(param.name, code, { value, expected });
  switch (param.type) {
    case 'string':
      // SECURITY: a workspace's patterns run on RE2, which has no catastrophic backtracking.
      return param.regex === null || RE2JS.compile(param.regex).testExact(value) ? null : problem('param-regex', param.regex);
    case 'enum':
      return param.values.includes(value) ? null : problem('param-enum', param.values.join(', '));
    case 'integer': {
      if (!/^-?(0|[1-9]\d{0,14})$/.test(value)) return problem('param-integer');
      return outside(param, Number(value)) ? problem('param-range', range(param, String)) : null;
    }
    case 'duration': {
      const ms = parseDuration(value);
      if (ms === null) return problem('param-duration');
      return outside(param, ms) ? problem('param-range', range(param, formatDuration)) : null;
    }
    case 'host':
      return null;
    case 'path':
      // SECURITY: a leading dash would be read as an option by the command that gets it.
      return value.startsWith('-') || value.includes('\n') || value.length > 4096 ? problem('param-path') : null;
    case 'secret':
      return isSecretReference(value) ? null : planProblem(param.name, 'param-secret');
  }
}

/** A typed-in text as its values: lines, or where there is one line only, what commas divide. */
export function splitMany(text: string): string[] {
  const parts = text.includes('\n') ? text.split('\n') : text.split(',');
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/**
 * The values of a parameter, checked against its type. Several come only where the parameter takes many; an optional
 * one that was left out has none. Values are data: they reach the script as variables and are never part of its text.
 */
export function readValue(param: Param, given: string | undefined): { readonly values: readonly string[]; readonly problem: PlanProblem | null } {
  const text = given ?? '';
  const none = { values: [], problem: null };
  if (text.length > longestValue) return { values: [], problem: planProblem(param.name, 'param-too-long') };
  const [odd] = hiddenCharacters(text, 1);
  if (odd !== undefined) return { values: [], problem: planProblem(param.name, 'param-control', { codePoint: odd.codePoint }) };
  const values = param.many ? splitMany(text) : [param.type === 'string' ? text : text.trim()].filter((value) => value !== '');
  if (values.length === 0) return param.required ? { values, problem: planProblem(param.name, 'param-missing') } : none;
  for (const value of values) {
    const problem = checkOne(param, value);
    if (problem !== null) return { values: [], problem };
  }
  return { values, problem: null };
}
