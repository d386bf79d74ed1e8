import type { Cell } from '../../../core/run/run';
import type { OutcomeKind } from '../../../core/run/outcome';

/** How many cells stand where, in the order in which they matter. */
const order: readonly OutcomeKind[] = ['unknown', 'interrupted', 'failed', 'timed-out', 'refused', 'stopped', 'running', 'ok', 'skipped', 'not-sent'];

export function summarize(cells: readonly Cell[]): readonly { readonly kind: OutcomeKind; readonly count: number }[] {
  return order.flatMap((kind) => {
    const count = cells.filter((cell) => cell.outcome.kind === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
}
