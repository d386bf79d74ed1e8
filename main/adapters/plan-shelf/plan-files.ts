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

    async bytes(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null;
      const bytes = await readWhole(join(folder, nameOf(hash))).catch(() => null);
      return bytes !== null && sha256(bytes) === hash ? bytes : null;
    },

    async adopt(hash, bytes) {
      // SECURITY: a stranger's bytes: the name must be their hash, and they a plan in the one form that a plan has.
      if (sha256(bytes) !== hash) return false;
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        if (canonicalJson(planSchema.parse(JSON.parse(text))) !== text) return false;
        await writeWhole(folder, nameOf(hash), text);
        return true;
      } catch {
        return false;
      }
    },

    async get(hash: string): Promise<Result<HashedPlan>> {
      // SECURITY: a hash from a journal names a file; nothing but a hash may.
      if (!/^[0-9a-f]{64}$/.test(hash)) return fail('plan-not-kept', { hash, why: 'no hash' });
      try {
        const bytes = await readWhole(join(folder, nameOf(hash)));
        if (sha256(bytes) !== hash) return fail('plan-not-kept', { hash, why: 'its bytes have another hash' });
        return ok({ hash, plan: planSchema.parse(JSON.parse(bytes.toString('utf8'))) });
      } catch (error) {
        return fail('plan-not-kept', { hash, why: causeText(error) });
      }
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
