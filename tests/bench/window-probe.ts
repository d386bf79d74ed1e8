import { app, BrowserWindow } from 'electron';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// What S5 and S8 start in Electron, from outside the product: the built app, with a line on which the bench asks for
// something to be evaluated in the page, for a key to be pressed, for a picture, or for how long the main loop was kept.
const loop = monitorEventLoopDelay({ resolution: 1 });

async function answer(ask: { readonly do: string; readonly script?: string; readonly key?: string; readonly file?: string }): Promise<unknown> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) throw new Error('no window');
  switch (ask.do) {
    case 'evaluate':
      return window.webContents.executeJavaScript(ask.script ?? '');
    case 'press':
      // A screen in memory has no window manager that would give the window the focus.
      window.focus();
      window.webContents.focus();
      for (const type of ['keyDown', 'keyUp'] as const) window.webContents.sendInputEvent({ type, keyCode: ask.key ?? '' });
      return null;
    case 'picture':
      writeFileSync(ask.file ?? '', (await window.webContents.capturePage()).toPNG());
      return null;
    case 'watch-loop':
      loop.reset();
      loop.enable();
      return null;
    default:
      return { p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 };
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const ask = JSON.parse(line) as { readonly id: number; readonly do: string };
  answer(ask).then(
    (value) => process.stdout.write(`\nanswer ${JSON.stringify({ id: ask.id, value })}\n`),
    (error: unknown) => process.stdout.write(`\nanswer ${JSON.stringify({ id: ask.id, error: String(error) })}\n`),
  );
});

(app as typeof app & { readonly setAppPath: (path: string) => void }).setAppPath(process.env['BENCH_APP'] ?? '');
await import(pathToFileURL(join(process.env['BENCH_APP'] ?? '', 'out/main/index.js')).href);
