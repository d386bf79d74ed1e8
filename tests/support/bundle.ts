import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Packs a TypeScript file into one ES module that plain Node runs, for tests that need a process of their own. */
export async function bundle(entry: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'child.mjs');
  const built = await rolldown({ input: entry, platform: 'node', external: [/^node:/, 'keytar'], logLevel: 'silent' });
  await built.write({ file, format: 'esm', codeSplitting: false });
  await built.close();
  return file;
}
