import { relative } from 'node:path';

/** @typedef {{ file: string, name: string, message: string }} Failure what failed, and the tool's own words about it */

/** @typedef {{ name: string, message: string, stack?: string }} UnhandledError */

/** A stack, and after it where a window test stood. */
const longestMessage = 30;

/**
 * What failed in a vitest run, by name: tests, files that could not be loaded, and errors that belong to no test.
 * @param {import('./tally.mjs').VitestReport | undefined} report undefined: vitest died before it wrote one
 * @param {readonly UnhandledError[]} errors
 * @param {string} root the folder that the names of files are shown from
 * @returns {readonly Failure[]}
 */
export function failuresOf(report, errors, root) {
  if (report === undefined) return [{ file: '', name: 'the test runner', message: 'died before it wrote a report' }];
  const ofFiles = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [{ file, name: '(the whole file)', message }];
    return failed.map(({ fullName, failureMessages }) => ({ file, name: fullName, message: (failureMessages ?? []).join('\n') }));
  });
  const ofNobody = errors.map(({ name, message, stack }) => ({
    file: '',
    name: '(an error outside of every test)',
    message: stack ?? `${name}: ${message}`,
  }));
  return [...ofFiles, ...ofNobody];
}

/**
 * The lines that are shown at the end, so that whoever sees only the end of the output knows what failed.
 * @param {string} stage
 * @param {Failure} failure
 * @returns {readonly string[]}
 */
export function failureLines(stage, { file, name, message }) {
  const words = asText(message).split('\n').filter((line) => line.trim() !== '');
  const place = [stage, file, name].filter((part) => part !== '').map(asText);
  return [`FAILED ${place.join(' | ')}`, ...words.slice(0, longestMessage).map((line) => `    ${line}`)];
}

/**
 * SECURITY: a test about hostile text fails with that text; a terminal must not act on it.
 * @param {string} text
 */
function asText(text) {
  return text
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/[^\P{C}\n]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
