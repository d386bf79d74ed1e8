import type { Attribute } from './attributes';
import { isHostPath, isWorkspacePath, largestFile, type StepFile } from './file-step';
import type { Report } from './rules';

type FileKind = StepFile['kind'];

const defaultMaxBytes = 10_485_760;
const parameter = /^\$[a-z][a-z0-9_]{0,31}$/;
const account = /^[a-z_][a-z0-9_-]{0,31}(?::[a-z_][a-z0-9_-]{0,31})?$/;

/** `4096`, `64KiB`, `10MiB` in bytes, at most the largest file; null for anything else. */
export function parseSize(text: string): number | null {
  const [, digits, unit = ''] = /^([1-9]\d{0,8})(KiB|MiB)?$/.exec(text) ?? [];
  if (digits === undefined) return null;
  const bytes = Number(digits) * (unit === 'MiB' ? 1_048_576 : unit === 'KiB' ? 1_024 : 1);
  return bytes <= largestFile ? bytes : null;
}

const isPathOnHost = (value: string): boolean => isHostPath(value) || parameter.test(value);
const hostPathExpected = '/absolute/path, $parameter';

interface FileAttribute {
  readonly kinds: readonly FileKind[];
  readonly accepts: (value: string, kind: FileKind) => boolean;
  readonly expected: (kind: FileKind) => string;
}

const attributes: Readonly<Record<string, FileAttribute>> = {
  from: {
    kinds: ['get', 'put'],
    accepts: (value, kind) => (kind === 'put' ? isWorkspacePath(value) : isPathOnHost(value)),
    expected: (kind) => (kind === 'put' ? 'path/below/the/workspace' : hostPathExpected),
  },
  to: { kinds: ['put'], accepts: isPathOnHost, expected: () => hostPathExpected },
  mode: { kinds: ['put'], accepts: (value) => /^0?[0-7]{3}$/.test(value), expected: () => '0644' },
  owner: { kinds: ['put'], accepts: (value) => account.test(value), expected: () => 'user, user:group' },
  max: { kinds: ['get'], accepts: (value) => parseSize(value) !== null, expected: () => '1–64MiB' },
};

export const fileAttributeNames: readonly string[] = Object.keys(attributes);

/** Attributes of other steps that mean nothing where a file is moved by a fixed script. */
const meaningless: readonly string[] = ['each', 'cwd', 'user', 'unchanged'];

/** Whether a block of this kind may carry the attribute, as far as this file has a say. */
export function suitsFileStep(kind: string, key: string): boolean {
  const isFileKind = kind === 'get' || kind === 'put';
  if (!Object.hasOwn(attributes, key)) return !(isFileKind && meaningless.includes(key));
  return isFileKind && attributes[key]?.kinds.includes(kind) === true;
}

/** Reads what a `get` or `put` block moves; `at` is where the block begins. Null when it was reported. */
export function readFileAttributes(kind: FileKind, given: readonly Attribute[], at: number, report: Report): StepFile | null {
  const values = new Map<string, string>();
  let broken = false;
  for (const { key, value, valueAt } of given) {
    const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (attribute === undefined || !attribute.kinds.includes(kind)) continue;
    if (attribute.accepts(value, kind)) values.set(key, value);
    else {
      report(valueAt, 'bad-value', { key, value, expected: attribute.expected(kind) });
      broken = true;
    }
  }
  const needed = kind === 'put' ? ['from', 'to'] : ['from'];
  for (const key of needed) {
    if (given.some((attribute) => attribute.key === key)) continue;
    report(at, 'attribute-missing', { key, kind });
    broken = true;
  }
  if (broken) return null;
  const from = values.get('from') ?? '';
  if (kind === 'get') return { kind, from, maxBytes: parseSize(values.get('max') ?? '') ?? defaultMaxBytes };
  return { kind, from, to: values.get('to') ?? '', mode: values.get('mode') ?? null, owner: values.get('owner') ?? null };
}
