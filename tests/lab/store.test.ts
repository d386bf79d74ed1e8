import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from 'vite';
import { createStore } from '../../main/adapters/store/store';
import { createSystemClock } from '../../main/adapters/system/system-clock';
import { createSystemSchedule } from '../../main/adapters/system/system-schedule';
import { createNodeProcessHost } from '../../main/platform/node-process-host';
import type { Worker } from '../../main/ports/process-host';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(async () => {
  // Inside the checkout, so that the built worker finds node_modules where the packaged one will.
  folder = mkdtempSync(join(root, '.cache/store-worker-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(root, 'main/workers/store/worker.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'store-worker.js', format: 'es' } },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('works in its own process, survives its kill -9, and keeps what it had acknowledged', async () => {
  const host = createNodeProcessHost(pathToFileURL(`${folder}/`));
  const workers: Worker[] = [];
  const spawn = (): Worker => {
    const worker = host.spawn('store-worker');
    workers.push(worker);
    return worker;
  };
  let skipped = 0;
  const system = createSystemClock();
  const clock = { ...system, mono: () => system.mono() + skipped };
  const store = createStore({ spawn, file: join(folder, 'cache/store.sqlite'), clock, schedule: createSystemSchedule() });
  await store.put('alerts', [{ key: 'a', value: '1' }]);
  expect(await store.get('alerts', 'a')).toBe('1');

  const exited = new Promise((resolve) => workers[0]?.onExit(resolve));
  workers[0]?.kill();
  await exited;
  expect(await store.get('alerts', 'a')).toBeNull();
  expect(store.trouble()?.code).toBe('store-lost');

  skipped = 61_000;
  expect(await store.get('alerts', 'a')).toBe('1');
  expect([store.trouble(), workers.length]).toEqual([null, 2]);
  await store.close();
});
