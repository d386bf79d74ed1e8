import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../runbook/make-plan';
import type { Plan, PlanStep } from '../runbook/plan';
import { readRunbook } from '../runbook/read-runbook';
import { forwardSteps, freshSteps, standing, type RunStep } from './cells';
import { changeSaid } from './change-said';
import { nextWork, type Slot } from './next-work';
import type { Outcome } from './outcome';
import { decided, reopened } from './rebuild-run';
import { rollbackOffers } from './rollback-offers';

const hosts = Array.from({ length: 6 }, (_, index) => ({ name: `h${String(index + 1)}`, address: `10.0.0.${String(index + 1)}`, port: 22, groups: ['all'], labels: {}, danger: 'stage' as const, hostKeys: [] }));

function planOf(blocks: readonly string[]): Plan {
  const text = `# T\n${blocks.map((attributes) => `\`\`\`sh {on=all, ${attributes}}\ntrue\n\`\`\`\n`).join('\n')}`;
  const { runbook, findings } = readRunbook('runbooks/t.md', text);
  if (runbook === null) throw new Error(JSON.stringify(findings));
  const { plan, problems } = makePlan({ runbook, values: {}, on: [], hosts, policies: { 'two-people-for': [] }, commit: null, defaultUser: 'me', secretVersion: () => '' });
  if (plan === null) throw new Error(JSON.stringify(problems));
  return plan.plan;
}

/** A run without servers: what is sent stays busy until the test says how it ended. */
class Board {
  readonly steps: RunStep[];
  readonly sent: string[] = [];
  readonly busy: Slot[] = [];

  constructor(readonly plan: Plan) {
    this.steps = freshSteps(plan);
  }

  cell({ position, host }: Slot): RunStep['cells'][number] {
    const cell = this.steps.find((step) => step.position === position)?.cells.find((each) => each.host === host);
    if (cell === undefined) throw new Error(`no cell ${String(position)} ${host}`);
    return cell;
  }

  change(slot: Slot, to: Partial<RunStep['cells'][number]>): void {
    const step = this.steps.find(({ position }) => position === slot.position);
    const index = step?.cells.findIndex(({ host }) => host === slot.host) ?? -1;
    if (step !== undefined) step.cells[index] = { ...this.cell(slot), ...to };
  }

  send(slot: Slot): void {
    this.sent.push(`${String(slot.position)}/${slot.host}/${String(this.cell(slot).attempt)}`);
    this.busy.push(slot);
    this.change(slot, { startedAt: 1, outcome: { kind: 'running' } });
  }

  retry(slot: Slot): void {
    this.change(slot, decided(this.cell(slot), { decision: 'retry', reason: '' }, 3));
    const name = this.plan.steps.find(({ position }) => position === slot.position)?.name;
    const check = forwardSteps(this.plan).find(({ checks }) => checks === name);
    if (check !== undefined) this.change({ position: check.position, host: slot.host }, reopened(this.cell({ position: check.position, host: slot.host })));
  }

  end(index: number, outcome: Outcome): void {
    const [slot] = this.busy.splice(index % this.busy.length, 1);
    if (slot === undefined) return;
    const step = this.plan.steps.find(({ position }) => position === slot.position);
    if (step !== undefined) this.change(slot, { ...changeSaid(step, outcome), endedAt: 2 });
  }
}

const bad = (board: Board, step: PlanStep): string[] => step.targets.filter((host) => standing(board.cell({ position: step.position, host })) === 'bad');

/** What must hold at the moment at which a step is sent, told from the cells alone. */
function judge(board: Board, slot: Slot, gate: number | null): void {
  const forward = forwardSteps(board.plan);
  const step = forward.find(({ position }) => position === slot.position);
  if (step === undefined) throw new Error('a rollback was sent');
  const at = (position: number, host: string) => standing(board.cell({ position, host }));
  const unit = step.checks === null ? step : (forward.find(({ name }) => name === step.checks) ?? step);
  const check = forward.find(({ checks }) => checks === unit.name);
  // Never twice: only a cell that nothing was done for is sent.
  expect(at(slot.position, slot.host)).toBe('waiting');
  // Earlier steps are over everywhere, and went well on this host unless a later step provides for the failure.
  for (const earlier of forward.filter(({ position, name }) => position < unit.position && name !== unit.name)) {
    for (const host of earlier.targets) expect(at(earlier.position, host)).not.toBe('busy');
    const provided = forward.some(({ when }) => when?.step === (earlier.checks ?? earlier.name) && when.is === 'failed');
    const cell = board.cell({ position: earlier.position, host: slot.host });
    if (!(provided && cell.outcome.kind === 'failed')) expect([earlier.position, at(earlier.position, slot.host)]).toEqual([earlier.position, 'passed']);
  }
  if (gate !== null) expect(unit.position).toBeLessThanOrEqual(gate);
  if (step !== unit) return expect(board.cell({ position: unit.position, host: slot.host }).outcome.kind).toBe('ok');
  const provided = forward.some(({ when }) => when?.step === unit.name && when.is === 'failed');
  const wrong = new Set([...bad(board, unit), ...(check === undefined ? [] : bad(board, check))]);
  if (!provided) expect(wrong.size).toBeLessThan(unit.stopAfterFailures);
  // Somebody went first and came through, where one host is to go first.
  const kind = (position: number, host: string) => board.cell({ position, host }).outcome.kind;
  const proven = unit.targets.find((host) => kind(unit.position, host) === 'ok' && (check === undefined || kind(check.position, host) === 'ok'));
  const others = unit.targets.filter((host) => host !== slot.host);
  if (unit.canary && proven === undefined && !provided) for (const host of others) expect(['waiting', 'passed']).toContain(at(unit.position, host));
  if (unit.batch !== null && !unit.canary) {
    const order = unit.targets;
    const mine = Math.floor(order.indexOf(slot.host) / unit.batch);
    for (const host of order) {
      if (Math.floor(order.indexOf(host) / unit.batch) < mine) expect(at(unit.position, host)).not.toBe('busy');
    }
  }
  return undefined;
}

const block = (index: number): fc.Arbitrary<string> =>
  fc.record({
    batch: fc.option(fc.integer({ min: 1, max: 4 })),
    canary: fc.boolean(),
    budget: fc.option(fc.integer({ min: 1, max: 3 })),
    check: fc.boolean(),
    when: fc.constantFrom(null, 'ok', 'failed', 'changed'),
  }).map(({ batch, canary, budget, check, when }) =>
    [
      `name=s${String(index)}`,
      'unchanged=3',
      ...(batch === null ? [] : [`batch=${String(batch)}`]),
      ...(canary ? ['canary=true'] : []),
      ...(budget === null ? [] : [`stop-after-failures=${String(budget)}`]),
      ...(check ? ['check=check'] : []),
      ...(when === null || index === 0 ? [] : [`when=s${String(index - 1)}:${when}`]),
    ].join(', '),
  );

const plans = fc.tuple(block(0), block(1), block(2)).map((blocks) => planOf([...blocks, 'name=check, danger=read']));
const good: Outcome = { kind: 'ok' };
const ends = fc.constantFrom<Outcome>(good, good, good, good, good, good, good, good, { kind: 'failed', code: 1 }, { kind: 'failed', code: 3 }, { kind: 'unknown', since: 1 }, { kind: 'timed-out', still: 'running' });

describe('nextWork', () => {
  it('never sends twice, past what is bad, beyond the budget, out of batch, before the canary, or behind the gate', () => {
    let sent = 0;
    let held = 0;
    fc.assert(
      fc.property(plans, fc.array(fc.tuple(fc.nat(50), ends, fc.constantFrom('end', 'end', 'end', 'retry', 'gate')), { minLength: 30, maxLength: 120 }), fc.boolean(), (plan, moves, stepwise) => {
        const board = new Board(plan);
        let gate = stepwise ? 1 : null;
        const advance = (): void => {
          for (;;) {
            const next = nextWork(plan, board.steps, { gate });
            for (const { why, ...slot } of next.skip) board.change(slot, { outcome: { kind: 'skipped', why }, endedAt: 1 });
            for (const slot of next.send) {
              judge(board, slot, gate);
              board.send(slot);
            }
            if (next.send.length === 0 && next.skip.length === 0) {
              // Nothing stands still without a reason: it is done, somebody is busy, or a person is asked.
              expect(next.done || next.hold !== null || board.busy.length > 0).toBe(true);
              if (next.done) expect(board.steps.flatMap(({ cells }) => cells).filter((cell) => ['waiting', 'busy'].includes(standing(cell)))).toEqual([]);
              if (next.hold !== null) held += 1;
              return;
            }
          }
        };
        advance();
        for (const [index, outcome, what] of moves) {
          if (what === 'gate' && gate !== null) gate = nextWork(plan, board.steps, { gate }).gated ?? gate;
          else if (what === 'retry') {
            const slot = forwardSteps(plan).flatMap(({ position, targets }) => targets.map((host) => ({ position, host }))).find((each) => standing(board.cell(each)) === 'bad');
            if (slot !== undefined) board.retry(slot);
          } else if (board.busy.length > 0) board.end(index, outcome);
          advance();
        }
        expect(new Set(board.sent).size).toBe(board.sent.length);
        sent += board.sent.length;
      }),
      { numRuns: 150 },
    );
    expect(sent).toBeGreaterThan(1_000);
    expect(held).toBeGreaterThan(50);
  });

  it('is never done, and asks nobody, while a cell is busy, whatever the others came to', () => {
    const outcomes = fc.constantFrom<Outcome>(good, { kind: 'skipped', why: 'x' }, { kind: 'failed', code: 1 }, { kind: 'unknown', since: 1 }, { kind: 'running' }, { kind: 'not-sent', why: 'waiting' });
    fc.assert(
      fc.property(plans, fc.array(outcomes, { minLength: 24, maxLength: 24 }), (plan, each) => {
        const board = new Board(plan);
        const slots = board.steps.flatMap(({ position, cells }) => cells.map(({ host }) => ({ position, host })));
        for (const [index, slot] of slots.entries()) {
          const outcome = each[index] ?? good;
          board.change(slot, { outcome, startedAt: outcome.kind === 'not-sent' ? null : 1 });
        }
        if (slots.every((slot) => standing(board.cell(slot)) !== 'busy')) return;
        const next = nextWork(plan, board.steps);
        expect(next).toMatchObject({ done: false, hold: null });
      }),
      { numRuns: 100 },
    );
  });

  it('runs what asks for a change only where the earlier step says that it changed something', () => {
    const plan = planOf(['name=a, unchanged=3', 'name=b, when=a:changed']);
    const board = new Board(plan);
    for (const slot of nextWork(plan, board.steps).send) board.send(slot);
    for (const code of [0, 3, 0, 3, 3, 3]) board.end(0, code === 0 ? { kind: 'ok' } : { kind: 'failed', code });
    const next = nextWork(plan, board.steps);
    expect(next.skip.map(({ host }) => host)).toEqual(['h2', 'h4', 'h5', 'h6']);
    for (const { why, ...slot } of next.skip) board.change(slot, { outcome: { kind: 'skipped', why } });
    expect(nextWork(plan, board.steps).send.map(({ host }) => host)).toEqual(['h1', 'h3']);
  });

  it('holds a check back where an earlier step was tried again meanwhile and became unknown', () => {
    const plan = planOf(['name=a', 'name=b, when=a:failed, check=c', 'name=c, danger=read']);
    const board = new Board(plan);
    const advance = (): void => {
      const next = nextWork(plan, board.steps);
      for (const { why, ...slot } of next.skip) board.change(slot, { outcome: { kind: 'skipped', why } });
      for (const slot of next.send) board.send(slot);
    };
    advance();
    board.end(0, { kind: 'failed', code: 1 });
    while (board.busy.length > 0) board.end(0, { kind: 'ok' });
    for (let turn = 0; turn < 4; turn += 1) advance();
    expect(board.busy).toEqual([{ position: 2, host: 'h1' }]);
    board.end(0, { kind: 'ok' });
    board.retry({ position: 1, host: 'h1' });
    board.send({ position: 1, host: 'h1' });
    board.end(0, { kind: 'unknown', since: 1 });
    expect(nextWork(plan, board.steps)).toMatchObject({ send: [], hold: { code: 'run-held-unknown' } });
  });

  it('names the step that step by step waits for, and lets it through when told', () => {
    const plan = planOf(['name=a', 'name=b']);
    const board = new Board(plan);
    for (const slot of nextWork(plan, board.steps, { gate: 1 }).send) board.send(slot);
    while (board.busy.length > 0) board.end(0, { kind: 'ok' });
    expect(nextWork(plan, board.steps, { gate: 1 })).toMatchObject({ send: [], gated: 2, hold: { code: 'run-held-step', values: { step: 'b' } } });
    expect(nextWork(plan, board.steps, { gate: 2 })).toMatchObject({ gated: null, hold: null });
    expect(nextWork(plan, board.steps, { gate: 2 }).send).toHaveLength(6);
  });
});

describe('rollbackOffers', () => {
  it('offers the way back where a step was sent and went wrong for certain, and nowhere else', () => {
    const plan = planOf(['name=a, rollback=undo', 'name=undo']);
    const board = new Board(plan);
    for (const slot of nextWork(plan, board.steps).send) board.send(slot);
    const outcomes: Outcome[] = [{ kind: 'ok' }, { kind: 'failed', code: 1 }, { kind: 'unknown', since: 1 }, { kind: 'timed-out', still: 'running' }, { kind: 'stopped', confirmed: true }, { kind: 'not-sent', why: 'x' }];
    for (const outcome of outcomes) board.end(0, outcome);
    expect(rollbackOffers(plan, board.steps)).toEqual([{ position: 1, step: 'a', rollback: 'undo', hosts: ['h2', 'h5'] }]);
  });

  it('offers it where the check says that the effect is not there', () => {
    const plan = planOf(['name=a, rollback=undo, check=c', 'name=undo', 'name=c, danger=read']);
    const board = new Board(plan);
    board.change({ position: 1, host: 'h1' }, { startedAt: 1, outcome: { kind: 'ok' } });
    board.change({ position: 2, host: 'h1' }, { startedAt: 1, endedAt: 2, outcome: { kind: 'failed', code: 1 } });
    expect(rollbackOffers(plan, board.steps).map(({ hosts: on }) => on)).toEqual([['h1']]);
  });
});
