import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProcessHost } from '../ports/process-host';

/**
 * Workers as child processes of Node.
 * @param folder URL of the folder with the built workers; default: beside this file in the bundle.
 */
export function createNodeProcessHost(folder: URL = new URL('./', import.meta.url)): ProcessHost {
  return {
    spawn(entry) {
      const child = fork(fileURLToPath(new URL(`${entry}.js`, folder)), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      // A child that is gone refuses messages; its exit is what counts and is told by onExit.
      child.on('error', () => undefined);
      return {
        post(message) {
          if (child.connected) child.send(message as object, () => undefined);
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
          child.kill('SIGKILL');
        },
      };
    },
  };
}
