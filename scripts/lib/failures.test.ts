import { describe, expect, it } from 'vitest';
import { failureLines, failuresOf } from './failures.mjs';

const test = (status: string, fullName: string, ...failureMessages: string[]) => ({ status, fullName, failureMessages });
const file = (name: string, status: string, message: string, ...assertionResults: ReturnType<typeof test>[]) => ({ name, status, message, assertionResults });
const report = (...testResults: ReturnType<typeof file>[]) => ({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults });

describe('failuresOf', () => {
  it('names each failed test with its file and its message', () => {
    const found = failuresOf(report(file('/house/core/a.test.ts', 'failed', '', test('passed', 'a fine one'), test('failed', 'a bad one', 'no', 'no again'))), [], '/house');
    expect(found).toEqual([{ file: 'core/a.test.ts', name: 'a bad one', message: 'no\nno again' }]);
  });

  it('names a file that could not be loaded, once', () => {
    expect(failuresOf(report(file('/house/b.test.ts', 'failed', 'Cannot find x')), [], '/house')).toMatchObject([{ file: 'b.test.ts', message: 'Cannot find x' }]);
    expect(failuresOf(report(file('/house/b.test.ts', 'passed', '', test('passed', 'x'))), [], '/house')).toEqual([]);
  });

  it('names what failed outside of every test, and a runner that died', () => {
    expect(failuresOf(report(), [{ name: 'Error', message: 'late', stack: 'Error: late\n  at x' }], '/house')).toMatchObject([{ message: 'Error: late\n  at x' }]);
    expect(failuresOf(undefined, [], '/house')).toHaveLength(1);
  });
});

describe('failureLines', () => {
  it('are the place and thirty lines of the message', () => {
    const message = Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n\n');
    const lines = failureLines('unit', { file: 'a.test.ts', name: 'x > y', message });
    expect(lines).toHaveLength(31);
    expect(lines.slice(0, 2)).toEqual(['FAILED unit | a.test.ts | x > y', '    line 0']);
    expect(lines.at(-1)).toBe('    line 29');
  });

  it('hold nothing that a terminal acts on', () => {
    const lines = failureLines('lab', { file: '', name: 'x\u001b]0;owned\u0007', message: '\u001b[31mred\u001b[39m \u202e\u009b2J\r' });
    expect(lines).toEqual(['FAILED lab | x\\u{1b}]0;owned\\u{7}', '    red \\u{202e}\\u{9b}2J\\u{d}']);
  });
});
