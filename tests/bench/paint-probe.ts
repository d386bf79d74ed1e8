import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// What S7 starts in Electron, from outside the product: it opens either the built app or an empty window, and writes the
// moment (epoch ms) at which the first window has painted what was looked for. The app itself knows nothing of it.
const selector = JSON.stringify(process.env['BENCH_SELECTOR'] ?? 'body');
const painted = `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector(${selector}) === null) return false;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
    return true;
  };
  if (look()) return;
  const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
  observer.observe(document, { subtree: true, childList: true });
})`;

app.on('browser-window-created', (_event, window) => {
  window.webContents.once('dom-ready', () => {
    void window.webContents.executeJavaScript(painted).then((at: unknown) => {
      process.stdout.write(`\npainted ${String(at)}\n`);
    });
  });
});

const built = process.env['BENCH_APP'];
if (built === undefined) {
  void app.whenReady().then(() => {
    const window = new BrowserWindow({ width: 1280, height: 800, show: false, backgroundColor: '#0a0d12' });
    window.once('ready-to-show', () => {
      window.show();
    });
    void window.loadURL('data:text/html,<title>empty</title><body>');
  });
} else {
  // Electron's own default app does the same; its types leave the method out.
  (app as typeof app & { readonly setAppPath: (path: string) => void }).setAppPath(built);
  await import(pathToFileURL(join(built, 'out/main/index.js')).href);
}
