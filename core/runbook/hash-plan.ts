import { canonicalJson } from '../journal/canonical';
import type { HashedPlan, Plan } from './plan';
import { sha256Hex } from './sha256';

/** The hash that is shown, approved, journalled and executed: SHA-256 over the plan's canonical JSON (RFC 8785). */
export function hashPlan(plan: Plan): HashedPlan {
  return { hash: sha256Hex(canonicalJson(plan)), plan };
}

/** Whether a plan is still the one that its hash names. Asked again before every use of a kept plan (law 4). */
export function isIntact({ hash, plan }: HashedPlan): boolean {
  return hashPlan(plan).hash === hash;
}
