import { describe, expect, it } from 'vitest';
import { countVitest, plainLine, sum } from './tally.mjs';

const test = (status: string) => ({ status, fullName: 'x', failureMessages: null });
const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ name: 'a', message: '', status: 'passed', assertionResults: [test('passed')] }],
};

describe('countVitest', () => {
  it('counts what passed and what was left out', () => {
    expect(countVitest(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  it('counts a file that could not be loaded as a failure, although no test of it failed', () => {
    const broken = { ...report, testResults: [...report.testResults, { name: 'b', message: 'no', status: 'failed', assertionResults: [] }] };
    expect(countVitest(broken, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a failed test once', () => {
    const failed = {
      ...report,
      numFailedTests: 1,
      testResults: [{ name: 'a', message: '', status: 'failed', assertionResults: [test('failed'), test('passed')] }],
    };
    expect(countVitest(failed, 1).failed).toBe(1);
  });

  it('never calls a run good that ended badly, or that wrote nothing', () => {
    expect(countVitest(report, 1).failed).toBe(1);
    expect(countVitest(undefined, 0).failed).toBe(1);
  });
});

describe('plainLine', () => {
  it('is the line that continuous integration reads', () => {
    const total = sum([{ passed: 1, failed: 2, skipped: 0 }, { passed: 10, failed: 0, skipped: 0 }]);
    expect(plainLine(total)).toBe('11 passed, 2 failed');
    expect(plainLine({ ...total, skipped: 4 })).toBe('11 passed, 2 failed, 4 skipped');
  });
});
