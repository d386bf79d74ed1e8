// `npm run check`: what takes less than two minutes. Types, walls, lint, dead code, unit tests.
import { runStages } from './lib/run-stages.mjs';
import { dead, lint, types, unit, walls } from './lib/stages.mjs';

process.exitCode = await runStages([[[types, walls, lint, dead], [unit]]]);
