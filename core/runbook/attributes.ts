import { isMap, isScalar, parseDocument } from 'yaml';
import type { Report } from './rules';

/** One attribute of a fenced block as written, with where it stands in the file. */
export interface Attribute {
  readonly key: string;
  readonly value: string;
  readonly keyAt: number;
  readonly valueAt: number;
}

/** What stands behind the opening fence: the language and the attributes. */
export interface FenceInfo {
  readonly language: string;
  readonly attributes: readonly Attribute[];
}

const opening = /^(`{3,}|~{3,})[ \t]*([^\s{`]*)[ \t]*/;
const ours = /([A-Za-z][A-Za-z0-9_-]*)(?:[ \t]*=[ \t]*("(?:[^"\\]|\\["\\])*"|[^\s,{}"=]+))?/y;
const separator = /[ \t]*(?:,[ \t]*)?/y;

/** `{name=look, on="api"}`: a word without a value is an error, so that `sudo` is never silently nothing. */
function readOurs(body: string, offset: number, report: Report): Attribute[] | null {
  const found: Attribute[] = [];
  let at = 0;
  const skip = (): void => {
    separator.lastIndex = at;
    at += separator.exec(body)?.[0].length ?? 0;
  };
  for (skip(); at < body.length; skip()) {
    ours.lastIndex = at;
    const match = ours.exec(body);
    const [whole = '', key = '', raw] = match ?? [];
    if (match === null || raw === undefined) {
      report(offset + at, 'attributes-broken');
      return null;
    }
    const value = raw.startsWith('"') ? raw.slice(1, -1).replace(/\\(["\\])/g, '$1') : raw;
    found.push({ key, value, keyAt: offset + at, valueAt: offset + at + whole.length - raw.length });
    at += whole.length;
  }
  return found;
}

/** `{"name": "look"}` as runme writes it. The text must be JSON; it is read as YAML only to learn where keys stand. */
function readJson(text: string, offset: number, report: Report): Attribute[] | null {
  try {
    JSON.parse(text);
  } catch {
    report(offset, 'attributes-broken');
    return null;
  }
  const { contents } = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  if (!isMap(contents)) {
    report(offset, 'attributes-broken');
    return null;
  }
  const found: Attribute[] = [];
  for (const pair of contents.items) {
    const { key, value } = pair;
    if (!isScalar(key) || !isScalar(value)) {
      report(offset + (isScalar(key) ? (key.range?.[0] ?? 0) : 0), 'attributes-broken');
      return null;
    }
    const keyAt = offset + (key.range?.[0] ?? 0);
    found.push({ key: String(key.value), value: String(value.value), keyAt, valueAt: offset + (value.range?.[0] ?? 0) });
  }
  return found;
}

/**
 * Reads the line that opens a fence, from the file's own characters (Markdown would have decoded escapes in it).
 * `offset` is where the line begins in the file. Null when the attributes cannot be read; then it was reported.
 */
export function readFence(line: string, offset: number, report: Report): FenceInfo | null {
  const match = opening.exec(line);
  if (match === null) return { language: '', attributes: [] };
  const language = match[2] ?? '';
  const start = match[0].length;
  const rest = line.slice(start).trimEnd();
  if (rest === '') return { language, attributes: [] };
  if (!rest.startsWith('{') || !rest.endsWith('}')) {
    // Words behind the language are other tools' business, as long as they do not look like ours.
    if (!rest.includes('{') && !rest.includes('=')) return { language, attributes: [] };
    report(offset + start, 'attributes-broken');
    return null;
  }
  const json = /^\{\s*"/.test(rest);
  const attributes = json ? readJson(rest, offset + start, report) : readOurs(rest.slice(1, -1), offset + start + 1, report);
  if (attributes === null) return null;
  const seen = new Set<string>();
  for (const { key, keyAt } of attributes) {
    if (seen.has(key)) report(keyAt, 'duplicate-attribute', { key });
    seen.add(key);
  }
  return { language, attributes };
}
