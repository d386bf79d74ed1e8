import { log } from './log.mjs';
import { oneFailed, oneSkipped, plainLine, sum } from './tally.mjs';

/**
 * Runs every stage, whatever the ones before it gave, so that one run shows all that is wrong; only a stage that
 * cannot mean anything after a failed one is left out. Ends with the plain line.
 * @param {readonly import('./stages.mjs').Stage[]} stages
 * @param {{ needs?: Readonly<Record<string, string>> }} [options] needs: stage -> the stage that must have passed
 * @returns {Promise<number>} the exit code
 */
export async function runStages(stages, { needs = {} } = {}) {
  /** @type {Map<string, import('./tally.mjs').Tally>} */
  const tallies = new Map();
  for (const stage of stages) {
    const needed = needs[stage.name];
    const blocked = needed !== undefined && (tallies.get(needed)?.failed ?? 0) > 0;
    if (blocked) log(`${stage.name}: not run, because ${needed} failed.`);
    tallies.set(stage.name, blocked ? oneSkipped : await runOne(stage));
  }
  const total = sum([...tallies.values()]);
  for (const [name, tally] of tallies) log(`${name}: ${plainLine(tally)}`);
  process.stdout.write(`${plainLine(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/** @param {import('./stages.mjs').Stage} stage */
async function runOne(stage) {
  const started = Date.now();
  log(`${stage.name} ...`);
  try {
    const tally = await stage.run();
    log(`${stage.name}: ${plainLine(tally)} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return tally;
  } catch (error) {
    log(`${stage.name}: ${error instanceof Error ? error.message : String(error)}`);
    return oneFailed;
  }
}
