import type { Held } from '../journal/check';
import { runEntries } from '../run/entries';
import { approvalEntries } from './entries';

interface Claim {
  readonly writer: string;
  readonly seq: number;
  readonly run: string;
  readonly plan: string;
  readonly by: string;
  readonly proof: string;
}

/** Compares what runs say about their second person with what that person's own journal says (decisions.md 22). */
export class ApprovalClaims {
  private readonly claims: Claim[] = [];
  private readonly given = new Set<string>();

  see({ entry, hash, vouched }: Held): void {
    const writer = `${entry.op}.${entry.dev}`;
    if (entry.code === 'RUN-APPROVE') {
      const approved = runEntries[entry.code].data.safeParse(entry.data);
      const second = approved.success ? approved.data.second : undefined;
      if (approved.success && second !== undefined) this.claims.push({ writer, seq: entry.seq, run: approved.data.run, plan: approved.data.plan, by: second.by, proof: second.proof });
    } else if (entry.code === 'APPROVE' && vouched) {
      const given = approvalEntries[entry.code].data.safeParse(entry.data);
      if (given.success) this.given.add(mark(writer, given.data.runner, given.data.plan, given.data.challenge ?? hash));
    }
  }

  /** A writer's runs whose approval only the runner claims, in words. */
  openOf(writer: string): readonly string[] {
    return this.claims
      .filter((claim) => claim.writer === writer && !this.given.has(mark(claim.by, writer, claim.plan, claim.proof)))
      .map(({ run, by, seq }) => `RUN-APPROVE ${run} approval claimed of ${by}, not in their journal (${String(seq)})`);
  }
}

function mark(by: string, runner: string, plan: string, proof: string): string {
  return [by, runner, plan, proof].join(' ');
}
