// `npm run faults -- mutants`: R14, whether the tests would notice. Small mistakes are made in the cores, one at a time, and
// the unit tests beside them must fail. MUTANTS=N sets how many (200), BREAKGLASS_SEED plays a choice again.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { log } from '../lib/log.mjs';
import { mutantsOf, withMistake } from '../lib/mutate.mjs';
import { root } from '../lib/processes.mjs';
import { chosen } from './chosen.mjs';
import { cores } from './cores.mjs';

/** Longer than this the tests of a core never take; whoever does goes on for ever, ms. */
const patience = 120_000;
const wanted = Number(process.env['MUTANTS'] ?? 200);
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20261122);
const only = process.argv.slice(2);

class Trials {
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null;

  /** @param {string} core */
  constructor(core) {
    this.core = core;
  }

  /**
   * @param {{ file: string, text: string } | null} mistake
   * @returns {Promise<'passed' | 'noticed' | 'for ever'>}
   */
  async try(mistake) {
    this.#child ??= await this.#start();
    const child = this.#child;
    const answer = new Promise((/** @type {(said: 'passed' | 'noticed') => void} */ resolve) => {
      child.once('message', (/** @type {{ passed: boolean }} */ said) => resolve(said.passed ? 'passed' : 'noticed'));
    });
    child.send({ mistake });
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const late = new Promise((/** @type {(said: 'for ever') => void} */ resolve) => {
      timer = setTimeout(resolve, patience, 'for ever');
    });
    const said = await Promise.race([answer, late]);
    clearTimeout(timer);
    if (said === 'for ever') await this.stop();
    return said;
  }

  async stop() {
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async #start() {
    const child = fork(fileURLToPath(new URL('./trial.mjs', import.meta.url)), [this.core], { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, NODE_ENV: 'test' } });
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`the trials of ${this.core} ended with ${String(code)}`)));
    });
    return child;
  }
}

/** @param {string} core @param {number} count */
async function score(core, count) {
  const found = (cores[core]?.sources ?? []).flatMap((source) => {
    const whole = readFileSync(join(root, source), 'utf8');
    return mutantsOf(whole, source).map((mutant) => ({ source, whole, mutant }));
  });
  const trials = new Trials(core);
  const tally = { noticed: 0, survived: 0 };
  try {
    if ((await trials.try(null)) !== 'passed') throw new Error(`the tests of ${core} fail as they are`);
    for (const { source, whole, mutant } of chosen(found, count, seed)) {
      const said = await trials.try({ file: source, text: withMistake(whole, mutant) });
      if (said === 'passed') {
        tally.survived += 1;
        log(`  nobody noticed: ${source}:${String(mutant.line)} ${mutant.what}: ${whole.slice(mutant.start, mutant.end).split('\n')[0]}`);
      } else tally.noticed += 1;
    }
  } finally {
    await trials.stop();
  }
  return { ...tally, possible: found.length };
}

const names = Object.keys(cores).filter((name) => only.length === 0 || only.includes(name));
const rows = [];
for (const core of names) {
  const began = Date.now();
  const { noticed, survived, possible } = await score(core, Math.ceil(wanted / names.length));
  const percent = (100 * noticed) / Math.max(1, noticed + survived);
  rows.push({ noticed, survived });
  log(`${core}: ${String(noticed)} of ${String(noticed + survived)} noticed (${percent.toFixed(0)} %), ${String(possible)} possible, seed ${String(seed)}, ${((Date.now() - began) / 1_000).toFixed(0)} s`);
}
const noticed = rows.reduce((sum, row) => sum + row.noticed, 0);
const all = rows.reduce((sum, row) => sum + row.noticed + row.survived, 0);
const percent = (100 * noticed) / Math.max(1, all);
log(`${String(noticed)} of ${String(all)} mistakes noticed, ${percent.toFixed(1)} % (promise 85 %)`);
if (percent < 85) process.exitCode = 1;
