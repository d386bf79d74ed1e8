import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSsh } from '../../core/host/ssh-settings';
import type { Target } from '../../core/runbook/plan';
import { openSource } from '../../main/adapters/alert-sources/registry';
import { createSystemClock } from '../../main/adapters/system/system-clock';
import { createSystemSchedule } from '../../main/adapters/system/system-schedule';
import { startDrill, type Drill } from '../../main/drill/drill';
import { createSourceContext } from '../support/source-context';
import { freshClaim, sshBench, stepBody, type SshBench } from './support/ssh-bench';

// The drill's hosts practise with the same step record as real ones: it must not know the difference.
let drill: Drill;
let bench: SshBench;
let target: Target;
const quiet = (): void => undefined;

beforeAll(async () => {
  const started = await startDrill({
    allowRoot: true,
    clock: createSystemClock(),
    schedule: createSystemSchedule(),
    assets: resolve(import.meta.dirname, '../../assets/drill'),
  });
  if (!started.ok) throw new Error(started.error.code);
  drill = started.value;
  bench = sshBench();
  const host = drill.hosts[0]!;
  target = {
    ...{ name: host.name, user: 'deploy', address: '127.0.0.1', port: host.port, danger: 'prod', jump: [], transport: 'ssh2', why: { code: 'default', detail: '' }, ssh: plainSsh },
    hostKeys: [host.hostKey.split(' ').slice(0, 2).join(' ')],
    identity: join(drill.dir, '.breakglass/drill/id_ed25519'),
  };
});
afterAll(async () => {
  await bench.stop();
  await drill.stop();
});

describe('a pretend host under the real step record', () => {
  it('runs a step to its true outcome, in its own home', async () => {
    const ready = await bench.ssh.prepare(target, []);
    expect(ready).toMatchObject({ ok: true, value: { record: join(drill.hosts[0]!.home, '.breakglass/runs') } });
    const claim = freshClaim();
    const body = stepBody(claim, 'cat worker/status; exit 4');
    const end = await bench.ssh.start(claim, target, [], body, quiet);
    expect(end.outcome).toEqual({ kind: 'failed', code: 4 });
    expect(readFileSync(join(bench.transcripts, `${body.transcript}.raw`), 'utf8')).toBe('serving\n');
  });

  it('carries a step on through a cut line, and tells its outcome afterwards, once', async () => {
    const ready = await bench.ssh.prepare(target, []);
    if (!ready.ok) throw new Error(ready.error.code);
    const claim = freshClaim();
    const body = stepBody(claim, 'echo begun >> "$HOME/count"; sleep 2; echo ended; exit 0');
    const started = bench.ssh.start(claim, target, [], body, quiet);
    await expect.poll(() => existsSync(join(drill.hosts[0]?.home ?? '', 'count'))).toBe(true);
    drill.cutLine(2);
    const lost = await started;
    expect(lost.outcome.kind).toBe('unknown');
    await new Promise((done) => setTimeout(done, 2_200));
    const found = await bench.ssh.attach(claim, target, [], { ...ready.value, transcript: body.transcript }, quiet);
    expect(found.outcome).toEqual({ kind: 'ok' });
    expect(readFileSync(join(drill.hosts[0]!.home, 'count'), 'utf8')).toBe('begun\n');
    expect(readFileSync(join(bench.transcripts, `${body.transcript}.raw`), 'utf8')).toContain('ended\n');
  });
});

describe('the pretend Alertmanager under the real source', () => {
  it('is read like the real one', async () => {
    drill.alertmanager.fire({ alertname: 'ApiWorkerStuck', severity: 'critical', instance: 'api-01:8080' }, { summary: 'stuck' });
    const source = openSource({ id: 'am', kind: 'alertmanager', every: 15_000, url: drill.alertmanager.url }, createSourceContext({}));
    if (!source.ok) throw new Error(source.error.code);
    const seen = await source.value.poll(new AbortController().signal);
    expect(seen).toMatchObject({ ok: true, value: { alerts: [{ labels: { alertname: 'ApiWorkerStuck' }, annotations: { summary: 'stuck' }, suppressed: false }] } });
  });
});
