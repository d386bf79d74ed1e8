import { failure, type Failure } from '../../../core/errors';
import { createSignal } from '../../../core/signal';
import type { Clock } from '../../ports/clock';
import type { Worker } from '../../ports/process-host';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { Store } from '../../ports/store';
import { storeAnswerSchema, type StoreAnswer, type StoreAsk } from './protocol';

/** A worker that died is started again at most this often, ms. */
const restartEvery = 60_000;
/** An operation that takes longer is given up: nobody waits for a cache. Ms. */
const patience = 5_000;

/** Rows read at a time. */
const pageOf = 500;

type Good = Extract<StoreAnswer, { ok: true }>;

/** The store plus what is wrong with it, for the banner. */
export interface WatchedStore extends Store {
  trouble(): Failure | null;
  onTrouble(listener: (trouble: Failure | null) => void): Cancel;
}

/**
 * The main process's side of the store, whose worker starts at once. It is a cache: when the worker is gone or slow, reading finds nothing and
 * writing is forgotten, and `trouble` says so.
 */
export function createStore(options: {
  readonly spawn: () => Worker;
  readonly file: string;
  readonly clock: Clock;
  readonly schedule: Schedule;
}): WatchedStore {
  const waiting = new Map<number, (answer: Good | null) => void>();
  const turned = createSignal<Failure | null>();
  let trouble: Failure | null = null;
  let worker: Worker | null = null;
  let startedAt: number | null = null;
  let number = 0;
  let closed = false;

  const say = (next: Failure | null): void => {
    if (next?.code === trouble?.code) return;
    trouble = next;
    turned.emit(next);
  };

  const send = (to: Worker, ask: StoreAsk): Promise<Good | null> => {
    const id = (number += 1);
    return new Promise((resolve) => {
      const finish = (answer: Good | null): void => {
        cancel();
        waiting.delete(id);
        resolve(answer);
      };
      const cancel = options.schedule.after(patience, () => {
        say(failure('store-lost', { why: 'slow' }));
        finish(null);
      });
      waiting.set(id, finish);
      to.post({ ...ask, id });
    });
  };

  const start = (): Worker | null => {
    const now = options.clock.mono();
    if (startedAt !== null && now - startedAt < restartEvery) return null;
    startedAt = now;
    const started = options.spawn();
    worker = started;
    started.onMessage((message) => {
      const answer = storeAnswerSchema.safeParse(message);
      if (!answer.success) return;
      const { data } = answer;
      if (data.ok) {
        // Trouble with a file that was moved aside stays visible; any other is over once an answer comes.
        if (data.movedTo !== null) say(failure('store-damaged', { file: data.movedTo }));
        else if (trouble?.code === 'store-lost') say(null);
      } else say(failure('store-lost', { why: data.why }));
      waiting.get(data.id)?.(data.ok ? data : null);
    });
    started.onExit((code) => {
      if (worker === started) worker = null;
      for (const finish of [...waiting.values()]) finish(null);
      if (!closed) say(failure('store-lost', { why: `its process ended (${code ?? 'killed'})` }));
    });
    void send(started, { do: 'open', file: options.file });
    return started;
  };

  const ask = async (question: StoreAsk): Promise<Good | null> => {
    if (closed) return null;
    const running = worker ?? start();
    return running === null ? null : send(running, question);
  };

  start();
  return {
    get: async (space, key) => (await ask({ do: 'get', space, key }))?.rows[0]?.value ?? null,
    all: async (space) => (await ask({ do: 'all', space }))?.rows ?? [],
    async *pages(space) {
      for (let after = ''; ; ) {
        const rows = (await ask({ do: 'page', space, after, limit: pageOf }))?.rows ?? [];
        if (rows.length > 0) yield rows;
        const last = rows.at(-1);
        if (last === undefined || rows.length < pageOf) return;
        after = last.key;
      }
    },
    put: async (space, changes) => (await ask({ do: 'put', space, changes: [...changes] })) !== null,
    async close() {
      const running = worker;
      if (running !== null) await send(running, { do: 'close' });
      closed = true;
      running?.kill();
    },
    trouble: () => trouble,
    onTrouble: turned.on,
  };
}
