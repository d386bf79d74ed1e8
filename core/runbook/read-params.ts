import { RE2JS } from 're2js';
import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { parseDuration } from './duration';
import { readValue } from './param-values';
import type { Report } from './rules';
import { paramSchema, type Param } from './runbook';
import { knownPairs, nodeAt, scalarText } from './yaml-nodes';

const keys = ['type', 'title', 'required', 'many', 'default', 'from', 'group', 'regex', 'values', 'min', 'max'] as const;

/** SECURITY: a label comes from outside and must not choose which secret is sent. */
const labelTypes: readonly Param['type'][] = ['string', 'enum', 'integer', 'duration', 'host', 'path'];

/** Keys that only some types know: elsewhere they would be silently ignored, so they are refused. */
const onlyFor: Readonly<Record<string, readonly Param['type'][]>> = {
  from: labelTypes,
  group: ['host'],
  regex: ['string'],
  values: ['enum'],
  min: ['integer', 'duration'],
  max: ['integer', 'duration'],
};

const types = paramSchema.shape.type;

function compiles(regex: string): boolean {
  try {
    RE2JS.compile(regex);
    return true;
  } catch {
    return false;
  }
}

function readParam(name: string, node: YAMLMap, base: number, report: Report): Param | null {
  const pairs = knownPairs(node, keys, base, report);
  const bad = (key: string, at: unknown, expected: string): null => {
    report(nodeAt(at, base), 'bad-value', { key, value: scalarText(at) ?? '', expected });
    return null;
  };
  const read = <T>(key: string, expected: string, of: (value: string) => T | null): T | null => {
    const value = pairs.get(key)?.value;
    if (value === undefined) return null;
    const text = scalarText(value);
    return (text === null ? null : of(text)) ?? bad(key, value, expected);
  };
  const yesNo = (key: string): boolean | null =>
    read(key, 'true, false', (value) => (value === 'true' ? true : value === 'false' ? false : null));
  const type = pairs.has('type') ? read('type', types.options.join(', '), (value) => types.safeParse(value).data ?? null) : 'string';
  if (type === null) return null;
  for (const [key, allowed] of Object.entries(onlyFor)) {
    const pair = pairs.get(key);
    if (pair !== undefined && !allowed.includes(type)) report(nodeAt(pair.key, base), 'bad-value', { key, value: type, expected: `type: ${allowed.join(', ')}` });
  }
  const bound = (key: string): number | null =>
    read(key, type === 'duration' ? '30s, 5m' : '0, 100', (value) =>
      type === 'duration' ? parseDuration(value) : /^-?\d{1,15}$/.test(value) ? Number(value) : null,
    );
  const valuesNode = pairs.get('values')?.value;
  const values = isSeq(valuesNode) ? valuesNode.items.map((item) => scalarText(item) ?? '').filter((value) => value !== '') : [];
  if (type === 'enum' && values.length === 0) bad('values', valuesNode ?? node, '[a, b]');
  const short = (value: string): string | null => (value.length <= 200 ? value : null);
  const fallback = read('default', type, short);
  const param: Param = {
    name,
    type,
    title: read('title', '1–200', short) ?? name,
    required: yesNo('required') ?? fallback === null,
    many: yesNo('many') ?? false,
    default: fallback,
    from: read('from', 'label', short),
    group: read('group', 'group', short),
    regex: read('regex', 'RE2', (value) => (compiles(value) ? value : null)),
    values,
    min: bound('min'),
    max: bound('max'),
  };
  if (type === 'secret' && param.many) bad('many', pairs.get('many')?.value, 'false');
  const { problem } = fallback === null ? { problem: null } : readValue(param, fallback);
  if (problem !== null) bad('default', pairs.get('default')?.value, problem.en);
  return param;
}

/** Reads `params:`, in the order of the file, which is the order of the form. */
export function readParams(node: YAMLMap, base: number, report: Report): Param[] {
  return node.items.flatMap(({ key, value }) => {
    const name = scalarText(key) ?? '';
    if (!paramSchema.shape.name.safeParse(name).success) {
      report(nodeAt(key, base), 'bad-value', { key: 'params', value: name, expected: '^[a-z][a-z0-9_]{0,31}$' });
      return [];
    }
    if (value === null || (isScalar(value) && value.value === null)) {
      return [{ name, type: 'string', title: name, required: true, many: false, default: null, from: null, group: null, regex: null, values: [], min: null, max: null }];
    }
    if (!isMap(value)) {
      report(nodeAt(value, base), 'bad-value', { key: name, value: scalarText(value) ?? '', expected: '{ type: host }' });
      return [];
    }
    return readParam(name, value, base, report) ?? [];
  });
}
