import { describe, expect, it } from 'vitest';
import { judge, numberOf } from './record-facts';

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

  it('reads a code only when it is one', () => {
    expect(['0', '255', '', '-', '1e3', '0x1', ' 1', undefined].map(numberOf)).toEqual([0, 255, null, null, null, null, null, null]);
  });
});
