import { describe, expect, it } from 'vitest';
import { RunWorld, settle } from '../../../tests/support/run-world';

const runbook = (attributes = ''): string => `---\nparams:\n  key: { type: secret }\n---\n\`\`\`sh {name=a, danger=read${attributes}}\necho "$key"\n\`\`\`\n`;
const values = { key: 'secret:api-key' };

/** A step that is running at its host while the line is lost, with a secret that it may print. */
async function lost(text = runbook()): Promise<{ readonly world: RunWorld; readonly run: string }> {
  const world = new RunWorld([{}], text);
  world.secrets.set('api-key', 'hunter22');
  world.servers.lines.set('h1', 'lost-after');
  const run = await world.run(['api'], values);
  expect(await world.cells(run)).toEqual(['1.h1: unknown']);
  world.servers.lines.delete('h1');
  return { world, run };
}

describe('looking after a lost line', () => {
  it('masks what the step was told, when the line is back and after a restart', async () => {
    const { world, run } = await lost();
    await world.time.pass(1_000);
    expect(world.servers.masked).toEqual([['hunter22']]);
    expect(await world.cells(run)).toEqual(['1.h1: ok']);

    const again = await lost();
    await again.world.crash();
    await again.world.time.pass(0);
    expect(again.world.servers.masked).toEqual([['hunter22']]);
    expect(await again.world.cells(again.run)).toEqual(['1.h1: ok']);
  });

  it('fetches nothing while the vault is silent, says why, and asks again later', async () => {
    const { world, run } = await lost();
    world.vaultSilent = true;
    await world.crash();
    await world.time.pass(60_000);
    expect(world.servers.masked).toEqual([]);
    const detail = await world.runner.detail(run);
    expect(detail).toMatchObject({ value: { steps: [{ cells: [{ outcome: { kind: 'unknown' }, problem: { code: 'vault-no-answer' } }] }] } });
    world.vaultSilent = false;
    await world.time.pass(60_000);
    expect(world.servers.masked).toEqual([['hunter22']]);
    expect(await world.cells(run)).toEqual(['1.h1: ok']);
    expect(world.servers.started).toHaveLength(1);
  });

  it('masks the password of sudo where there is one', async () => {
    const { world } = await lost(runbook(', sudo=true'));
    world.secrets.set('sudo-password.h1', 'correct horse');
    await world.time.pass(1_000);
    expect(world.servers.masked).toEqual([['hunter22', 'correct horse']]);

    const without = await lost(runbook(', sudo=true'));
    await without.world.time.pass(1_000);
    await settle();
    expect(without.world.servers.masked).toEqual([['hunter22']]);
  });

  it('writes down an answer that comes behind a decision, which stands, live and after a restart', async () => {
    const block = (name: string): string => `\`\`\`sh {name=${name}}\ntrue\n\`\`\`\n`;
    const world = new RunWorld([{}], `# S\n${block('one')}${block('two')}${block('three')}`);
    world.servers.code = ({ position }) => (position === 2 ? 0 : null);
    world.servers.lines.set('h1', 'lost-after');
    const run = await world.run();
    world.servers.lines.delete('h1');
    world.servers.reaching = async () => {
      expect(await world.runner.decide(run, { position: 1, host: 'h1' }, 'skip', 'looked by hand')).toMatchObject({ ok: true });
    };
    await world.time.pass(1_000);
    expect(await world.cells(run)).toEqual(['1.h1: skipped', '2.h1: ok', '3.h1: running']);
    world.servers.finish(`${run}/h1/1.1`, 7);
    await settle();
    expect(await world.cells(run)).toEqual(['1.h1: skipped', '2.h1: ok', '3.h1: running']);
    expect(world.entries.at(-1)).toMatchObject({ code: 'STEP-OUTCOME', data: { position: 1, outcome: { kind: 'failed', code: 7 } } });
    expect(world.entries.map(({ code }) => code)).not.toContain('RUN-END');
    world.servers.finish(`${run}/h1/3.1`, 0);
    await settle();
    expect(world.entries.at(-1)).toMatchObject({ code: 'RUN-END' });
    await world.crash();
    expect(await world.cells(run)).toEqual(['1.h1: skipped', '2.h1: ok', '3.h1: ok']);
  });

  it('says that a silent step runs as soon as the line is back, and lets nobody retry or leave it out beside that', async () => {
    const world = new RunWorld([{}], '# S\n```sh {name=dump}\ntrue\n```\n');
    world.servers.code = () => null;
    world.servers.lines.set('h1', 'lost-after');
    const run = await world.run();
    expect(await world.runner.detail(run)).toMatchObject({ value: { state: 'held', held: { code: 'run-held-unknown' } } });
    world.servers.lines.delete('h1');
    await world.time.pass(1_000);
    expect(await world.cells(run)).toEqual(['1.h1: running']);
    expect(await world.runner.detail(run)).toMatchObject({ value: { state: 'running', held: null } });
    for (const decision of ['retry', 'skip'] as const) {
      expect(await world.runner.decide(run, { position: 1, host: 'h1' }, decision, 'x')).toMatchObject({ error: { code: 'decision-not-possible' } });
    }
    world.servers.finish(`${run}/h1/1.1`, 0);
    await settle();
    expect(await world.cells(run)).toEqual(['1.h1: ok']);
  });
});
