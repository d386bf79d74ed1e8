import { createSystemClock } from '../../adapters/system/system-clock';
import { createSystemIds } from '../../adapters/system/system-ids';
import { serveSsh } from './serve-ssh';

/** The part of Electron's `process.parentPort` that a worker uses; Node's own children speak through `process.send`. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const parentPort = (process as NodeJS.Process & { readonly parentPort?: ParentPort }).parentPort;
const parts = { clock: createSystemClock(), ids: createSystemIds(), closed: () => process.exit(0) };

// Ctrl-C in a terminal reaches every process of its group. When a worker ends is the console's to say: it may have to
// stop steps first, and it closes us or disconnects.
const stay = (): void => undefined;
process.on('SIGINT', stay).on('SIGHUP', stay);

if (parentPort === undefined) {
  // Not under Electron, whose own way to kill a worker is this signal.
  process.on('SIGTERM', stay);
  process.on('message', serveSsh((message) => process.send?.(message), parts));
  // Steps go on at their servers; a worker without a console has nobody to tell.
  process.on('disconnect', () => process.exit(0));
} else {
  const receive = serveSsh((message) => {
    parentPort.postMessage(message);
  }, parts);
  parentPort.on('message', ({ data }) => {
    receive(data);
  });
}
