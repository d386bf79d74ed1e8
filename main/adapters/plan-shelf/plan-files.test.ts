import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeExecPlan } from '../../../core/runbook/make-exec-plan';
import type { HashedPlan } from '../../../core/runbook/plan';
import { createPlanFiles } from './plan-files';

const host = { name: 'a', address: '127.0.0.1', port: 22, groups: [], labels: {}, danger: 'lab' as const, hostKeys: [] };

function examplePlan(): HashedPlan {
  const { plan } = makeExecPlan({ on: ['a'], hosts: [host], policies: { 'two-people-for': [] }, defaultUser: 'me', script: 'echo 가' });
  if (plan === null) throw new Error('no plan');
  return plan;
}

describe('plan files', () => {
  let root = '';
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'plans-'))));
  afterEach(() => rm(root, { recursive: true }));

  it('keeps a plan under its own hash, readable by its owner only', async () => {
    const shelf = createPlanFiles(join(root, 'plans'));
    const plan = examplePlan();
    expect(await shelf.put(plan)).toEqual({ ok: true, value: undefined });
    expect(await shelf.put(plan)).toEqual({ ok: true, value: undefined });
    expect(await shelf.get(plan.hash)).toEqual({ ok: true, value: plan });
    expect(await readdir(join(root, 'plans'))).toEqual([`${plan.hash}.json`]);
    const file = join(root, 'plans', `${plan.hash}.json`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(createHash('sha256').update(await readFile(file)).digest('hex')).toBe(plan.hash);
  });

  it('gives nothing that was altered, is absent, is a link, or is no hash', async () => {
    const shelf = createPlanFiles(root);
    const plan = examplePlan();
    const file = join(root, `${plan.hash}.json`);
    expect(await shelf.get(plan.hash)).toMatchObject({ ok: false, error: { code: 'plan-not-kept' } });
    await shelf.put(plan);
    await writeFile(file, (await readFile(file, 'utf8')).replace('echo', 'ecco'));
    expect(await shelf.get(plan.hash)).toMatchObject({ ok: false });
    await shelf.put(plan);
    await symlink(file, join(root, `${'a'.repeat(64)}.json`));
    expect(await shelf.get('a'.repeat(64))).toMatchObject({ ok: false });
    expect(await shelf.get('../../etc/passwd')).toMatchObject({ ok: false });
  });

  it('says why a plan cannot be kept', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await createPlanFiles(join(root, 'file')).put(examplePlan())).toMatchObject({ ok: false, error: { code: 'plan-not-kept' } });
  });
});
