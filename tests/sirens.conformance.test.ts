import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sirenEntrySchema } from '../core/workspace/files';
import { openSiren, register, sirenDrivers } from '../main/adapters/sirens/registry';
import type { SirenDriver } from '../main/ports/siren';
import { createDriverContext } from './support/driver-context';
import { describeSiren } from './support/siren-conformance';
import { sirenDoubles, type MakeDouble } from './support/siren-doubles';

for (const driver of sirenDrivers) {
  const makeDouble = sirenDoubles[driver.kind];
  if (makeDouble === undefined) {
    it(`the siren driver ${driver.kind} has a double`, () => {
      expect.fail(`Add a stand-in for the device of “${driver.kind}” to sirenDoubles in tests/support/siren-doubles.ts`);
    });
  } else describeSiren(driver, makeDouble);
}

describe('the registry of sirens', () => {
  const entry = sirenEntrySchema.parse({ id: 'x', owner: 'kim', driver: 'speaker' });

  it('knows each kind once', () => {
    expect(new Set(sirenDrivers.map(({ kind }) => kind)).size).toBe(sirenDrivers.length);
  });

  it('names the known drivers where an entry asks for another', () => {
    const opened = openSiren({ ...entry, driver: 'foghorn' }, createDriverContext({}), null);
    expect(!opened.ok && opened.error).toMatchObject({ code: 'siren-driver-unknown', values: { driver: 'foghorn', known: 'dlink-hnap, webhook, speaker, mqtt, home-assistant, shelly' } });
  });

  it('does not quietly ignore a jump host', () => {
    const opened = openSiren({ ...entry, jump: 'gate' }, createDriverContext({}), null);
    expect(!opened.ok && opened.error.code).toBe('siren-jump-closed');
    const speaker = openSiren({ ...entry, driver: 'speaker', config: {}, jump: 'gate' }, createDriverContext({}), null);
    expect(!speaker.ok && speaker.error.code).toBe('siren-jump-unsupported');
  });
});

// docs/adding-a-driver.md promises a working driver to whoever follows it: its own code blocks are taken at their word.
const house = resolve(import.meta.dirname, '..');
const guide = readFileSync(join(house, 'docs/adding-a-driver.md'), 'utf8');

const block = (path: string): string => {
  const source = new RegExp(`\`\`\`ts\\n// ${path.replaceAll('.', '\\.')}\\n([^]*?)\`\`\``).exec(guide)?.[1];
  if (source === undefined) throw new Error(`docs/adding-a-driver.md has no block for ${path}`);
  // Kept out of the tree: the imports are followed from where the guide says that the file goes.
  const placed = source.replace(/from '(\.[^']+)'/g, (_whole, to: string) => `from '${resolve(house, dirname(path), to)}'`);
  const file = join(house, '.cache/guide', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, placed);
  return file;
};

const { relay } = (await import(block('main/adapters/sirens/relay.ts'))) as { relay: SirenDriver };
const { relayDouble } = (await import(block('tests/support/relay-double.ts'))) as { relayDouble: MakeDouble };
describeSiren(register(relay), relayDouble);
