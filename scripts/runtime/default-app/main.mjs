// What the fallback runtime starts when it is called as `electron FOLDER`: a packaged runtime ignores the argument
// otherwise. It does what Electron's own default app does for a folder, and nothing else.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('breakglass runtime: which folder? (electron FOLDER)\n');
  process.exit(2);
}

const folder = resolve(given);
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);

await import(pathToFileURL(join(folder, manifest.main)).href);
