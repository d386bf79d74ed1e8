import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulatedTime } from '../../../tests/support/simulated-time';
import type { Worker } from '../../ports/process-host';
import { createAnswerer } from './answer';
import { createStore } from './store';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-store-'));
  file = join(folder, 'cache', 'store.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface PretendWorker extends Worker {
  crash(): void;
  deaf: boolean;
}

/** The worker's logic in this process: messages still cross as copies. */
function createInProcessWorker(): PretendWorker {
  const answer = createAnswerer(() => 42);
  const hear = new Set<(message: unknown) => void>();
  const exits = new Set<(code: number | null) => void>();
  let dead = false;
  const worker: PretendWorker = {
    deaf: false,
    post(message) {
      if (dead || worker.deaf) return;
      const reply = answer(structuredClone(message));
      queueMicrotask(() => {
        if (!dead) for (const listener of hear) listener(reply);
      });
    },
    onMessage: (listener) => (hear.add(listener), () => hear.delete(listener)),
    onExit: (listener) => (exits.add(listener), () => exits.delete(listener)),
    kill: () => worker.crash(),
    crash() {
      if (dead) return;
      dead = true;
      for (const listener of exits) listener(9);
    },
  };
  return worker;
}

function open() {
  const time = createSimulatedTime();
  const workers: PretendWorker[] = [];
  const spawn = (): Worker => {
    const worker = createInProcessWorker();
    workers.push(worker);
    return worker;
  };
  return { time, workers, store: createStore({ spawn, file, clock: time.clock, schedule: time.schedule }) };
}

describe('the store', () => {
  it('keeps what it was given over a restart, in a file that only its owner reads', async () => {
    const first = open().store;
    await first.put('alerts', [{ key: 'a', value: '1' }, { key: 'b', value: '2' }]);
    await first.put('alerts', [{ key: 'a', value: 'one' }, { key: 'b', value: null }]);
    await first.put('duty', [{ key: 'a', value: "'); DROP TABLE kept; --" }]);
    await first.close();
    const { store } = open();
    expect(await store.all('alerts')).toEqual([{ key: 'a', value: 'one' }]);
    expect(await store.get('duty', 'a')).toBe("'); DROP TABLE kept; --");
    expect(await store.get('alerts', 'b')).toBeNull();
    expect(store.trouble()).toBeNull();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'cache')).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(join(folder, 'cache'))) expect(statSync(join(folder, 'cache', name)).mode & 0o077).toBe(0);
    await store.close();
  });

  it('moves a damaged file aside, starts empty, and says so', async () => {
    const first = open().store;
    await first.put('alerts', [{ key: 'a', value: '1' }]);
    await first.close();
    writeFileSync(file, 'this is no database, it is a sentence that goes on for a while'.repeat(200));
    const { store } = open();
    expect(await store.all('alerts')).toEqual([]);
    expect(store.trouble()).toMatchObject({ code: 'store-damaged', values: { file: `${file}.damaged-42` } });
    await store.put('alerts', [{ key: 'b', value: '2' }]);
    expect(await store.get('alerts', 'b')).toBe('2');
    expect(readdirSync(join(folder, 'cache'))).toContain('store.sqlite.damaged-42');
    await store.close();
  });

  it('fails soft while its worker is dead and starts it again once a minute', async () => {
    const { store, time, workers } = open();
    const troubles: (string | undefined)[] = [];
    store.onTrouble((trouble) => troubles.push(trouble?.code));
    expect(await store.put('alerts', [{ key: 'a', value: '1' }])).toBe(true);
    workers[0]?.crash();
    expect(await store.get('alerts', 'a')).toBeNull();
    expect(await store.put('alerts', [{ key: 'b', value: '2' }])).toBe(false);
    expect([store.trouble()?.code, workers.length]).toEqual(['store-lost', 1]);
    await time.pass(60_000);
    expect(await store.get('alerts', 'a')).toBe('1');
    expect([store.trouble(), workers.length]).toEqual([null, 2]);
    expect(troubles).toEqual(['store-lost', undefined]);
    await store.close();
  });

  it('answers the pending and gives up on a worker that hangs', async () => {
    const { store, time, workers } = open();
    await store.put('alerts', [{ key: 'a', value: '1' }]);
    const [worker] = workers;
    if (worker !== undefined) worker.deaf = true;
    const hanging = store.all('alerts');
    await time.pass(5_000);
    expect(await hanging).toEqual([]);
    expect(store.trouble()?.code).toBe('store-lost');
  });

  it('writes all of a change or nothing', () => {
    const answer = createAnswerer(() => 0);
    answer({ id: 1, do: 'open', file });
    expect(answer({ id: 2, do: 'put', space: 's', changes: [{ key: 'a', value: '1' }, { key: 'b', value: 5 }] })).toBeNull();
    expect(answer({ id: 3, do: 'all', space: 's' })).toMatchObject({ ok: true, rows: [] });
    expect(answer({ id: 4, do: 'close' })).toMatchObject({ ok: true });
    expect(answer({ id: 5, do: 'all', space: 's' })).toMatchObject({ ok: false });
  });
});
