import { isMap, isNode, isScalar, isSeq, type Pair, type YAMLSeq } from 'yaml';
import { commentsOf, hasItems, lastCharacter, lineEnd, topMapping, writtenYaml, type Entry } from './entry-lines';
import { parseYaml } from './read-yaml';

/** A flow mapping longer than this is written as a block, characters. */
const longestLine = 118;

/**
 * The text with one more entry in a list of the top mapping, as item `index` (the last for null). What is there keeps
 * every byte: the entry is put between two lines. Where the list is written in a form without lines of its own, the
 * document is edited and written anew, comments and order kept. Null where neither gives exactly the list that was
 * meant: then the file is not one that a program should touch.
 */
export function withEntry(text: string, list: string, entry: Entry, index: number | null): { readonly text: string; readonly index: number } | null {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const plain = text.slice(mark.length);
  const before = topMapping(plain);
  if (before === null) return null;
  const present = before[list] ?? [];
  if (!Array.isArray(present)) return null;
  const at = Math.min(index ?? present.length, present.length);
  const wanted = [...(present as unknown[]).slice(0, at), entry, ...(present as unknown[]).slice(at)];
  for (const after of [spliced(plain, list, entry, at), edited(plain, list, entry, at)]) {
    if (after !== null && hasItems(after, before, list, wanted) && keepsComments(plain, after)) return { text: `${mark}${after}`, index: at };
  }
  return null;
}

function keepsComments(before: string, after: string): boolean {
  const kept = commentsOf(after);
  return commentsOf(before).every((comment) => kept.includes(comment));
}

/** The text with new lines between two of its own; null where there is no such place. */
function spliced(text: string, list: string, entry: Entry, at: number): string | null {
  const { document } = parseYaml(text);
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  const lines = (indent: string): string => itemLines(entry, indent).join(eol);
  if (!isMap(document.contents) || !document.has(list)) {
    const start = text === '' || text.endsWith('\n') ? text : `${text}${eol}`;
    return `${start}${list}:${eol}${lines('  ')}${eol}`;
  }
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === list);
  const key = pair?.key;
  if (pair === undefined || !isNode(key) || !key.range) return null;
  const { value } = pair as Pair;
  if (isSeq(value) && value.items.length > 0) return value.flow === true ? null : betweenItems(text, value, at, key.range[1], lines, eol);
  const heading = lineEnd(text, key.range[1]);
  if (isSeq(value)) {
    const [from, to] = value.range ?? [0, 0];
    // The brackets of an empty list go; what is written behind them on the line stays.
    if (to > heading || !/^\[\s*\]$/.test(text.slice(from, to))) return null;
    const rest = text.slice(to, heading);
    return `${text.slice(0, from).replace(/[ \t]+$/, '')}${rest}${eol}${lines('  ')}${text.slice(heading)}`;
  }
  if (value !== null && !(isScalar(value) && value.value === null && value.source === '')) return null;
  return `${text.slice(0, heading)}${eol}${lines('  ')}${text.slice(heading)}`;
}

function betweenItems(text: string, items: YAMLSeq, at: number, keyEnd: number, lines: (indent: string) => string, eol: string): string | null {
  const [first] = items.items;
  if (!isNode(first) || !first.range) return null;
  const lead = text.slice(text.lastIndexOf('\n', first.range[0] - 1) + 1, first.range[0]);
  const indent = /^([ ]*)-\s+$/.exec(lead)?.[1];
  if (indent === undefined) return null;
  const previous = at === 0 ? null : items.items[at - 1];
  // Behind the item before it, or behind the heading: a comment above an item is about that item.
  const behind = previous === null ? keyEnd : isNode(previous) && previous.range ? lastCharacter(text, previous.range[0], previous.range[1]) : null;
  if (behind === null) return null;
  const end = lineEnd(text, behind);
  const tail = text.slice(end);
  return `${text.slice(0, end)}${eol}${lines(indent)}${tail === '' ? eol : tail}`;
}

/** An entry as the lines of a list item: on one line where it fits. */
function itemLines(entry: Entry, indent: string): readonly string[] {
  const flow = writtenYaml(entry, true);
  if (!flow.includes('\n') && indent.length + flow.length + 2 <= longestLine) return [`${indent}- ${flow}`];
  return writtenYaml(entry, false)
    .split('\n')
    .map((line, nth) => (line === '' ? '' : `${indent}${nth === 0 ? '- ' : '  '}${line}`));
}

/** The document with the entry, written anew. */
function edited(text: string, list: string, entry: Entry, at: number): string | null {
  const { document } = parseYaml(text);
  const present: unknown = document.get(list, true);
  if (!isSeq(present)) return null;
  present.items.splice(at, 0, document.createNode(entry));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
