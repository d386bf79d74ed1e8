import type { z } from 'zod';
import { fail, ok, type Result } from '../../core/errors';
import type { Act, mainContract } from '../../core/ipc/contract';
import type { MovedFile } from '../../core/runbook/file-step';
import { filesToMeasure, type FileFacts } from '../../core/runbook/file-step-plan';
import { makeExecPlan } from '../../core/runbook/make-exec-plan';
import { makePlan, type PlanAnswer, type PlanQuestion } from '../../core/runbook/make-plan';
import { makeRollbackPlan } from '../../core/runbook/make-rollback-plan';
import { isIntact } from '../../core/runbook/hash-plan';
import type { ApprovalDemand, HashedPlan, Plan } from '../../core/runbook/plan';
import { matchesAlert, prefill, type Prefilled } from '../../core/runbook/prefill';
import { readRunbook } from '../../core/runbook/read-runbook';
import type { PlanChanges } from '../../core/runbook/plan-diff-schema';
import type { Finding, Runbook } from '../../core/runbook/runbook';
import { sha256Hex } from '../../core/runbook/sha256';
import type { RunbookUsage } from '../../core/runbook/usage';
import type { Freshness, Stale } from '../../core/runbook/freshness';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { PlanShelf } from '../ports/plan-shelf';
import type { RunbookShelf } from '../ports/runbook-shelf';
import type { KeptPlan, PlanSource } from './run/kept-plan';
import { PlanComparison } from './run/plan-comparison';
import { ParsedRunbooks } from './run/parsed-runbooks';

type Row = z.infer<(typeof mainContract)['runbooks']['list']['output']>[number];
type PlanReply = z.infer<(typeof mainContract)['runbooks']['plan']['output']>;

export interface RunbookDeskPorts {
  readonly workspace: CurrentWorkspace;
  /** What is wrong with the files now. */
  readonly findings: () => readonly Finding[];
  /** A file of the workspace as it is on disk at this moment. */
  readonly readText: (path: string) => Promise<Result<string>>;
  /** Size and hash of a file of the workspace that a step puts. */
  readonly measure: (path: string) => Promise<Result<MovedFile>>;
  /** The labels of an alert, or null when it is not known. */
  readonly labels: (alert: string) => Readonly<Record<string, string>> | null;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly journal: Journal;
  /** What the journal knows about the use of runbooks. */
  readonly usage: RunbookUsage;
  readonly shelf: PlanShelf;
  readonly texts: RunbookShelf;
  /** When a runbook ran last and how that ended. */
  readonly lastRun: (path: string) => { readonly at: number; readonly outcome: string } | null;
  /** The git commit that a file was last changed by, where that can be said. */
  readonly commitOf: (path: string) => Promise<string | null>;
  /** Names a secret's current value without telling it. */
  readonly secretVersion: (name: string) => string;
  /** Asks this machine's SSH configuration how the hosts are reached now; the workspace carries the answer. */
  readonly settle: () => Promise<void>;
  /** Who to log in as where hosts.yaml does not say. */
  readonly defaultUser: string;
}

/** What `plan` asks. */
export interface PlanRequest {
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
  readonly on: readonly string[];
}

/** As many plans as a person can have looked at before going back to one. */
const mostKept = 200;

/** Runbooks for reading, and the plans made of them. Nothing here sends anything. */
export class RunbookDesk {
  private readonly kept = new Map<string, KeptPlan>();
  private readonly parsed = new ParsedRunbooks();
  private readonly comparison: PlanComparison;

  constructor(private readonly ports: RunbookDeskPorts) {
    this.comparison = new PlanComparison(ports);
  }

  list(): Row[] {
    const findings = this.ports.findings();
    const errorsOf = (path: string): number => findings.filter(({ file, severity }) => file === path && severity === 'error').length;
    const runbooks = this.ports.workspace.get().runbooks;
    const rows = runbooks.map((runbook): Row => {
      const { path, title, steps, owner } = runbook;
      const last = this.ports.lastRun(path);
      const dangers = [...new Set(steps.map(({ danger }) => danger))];
      const freshness = this.freshness(runbook);
      return { path, title, steps: steps.length, dangers, errors: errorsOf(path), owner, lastRunAt: last?.at ?? null, lastOutcome: last?.outcome ?? null, freshness };
    });
    const listed = new Set(runbooks.map(({ path }) => path));
    const broken = new Set(findings.map(({ file }) => file).filter((file) => /^runbooks\/.*\.md$/.test(file) && !listed.has(file)));
    const unread = [...broken].map((path): Row => {
      const freshness = this.freshness({ path, sha256: null, drillEveryMs: null });
      return { path, title: path, steps: 0, dangers: [], errors: errorsOf(path), owner: null, lastRunAt: null, lastOutcome: null, freshness };
    });
    return [...rows, ...unread].sort((a, b) => a.path.localeCompare(b.path));
  }

  async open(path: string): Promise<Result<{ runbook: Runbook | null; findings: Finding[]; freshness: Freshness }>> {
    if (!this.list().some((row) => row.path === path)) return fail('runbook-not-found', { path });
    const text = await this.ports.readText(path);
    if (!text.ok) return text;
    const { runbook, findings } = readRunbook(path, text.value);
    return ok({ runbook, findings, freshness: this.freshness(runbook ?? { path, sha256: null, drillEveryMs: null }) });
  }

  /** The runbooks that are for these labels, with what the labels fill in, and whether they were practised lately. */
  matching(labels: Readonly<Record<string, string>>): { path: string; title: string; prefilled: Record<string, string>; stale: Stale | null }[] {
    const { runbooks, hosts } = this.ports.workspace.get();
    return runbooks
      .filter((runbook) => matchesAlert(runbook, labels))
      .map((runbook) => ({ path: runbook.path, title: runbook.title, prefilled: prefill(runbook, labels, hosts).values, stale: this.freshness(runbook).stale }));
  }

  prefill(path: string, alert: string): Result<{ values: Record<string, string>; notes: Prefilled['notes'][number][] }> {
    const { runbooks, hosts } = this.ports.workspace.get();
    const runbook = runbooks.find((each) => each.path === path);
    if (runbook === undefined) return fail('runbook-not-found', { path });
    const { values, notes } = prefill(runbook, this.ports.labels(alert) ?? {}, hosts);
    return ok({ values, notes: [...notes] });
  }

  async plan(request: PlanRequest): Promise<Result<PlanReply>> {
    if (!this.ports.workspace.get().runbooks.some(({ path }) => path === request.path)) return fail('runbook-not-found', { path: request.path });
    const text = await this.ports.readText(request.path);
    const answer = await this.planNow(request, text);
    const planOf = async (earlier: string): Promise<Plan | null> => (await this.planOf(request, earlier, null)).plan?.plan ?? null;
    return ok(this.keep(answer, async () => this.planNow(request, await this.ports.readText(request.path)), text.ok ? { path: request.path, text: text.value, planOf } : null));
  }

  /** How a plan that was shown differs from the last run and the last review of its runbook. */
  async compare(hash: string): Promise<Result<PlanChanges>> {
    const kept = this.shown(hash);
    return kept === null ? fail('plan-not-known', { hash }) : ok(await this.comparison.of(kept));
  }

  /** Keeps the text that a plan was made of, for later comparisons. Losing it loses a comparison and nothing else. */
  async keepText({ source }: KeptPlan): Promise<void> {
    if (source !== null) await this.ports.texts.put(source.text);
  }

  /** An operator says: I have read exactly these bytes. Kept, then journalled. */
  async review({ path, sha256 }: { readonly path: string; readonly sha256: string }): Promise<Result<Act>> {
    const { actor, journal, texts } = this.ports;
    if (!actor.may('run')) return fail('review-not-allowed', { who: actor.me().name });
    if (!this.list().some((row) => row.path === path)) return fail('runbook-not-found', { path });
    const text = await this.ports.readText(path);
    if (!text.ok) return text;
    if (sha256Hex(text.value) !== sha256) return fail('runbook-changed', { path });
    const { runbook } = readRunbook(path, text.value);
    if (runbook === null) return fail('runbook-has-errors', { path });
    const commit = await this.ports.commitOf(path);
    const put = await texts.put(text.value);
    if (!put.ok) return put;
    const { title } = runbook;
    const written = await journal.append('RUNBOOK-REVIEWED', { path, title, sha256, commit });
    return written.ok ? ok({ en: `Reviewed: ${title}`, ko: `검토했습니다: ${title}`, undo: null }) : written;
  }

  /** A plan for `exec HOSTS -- COMMAND`; the script's bytes are the caller's. */
  async exec(request: { readonly on: readonly string[]; readonly script: string; readonly timeoutMs?: number; readonly danger?: 'read' | 'change' }): Promise<Result<PlanReply>> {
    const make = async (): Promise<PlanAnswer> => {
      await this.ports.settle();
      return makeExecPlan({ ...request, ...this.surroundings() });
    };
    return ok(this.keep(await make(), make, null));
  }

  /** Offers to take a step back on hosts where it was sent. */
  rollback(of: Plan, position: number, on: readonly string[]): Result<{ plan: HashedPlan; demand: ApprovalDemand }> {
    const make = (): PlanAnswer => makeRollbackPlan({ of, position, on, ...this.surroundings() });
    const { plan, demand, problems } = this.keep(make(), async () => make(), null);
    if (plan === null || demand === null) return fail('rollback-not-possible', { why: problems.map(({ en }) => en).join(' ') });
    return ok({ plan, demand });
  }

  /** A plan that was shown here, whole and unaltered; null for anything else. */
  shown(hash: string): KeptPlan | null {
    const kept = this.kept.get(hash);
    return kept !== undefined && kept.plan.hash === hash && isIntact(kept.plan) ? kept : null;
  }

  /** The hash of the one plan that was shown here and begins so, as it is read out over the phone; null for none or several. */
  named(digits: string): string | null {
    const [hash, ...others] = [...this.kept.keys()].filter((each) => each.startsWith(digits));
    return hash === undefined || others.length > 0 ? null : hash;
  }

  private surroundings(): Pick<PlanQuestion, 'hosts' | 'policies' | 'defaultUser'> {
    const { hosts, settings } = this.ports.workspace.get();
    return { hosts, policies: settings.policies, defaultUser: this.ports.defaultUser };
  }

  private freshness(of: { readonly path: string; readonly sha256: string | null; readonly drillEveryMs: number | null }): Freshness {
    return this.ports.usage.freshness(of, this.ports.clock.now());
  }

  /** From the file itself, so that a change of the last moment is seen even before the workspace noticed it. */
  private async planNow(request: PlanRequest, text: Result<string>): Promise<PlanAnswer> {
    const commit = await this.ports.commitOf(request.path);
    return text.ok ? this.planOf(request, text.value, commit) : { plan: null, demand: null, problems: [unreadable(request.path)] };
  }

  private async planOf({ path, values, on }: PlanRequest, text: string, commit: string | null): Promise<PlanAnswer> {
    await this.ports.settle();
    const runbook = this.parsed.of(path, text);
    if (runbook === null) return { plan: null, demand: null, problems: [unreadable(path)] };
    const files = await this.measured(runbook);
    return makePlan({ runbook, values, on, commit, files, secretVersion: this.ports.secretVersion, ...this.surroundings() });
  }

  /** What the plan freezes of the files that a runbook puts: law 4 counts for their bytes, too. */
  private async measured({ steps }: Runbook): Promise<FileFacts> {
    const facts = new Map<string, MovedFile | string>();
    for (const path of filesToMeasure(steps)) {
      const measured = await this.ports.measure(path);
      facts.set(path, measured.ok ? measured.value : String(measured.error.values['why'] ?? measured.error.code));
    }
    return facts;
  }

  private keep(answer: PlanAnswer, remake: KeptPlan['remake'], source: PlanSource | null): PlanReply {
    const { plan, demand, problems } = answer;
    if (plan !== null && demand !== null) {
      this.kept.delete(plan.hash);
      this.kept.set(plan.hash, { plan, demand, remake, source });
      const [oldest] = this.kept.keys();
      if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    }
    return { plan, demand, problems: [...problems] };
  }
}

function unreadable(path: string): PlanAnswer['problems'][number] {
  return { param: null, en: `The runbook ${path} cannot be read, or has errors.`, ko: `${path} 런북을 읽을 수 없거나 오류가 있습니다.` };
}
