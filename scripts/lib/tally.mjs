/** @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly import('./failures.mjs').Failure[] }} Tally */

/** @type {Readonly<Tally>} */
export const nothing = Object.freeze({ passed: 0, failed: 0, skipped: 0 });
/** @type {Readonly<Tally>} */
export const onePassed = Object.freeze({ passed: 1, failed: 0, skipped: 0 });
/** @type {Readonly<Tally>} */
export const oneFailed = Object.freeze({ passed: 0, failed: 1, skipped: 0 });
/** @type {Readonly<Tally>} */
export const oneSkipped = Object.freeze({ passed: 0, failed: 0, skipped: 1 });

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    nothing,
  );
}

/**
 * The closing line that continuous integration reads.
 * @param {Tally} tally
 */
export function plainLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * @typedef {object} VitestReport the part of vitest's JSON report that is counted
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name its path
 * @property {string} status
 * @property {string} message why it could not be loaded
 * @property {readonly { status: string, fullName: string, failureMessages: readonly string[] | null }[]} assertionResults
 */

/**
 * Counts a vitest run. A file that could not even be loaded has no test in it, and counts as one failure; a run that
 * ended badly although no test failed (an unhandled error, no test found) does too.
 * @param {VitestReport | undefined} report undefined: vitest died before it wrote one
 * @param {number} exitCode
 * @returns {Tally}
 */
export function countVitest(report, exitCode) {
  if (report === undefined) return oneFailed;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
