import { describe, expect, it } from 'vitest';
import { endOf, judge, numberOf, type StepFacts } from './record-facts';

const target = { name: 'api-01', user: 'deploy' };

describe('facts of a record', () => {
  it.each([
    ['rc', 0, '-', { kind: 'ok' }],
    ['rc', 7, '-', { kind: 'failed', code: 7 }],
    ['rc', 137, '-', { kind: 'failed', code: 137 }],
    ['rc', 143, 'stop', { kind: 'stopped', confirmed: true }],
    ['rc', 0, 'stop', { kind: 'ok' }],
    ['rc', 143, 'timeout', { kind: 'timed-out', still: 'stopped' }],
    ['rc', 124, 'running', { kind: 'timed-out', still: 'running' }],
    ['rc', 1, 'unstarted', { kind: 'refused', why: 'sudo' }],
    ['rc', 125, 'unrecorded', { kind: 'refused', why: 'no-record' }],
    ['rc', 125, 'cwd', { kind: 'failed', code: 125 }],
    ['rc', null, '', { kind: 'unknown', since: 42 }],
    ['reboot', null, '', { kind: 'interrupted', why: 'reboot' }],
    ['gone', null, '', { kind: 'interrupted', why: 'supervisor-gone' }],
    ['running', null, '', { kind: 'running' }],
    ['claimed', null, '', { kind: 'unknown', since: 42 }],
  ] as const)('%s %s %s', (end, code, mark, outcome) => {
    expect(judge({ end, code, mark, said: '', left: [] }, target, 42).outcome).toEqual(outcome);
  });

  const problem = (facts: Partial<StepFacts>) => judge({ end: 'rc', code: 1, mark: '-', said: '', left: [], ...facts }, target, 42).problem;

  it('names why, wherever the outcome alone does not say it', () => {
    expect(problem({ end: 'reboot' })).toMatchObject({ code: 'host-rebooted', values: { host: 'api-01' } });
    expect(problem({ end: 'claimed' })).toMatchObject({ code: 'line-lost', values: { host: 'api-01' } });
    expect(problem({ code: null })).toMatchObject({ code: 'line-lost', values: { host: 'api-01' } });
    expect(problem({ mark: 'unrecorded' })).toMatchObject({ code: 'record-refused', values: { host: 'api-01' } });
    expect(problem({ mark: 'cwd' })).toMatchObject({ code: 'step-folder', values: { host: 'api-01' } });
    expect(problem({ mark: 'unstarted', said: 'Sorry, try again.' })).toMatchObject({ values: { host: 'api-01' } });
    for (const facts of [{ end: 'running' }, { code: 0 }, { mark: 'timeout' }, { mark: 'running' }, { mark: 'stop' }, {}] as const) expect(problem(facts)).toBe(null);
  });

  it('names what a lost supervisor left, with nothing in it that could mean something to a screen', () => {
    const left = (...names: readonly string[]) => problem({ end: 'gone', left: names })?.values['left'];
    expect(left()).toBe('-');
    expect(left('41 sleep', '77 my-app.sh')).toBe('41 sleep, 77 my-app.sh');
    expect(left('9 \u001b[31m<b>한')).toBe('9 ??31m?b??');
    expect(left('x'.repeat(41))).toBe('x'.repeat(40));
  });

  it('takes no word for an end that is none', () => {
    expect(['rc', 'reboot', 'gone', 'running'].map(endOf)).toEqual(['rc', 'reboot', 'gone', 'running']);
    expect(['claimed', 'RC', 'rc ', '', 'ok', undefined].map(endOf)).toEqual(Array<string>(6).fill('claimed'));
  });

  it('reads a code only when it is one', () => {
    expect(['0', '255', '', '-', '1e3', '0x1', ' 1', undefined].map(numberOf)).toEqual([0, 255, null, null, null, null, null, null]);
  });
});
