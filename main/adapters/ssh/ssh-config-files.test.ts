import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { configFiles } from './ssh-config-files';

it.each([
  ['Host *\n  User deploy\n', true, false],
  ['Host *\nCanonicalizeHostname no\n', true, false],
  ['Host db\n  User deploy\n', false, false],
  ['Host *\nHostName %h.example.com\n', false, false],
  ['Match exec "test -e x"\n', false, true],
  ['Host *\nCanonicalizeHostname yes\nCanonicalDomains example.com\n', false, true],
  ['canonicalizehostname=always\n', false, true],
])('what is true of one host is true of all, and for how long: %j', async (text, isUniform, isDynamic) => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'config'), text);
  expect(await configFiles([{ file: join(folder, 'config'), base: folder }], folder, async () => undefined)).toMatchObject({ isUniform, isDynamic });
});
