import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { bundled } from './scripts/lib/bundled.mjs';

const from = (path: string): string => resolve(import.meta.dirname, path);

/** The older of the two runtimes that the app runs on (docs/adr/0001-electron-runtime.md): Electron 33. */
const oldest = { node: 'node20.18', chrome: 'chrome130' };

export default defineConfig({
  // The main process and its workers: ES modules.
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: bundled },
      target: oldest.node,
      // A third of every command's start was reading what nobody reads; the source maps lie beside it.
      minify: true,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: from('main/index.ts'),
          cli: from('main/cli.ts'),
          'ssh-worker': from('main/workers/ssh/worker.ts'),
          'store-worker': from('main/workers/store/worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  // SECURITY: a sandboxed preload cannot require anything but electron: one CommonJS file with all it needs.
  preload: {
    build: {
      outDir: 'out/preload',
      target: oldest.node,
      minify: false,
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: from('preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  // SECURITY: the page's policy forbids inline scripts and styles, so nothing is inlined or polyfilled inline.
  renderer: {
    root: from('renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: from('out/renderer'),
      emptyOutDir: true,
      target: oldest.chrome,
      // A third of the bytes to read and parse before the first paint.
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
      rolldownOptions: {
        input: {
          main: from('renderer/main/index.html'),
          approval: from('renderer/approval/index.html'),
          secret: from('renderer/secret/index.html'),
          signature: from('renderer/signature/index.html'),
          terminal: from('renderer/terminal/index.html'),
        },
      },
    },
  },
});
