import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../runbook/make-plan';
import { readRunbook } from '../runbook/read-runbook';
import type { Outcome } from './outcome';
import { rebuildRun, type RunLogEntry } from './rebuild-run';

const { runbook } = readRunbook('runbooks/t.md', '# T\n```sh {on=all, name=a}\ntrue\n```\n');
const hosts = [{ name: 'h1', address: '10.0.0.1', port: 22, groups: ['all'], labels: {}, danger: 'stage' as const, hostKeys: [] }];
const made = runbook === null ? null : makePlan({ runbook, values: {}, on: [], hosts, policies: { 'two-people-for': [] }, commit: null, defaultUser: 'me', secretVersion: () => '' }).plan;
if (made === null) throw new Error('no plan');
const { plan } = made;

const claim = (attempt: number): Record<string, unknown> => ({ run: 'run00000000001', step: 'a', position: 1, host: 'h1', attempt, caseId: null });
const entry = (code: string, data: Record<string, unknown>): RunLogEntry => ({ at: 5, op: 'kim', code, data });
const decision = (what: string, attempt: number): RunLogEntry => entry('STEP-DECISION', { ...claim(attempt), decision: what, reason: 'looked by hand' });
const outcome = (said: Outcome, attempt: number): RunLogEntry =>
  entry('STEP-OUTCOME', { ...claim(attempt), outcome: said, word: said.kind, bytes: 3, sha256: null, truncated: false, problem: null });

const outcomes = fc.constantFrom<Outcome>({ kind: 'ok' }, { kind: 'failed', code: 7 }, { kind: 'unknown', since: 1 }, { kind: 'stopped', confirmed: true }, { kind: 'not-sent', why: 'x' });

describe('rebuildRun', () => {
  it('lets a decision stand, whatever the server answers about that attempt afterwards', () => {
    fc.assert(
      fc.property(fc.array(outcomes, { maxLength: 3 }), fc.array(outcomes, { minLength: 1, maxLength: 3 }), (before, behind) => {
        const log = [...before.map((said) => outcome(said, 1)), decision('skip', 1), ...behind.map((said) => outcome(said, 1))];
        expect(rebuildRun(plan, log).steps[0]?.cells[0]?.outcome).toEqual({ kind: 'skipped', why: 'looked by hand' });
      }),
    );
  });

  it('takes the outcome of an attempt that a person asked for behind it', () => {
    const log = [outcome({ kind: 'failed', code: 1 }, 1), decision('retry', 1), outcome({ kind: 'failed', code: 1 }, 1), outcome({ kind: 'ok' }, 2)];
    expect(rebuildRun(plan, log.slice(0, 3)).steps[0]?.cells[0]).toMatchObject({ attempt: 2, outcome: { kind: 'not-sent' } });
    expect(rebuildRun(plan, log).steps[0]?.cells[0]).toMatchObject({ attempt: 2, outcome: { kind: 'ok' } });
  });
});
