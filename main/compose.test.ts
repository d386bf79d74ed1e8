import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fail } from '../core/errors';
import { tempFolder } from '../tests/support/journal-kit';
import { takeDeskLock } from './adapters/desk-lock/desk-lock';
import { openPreferences } from './adapters/preferences/preferences-file';
import { createSystemClock } from './adapters/system/system-clock';
import { openDesk } from './compose';
import { workspaceId } from './open-identity';
import { nodePlatform } from './platform/node';
import type { Platform } from './platform/platform';

it('gives the lock and the store back where opening a workspace throws on the way', async () => {
  const [root, dataFolder] = [tempFolder(), tempFolder()];
  mkdirSync(join(root, 'runbooks'));
  writeFileSync(join(root, 'breakglass.yaml'), 'version: 1\nname: acme\ntimezone: UTC\n');
  writeFileSync(join(root, 'team.yaml'), 'people: [{ id: kim, name: Kim, role: operator, timezone: UTC }]\n');
  const asked: unknown[] = [];
  const exits = new Set<(code: number | null) => void>();
  const plain = nodePlatform({
    folder: dataFolder,
    speaker: { play: () => Promise.resolve({ ok: true, value: undefined }), stop: () => undefined, playing: () => null, outputs: () => Promise.resolve(fail('no-workspace', {})) },
    secretPrompt: { ask: () => Promise.resolve(null) },
    secretConsent: { agree: () => Promise.resolve(false) },
    tell: () => undefined,
  });
  const platform: Platform = {
    ...plain,
    processes: {
      spawn: () => {
        const onExit = (listener: (code: number | null) => void) => {
          exits.add(listener);
          return () => exits.delete(listener);
        };
        const post = (message: unknown): void => {
          asked.push(message);
          if (JSON.stringify(message).includes('"close"')) for (const exited of exits) exited(0);
        };
        return { post, onMessage: () => () => undefined, onExit, kill: () => undefined };
      },
    },
    // The first thing that is asked of the world once the lock is taken and the store begun.
    environment: new Proxy({}, {
      get: () => {
        throw new Error('EIO');
      },
    }),
  };
  await expect(openDesk({ root, platform, preferences: openPreferences(dataFolder, 'en'), appVersion: '0', drill: null })).rejects.toThrow('EIO');
  expect(asked).toMatchObject([{ do: 'open' }, { do: 'close' }]);
  expect(takeDeskLock(join(dataFolder, 'workspaces', workspaceId(root)), createSystemClock().boot).ok).toBe(true);
});
