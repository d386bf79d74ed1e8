import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { gradeSchema } from '../alert/alert';
import { personId } from '../team/team';
import { parseDuration } from './duration';
import { readParams } from './read-params';
import type { Report } from './rules';
import type { Runbook } from './runbook';
import { knownPairs, nodeAt, scalarText } from './yaml-nodes';

/** What the front matter says. `title` is null where it says none. */
export type FrontMatter = Pick<Runbook, 'grades' | 'matches' | 'owner' | 'drillEveryMs' | 'params'> & { readonly title: string | null };

const keys = ['title', 'grade', 'matches', 'params', 'owner', 'drill-every'] as const;

const labelName = /^[a-zA-Z_][a-zA-Z0-9_.-]{0,127}$/;

/** SECURITY: names that an object would not keep as plain data. */
const unsafeNames: readonly string[] = ['__proto__', 'constructor', 'prototype'];

function readMatch(node: unknown, base: number, report: Report): Record<string, string> | null {
  if (!isMap(node) || node.items.length === 0) {
    report(nodeAt(node, base), 'bad-value', { key: 'matches', value: scalarText(node) ?? '', expected: '[{ alertname: Name }]' });
    return null;
  }
  const match: Record<string, string> = {};
  for (const { key, value } of node.items) {
    const name = scalarText(key) ?? '';
    const wanted = scalarText(value);
    if (!labelName.test(name) || unsafeNames.includes(name) || wanted === null) {
      report(nodeAt(key, base), 'bad-value', { key: 'matches', value: name, expected: 'label: value' });
      return null;
    }
    match[name] = wanted;
  }
  return match;
}

/** Anchors and aliases let a small text stand for a huge one; a runbook's front matter needs none. */
function usesAliases(node: unknown): boolean {
  if (isAlias(node)) return true;
  if (isMap(node)) return node.anchor !== undefined || node.items.some(({ key, value }) => usesAliases(key) || usesAliases(value));
  if (isSeq(node)) return node.anchor !== undefined || node.items.some(usesAliases);
  return isScalar(node) && node.anchor !== undefined;
}

/** Reads the YAML between the two `---` lines; `base` is its offset in the file. */
export function readFrontMatter(text: string, base: number, report: Report): FrontMatter {
  const empty: FrontMatter = { title: null, grades: [], matches: [], owner: null, drillEveryMs: null, params: [] };
  const document = parseDocument(text, { schema: 'core', version: '1.2', strict: true, uniqueKeys: true, prettyErrors: false, logLevel: 'silent' });
  for (const error of [...document.errors, ...document.warnings]) {
    if (error.code === 'DUPLICATE_KEY') report(base + error.pos[0], 'duplicate-key');
    else report(base + error.pos[0], 'front-matter-broken', { why: error.message });
  }
  if (document.errors.length > 0 || document.warnings.length > 0) return empty;
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return empty;
  if (usesAliases(root)) {
    report(base, 'front-matter-alias');
    return empty;
  }
  if (!isMap(root)) {
    report(base, 'front-matter-broken', { why: 'not a map' });
    return empty;
  }
  const pairs = knownPairs(root, keys, base, report);
  const bad = (key: string, node: unknown, expected: string): null => {
    report(nodeAt(node, base), 'bad-value', { key, value: scalarText(node) ?? '', expected });
    return null;
  };
  const scalar = <T>(key: string, expected: string, read: (value: string) => T | null): T | null => {
    const node = pairs.get(key)?.value;
    if (node === undefined) return null;
    const value = scalarText(node);
    return (value === null ? null : read(value)) ?? bad(key, node, expected);
  };
  const list = (key: string): readonly unknown[] => {
    const node = pairs.get(key)?.value;
    if (node === undefined) return [];
    if (isSeq(node)) return node.items;
    return isScalar(node) || isMap(node) ? [node] : [];
  };
  const grades = list('grade').flatMap((node) => {
    const grade = gradeSchema.safeParse(scalarText(node));
    return grade.success ? [grade.data] : (bad('grade', node, '911, 912, noise') ?? []);
  });
  const paramsNode = pairs.get('params')?.value;
  return {
    title: scalar('title', '1–200', (value) => (value.trim() !== '' && value.length <= 200 ? value.trim() : null)),
    grades,
    matches: list('matches')
      .map((node) => readMatch(node, base, report))
      .filter((match) => match !== null),
    owner: scalar('owner', 'person id', (value) => (personId.safeParse(value).success ? value : null)),
    drillEveryMs: scalar('drill-every', '1d, 90d', parseDuration),
    params: paramsNode === undefined ? [] : isMap(paramsNode) ? readParams(paramsNode, base, report) : (bad('params', paramsNode, 'name: { type: … }') ?? []),
  };
}
