import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import { canonicalJson } from '../../../core/journal/canonical';
import { planSchema, type HashedPlan } from '../../../core/runbook/plan';
import type { PlanShelf } from '../../ports/plan-shelf';
import { readWhole, writeWhole } from './whole-file';

/**
 * Plans as `<folder>/<hash>.json`, in canonical JSON: the file's own SHA-256 is its name, so that `sha256sum` checks it.
 */
export function createPlanFiles(folder: string): PlanShelf {
  const nameOf = (hash: string): string => `${hash}.json`;
  return {
    async put({ hash, plan }: HashedPlan): Promise<Result<void>> {
      try {
        await writeWhole(folder, nameOf(hash), canonicalJson(plan));
        return ok(undefined);
      } catch (error) {
        return fail('plan-not-kept', { hash, why: causeText(error) });
      }
    },

    async get(hash: string): Promise<Result<HashedPlan>> {
      // SECURITY: a hash from a journal names a file; nothing but a hash may.
      if (!/^[0-9a-f]{64}$/.test(hash)) return fail('plan-not-kept', { hash, why: 'no hash' });
      try {
        const bytes = await readWhole(join(folder, nameOf(hash)));
        if (createHash('sha256').update(bytes).digest('hex') !== hash) return fail('plan-not-kept', { hash, why: 'its bytes have another hash' });
        return ok({ hash, plan: planSchema.parse(JSON.parse(bytes.toString('utf8'))) });
      } catch (error) {
        return fail('plan-not-kept', { hash, why: causeText(error) });
      }
    },
  };
}
