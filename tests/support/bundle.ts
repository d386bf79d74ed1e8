import { join } from 'node:path';
import { build } from 'vite';

/** Packs a TypeScript file into one ES module that plain Node runs, for tests that need a process of their own. */
export async function bundle(entry: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: entry, outDir: folder, emptyOutDir: false, minify: false, rollupOptions: { output: { entryFileNames: 'child.mjs' } } },
    ssr: { noExternal: true, external: ['keytar'] },
  });
  return join(folder, 'child.mjs');
}
