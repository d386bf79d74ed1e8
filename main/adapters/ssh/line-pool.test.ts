import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../../core/errors';
import { plainSsh } from '../../../core/host/ssh-settings';
import type { Target } from '../../../core/runbook/plan';
import { LinePool } from './line-pool';
import { SshKeys } from './ssh-keys';

const target: Target = {
  ...{ name: 'api', user: 'deploy', address: '127.0.0.1', port: 1, danger: 'prod', hostKeys: [], identity: null, jump: [], transport: 'openssh' },
  ...{ why: { code: 'pinned', detail: '' }, ssh: plainSsh },
};

describe.skipIf(process.platform === 'win32')('the pool of lines', () => {
  const home = mkdtempSync(join(tmpdir(), 'line-pool-'));
  const pool = new LinePool(new SshKeys({ home, agent: null, secret: async (name) => fail('vault-no-secret', { name }) }), { home, agent: null, knownHosts: [], program: join(home, 'no-ssh') });
  afterEach(() => {
    vi.unstubAllEnvs();
    pool.close();
    rmSync(home, { recursive: true });
  });

  it('fails where a line cannot even be begun, and begins another for whoever asks next', async () => {
    writeFileSync(join(home, 'file'), '');
    vi.stubEnv('TMPDIR', join(home, 'file'));
    expect(await pool.take(target, [])).toMatchObject({ ok: false, error: { code: 'host-unreachable', values: { host: 'api', why: 'ENOTDIR' } } });
    vi.stubEnv('TMPDIR', home);
    const next = await pool.take(target, []);
    expect(next).toMatchObject({ ok: false });
    expect(next).not.toMatchObject({ error: { values: { why: 'ENOTDIR' } } });
  });
});
