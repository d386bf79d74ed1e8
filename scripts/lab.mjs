// `npm run lab`: the tests against real servers, in a session of their own that has an unlocked keyring.
import { runStages } from './lib/run-stages.mjs';
import { lab } from './lib/stages.mjs';

process.exitCode = await runStages([lab]);
