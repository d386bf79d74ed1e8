// `npm test`: everything, on a laptop and in CI. Installs what is missing where it may, and says what it could not run.
import { installCommand, installPackages, isDebian, isRoot, missingPackages, testPackages } from './lib/debian.mjs';
import { checkNode, ensureDependencies } from './lib/dependencies.mjs';
import { log } from './lib/log.mjs';
import { runStages } from './lib/run-stages.mjs';
import { bundle, dead, e2e, lab, lint, notRun, types, unit, walls } from './lib/stages.mjs';
import { onePassed } from './lib/tally.mjs';

/** @type {import('./lib/stages.mjs').Stage} The servers, shells and libraries that the tests are run against. */
const machine = {
  name: 'machine',
  run: async () => {
    if (!isDebian()) return notRun('this is not a Debian: the tests use what is here, and skip what is not');
    const missing = missingPackages(testPackages);
    if (missing.length === 0) return onePassed;
    const still = isRoot() ? await installPackages(missing, log) : missing;
    return still.length === 0 ? onePassed : notRun(`what needs ${still.join(' ')}. ${installCommand(still)}`);
  },
};

try {
  checkNode();
  await ensureDependencies(log);
  // What only reads the sources goes beside the unit tests, which keep one core busy. The lab measures time and is alone.
  process.exitCode = await runStages([machine, [[types, walls, lint, dead], [unit]], bundle, lab, e2e], {
    needs: { e2e: 'build' },
  });
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
