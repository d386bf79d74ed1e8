import { useEffect, useState } from 'react';
import type { PlanChanges } from '../../../core/runbook/plan-diff-schema';
import { desk } from '../../desk';

/** How the plan on the table differs from what was run and reviewed before; null until that is known. */
export function usePlanChanges(hash: string | null, reviewedAt: number | null): PlanChanges | null {
  const [known, setKnown] = useState<{ readonly hash: string; readonly changes: PlanChanges } | null>(null);
  useEffect(() => {
    if (hash === null) return;
    let ended = false;
    void desk()
      .runbooks.compare({ hash })
      .then((answer) => {
        if (!ended && answer.ok) setKnown({ hash, changes: answer.value });
      });
    return () => {
      ended = true;
    };
  }, [hash, reviewedAt]);
  return known !== null && known.hash === hash ? known.changes : null;
}
