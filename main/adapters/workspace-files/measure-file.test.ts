import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureFile } from './measure-file';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-measure-'));
  root = join(folder, 'ws');
  mkdirSync(join(root, 'files'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('measureFile', () => {
  it('gives size and hash of any bytes, up to the limit', async () => {
    const bytes = randomBytes(200_000);
    writeFileSync(join(root, 'files/image'), bytes);
    symlinkSync('image', join(root, 'files/link'));
    const measured = { ok: true, value: { bytes: 200_000, sha256: createHash('sha256').update(bytes).digest('hex') } };
    expect(await measureFile(root, 'files/image', 200_000)).toEqual(measured);
    expect(await measureFile(root, 'files/link', 200_000)).toEqual(measured);
    expect(await measureFile(root, 'files/image', 199_999)).toMatchObject({ ok: false, error: { code: 'workspace-file-too-large' } });
  });

  it('refuses what leads out of the workspace, a pipe, a folder and nothing', async () => {
    writeFileSync(join(folder, 'outside'), 'x');
    symlinkSync('../../outside', join(root, 'files/link'));
    symlinkSync(folder, join(root, 'files/folder'));
    execFileSync('mkfifo', [join(root, 'files/pipe')]);
    for (const path of ['files/link', 'files/folder/outside', '../outside', join(folder, 'outside')]) {
      expect(await measureFile(root, path, 100)).toMatchObject({ ok: false, error: { code: 'workspace-path-outside' } });
    }
    for (const path of ['files/pipe', 'files', 'files/none']) expect(await measureFile(root, path, 100)).toMatchObject({ ok: false, error: { code: 'workspace-unreadable' } });
  });
});
