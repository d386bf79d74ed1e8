import type { Block } from './blocks';
import { suggestion, type Report } from './rules';

/** Names that are given twice, and names that lead nowhere. */
export function checkReferences(blocks: readonly Block[], report: Report): void {
  const byName = new Map<string, Block>();
  for (const block of blocks) {
    const { name } = block.step;
    const first = byName.get(name);
    if (first === undefined) byName.set(name, block);
    else report(block.at, 'duplicate-name', { name, line: first.step.line });
  }
  const known = blocks.filter(({ named }) => named).map(({ step }) => step.name);
  const follow = (from: Block, key: string, name: string): Block | null => {
    const to = byName.get(name);
    if (to === undefined || !to.named) {
      report(from.at, 'missing-block', { key, name, suggestion: suggestion(name, known) });
      return null;
    }
    const why = to === from ? 'it is the block itself' : null;
    if (why !== null) report(from.at, 'wrong-block', { key, name, why });
    return why === null ? to : null;
  };
  for (const block of blocks) {
    const { check, rollback, when } = block.step;
    if (check !== null) {
      const to = follow(block, 'check', check);
      if (to !== null && to.step.kind !== 'sh') report(block.at, 'wrong-block', { key: 'check', name: check, why: `kind ${to.step.kind}` });
      if (to !== null && to.step.check !== null) report(block.at, 'wrong-block', { key: 'check', name: check, why: 'it has a check of its own' });
      if (to !== null && to.step.unchanged !== null) report(block.at, 'wrong-block', { key: 'check', name: check, why: 'it has `unchanged=`; a check is exit 0 or it is not' });
      if (to !== null && to.step.kind === 'sh' && to.step.danger !== 'read') report(to.at, 'check-changes', { name: check });
    }
    if (rollback !== null) {
      const to = follow(block, 'rollback', rollback);
      if (to !== null && to.step.kind !== 'sh') report(block.at, 'wrong-block', { key: 'rollback', name: rollback, why: `kind ${to.step.kind}` });
    }
    if (when !== null) {
      const to = follow(block, 'when', when.step);
      if (to !== null && to.at > block.at) report(block.at, 'wrong-block', { key: 'when', name: when.step, why: 'it comes later' });
      const says = to === null || to.step.unchanged !== null || to.step.kind === 'put';
      if (when.is === 'changed' && !says) report(block.at, 'wrong-block', { key: 'when', name: when.step, why: 'it has no `unchanged=`' });
    }
  }
}
