// `npm run faults`: the reliability promises in their full form, as docs/faults.md says. `npm run faults -- starts values`
// runs some of it; BREAKGLASS_SEED plays a run again. Takes from minutes to an hour each, so CI runs the short form.
import { log } from './lib/log.mjs';
import { has, root, run } from './lib/processes.mjs';

/** Name -> test file or script, and what it shows. */
const forms = Object.freeze({
  starts: ['tests/faults/starts.test.ts', 'R1, R2: 1,000 steps under 3,000 faults'],
  'half-open': ['tests/faults/half-open.test.ts', 'R3: 100 lines each, frozen, dropped and led nowhere'],
  servers: ['tests/lab/servers.test.ts', 'other servers and userlands, and a record of more than 256 MiB'],
  values: ['tests/faults/values.test.ts', 'R9: 1,000,000 values through every login shell'],
  journal: ['tests/faults/journal-kill.test.ts', 'R4: the journal under kill -9'],
  mail: ['tests/lab/imap.test.ts', '5,000 mails to a real mailbox under cuts and restarts, and a line that freezes'],
  log: ['tests/lab/log-watch.test.ts', '50,000 lines of a log over real SSH, with cuts and rotations: 0 lost, 0 doubled'],
  escalation: ['tests/faults/escalation.test.ts', 'decisions 28: 10,000 nights of acks, crashes and partitions'],
  rotations: ['core/shift/rotation.test.ts', '10,000 generated rotations against asking the clock on the wall, hour by hour'],
  forks: ['tests/faults/forks.test.ts', 'R6: 1,000 forks and 500 honest meetings over three laptops'],
  mutations: ['scripts/verify-journal.test.ts', 'R6: 10,000 mutations, by both verifiers, and 2,500 of them in Python'],
  console: ['tests/faults/attack-kill.test.ts', 'laws 1 and 3: the whole console killed in the middle of runs'],
  mutants: ['scripts/mutants/run.mjs', 'R14: small mistakes in the cores, of which the unit tests must notice 85 %'],
});

const words = process.argv.slice(2);
const unknown = words.filter((word) => !Object.hasOwn(forms, word));
if (unknown.length > 0) {
  log(`there is no ${unknown.join(', ')}; there are ${Object.keys(forms).join(', ')}`);
  process.exit(2);
}

const env = { ...process.env, BREAKGLASS_FAULTS: 'full', BREAKGLASS_FULL: '1' };
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'lab', '--project', 'lab-side-by-side', '--project', 'unit', '--testTimeout', '7200000'];
// What is cut off, filled and mounted is cut off, filled and mounted in a world of its own, which ends with the command.
const own = process.getuid?.() === 0 && has('unshare') && has('ip');

for (const [name, [file = '', title]] of Object.entries(forms)) {
  if (words.length > 0 && !words.includes(name)) continue;
  log(`${name}: ${title}`);
  const command = file.endsWith('.mjs') ? [process.execPath, file] : [process.execPath, ...vitest, file];
  const { code } = own
    ? await run('unshare', ['--net', '--mount', '--propagation', 'private', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command], { cwd: root, env })
    : await run(process.execPath, command.slice(1), { cwd: root, env });
  if (code !== 0) process.exitCode = 1;
}
