#!/usr/bin/env node
// The terminal twin in a checkout. It works through a link, too: Node resolves that before import.meta.url is set.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = new URL('../out/main/cli.js', import.meta.url);

if (existsSync(fileURLToPath(cli))) {
  await import(cli.href);
} else {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  process.stderr.write(
    'breakglass: it is not built yet. Build it once (needs the network for the packages):\n' +
      `  cd ${folder} && npm ci && npm run build\n`,
  );
  process.exitCode = 2;
}
