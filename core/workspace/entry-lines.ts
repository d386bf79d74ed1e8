import { Document, isMap, isNode, isSeq, type Node, type YAMLMap } from 'yaml';
import { parseYaml, yamlData } from './read-yaml';

/** An entry as a mapping: keys in the order in which they are written. */
export type Entry = Readonly<Record<string, unknown>>;

/** The top mapping as plain data; null for a text that is none. */
export function topMapping(text: string): Readonly<Record<string, unknown>> | null {
  const value = yamlData(text)?.value ?? null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
}

/** The items of a list of the top mapping; null where there is no such list. */
export function itemsOf(text: string, list: string): readonly unknown[] | null {
  const items = topMapping(text)?.[list];
  return Array.isArray(items) ? (items as readonly unknown[]) : null;
}

/** Whether a text is exactly the one that was meant: its data, with other items in one list. */
export function hasItems(text: string, before: Readonly<Record<string, unknown>>, list: string, items: readonly unknown[]): boolean {
  return JSON.stringify(topMapping(text)) === JSON.stringify({ ...before, [list]: items });
}

/** The comments of a text, in their order; what looks like one inside a text counts on both sides. */
export function commentsOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /(?:^|\s)#.*$/.exec(line)?.[0]?.trim() ?? []);
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  const end = found === -1 ? text.length : found;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** An offset without the blanks and line breaks in front of it: a block's range may reach to the next item. */
export function lastCharacter(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length - 1;
}

/** A value as YAML, without a line break at its end. */
export function writtenYaml(value: unknown, isFlow: boolean): string {
  const document = new Document(value, { version: '1.2', schema: 'core' });
  if (isFlow && (isMap(document.contents) || isSeq(document.contents))) document.contents.flow = true;
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}

/** One item of a block list, by the lines that it takes. */
export interface ItemPlace {
  readonly node: YAMLMap;
  /** Blanks in front of its dash. */
  readonly indent: string;
  /** The first line that is its own, counted from 0: comments right above it are about it. */
  readonly first: number;
  /** The line behind its last one. */
  readonly after: number;
  /** Where its mapping stands in the text. */
  readonly from: number;
  readonly to: number;
}

/** Where the items of a block list stand; null where the list has no lines of its own for each. */
export function itemPlaces(text: string, list: string): readonly ItemPlace[] | null {
  const { document } = parseYaml(text);
  const items: unknown = document.get(list, true);
  if (!isSeq(items) || items.flow === true) return null;
  const lines = text.split('\n');
  const places: ItemPlace[] = [];
  for (const node of items.items) {
    if (!isMap(node) || !isNode(node) || !node.range) return null;
    const [from, end] = node.range;
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const indent = /^([ ]*)-\s+$/.exec(text.slice(start, from))?.[1];
    if (indent === undefined) return null;
    const to = lastCharacter(text, from, end) + 1;
    const own = lineOf(text, start);
    places.push({ node, indent, first: own - commentsAbove(lines, own, indent), after: lineOf(text, to) + 1, from, to });
  }
  return places;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

function commentsAbove(lines: readonly string[], line: number, indent: string): number {
  let count = 0;
  while ((lines[line - count - 1] ?? '').startsWith(`${indent}#`)) count += 1;
  return count;
}

/** A node as it stands, alone; null where it leans on another by an anchor. */
export function writtenNode(node: Node): string | null {
  const alone = new Document<Node>(null, { version: '1.2', schema: 'core' });
  alone.contents = node;
  try {
    return alone.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
