import { isScalar, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { suggestion, type Report } from './rules';

/** Where a node begins; `base` is where the YAML text begins in the file. */
export function nodeAt(node: unknown, base: number): number {
  const range = (node as Partial<Node> | null)?.range;
  return base + (range?.[0] ?? 0);
}

/** A scalar exactly as it was written, so that `1.10` stays `1.10` and `no` stays `no`; null for anything else. */
export function scalarText(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  const plain: Scalar = node;
  return typeof plain.value === 'string' ? plain.value : (plain.source ?? String(plain.value));
}

/** The entries of a map whose keys are known; the others are reported. */
export function knownPairs(map: YAMLMap, known: readonly string[], base: number, report: Report): ReadonlyMap<string, Pair> {
  const found = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = scalarText(pair.key) ?? '';
    if (known.includes(key)) found.set(key, pair);
    else report(nodeAt(pair.key, base), 'unknown-key', { key, suggestion: suggestion(key, known) });
  }
  return found;
}
