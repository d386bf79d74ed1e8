import { failureLines } from './failures.mjs';
import { log } from './log.mjs';
import { oneFailed, oneSkipped, plainLine, sum } from './tally.mjs';

/**
 * @typedef {import('./stages.mjs').Stage} Stage
 * @typedef {import('./tally.mjs').Tally} Tally
 */

/**
 * Runs every stage, whatever the ones before it gave, so that one run shows all that is wrong; only a stage that
 * cannot mean anything after a failed one is left out. Ends with what failed, by name, and the plain line.
 * @param {readonly (Stage | readonly (readonly Stage[])[])[]} rows one after another; a row of several lanes runs them
 *   side by side, and the stages of a lane one after another
 * @param {{ needs?: Readonly<Record<string, string>> }} [options] needs: stage -> the stage that must have passed
 * @returns {Promise<number>} the exit code
 */
export async function runStages(rows, { needs = {} } = {}) {
  /** @type {Map<string, Tally>} */
  const tallies = new Map();
  /** @param {readonly Stage[]} lane */
  const runLane = async (lane) => {
    for (const stage of lane) {
      const needed = needs[stage.name];
      const blocked = needed !== undefined && (tallies.get(needed)?.failed ?? 0) > 0;
      if (blocked) log(`${stage.name}: not run, because ${needed} failed.`);
      tallies.set(stage.name, blocked ? oneSkipped : await runOne(stage));
    }
  };
  for (const row of rows) await Promise.all(('run' in row ? [[row]] : row).map(runLane));

  const total = sum([...tallies.values()]);
  for (const [name, tally] of tallies) log(`${name}: ${plainLine(tally)}`);
  for (const [name, { failures = [] }] of tallies) for (const failure of failures) failureLines(name, failure).forEach(log);
  process.stdout.write(`${plainLine(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/**
 * @param {Stage} stage
 * @returns {Promise<Tally>}
 */
async function runOne(stage) {
  const started = Date.now();
  log(`${stage.name} ...`);
  try {
    const tally = await stage.run();
    log(`${stage.name}: ${plainLine(tally)} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return tally;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log(`${stage.name}: ${message}`);
    return { ...oneFailed, failures: [{ file: '', name: 'could not be run', message }] };
  }
}
