import { failure, type Failure } from '../errors';
import type { Plan, PlanStep } from '../runbook/plan';
import { forwardSteps, standing, type RunStep, type Standing } from './cells';
import type { Cell } from './run';

/** A step on a host. */
export interface Slot {
  readonly position: number;
  readonly host: string;
}

/** What may happen next in a run. With nothing to send or skip and no hold, it waits for what is busy, or is done. */
export interface NextWork {
  readonly send: readonly Slot[];
  readonly skip: readonly (Slot & { readonly why: string })[];
  /** Why a person is needed; only while nothing is busy. */
  readonly hold: Failure | null;
  /** Step by step: the position that may begin only when a person lets it. */
  readonly gated: number | null;
  readonly done: boolean;
}

/** How far and how wide a run may go. */
export interface Reach {
  /** Hosts at once where a step says no batch. */
  readonly width?: number;
  /** Step by step: no step behind this position begins; null: straight through. */
  readonly gate?: number | null;
}

/** A step with the check that follows it on the same hosts: they go together, host by host. */
interface Unit {
  readonly step: PlanStep;
  readonly check: PlanStep | null;
  /** A later step says `when=THIS:failed`, so that a failure of this one is provided for. */
  readonly provided: boolean;
}

/** How many hosts are worked on at once where a step says no batch. */
export const defaultWidth = 32;

function unitsOf(plan: Plan): Unit[] {
  const steps = forwardSteps(plan);
  const units: Unit[] = [];
  for (const step of steps) {
    const last = units.at(-1);
    const sameHosts = last !== undefined && last.step.targets.join('\n') === step.targets.join('\n');
    if (last !== undefined && last.check === null && step.checks === last.step.name && sameHosts) {
      units[units.length - 1] = { ...last, check: step };
    } else {
      const provided = steps.some(({ when }) => when?.step === step.name && when.is === 'failed');
      units.push({ step, check: null, provided });
    }
  }
  return units;
}

/** The hosts of a step in the groups that wait for one another: the canary alone, then batches, else all at once. */
function groupsOf({ targets, batch }: PlanStep, canary: string | null): string[][] {
  const first = canary === null ? [] : [[canary]];
  const rest = targets.filter((host) => host !== canary);
  const size = batch ?? Math.max(rest.length, 1);
  const groups = Array.from({ length: Math.ceil(rest.length / size) }, (_, index) => rest.slice(index * size, (index + 1) * size));
  return [...first, ...groups];
}

/** Cells by place, with what they mean. */
class Board {
  private readonly cells = new Map<string, Cell>();

  constructor(steps: readonly RunStep[]) {
    for (const { position, cells } of steps) for (const cell of cells) this.cells.set(`${String(position)}/${cell.host}`, cell);
  }

  cell(step: PlanStep, host: string): Cell | undefined {
    return this.cells.get(`${String(step.position)}/${host}`);
  }

  standing(step: PlanStep | null, host: string): Standing {
    const cell = step === null ? undefined : this.cell(step, host);
    return cell === undefined ? 'passed' : standing(cell);
  }

  /** Whether a unit stands in the way of later steps on this host. */
  isBad({ step, check, provided }: Unit, host: string): boolean {
    const stepBad = this.standing(step, host) === 'bad';
    if (!stepBad && this.standing(check, host) !== 'bad') return false;
    const culprit = this.cell(stepBad || check === null ? step : check, host);
    return !(provided && culprit?.outcome.kind === 'failed');
  }

  /** How a unit went on a host, for `when=`; null: it did not run to an end. */
  verdict({ step, check }: Unit, host: string): 'ok' | 'failed' | null {
    const kinds = [this.cell(step, host), check === null ? undefined : this.cell(check, host)].map((cell) => cell?.outcome.kind);
    if (kinds.includes('failed')) return 'failed';
    return kinds[0] === 'ok' && (check === null || kinds[1] === 'ok') ? 'ok' : null;
  }

  /** Whether what `when=` asks of an earlier unit is so on a host. */
  holds(unit: Unit, host: string, is: 'ok' | 'failed' | 'changed'): boolean {
    if (is !== 'changed') return this.verdict(unit, host) === is;
    return this.verdict(unit, host) === 'ok' && this.cell(unit.step, host)?.changed === true;
  }
}

/** Whether an earlier step keeps a host from going on. */
function isBlocked(board: Board, before: readonly Unit[], host: string): boolean {
  return before.some((earlier) => board.isBad(earlier, host) || earlier.step.targets.some((name) => name.startsWith('@') && board.isBad(earlier, name)));
}

/**
 * The host that goes alone: one that came through already, else the one that was tried, else the first that may go. One
 * that an earlier step holds back, or that leaves this step out, proves nothing.
 */
function canaryOf(board: Board, unit: Unit, before: readonly Unit[]): string | null {
  const { step } = unit;
  if (!step.canary) return null;
  const eligible = step.targets.filter((host) => board.cell(step, host)?.outcome.kind !== 'skipped');
  return (
    eligible.find((host) => board.verdict(unit, host) === 'ok') ??
    eligible.find((host) => board.standing(step, host) !== 'waiting') ??
    eligible.find((host) => !isBlocked(board, before, host)) ??
    null
  );
}

/** What a host's cells of one unit ask for. */
type Wish = { readonly act: 'send' | 'skip'; readonly step: PlanStep; readonly why: string } | 'busy' | 'blocked' | 'nothing';

/** Outcomes after which a check has nothing to check. */
const settledBadly = ['failed', 'stopped', 'refused', 'not-sent'];

function wishOf(board: Board, unit: Unit, before: readonly Unit[], host: string): Wish {
  const { step, check } = unit;
  const first = board.standing(step, host);
  const second = board.standing(check, host);
  if (first === 'busy' || second === 'busy') return 'busy';
  if (first === 'waiting') {
    if (isBlocked(board, before, host)) return 'blocked';
    const { when } = step;
    const asked = when === null ? undefined : before.find((earlier) => earlier.step.name === when.step);
    if (when !== null && (asked === undefined || !board.holds(asked, host, when.is))) {
      return { act: 'skip', step, why: `when ${when.step}:${when.is}` };
    }
    return { act: 'send', step, why: '' };
  }
  if (check === null || second !== 'waiting') return 'nothing';
  const outcome = board.cell(step, host)?.outcome.kind ?? 'unknown';
  // An earlier step that was tried again meanwhile, and went badly, holds the check back too.
  if (outcome === 'ok') return isBlocked(board, before, host) ? 'blocked' : { act: 'send', step: check, why: '' };
  if (outcome === 'skipped' || settledBadly.includes(outcome)) return { act: 'skip', step: check, why: `${step.name} ${outcome}` };
  return 'blocked';
}

/** What one unit asks for now. */
interface UnitWork {
  readonly send: Slot[];
  readonly skip: (Slot & { why: string })[];
  readonly busy: number;
  readonly bad: readonly string[];
  /** No further host may begin this step. */
  readonly spent: boolean;
}

function workOf(board: Board, unit: Unit, before: readonly Unit[], width: number): UnitWork {
  const { step } = unit;
  const bad = step.targets.filter((host) => board.isBad(unit, host));
  const canary = canaryOf(board, unit, before);
  const spent = bad.length >= step.stopAfterFailures || (canary !== null && bad.includes(canary));
  const send: Slot[] = [];
  const skip: (Slot & { why: string })[] = [];
  let busy = 0;
  for (const group of groupsOf(step, canary)) {
    for (const host of group) {
      const wish = wishOf(board, unit, before, host);
      if (wish === 'busy') busy += 1;
      else if (wish === 'blocked' || wish === 'nothing') continue;
      else if (wish.act === 'skip') skip.push({ position: wish.step.position, host, why: wish.why });
      else if (wish.step !== step || !spent) send.push({ position: wish.step.position, host });
    }
    if (busy > 0 || send.length > 0 || skip.length > 0) break;
  }
  return { send: send.slice(0, Math.max(0, (step.batch ?? width) - busy)), skip, busy, bad, spent };
}

/**
 * Decides what may be sent now: pure, and asked again after every event, so that a run which was interrupted anywhere
 * goes on from its cells alone. Steps go in order; one begins when the one before is over on all hosts. What is bad
 * blocks its host's later steps; the budget of failures, or a bad canary, holds everything (decisions.md 19).
 */
export function nextWork(plan: Plan, steps: readonly RunStep[], { width = defaultWidth, gate = null }: Reach = {}): NextWork {
  const board = new Board(steps);
  const units = unitsOf(plan);
  const nothing: NextWork = { send: [], skip: [], hold: null, gated: null, done: false };
  let spentIn: { readonly unit: Unit; readonly bad: readonly string[] } | null = null;
  for (const [index, unit] of units.entries()) {
    const { send, skip, busy, bad, spent } = workOf(board, unit, units.slice(0, index), width);
    if (unit.step.kind === 'manual' && send.length > 0) return { ...nothing, hold: failure('run-held-manual', { step: unit.step.name }) };
    if (gate !== null && unit.step.position > gate && send.length > 0 && busy === 0) {
      return skip.length > 0 ? { ...nothing, skip } : { ...nothing, hold: failure('run-held-step', { step: unit.step.name }), gated: unit.step.position };
    }
    if (send.length > 0 || skip.length > 0 || busy > 0) return { ...nothing, send, skip };
    if (bad.length > 0) spentIn ??= { unit, bad };
    if (spent) break;
  }
  // A step behind the one that holds everything may still run: nobody is asked and nothing is over before it has ended.
  if (firstCell(plan, steps, (cell) => standing(cell) === 'busy') !== null) return nothing;
  const unknown = firstCell(plan, steps, (cell) => cell.outcome.kind === 'unknown');
  if (unknown !== null) return { ...nothing, hold: failure('run-held-unknown', unknown) };
  const waits = firstCell(plan, steps, (cell) => standing(cell) === 'waiting') !== null;
  if (!waits) return { ...nothing, done: true };
  const step = spentIn?.unit.step.name ?? '';
  return { ...nothing, hold: failure('run-held-failures', { step, host: spentIn?.bad[0] ?? '', failures: spentIn?.bad.length ?? 0 }) };
}

function firstCell(plan: Plan, steps: readonly RunStep[], is: (cell: Cell) => boolean): { readonly step: string; readonly host: string } | null {
  for (const { position, cells } of steps) {
    const cell = cells.find(is);
    if (cell !== undefined) return { step: plan.steps.find((step) => step.position === position)?.name ?? '', host: cell.host };
  }
  return null;
}
