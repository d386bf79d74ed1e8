import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import type { z } from 'zod';
import type { Finding } from '../runbook/runbook';
import { finding, quoted, type Place } from './finding';
import { schemaFindings } from './schema-findings';
import type { Locate } from './locate';

/** A file larger than this is not looked at, bytes of UTF-8. */
export const yamlLimit = 256 * 1024;

/** More unfolded aliases than this are a bomb and not a convenience. */
const aliasLimit = 20;

/** `__proto__` is the one key that could reach behind an object. */
const reservedKeys: ReadonlySet<string> = new Set(['__proto__']);

/** One YAML file, read: its value where it is whole, and everything that is wrong with it. */
export interface YamlReading<T> {
  readonly file: string;
  readonly value: T | null;
  readonly findings: readonly Finding[];
  /** The place of a path, or of the nearest thing above it that exists. */
  readonly locate: Locate;
  /** Visits every `key: text` pair of the file, aliases not followed. */
  readonly texts: readonly { readonly key: string; readonly text: string; readonly place: Place }[];
}

/** The tree without the schema: for edits that must keep comments, and for the reading below. */
export function parseYaml(text: string): { readonly document: Document.Parsed; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text.startsWith('\uFEFF') ? text.slice(1) : text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  return { document, lines };
}

/**
 * Text to value, with a finding for everything that is wrong: the exact line and column, what, and what to do. It never
 * throws and never unfolds what a hostile file asks for. `value` is null as soon as there is one error.
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): YamlReading<T> {
  const start: Place = { file, line: 1, column: 1 };
  const failed = (findings: readonly Finding[]): YamlReading<T> => ({ file, value: null, findings, locate: () => start, texts: [] });
  if (text.length > yamlLimit) return failed([finding(start, 'file-too-large', { limit: yamlLimit / 1024 })]);
  try {
    const { document, lines } = parseYaml(text);
    const placeAt = (offset: number): Place => {
      const { line, col } = lines.linePos(offset);
      return { file, line: Math.max(1, line), column: Math.max(1, col) };
    };
    const locate = locator(document, placeAt);
    const problems = told(document).map((error) => yamlFinding(error, text, placeAt(error.pos[0])));
    const { texts, reserved } = walk(document, placeAt);
    for (const { key, place } of reserved) problems.push(finding(place, 'reserved-key', { key }));
    if (problems.length > 0) return { ...failed(problems), locate, texts };
    const parsed = schema.safeParse(plainValue(document));
    if (parsed.success) return { file, value: parsed.data, findings: [], locate, texts };
    return { ...failed(schemaFindings(parsed.error.issues, schema, plainValue(document), locate)), locate, texts };
  } catch (error) {
    // The parser throws for two kinds of bomb: aliases that unfold to too much, and nesting that exhausts the stack.
    if (error instanceof ReferenceError) return failed([finding(start, 'too-many-aliases', {})]);
    if (error instanceof RangeError) return failed([finding(start, 'too-deep', {})]);
    throw error;
  }
}

/** The plain data of a text; null where it has an error, or unfolds to too much. */
export function yamlData(text: string): { readonly value: unknown } | null {
  try {
    const { document } = parseYaml(text);
    return document.errors.length > 0 ? null : { value: plainValue(document) };
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return null;
    throw error;
  }
}

/** An empty file is an empty mapping: every file but breakglass.yaml may be empty. */
function plainValue(document: Document.Parsed): unknown {
  // SECURITY: without the limit nine lines of aliases unfold to gigabytes.
  const value: unknown = document.toJS({ maxAliasCount: aliasLimit });
  return value ?? {};
}

/** What to tell of the parser's errors: every doubled key, and of the others the first, because it causes the rest. */
function told(document: Document.Parsed): YAMLError[] {
  const errors: YAMLError[] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY');
}

function walk(
  document: Document.Parsed,
  placeAt: (offset: number) => Place,
): { texts: { key: string; text: string; place: Place }[]; reserved: { key: string; place: Place }[] } {
  const texts: { key: string; text: string; place: Place }[] = [];
  const reserved: { key: string; place: Place }[] = [];
  visit(document, {
    Pair: (_index, { key, value }) => {
      if (!isScalar(key) || typeof key.value !== 'string') return;
      if (reservedKeys.has(key.value)) reserved.push({ key: key.value, place: placeAt(key.range?.[0] ?? 0) });
      if (isScalar(value) && typeof value.value === 'string') {
        texts.push({ key: key.value, text: value.value, place: placeAt(value.range?.[0] ?? 0) });
      }
    },
  });
  return { texts, reserved };
}

/** Finds the place of a path in a parsed document. */
export function locator(document: Document.Parsed, placeAt: (offset: number) => Place): Locate {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  return (path, at = 'value') => {
    let node: unknown = resolved(document.contents);
    let place = placeAt(isNode(node) ? (node.range?.[0] ?? 0) : 0);
    for (const [depth, name] of path.entries()) {
      let next: unknown;
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(name));
        if (!isPair(pair)) return place;
        const wanted = depth === path.length - 1 ? at : 'value';
        const spot: unknown = wanted === 'key' || !isNode(pair.value) ? pair.key : pair.value;
        if (isNode(spot)) place = placeAt(spot.range?.[0] ?? 0);
        next = pair.value;
      } else if (isSeq(node)) {
        next = node.items[Number(name)];
        if (!isNode(next)) return place;
        place = placeAt(next.range?.[0] ?? 0);
      } else {
        return place;
      }
      node = resolved(next);
    }
    return place;
  };
}

function yamlFinding(error: YAMLError, text: string, place: Place): Finding {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return finding(place, 'duplicate-key', { key: quoted(/^[^\s:,}]{1,80}/.exec(text.slice(error.pos[0]))?.[0] ?? '') });
    case 'TAB_AS_INDENT':
      return finding(place, 'tab', {});
    case 'MULTIPLE_DOCS':
      return finding(place, 'several-documents', {});
    case 'RESOURCE_EXHAUSTION':
      return finding(place, 'too-deep', {});
    default:
      return finding(place, 'bad-yaml', { detail: quoted(error.message) });
  }
}
