import type { z } from 'zod';
import { fail, ok, type Result } from '../../core/errors';
import type { mainContract } from '../../core/ipc/contract';
import { makeExecPlan } from '../../core/runbook/make-exec-plan';
import { makePlan, type PlanAnswer, type PlanQuestion } from '../../core/runbook/make-plan';
import { makeRollbackPlan } from '../../core/runbook/make-rollback-plan';
import { isIntact } from '../../core/runbook/hash-plan';
import type { ApprovalDemand, HashedPlan, Plan } from '../../core/runbook/plan';
import { matchesAlert, prefill, type Prefilled } from '../../core/runbook/prefill';
import { readRunbook } from '../../core/runbook/read-runbook';
import type { Finding, Runbook } from '../../core/runbook/runbook';
import type { CurrentWorkspace } from '../ports/current-workspace';

type Row = z.infer<(typeof mainContract)['runbooks']['list']['output']>[number];
type PlanReply = z.infer<(typeof mainContract)['runbooks']['plan']['output']>;

export interface RunbookDeskPorts {
  readonly workspace: CurrentWorkspace;
  /** What is wrong with the files now. */
  readonly findings: () => readonly Finding[];
  /** A file of the workspace as it is on disk at this moment. */
  readonly readText: (path: string) => Promise<Result<string>>;
  /** The labels of an alert, or null when it is not known. */
  readonly labels: (alert: string) => Readonly<Record<string, string>> | null;
  /** When a runbook ran last and how that ended. */
  readonly lastRun: (path: string) => { readonly at: number; readonly outcome: string } | null;
  /** The git commit that a file was last changed by, where that can be said. */
  readonly commitOf: (path: string) => Promise<string | null>;
  /** Names a secret's current value without telling it. */
  readonly secretVersion: (name: string) => string;
  /** Who to log in as where hosts.yaml does not say. */
  readonly defaultUser: string;
}

/** A plan that was shown, with the way to make it again. */
export interface KeptPlan {
  readonly plan: HashedPlan;
  readonly demand: ApprovalDemand;
  /** Makes the same plan from the files and hosts as they are now. */
  readonly remake: () => Promise<PlanAnswer>;
}

/** As many plans as a person can have looked at before going back to one. */
const mostKept = 200;

/** Runbooks for reading, and the plans made of them. Nothing here sends anything. */
export class RunbookDesk {
  private readonly kept = new Map<string, KeptPlan>();

  constructor(private readonly ports: RunbookDeskPorts) {}

  list(): Row[] {
    const findings = this.ports.findings();
    const errorsOf = (path: string): number => findings.filter(({ file, severity }) => file === path && severity === 'error').length;
    const runbooks = this.ports.workspace.get().runbooks;
    const rows = runbooks.map(({ path, title, steps }): Row => {
      const last = this.ports.lastRun(path);
      const dangers = [...new Set(steps.map(({ danger }) => danger))];
      return { path, title, steps: steps.length, dangers, errors: errorsOf(path), lastRunAt: last?.at ?? null, lastOutcome: last?.outcome ?? null };
    });
    const listed = new Set(runbooks.map(({ path }) => path));
    const broken = new Set(findings.map(({ file }) => file).filter((file) => /^runbooks\/.*\.md$/.test(file) && !listed.has(file)));
    const unread = [...broken].map((path): Row => ({ path, title: path, steps: 0, dangers: [], errors: errorsOf(path), lastRunAt: null, lastOutcome: null }));
    return [...rows, ...unread].sort((a, b) => a.path.localeCompare(b.path));
  }

  async open(path: string): Promise<Result<{ runbook: Runbook | null; findings: Finding[] }>> {
    if (!this.list().some((row) => row.path === path)) return fail('runbook-not-found', { path });
    const text = await this.ports.readText(path);
    return text.ok ? ok(readRunbook(path, text.value)) : text;
  }

  /** The runbooks that are for these labels, with what the labels fill in. */
  matching(labels: Readonly<Record<string, string>>): { path: string; title: string; prefilled: Record<string, string> }[] {
    const { runbooks, hosts } = this.ports.workspace.get();
    return runbooks
      .filter((runbook) => matchesAlert(runbook, labels))
      .map((runbook) => ({ path: runbook.path, title: runbook.title, prefilled: prefill(runbook, labels, hosts).values }));
  }

  prefill(path: string, alert: string): Result<{ values: Record<string, string>; notes: Prefilled['notes'][number][] }> {
    const { runbooks, hosts } = this.ports.workspace.get();
    const runbook = runbooks.find((each) => each.path === path);
    if (runbook === undefined) return fail('runbook-not-found', { path });
    const { values, notes } = prefill(runbook, this.ports.labels(alert) ?? {}, hosts);
    return ok({ values, notes: [...notes] });
  }

  async plan(request: { readonly path: string; readonly values: Readonly<Record<string, string>>; readonly on: readonly string[] }): Promise<Result<PlanReply>> {
    if (!this.ports.workspace.get().runbooks.some(({ path }) => path === request.path)) return fail('runbook-not-found', { path: request.path });
    return ok(this.keep(await this.planNow(request), () => this.planNow(request)));
  }

  /** A plan for `exec HOSTS -- COMMAND`; the script's bytes are the caller's. */
  async exec(request: { readonly on: readonly string[]; readonly script: string; readonly timeoutMs?: number }): Promise<Result<PlanReply>> {
    const make = (): PlanAnswer => makeExecPlan({ ...request, ...this.surroundings() });
    return ok(this.keep(make(), async () => make()));
  }

  /** Offers to take a step back on hosts where it was sent. */
  rollback(of: Plan, position: number, on: readonly string[]): Result<{ plan: HashedPlan; demand: ApprovalDemand }> {
    const make = (): PlanAnswer => makeRollbackPlan({ of, position, on, ...this.surroundings() });
    const { plan, demand, problems } = this.keep(make(), async () => make());
    if (plan === null || demand === null) return fail('rollback-not-possible', { why: problems.map(({ en }) => en).join(' ') });
    return ok({ plan, demand });
  }

  /** A plan that was shown here, whole and unaltered; null for anything else. */
  shown(hash: string): KeptPlan | null {
    const kept = this.kept.get(hash);
    return kept !== undefined && kept.plan.hash === hash && isIntact(kept.plan) ? kept : null;
  }

  private surroundings(): Pick<PlanQuestion, 'hosts' | 'policies' | 'defaultUser'> {
    const { hosts, settings } = this.ports.workspace.get();
    return { hosts, policies: settings.policies, defaultUser: this.ports.defaultUser };
  }

  /** Reads the file itself, so that a change of the last moment is seen even before the workspace noticed it. */
  private async planNow({ path, values, on }: { readonly path: string; readonly values: Readonly<Record<string, string>>; readonly on: readonly string[] }): Promise<PlanAnswer> {
    const text = await this.ports.readText(path);
    const runbook = text.ok ? readRunbook(path, text.value).runbook : null;
    const commit = await this.ports.commitOf(path);
    if (runbook === null) return { plan: null, demand: null, problems: [unreadable(path)] };
    return makePlan({ runbook, values, on, commit, secretVersion: this.ports.secretVersion, ...this.surroundings() });
  }

  private keep(answer: PlanAnswer, remake: () => Promise<PlanAnswer>): PlanReply {
    const { plan, demand, problems } = answer;
    if (plan !== null && demand !== null) {
      this.kept.delete(plan.hash);
      this.kept.set(plan.hash, { plan, demand, remake });
      const [oldest] = this.kept.keys();
      if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    }
    return { plan, demand, problems: [...problems] };
  }
}

function unreadable(path: string): PlanAnswer['problems'][number] {
  return { param: null, en: `The runbook ${path} cannot be read, or has errors.`, ko: `${path} 런북을 읽을 수 없거나 오류가 있습니다.` };
}
