import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import type { ProcessHost } from '../ports/process-host';

/** Workers as utility processes: a crash of one leaves the window alive, and its bytes never cross the main loop. */
export function createElectronProcessHost(): ProcessHost {
  return {
    spawn(entry) {
      const child = utilityProcess.fork(fileURLToPath(new URL(`./${entry}.js`, import.meta.url)), [], {
        serviceName: `breakglass ${entry}`,
        stdio: 'ignore',
      });
      return {
        post(message) {
          child.postMessage(message);
        },
        onMessage(listener) {
          child.on('message', listener);
          return () => {
            child.removeListener('message', listener);
          };
        },
        onExit(listener) {
          child.on('exit', listener);
          return () => {
            child.removeListener('exit', listener);
          };
        },
        kill() {
          child.kill();
        },
      };
    },
  };
}
