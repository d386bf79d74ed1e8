import { planDiff, type Earlier } from '../../../core/runbook/plan-diff';
import type { PlanChanges, PlanDiff } from '../../../core/runbook/plan-diff-schema';
import { sha256Hex } from '../../../core/runbook/sha256';
import type { RunbookUsage } from '../../../core/runbook/usage';
import type { Clock } from '../../ports/clock';
import type { PlanShelf } from '../../ports/plan-shelf';
import type { RunbookShelf } from '../../ports/runbook-shelf';
import type { KeptPlan, PlanSource } from './kept-plan';

export interface PlanComparisonPorts {
  readonly usage: RunbookUsage;
  readonly shelf: PlanShelf;
  readonly texts: RunbookShelf;
  readonly clock: Clock;
}

/** Compares a plan with what was run, and with what was reviewed, of the same runbook before. */
export class PlanComparison {
  constructor(private readonly ports: PlanComparisonPorts) {}

  async of({ plan: { plan }, source }: KeptPlan): Promise<PlanChanges> {
    if (source === null) return { lastRun: null, reviewed: null };
    const diff = (earlier: Earlier | null): PlanDiff | null => (earlier === null ? null : planDiff(earlier, plan, source.text));
    const [lastRun, reviewed] = await Promise.all([this.lastRun(source), this.reviewed(source)]);
    return { lastRun: diff(lastRun), reviewed: diff(reviewed) };
  }

  /** The last use, practice or not. Its plan is on the shelf, the text it was made of where it was kept. */
  private async lastRun({ path, text }: PlanSource): Promise<Earlier | null> {
    const { lastRun, lastDrill } = this.known(path);
    const last = lastDrill !== null && lastDrill.at > (lastRun?.at ?? 0) ? lastDrill : lastRun;
    if (last === null) return null;
    const shelved = await this.ports.shelf.get(last.plan);
    const plan = shelved.ok ? shelved.value.plan : null;
    return { with: { kind: 'run', run: last.run, at: last.at, by: last.by }, plan, text: plan === null ? null : await this.text(plan.runbook.sha256, text) };
  }

  private async reviewed({ path, text, planOf }: PlanSource): Promise<Earlier | null> {
    const { lastReview } = this.known(path);
    if (lastReview === null) return null;
    const earlier = await this.text(lastReview.sha256, text);
    return { with: { kind: 'review', run: null, at: lastReview.at, by: lastReview.by }, plan: earlier === null ? null : await planOf(earlier), text: earlier };
  }

  private known(path: string): ReturnType<RunbookUsage['freshness']> {
    return this.ports.usage.freshness({ path, sha256: null, drillEveryMs: null }, this.ports.clock.now());
  }

  /** The text that has a hash: the present one, where that is it. */
  private async text(sha256: string, now: string): Promise<string | null> {
    return sha256Hex(now) === sha256 ? now : this.ports.texts.get(sha256);
  }
}
