import type { Host } from '../host/host';
import type { BreakglassFile } from '../workspace/files';
import { approvalDemand, worstDanger } from './approval-demand';
import { freezeFile, type FileFacts } from './file-step-plan';
import { freezeTargets } from './freeze-targets';
import { hashPlan } from './hash-plan';
import type { ApprovalDemand, Danger, HashedPlan, Plan, PlanStep, Target } from './plan';
import { planProblem, type PlanProblem } from './problems';
import { resolveParams } from './resolve-params';
import type { Runbook, RunbookStep } from './runbook';
import { selectHosts } from './select-hosts';

export type Policies = Pick<BreakglassFile['policies'], 'two-people-for'>;

/** Everything that decides what a plan is. Equal questions give plans with equal hashes. */
export interface PlanQuestion {
  readonly runbook: Runbook;
  readonly values: Readonly<Record<string, string>>;
  /** Hosts and groups for the steps that name none. */
  readonly on: readonly string[];
  /** The workspace's inventory. */
  readonly hosts: readonly Host[];
  readonly policies: Policies;
  /** Git commit of the runbook, where known. */
  readonly commit: string | null;
  /** Who to log in as where hosts.yaml does not say. */
  readonly defaultUser: string;
  readonly secretVersion: (name: string) => string;
  /** The workspace's files that the runbook puts (`filesToMeasure`); none where it puts none. */
  readonly files?: FileFacts;
}

/** The plan, or everything that must be changed before there is one. */
export interface PlanAnswer {
  readonly plan: HashedPlan | null;
  readonly demand: ApprovalDemand | null;
  readonly problems: readonly PlanProblem[];
}

/** The only "target" of steps that touch no server; no host can be called that. */
export const consoleTarget = '@console';

const mostHosts = 1_000;
/** How many people a plan needs. `prod` counts for whatever is more than looking. */
export function peopleNeeded(danger: Danger, targets: readonly Pick<Target, 'danger'>[], policies: Policies): 1 | 2 {
  const wanted = policies['two-people-for'];
  const onProduction = danger !== 'read' && targets.some((target) => target.danger === 'prod');
  return (danger !== 'read' && wanted.includes(danger)) || (wanted.includes('prod') && onProduction) ? 2 : 1;
}

/** Resolves the hosts of steps; remembers which group alone chose them, for the word that is typed. */
class HostChoice {
  readonly problems: PlanProblem[] = [];
  readonly groups = new Set<string | null>();
  asked = false;

  constructor(
    private readonly question: PlanQuestion,
    private readonly params: ReadonlyMap<string, readonly string[]>,
    /** Parameters that something is wrong with; what hangs on them is not reported again. */
    private readonly troubled: ReadonlySet<string | null>,
  ) {}

  of(step: RunbookStep): readonly string[] {
    if (step.on === null) {
      this.asked = true;
      if (this.question.on.length === 0) this.problems.push(planProblem(null, 'on-missing', { step: step.name }));
      return [...new Set(this.question.on.flatMap((selector) => this.select(selector, planProblem(null, 'selector-unknown', { value: selector }))))];
    }
    if (this.troubled.has(step.on)) return [];
    const named = this.params.get(step.on);
    if (step.each && named === undefined) this.problems.push(planProblem(null, 'each-needs-param', { step: step.name }));
    if (named !== undefined) {
      this.groups.add(null);
      return named;
    }
    return this.select(step.on, planProblem(null, 'on-unknown', { step: step.name, value: step.on }));
  }

  private select(selector: string, otherwise: PlanProblem): readonly string[] {
    const chosen = selectHosts(selector, this.question.hosts).map(({ name }) => name);
    if (chosen.length === 0) this.problems.push(otherwise);
    this.groups.add(chosen.includes(selector) ? null : selector);
    return chosen;
  }
}

/** The order of a plan: forward steps, each followed by its check, then what is only offered. */
function ordered(runbook: Runbook): { readonly step: RunbookStep; readonly checks: string | null; readonly order: 'forward' | 'rollback' }[] {
  const named = (name: string | null): RunbookStep | undefined => runbook.steps.find((step) => step.name === name);
  const checks = new Set(runbook.steps.map(({ check }) => check));
  const rollbacks = new Set(runbook.steps.map(({ rollback }) => rollback));
  const withCheck = (step: RunbookStep, order: 'forward' | 'rollback'): ReturnType<typeof ordered> => {
    const check = named(step.check);
    return [{ step, checks: null, order }, ...(check === undefined ? [] : [{ step: check, checks: step.name, order }])];
  };
  return [
    ...runbook.steps.filter(({ name }) => !checks.has(name) && !rollbacks.has(name)).flatMap((step) => withCheck(step, 'forward')),
    ...runbook.steps.filter(({ name }) => rollbacks.has(name)).flatMap((step) => withCheck(step, 'rollback')),
  ];
}

/** How many failures end a step's fan-out: the first one on production, all of them elsewhere (decisions.md 19). */
function failureBudget(step: RunbookStep, names: readonly string[], hosts: readonly Host[]): number {
  if (step.stopAfterFailures !== null) return step.stopAfterFailures;
  const production = hosts.some(({ name, danger }) => danger === 'prod' && names.includes(name));
  return production ? 1 : Math.max(1, names.length);
}

function planSteps(question: PlanQuestion, choice: HostChoice, fileOf: (step: RunbookStep) => Partial<PlanStep>): PlanStep[] {
  const byStep = new Map<string, readonly string[]>();
  return ordered(question.runbook).map(({ step, checks, order }, index) => {
    const touchesNothing = step.kind === 'manual' || step.kind === 'wait';
    const inherited = step.on === null && checks !== null ? byStep.get(checks) : undefined;
    const targets = touchesNothing ? [consoleTarget] : [...(inherited ?? choice.of(step))];
    byStep.set(step.name, targets);
    return {
      position: index + 1,
      name: step.name,
      title: step.title,
      kind: step.kind,
      danger: step.danger,
      script: step.script,
      targets,
      timeoutMs: step.timeoutMs,
      sudo: step.sudo,
      user: step.user,
      cwd: step.cwd,
      // Our own script for `put` says by this code that the file was there already, byte for byte.
      unchanged: step.unchanged,
      batch: step.batch,
      canary: targets.length > 1 && (step.canary || step.danger === 'destroy'),
      each: step.each ? step.on : null,
      stopAfterFailures: failureBudget(step, targets, question.hosts),
      when: step.when,
      checks,
      order,
      rollback: step.rollback,
      idempotent: step.idempotent,
      waitMs: step.waitMs,
      ...fileOf(step),
    };
  });
}

/** The frozen, hashed answer to "exactly which bytes, on exactly which hosts, as which user". Pure: nothing is sent. */
export function makePlan(question: PlanQuestion): PlanAnswer {
  const { runbook, hosts } = question;
  const { params, secrets, hosts: chosen, problems } = resolveParams(runbook, question.values, hosts, question.secretVersion);
  const choice = new HostChoice(question, chosen, new Set(problems.map(({ param }) => param)));
  const fileProblems: PlanProblem[] = [];
  const steps = planSteps(question, choice, (step) => {
    const frozen = freezeFile(step, params, question.files ?? new Map());
    if (!('param' in frozen)) return frozen;
    fileProblems.push(frozen);
    return {};
  });
  const frozen = freezeTargets(steps.flatMap(({ targets }) => targets).filter((name) => name !== consoleTarget), hosts, question.defaultUser);
  const empty = steps.find(({ targets }) => targets.length === 0);
  const found = [
    ...problems,
    ...choice.problems,
    ...fileProblems,
    ...frozen.problems,
    ...(question.on.length > 0 && !choice.asked ? [planProblem(null, 'on-not-used')] : []),
    ...(steps.length === 0 ? [planProblem(null, 'no-steps')] : []),
    ...(frozen.targets.length > mostHosts ? [planProblem(null, 'too-many-hosts')] : []),
  ];
  if (empty !== undefined && found.length === 0) found.push(planProblem(null, 'no-hosts'));
  if (found.length > 0) return { plan: null, demand: null, problems: found };

  const danger = worstDanger(steps);
  const plan: Plan = {
    v: 1,
    runbook: { path: runbook.path, title: runbook.title, sha256: runbook.sha256, commit: question.commit },
    params,
    secrets,
    targets: frozen.targets,
    jumps: frozen.jumps,
    steps,
    approval: { people: peopleNeeded(danger, frozen.targets, question.policies), danger },
  };
  const [group = null, another] = [...choice.groups];
  return { plan: hashPlan(plan), demand: approvalDemand(plan, hosts, another === undefined ? group : null), problems: [] };
}
