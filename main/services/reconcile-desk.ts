import { fail, ok, type Result } from '../../core/errors';
import { compareSessions, type JournalledAct, type Reconciled } from '../../core/reconcile/compare';
import { readSessions, sessionScript } from '../../core/reconcile/read-sessions';
import type { Run } from '../../core/run/run';
import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import type { Journal } from '../ports/journal';
import type { RunbookDesk } from './runbook-desk';
import type { RunbookRunner } from './runbook-runner';

const dayMs = 86_400_000;

/** How much of a transcript is read at once, bytes; the script itself keeps the whole small. */
const piece = 1_048_576;

interface Ports {
  readonly runbooks: Pick<RunbookDesk, 'exec'>;
  readonly runner: Pick<RunbookRunner, 'detail' | 'output'>;
  readonly journal: Pick<Journal, 'page'>;
}

/** Holds the journals against what the hosts' own sshd logged: a plan that only reads, then a comparison. */
export class ReconcileDesk {
  constructor(private readonly ports: Ports) {}

  /** What would be run on which hosts to read their login records of the last `days`. */
  async plan({ hosts, days }: { readonly hosts: readonly string[]; readonly days: number }): Promise<Result<{ readonly plan: HashedPlan; readonly demand: ApprovalDemand }>> {
    const planned = await this.ports.runbooks.exec({ on: hosts, script: sessionScript(days), danger: 'read' });
    if (!planned.ok) return planned;
    const { plan, demand, problems } = planned.value;
    return plan === null || demand === null ? fail('bad-input', { what: 'reconcile', why: problems.map(({ en }) => en).join('; ') }) : ok({ plan, demand });
  }

  /** What such a run found, host by host; null while it goes on. */
  async compare({ run: id, days }: { readonly run: string; readonly days: number }): Promise<Result<readonly Reconciled[] | null>> {
    const run = await this.ports.runner.detail(id);
    if (!run.ok) return run;
    const { state, startedAt, steps, plan } = run.value;
    const [step] = plan.plan.steps;
    if (step?.script !== sessionScript(days)) return fail('reconcile-other-run', { run: id });
    if (state !== 'ended') return ok(null);
    const since = startedAt - days * dayMs;
    const acts = await this.actsSince(since);
    const found: Reconciled[] = [];
    for (const cell of steps.flatMap(({ cells }) => cells)) {
      found.push(compareSessions(cell.host, readSessions(await this.outputOf(run.value, cell)), acts.get(cell.host) ?? [], since));
    }
    return ok(found);
  }

  private async outputOf({ id }: Run, { host, bytes, attempt }: { readonly host: string; readonly bytes: number; readonly attempt: number }): Promise<string> {
    let text = '';
    for (let from = 0; from < bytes; ) {
      const output = await this.ports.runner.output({ run: id, position: 1, host, attempt, from, max: piece });
      if (!output.ok || output.value.next <= from) break;
      text += output.value.text;
      from = output.value.next;
    }
    return text;
  }

  /** Host -> what any journal on this laptop says was done on it. */
  private async actsSince(since: number): Promise<ReadonlyMap<string, readonly JournalledAct[]>> {
    const acts = new Map<string, JournalledAct[]>();
    for (let before: string | null = null; ; ) {
      const page = await this.ports.journal.page({ before, limit: 200, code: null, op: null, text: null });
      for (const { at, code, writer, seq, data } of page.entries) {
        const name = data['host'];
        if (typeof name === 'string') acts.set(name, [...(acts.get(name) ?? []), { at, code, writer, seq, needsSession: code === 'STEP-INTENT' }]);
      }
      before = page.next;
      const last = page.entries.at(-1);
      if (before === null || (last !== undefined && last.at < since)) return acts;
    }
  }
}
