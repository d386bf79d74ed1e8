import { createAnswerer } from '../../adapters/store/answer';

/** The part of Electron's `process.parentPort` that a worker uses; Node's own children speak through `process.send`. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const answer = createAnswerer(() => Date.now());
const parentPort = (process as NodeJS.Process & { readonly parentPort?: ParentPort }).parentPort;

// Ctrl-C in a terminal reaches every process of its group; the console ends first and still has things to keep.
const stay = (): void => undefined;
process.on('SIGINT', stay).on('SIGHUP', stay);

if (parentPort === undefined) {
  // Not under Electron, whose own way to kill a worker is this signal.
  process.on('SIGTERM', stay);
  process.on('message', (message) => {
    const reply = answer(message);
    if (reply !== null) process.send?.(reply);
  });
  // A store whose console is gone has nobody to keep anything for.
  process.on('disconnect', () => process.exit(0));
} else {
  parentPort.on('message', ({ data }) => {
    const reply = answer(data);
    if (reply !== null) parentPort.postMessage(reply);
  });
}
