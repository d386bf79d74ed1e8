import { defineConfig } from 'vitest/config';

/** How many tests of real processes wait at most: a busy laptop is slow, a hang is not. Milliseconds. */
const patience = { unit: 20_000, lab: 120_000, e2e: 180_000 };

const tests = (...folders: string[]): string[] => folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`);

export default defineConfig({
  test: {
    pool: 'forks',
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: [...tests('core', 'main', 'preload', 'renderer', 'scripts'), 'tests/*.test.ts'],
          testTimeout: patience.unit,
          hookTimeout: patience.unit,
        },
      },
      {
        // Real servers on loopback. One file at a time, so that nobody's timing is measured under somebody else's load.
        test: {
          name: 'lab',
          include: tests('tests/lab', 'tests/faults'),
          testTimeout: patience.lab,
          hookTimeout: patience.lab,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: tests('tests/e2e'),
          testTimeout: patience.e2e,
          hookTimeout: patience.e2e,
          fileParallelism: false,
        },
      },
    ],
  },
});
