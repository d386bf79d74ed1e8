import { failure, type Failure } from '../../core/errors';

/** What nobody caught. */
export interface LastNet {
  /** Hears of what was caught, also of the last thing before it listened. */
  on(listener: (problem: Failure) => void): void;
  caught(): boolean;
}

/**
 * A promise that rejects and that nobody waits for is a bug, and no reason for a watch to end at night (decisions.md 8):
 * it is logged with its stack, and whoever listens shows it.
 * @param from the process
 */
export function spreadLastNet(log: (line: string) => void, from: { on(event: 'unhandledRejection', listener: (cause: unknown) => void): unknown }): LastNet {
  const listeners: ((problem: Failure) => void)[] = [];
  let last: Failure | null = null;
  from.on('unhandledRejection', (cause) => {
    const reference = Date.now().toString(36);
    log(`bug ${reference} that nobody caught: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    last = failure('internal-error', { reference });
    for (const listener of listeners) listener(last);
  });
  return {
    on(listener) {
      listeners.push(listener);
      if (last !== null) listener(last);
    },
    caught: () => last !== null,
  };
}
