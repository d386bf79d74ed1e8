import { writeFileSync } from 'node:fs';

/**
 * A reporter for vitest: what went wrong outside of every test, which its own JSON report leaves out.
 * @param {string} path where it is written, as JSON
 * @returns {import('vitest/reporters').Reporter}
 */
export function unhandledErrors(path) {
  return {
    onTestRunEnd: (_modules, errors) => {
      writeFileSync(path, JSON.stringify(errors.map(({ name, message, stack }) => ({ name, message, stack }))));
    },
  };
}
