import { Document, isAlias, isCollection, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { commentsOf, hasItems, itemPlaces, lastCharacter, lineEnd, topMapping, writtenNode, writtenYaml, type Entry, type ItemPlace } from './entry-lines';
import { parseYaml } from './read-yaml';

/**
 * The text with one item of a list of the top mapping changed: what means the same keeps its bytes where that can be had,
 * comments always, and every other item keeps every byte. Null where it cannot: the file is then one for an editor.
 */
export function withChangedEntry(text: string, list: string, index: number, entry: Entry): string | null {
  return edited(text, list, index, (old) => merged(old, entry), [
    (plain) => {
      const place = itemPlaces(plain, list)?.[index];
      return place === undefined ? null : withValues(plain, place, entry);
    },
    (plain) => {
      const place = itemPlaces(plain, list)?.[index];
      return place === undefined ? null : withItemAnew(plain, place, entry);
    },
    (plain) => {
      const { document } = parseYaml(plain);
      const items: unknown = document.get(list, true);
      const item: unknown = isSeq(items) ? items.items[index] : null;
      if (item === null || item === undefined) return null;
      amend(item as YAMLMap, entry);
      return document.toString({ lineWidth: 0, flowCollectionPadding: true });
    },
  ]);
}

/** The text without one item of a list, and without the comments right above and beside it. Null as above. */
export function withoutEntry(text: string, list: string, index: number): string | null {
  return edited(text, list, index, () => null, [
    (plain) => {
      const places = itemPlaces(plain, list);
      const place = places?.[index];
      if (places === null || place === undefined) return null;
      const lines = plain.split('\n');
      const isBlank = (line: number): boolean => (lines[line] ?? '').trim() === '';
      // Of two blank lines that would meet one is enough.
      const first = index > 0 && isBlank(place.first - 1) && isBlank(place.after) ? place.first - 1 : place.first;
      const rest = [...lines.slice(0, first), ...lines.slice(place.after)];
      if (places.length > 1) return rest.join('\n');
      const heading = rest.findIndex((line) => line.startsWith(`${list}:`));
      return rest.map((line, nth) => (nth === heading ? line.replace(`${list}:`, `${list}: []`) : line)).join('\n');
    },
    (plain) => {
      const { document } = parseYaml(plain);
      const items: unknown = document.get(list, true);
      if (!isSeq(items)) return null;
      items.items.splice(index, 1);
      return document.toString({ lineWidth: 0, flowCollectionPadding: true });
    },
  ]);
}

/** The text with one item of a list at another place, its lines and the comments above them unchanged. Null as above. */
export function withMovedEntry(text: string, list: string, from: number, to: number): string | null {
  if (from === to) return text;
  const before = topMapping(text.replace(/^\uFEFF/, ''));
  const items: unknown = before?.[list];
  const places = itemPlaces(text.replace(/^\uFEFF/, ''), list);
  const place = places?.[from];
  const target = places?.[to];
  if (before === null || !Array.isArray(items) || place === undefined || target === undefined) return null;
  const lines = text.split('\n');
  const mine = lines.slice(place.first, place.after);
  const at = to > from ? target.after : target.first;
  const after = [...lines.slice(0, Math.min(at, place.first)), ...(at < place.first ? [...mine, ...lines.slice(at, place.first), ...lines.slice(place.after)] : [...lines.slice(place.after, at), ...mine, ...lines.slice(at)])].join('\n');
  const rest = items.filter((_item, nth) => nth !== from) as readonly unknown[];
  const wanted = [...rest.slice(0, to), (items as readonly unknown[])[from], ...rest.slice(to)];
  return hasItems(after.replace(/^\uFEFF/, ''), before, list, wanted) ? after : null;
}

/** The first of the ways to edit a text that gives exactly what was meant and keeps the comments around it. */
function edited(text: string, list: string, index: number, change: (old: Entry) => Entry | null, ways: readonly ((plain: string) => string | null)[]): string | null {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const plain = text.slice(mark.length);
  const before = topMapping(plain);
  const items: unknown = before?.[list];
  const old: unknown = Array.isArray(items) ? (items as readonly unknown[])[index] : null;
  if (before === null || !Array.isArray(items) || typeof old !== 'object' || old === null) return null;
  const changed = change(old as Entry);
  if (JSON.stringify(changed) === JSON.stringify(old)) return text;
  const wanted = (items as readonly unknown[]).flatMap((item, nth) => (nth === index ? (changed === null ? [] : [changed]) : [item]));
  for (const way of ways) {
    const after = way(plain);
    if (after !== null && hasItems(after, before, list, wanted) && (changed === null || keepsAll(plain, after))) return `${mark}${after}`;
  }
  return null;
}

function keepsAll(before: string, after: string): boolean {
  return JSON.stringify([...commentsOf(before)].sort()) === JSON.stringify([...commentsOf(after)].sort());
}

/** The new values in the order of the old ones; what is new comes last. */
function merged(old: Entry, entry: Entry): Entry {
  const kept = Object.keys(old).filter((key) => Object.hasOwn(entry, key));
  return Object.fromEntries([...kept, ...Object.keys(entry).filter((key) => !Object.hasOwn(old, key))].map((key) => [key, entry[key]]));
}

/** The text with new values in the places of the old ones, and keys that come or go as lines of a block; null where that does not do. */
function withValues(text: string, { node, from, to }: ItemPlace, entry: Entry): string | null {
  const old = node.toJSON() as Entry;
  const isBlock = node.flow !== true;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const cuts: { readonly from: number; readonly to: number; readonly put: string }[] = [];
  for (const [nth, { key, value }] of node.items.entries()) {
    if (!isScalar(key) || !key.range) return null;
    const name = String(key.value);
    if (Object.hasOwn(entry, name) && JSON.stringify(old[name]) === JSON.stringify(entry[name])) continue;
    if (!isNode(value) || !value.range || isAlias(value)) return null;
    if (Object.hasOwn(entry, name)) {
      if (isCollection(value) && value.flow !== true) return null;
      const isText = isScalar(value) && (value.type === 'BLOCK_FOLDED' || value.type === 'BLOCK_LITERAL');
      if (isText) return null;
      cuts.push({ from: value.range[0], to: value.range[1], put: onOneLine(entry[name]) });
    } else {
      // The first key shares its line with the dash.
      if (!isBlock || nth === 0) return null;
      const line = text.lastIndexOf('\n', key.range[0] - 1) + 1;
      const end = lineEnd(text, lastCharacter(text, key.range[0], value.range[1])) + eol.length;
      cuts.push({ from: line, to: Math.min(end, text.length), put: '' });
    }
  }
  const added = Object.entries(entry).filter(([key]) => !Object.hasOwn(old, key));
  if (added.length > 0) {
    if (!isBlock) return null;
    const end = lineEnd(text, to - 1);
    cuts.push({ from: end, to: end, put: added.map(([key, value]) => `${eol}${' '.repeat(from - start)}${writtenYaml(key, true)}: ${onOneLine(value)}`).join('') });
  }
  return cuts.sort((a, b) => b.from - a.from).reduce((after, cut) => `${after.slice(0, cut.from)}${cut.put}${after.slice(cut.to)}`, text);
}

/** A value as it may stand behind a key of a mapping on one line. */
function onOneLine(value: unknown): string {
  return writtenYaml({ k: value }, true).slice('{ k: '.length, -' }'.length);
}

/** The text with one mapping written anew, with its comments. */
function withItemAnew(text: string, { node, from, to }: ItemPlace, entry: Entry): string | null {
  amend(node, entry);
  // What stands around the mapping stays in the text as it is.
  node.commentBefore = null;
  if (node.flow === true) node.comment = null;
  const written = writtenNode(node);
  if (written === null) return null;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = written.split('\n').map((line, nth) => (nth === 0 || line === '' ? line : `${' '.repeat(from - start)}${line}`));
  return `${text.slice(0, from)}${lines.join(eol)}${text.slice(to)}`;
}

/** Sets what differs and removes what is gone. */
function amend(node: YAMLMap, entry: Entry): void {
  const old = node.toJSON() as Entry;
  for (const key of Object.keys(old)) if (!Object.hasOwn(entry, key)) node.delete(key);
  for (const [key, value] of Object.entries(entry)) if (JSON.stringify(old[key]) !== JSON.stringify(value)) node.set(key, flowNode(value));
}

/** A new list or mapping takes no lines of its own; a text keeps the quotes of the one before it. */
function flowNode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { contents } = new Document<Node>(value, { version: '1.2', schema: 'core' });
  if (isCollection(contents)) contents.flow = true;
  return contents;
}
