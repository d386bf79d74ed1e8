import { isScalar, visit } from 'yaml';
import type { Finding } from '../runbook/runbook';
import type { Place } from '../workspace/finding';
import type { Locate } from '../workspace/locate';
import { locator, parseYaml } from '../workspace/read-yaml';
import { importFinding, named } from './rules';

/** A file of another tool: its name as it is shown, and its text. */
export interface ForeignFile {
  readonly name: string;
  readonly text: string;
}

/** Longest foreign file that is looked at, characters. */
export const foreignLimit = 1024 * 1024;

/** More unfolded aliases than this are a bomb and not a convenience. */
const aliasLimit = 20;

/** A foreign YAML or JSON file as plain data, with the place of each part. */
export interface ForeignTree {
  readonly value: unknown;
  readonly locate: Locate;
  /** Keys whose value carries a tag (`!vault`): their value is not in the tree. */
  readonly tagged: readonly { readonly key: string; readonly tag: string; readonly place: Place }[];
}

export function tooLarge({ name, text }: ForeignFile): Finding | null {
  return text.length <= foreignLimit ? null : importFinding({ file: name, line: 1, column: 1 }, 'import-too-large', { limit: foreignLimit / 1024 });
}

/** Reads YAML, and JSON, which is YAML too. It never throws and never unfolds what a hostile file asks for. */
export function readForeignTree(file: ForeignFile): ForeignTree | Finding {
  const start: Place = { file: file.name, line: 1, column: 1 };
  const large = tooLarge(file);
  if (large !== null) return large;
  try {
    const { document, lines } = parseYaml(file.text);
    const placeAt = (offset: number): Place => {
      const { line, col } = lines.linePos(offset);
      return { file: file.name, line: Math.max(1, line), column: Math.max(1, col) };
    };
    const [error] = document.errors;
    if (error !== undefined) return importFinding(placeAt(error.pos[0]), 'import-unreadable', { why: named(error.message) });
    const tagged: { key: string; tag: string; place: Place }[] = [];
    visit(document, {
      Pair: (_index, { key, value }) => {
        if (!isScalar(value) || value.tag === undefined || value.tag.startsWith('tag:yaml.org')) return;
        tagged.push({ key: isScalar(key) ? String(key.value) : '', tag: value.tag, place: placeAt(value.range?.[0] ?? 0) });
        value.value = null;
      },
    });
    // SECURITY: without the limit nine lines of aliases unfold to gigabytes.
    return { value: document.toJS({ maxAliasCount: aliasLimit }) as unknown, locate: locator(document, placeAt), tagged };
  } catch (error) {
    // The parser throws for aliases that unfold to too much, and for nesting that exhausts the stack.
    if (error instanceof ReferenceError || error instanceof RangeError) return importFinding(start, 'import-unreadable', { why: named(error.message) });
    throw error;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** A mapping, or null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Text, numbers and truth values as the text that they were written as; null for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Whether a flag is on, written as a truth value or as text. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true' || value === 'yes';
}
