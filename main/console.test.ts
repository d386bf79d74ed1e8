import { expect, it } from 'vitest';
import { failure, fail, ok } from '../core/errors';
import type { Frame } from '../core/ipc/frame';
import { tempFolder } from '../tests/support/journal-kit';
import { openPreferences } from './adapters/preferences/preferences-file';
import { Console } from './console';
import { nodePlatform } from './platform/node';

it('shows on every screen what nobody caught, also while no workspace is open', async () => {
  const folder = tempFolder();
  const nowhere = () => Promise.resolve(null);
  const platform = nodePlatform({
    folder,
    speaker: { play: () => Promise.resolve(ok(undefined)), stop: () => undefined, playing: () => null, outputs: () => Promise.resolve(fail('no-workspace', {})) },
    secretPrompt: { ask: nowhere },
    secretConsent: { agree: () => Promise.resolve(false) },
    tell: () => undefined,
  });
  const desk = new Console({
    ...{ platform, preferences: openPreferences(folder, 'en'), appVersion: '0', assets: folder, runtime: { version: '0', fallback: false, unsandboxed: false } },
    ...{ chooseFolder: nowhere, chooseSave: nowhere, chooseFile: nowhere, copyText: () => false, showWindow: () => false },
    openLink: () => Promise.resolve(fail('no-workspace', {})),
    serve: () => Promise.resolve({ idle: () => Promise.resolve(), close: () => Promise.resolve() }),
  });
  const told: Frame[] = [];
  desk.onFrame((frame) => told.push(frame));
  const problem = failure('internal-error', { reference: 'x1' });
  desk.mishap(problem);
  expect(told.map(({ blind }) => blind)).toMatchObject([[{ kind: 'console', problem }]]);
  expect(await desk.handlers.app.frame()).toMatchObject({ ok: true, value: { blind: [{ kind: 'console', problem }] } });
});
