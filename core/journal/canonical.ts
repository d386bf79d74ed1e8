/** A value that canonical JSON can write. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** How deep objects and lists may stand in one another, the outermost counted: every program must come to the same end. */
const maxDepth = 64;

/**
 * Canonical JSON (RFC 8785): no spaces, names sorted by UTF-16 code units, numbers as ECMAScript prints them.
 * Throws a TypeError that names the place for anything two programs could write differently: NaN, infinities, integers
 * beyond 2^53 - 1, lone surrogates, `undefined`, values that JSON does not have, and more than 64 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

/**
 * Makes data fit for a journal line: lone surrogates become U+FFFD, in names and values (text from outside may hold them),
 * and a field that is `undefined` is a field that is absent.
 */
export function wellFormed<T>(value: T): T {
  return repair(value as Json) as T;
}

/** Where in the value the writer is: names and indices from the top. Kept in one list, because it is for errors only. */
type Path = (string | number)[];

function write(value: unknown, path: Path): string {
  switch (typeof value) {
    case 'string':
      return writeText(value, path);
    case 'number':
      return writeNumber(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (path.length >= maxDepth) throw unwritable(path, `more than ${String(maxDepth)} levels`);
      return Array.isArray(value) ? writeList(value, path) : writeObject(value as Record<string, unknown>, path);
    default:
      throw unwritable(path, `JSON has no ${typeof value}`);
  }
}

function writeText(text: string, path: Path): string {
  if (loneSurrogate.test(text)) throw unwritable(path, 'a lone surrogate');
  return JSON.stringify(text);
}

function writeNumber(number: number, path: Path): string {
  if (!Number.isFinite(number)) throw unwritable(path, `${number} is not a JSON number`);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw unwritable(path, 'an integer beyond 2^53 - 1');
  return JSON.stringify(number);
}

function writeList(list: readonly unknown[], path: Path): string {
  let text = '';
  // By index, so that a hole is refused like any other `undefined`.
  for (let index = 0; index < list.length; index += 1) {
    path.push(index);
    text += `${index === 0 ? '' : ','}${write(list[index], path)}`;
    path.pop();
  }
  return `[${text}]`;
}

function writeObject(object: Readonly<Record<string, unknown>>, path: Path): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== null && prototype !== Object.prototype) throw unwritable(path, 'not a plain object');
  let text = '';
  for (const name of Object.keys(object).sort()) {
    path.push(name);
    text += `${text === '' ? '' : ','}${writeText(name, path)}:${write(object[name], path)}`;
    path.pop();
  }
  return `{${text}}`;
}

function unwritable(path: Path, why: string): TypeError {
  const place = path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${part}`));
  return new TypeError(`$${place.join('')}: ${why}`);
}

function repair(value: Json): Json {
  if (typeof value === 'string') return value.replace(loneSurrogates, '\ufffd');
  if (Array.isArray(value)) return value.map((item: Json) => repair(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name.replace(loneSurrogates, '\ufffd'), repair(item)]),
  );
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const loneSurrogates = new RegExp(loneSurrogate, 'g');
