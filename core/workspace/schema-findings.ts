import type { z } from 'zod';
import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import { didYouMean, finding, quoted } from './finding';
import type { Locate, YamlPath } from './locate';
import { knownKeys } from './schema-keys';

/** Forms that schemas refer to by name (`.regex(pattern, 'duration')`), in words. */
const forms: Readonly<Record<string, Text>> = {
  duration: { en: 'A number and a unit: 500ms, 30s, 5m, 8h, 90d.', ko: '숫자와 단위로 쓰십시오: 500ms, 30s, 5m, 8h, 90d.' },
  id: { en: 'Lower-case letters, digits, dash and underscore, at most 64, starting with a letter or digit.', ko: '소문자, 숫자, 빼기, 밑줄로 64자까지 쓰고 글자나 숫자로 시작하십시오.' },
  'inventory-file': { en: 'A file below the folder inventory, such as inventory/prod.ini: letters, digits, dot, dash, underscore; no links out of the workspace.', ko: 'inventory 폴더 안의 파일을 적으십시오(예: inventory/prod.ini). 영문자, 숫자, 점, 빼기, 밑줄만 쓸 수 있습니다.' },
  'host-name': { en: 'Letters, digits, dot, dash and underscore, at most 64, starting with a letter or digit.', ko: '영문자, 숫자, 점, 빼기, 밑줄로 64자까지 쓰고 글자나 숫자로 시작하십시오.' },
  'no-blanks': { en: 'No blanks, and no dash at its beginning.', ko: '빈칸 없이 쓰고 빼기로 시작하지 마십시오.' },
  url: { en: 'A whole address of a kind that fits here, such as https://host.example.com/path.', ko: '여기에 맞는 전체 주소를 쓰십시오. 예: https://host.example.com/path' },
  label: { en: 'A label name: letters, digits and _.', ko: '레이블 이름은 영문자, 숫자, _로 씁니다.' },
  date: { en: 'A day as year, month and day: 2026-11-22.', ko: '연, 월, 일로 쓰십시오: 2026-11-22.' },
  'day-or-moment': { en: 'A day or a moment: 2026-11-22 or 2026-11-22 18:00.', ko: '날짜 또는 시각으로 쓰십시오: 2026-11-22 또는 2026-11-22 18:00.' },
  'remote-url': { en: 'An address that git may go to: ssh://git@host/path, git@host:path, https://host/path, or file:///path.', ko: 'git이 갈 수 있는 주소를 쓰십시오: ssh://git@host/path, git@host:path, https://host/path, file:///path.' },
  'clock-time': { en: 'Hours and minutes in quotes: "22:00".', ko: '시와 분을 따옴표로 묶어 쓰십시오: "22:00".' },
};

/** The form that a schema asks for: by its name, by its kind, in its author's words, or as the bare pattern. */
function formOf(issue: z.core.$ZodIssueInvalidStringFormat): Text {
  const named = forms[issue.message] ?? forms[issue.format];
  if (named !== undefined) return named;
  if (!issue.message.startsWith('Invalid')) return { en: quoted(issue.message), ko: quoted(issue.message) };
  const pattern = issue.pattern ?? issue.format;
  return { en: `It must match ${pattern}.`, ko: `다음 형식이어야 합니다: ${pattern}` };
}

const kinds: Readonly<Record<string, Text>> = {
  string: { en: 'text', ko: '글자' },
  number: { en: 'a number', ko: '숫자' },
  int: { en: 'a whole number', ko: '정수' },
  boolean: { en: 'true or false', ko: 'true 또는 false' },
  array: { en: 'a list', ko: '목록' },
  object: { en: 'a mapping (key: value)', ko: '키: 값 묶음' },
  record: { en: 'a mapping (key: value)', ko: '키: 값 묶음' },
  null: { en: 'nothing', ko: '빈 값' },
};

function kindName(kind: string): Text {
  return kinds[kind] ?? { en: kind, ko: kind };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function valueAt(root: unknown, path: YamlPath): unknown {
  let value = root;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[name];
  }
  return value;
}

/** What a schema says, as findings: each at its key or value, in both languages, with the nearest known word. */
export function schemaFindings(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  root: unknown,
  locate: Locate,
  prefix: YamlPath = [],
): Finding[] {
  return issues.flatMap((issue) => {
    const inner = issue.path.filter((name): name is string | number => typeof name !== 'symbol');
    return issueFindings(issue, { schema, root, locate, prefix, inner, path: [...prefix, ...inner] });
  });
}

interface Context {
  readonly schema: z.ZodType;
  readonly root: unknown;
  readonly locate: Locate;
  readonly prefix: YamlPath;
  /** From the schema's own root. */
  readonly inner: YamlPath;
  /** From the file's root. */
  readonly path: YamlPath;
}

function issueFindings(issue: z.core.$ZodIssue, context: Context): Finding[] {
  const { schema, root, locate, prefix, inner, path } = context;
  const key = quoted(String(path.at(-1) ?? ''));
  const place = locate(path);
  const value = valueAt(root, path);
  if (issue.code !== 'unrecognized_keys' && value === undefined && path.length > 0) {
    const expected = issue.code === 'invalid_type' ? kindName(issue.expected) : { en: 'a value', ko: '값' };
    return [finding(locate(path.slice(0, -1)), 'missing-key', { key, expected: { en: `${key}: ${expected.en}`, ko: `${key}: ${expected.ko}` } })];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((unknown) =>
        finding(locate([...path, unknown], 'key'), 'unknown-key', { key: quoted(unknown) }, didYouMean(unknown, knownKeys(schema, inner))),
      );
    case 'invalid_type':
      return [finding(place, 'wrong-type', { key, expected: kindName(issue.expected), found: kindName(kindOf(value)) })];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return [finding(place, 'not-one-of', { key, allowed: allowed.join(', ') }, typeof value === 'string' ? didYouMean(value, allowed) : undefined)];
    }
    case 'too_small':
    case 'too_big':
      return [finding(place, 'out-of-range', { key, bound: boundOf(issue) })];
    case 'not_multiple_of':
      return [finding(place, 'out-of-range', { key, bound: { en: `a multiple of ${issue.divisor}`, ko: `${issue.divisor}의 배수` } })];
    case 'invalid_format':
      return [finding(place, 'wrong-form', { key, form: formOf(issue) })];
    case 'invalid_key':
      return [finding(locate(path, 'key'), 'wrong-form', { key, form: forms['id'] ?? '' })];
    case 'invalid_union': {
      // The branch that came closest says best what is wrong.
      const [closest] = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
      if (closest === undefined) return [finding(place, 'wrong-value', { key, why: quoted(issue.message) })];
      return schemaFindings(closest, schema, root, locate, path.length > 0 ? path : prefix);
    }
    case 'invalid_element':
      return schemaFindings(issue.issues, schema, root, locate, path);
    case 'custom':
      return [finding(place, 'wrong-value', { key, why: quoted(issue.message) })];
  }
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function boundOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Text {
  const low = issue.code === 'too_small';
  const limit = Number(low ? issue.minimum : issue.maximum);
  switch (issue.origin) {
    case 'string':
      return low ? { en: `at least ${limit} characters long`, ko: `${limit}자 이상` } : { en: `at most ${limit} characters long`, ko: `${limit}자 이하` };
    case 'array':
      return low ? { en: `a list of at least ${limit}`, ko: `${limit}개 이상` } : { en: `a list of at most ${limit}`, ko: `${limit}개 이하` };
    default:
      return low ? { en: `at least ${limit}`, ko: `${limit} 이상` } : { en: `at most ${limit}`, ko: `${limit} 이하` };
  }
}
