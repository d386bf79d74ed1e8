// A process that tries one mistake after the other on the tests of one core: told a file and its text, it answers whether
// a test noticed. The files on the disk stay as they are. Its parent ends it when a mistake makes the tests go on for ever.
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import { root } from '../lib/processes.mjs';
import { cores } from './cores.mjs';

const core = cores[process.argv[2] ?? ''];
if (core === undefined) throw new Error('no such core');

/** @type {{ file: string, text: string } | null} */
let mistake = null;

const vitest = await createVitest(
  'test',
  { config: false, root, include: [...core.tests], pool: 'threads', maxWorkers: 1, bail: 1, watch: false, reporters: [{}], testTimeout: 60_000, hookTimeout: 60_000 },
  {
    logLevel: 'silent',
    plugins: [{ name: 'mistake', enforce: 'pre', load: (id) => (mistake !== null && id.split('?')[0] === mistake.file ? mistake.text : null) }],
  },
);
await vitest.standalone();
const tests = await vitest.globTestSpecifications();

/** Whether every test passes as things stand. */
async function passes() {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(tests);
  vitest.state.filesMap.clear();
  return unhandledErrors.length === 0 && testModules.length > 0 && testModules.every((module) => module.ok());
}

process.on('message', (/** @type {{ mistake: { file: string, text: string } | null }} */ { mistake: next }) => {
  const before = mistake;
  mistake = next === null ? null : { file: join(root, next.file), text: next.text };
  for (const each of [before, mistake]) if (each !== null) vitest.invalidateFile(each.file);
  passes().then(
    (passed) => process.send?.({ passed }),
    // What the tests cannot even be run with was noticed.
    () => process.send?.({ passed: false }),
  );
});
process.send?.({ ready: true });
