// `npm run e2e`: the real app in a real Electron, on a screen, a message bus and a keyring of its own.
import { runStages } from './lib/run-stages.mjs';
import { bundle, e2e } from './lib/stages.mjs';

process.exitCode = await runStages([bundle, e2e], { needs: { e2e: 'build' } });
