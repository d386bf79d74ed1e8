import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { unhandledErrors } from './scripts/lib/unhandled-errors.mjs';

/** How long a test waits at most: a busy machine is slow, a hang is not. Milliseconds. */
const patience = { unit: 60_000, lab: 120_000, e2e: 120_000 };

const tests = (...folders: string[]): string[] => folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`);

/**
 * The files of the lab that measure no time and share nothing: each has its own servers, home and workspace. They run
 * two at a time, because most of their minutes are waits. Whoever asserts a time stays out of this list.
 */
const sideBySide = [
  'tests/lab/cli*.test.ts',
  'tests/lab/{drill,files,reconcile,ssh-config,ssh-wrapper,sync}.test.ts',
  'tests/faults/attack-{desk,kill,labels,text}.test.ts',
  'tests/faults/{forks,journal-kill,starts,values}.test.ts',
];

/** Where scripts/lib/stages.mjs wants to find what became of the tests. */
const report = process.env['BREAKGLASS_TEST_REPORT'];

/** What is waited for without another word comes, or does not: a busy machine is no reason to fail. */
const expectations = { poll: { timeout: 20_000 } };

const lab = {
  expect: expectations,
  testTimeout: patience.lab,
  hookTimeout: patience.lab,
  globalSetup: ['tests/lab/support/terminal-once.ts'],
};

export default defineConfig({
  test: {
    pool: 'forks',
    passWithNoTests: false,
    reporters:
      report === undefined
        ? ['default']
        : ['default', ['json', { outputFile: join(report, 'report.json') }], unhandledErrors(join(report, 'errors.json'))],
    projects: [
      {
        test: {
          name: 'unit',
          include: [...tests('core', 'main', 'preload', 'renderer', 'scripts'), 'tests/*.test.ts'],
          expect: expectations,
          testTimeout: patience.unit,
          hookTimeout: patience.unit,
        },
      },
      {
        // Real servers on loopback. One file at a time, so that nobody's timing is measured under somebody else's load.
        test: {
          ...lab,
          name: 'lab',
          include: tests('tests/lab', 'tests/faults'),
          exclude: sideBySide,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { ...lab, name: 'lab-side-by-side', include: sideBySide, maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
      {
        test: {
          name: 'e2e',
          include: tests('tests/e2e'),
          testTimeout: patience.e2e,
          hookTimeout: patience.e2e,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
