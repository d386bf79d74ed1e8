import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ssh2, { type Client } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { explain } from '../../core/errors';
import { sourceKinds } from '../adapters/alert-sources/registry';
import { createHttp } from '../adapters/http/http';
import { createSystemClock } from '../adapters/system/system-clock';
import { createSystemSchedule } from '../adapters/system/system-schedule';
import { sirenKinds } from '../adapters/sirens/registry';
import { createWorkspaceFiles } from '../adapters/workspace-files/workspace-files';
import { startDrill, type Drill, type DrillOptions } from './drill';
import { readScenario } from './scenario';

const assets = resolve(import.meta.dirname, '../../assets/drill');
const running: Drill[] = [];
const folders: string[] = [];

const start = async (options: Partial<DrillOptions> = {}): Promise<Drill> => {
  const drill = await startDrill({ allowRoot: true, clock: createSystemClock(), schedule: createSystemSchedule(), assets, ...options });
  if (!drill.ok) throw new Error(explain(drill.error, 'en').message);
  running.push(drill.value);
  return drill.value;
};

afterEach(async () => {
  for (const drill of running.splice(0)) await drill.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'breakglass-drill-test-'));
  folders.push(made);
  return made;
};

const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
  for (let left = 100; !(await what()); left -= 1) {
    if (left === 0) throw new Error('it did not happen');
    await new Promise((done) => setTimeout(done, 50));
  }
};

const connect = (drill: Drill, key?: string): Promise<Client> =>
  new Promise((done, failed) => {
    const client = new ssh2.Client();
    const privateKey = key ?? readFileSync(join(drill.dir, '.breakglass/drill/id_ed25519'));
    client.on('ready', () => done(client)).on('error', failed);
    client.connect({ host: '127.0.0.1', port: drill.hosts[0]!.port, username: 'deploy', privateKey });
  });

const exec = (client: Client, command: string, input = ''): Promise<{ out: string; err: string; code: number | null; signal: string | undefined }> =>
  new Promise((done, failed) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) return failed(error);
      let out = '';
      let err = '';
      channel.on('data', (part: Buffer) => (out += part.toString()));
      channel.stderr.on('data', (part: Buffer) => (err += part.toString()));
      let ended: [number | null, string | undefined] = [null, undefined];
      channel.on('exit', (code: number | null, signal?: string) => (ended = [code, signal]));
      channel.on('close', () => done({ out, err, code: ended[0], signal: ended[1] }));
      return channel.end(input);
    });
  });

describe('a drill', () => {
  it('writes a workspace that is valid as a whole, with a shift now and no secret in any file', async () => {
    const sign = `ed25519:${Buffer.alloc(32, 7).toString('base64')}`;
    const drill = await start({ person: { id: 'kim', name: 'Kim; "the", first', timezone: 'Asia/Seoul', device: 'laptop', sign } });
    const { workspace, findings } = await createWorkspaceFiles({ sources: sourceKinds, sirens: sirenKinds }).read(drill.dir);
    expect(findings).toEqual([]);
    expect(workspace?.runbooks.map(({ title }) => title).sort()).toEqual(['Restart a stuck API worker', 'Wipe the cache']);
    expect(workspace?.hosts.map(({ name }) => name)).toEqual(['api-01', 'api-02', 'cache-01']);
    expect(workspace?.people[0]).toMatchObject({ id: 'kim', devices: [{ id: 'laptop', sign }] });
    const pin = [...drill.secrets.values()][0]!;
    for (const name of ['breakglass.yaml', 'team.yaml', 'hosts.yaml', 'sirens.yaml', 'duty.yaml', 'duty.ics']) {
      expect(readFileSync(join(drill.dir, name), 'utf8')).not.toContain(pin);
    }
    expect(statSync(join(drill.dir, '.breakglass/drill/id_ed25519')).mode & 0o077).toBe(0);
  });

  it('runs real commands on its hosts: streams, exit codes, several at once, each in its own home', async () => {
    const drill = await start();
    const client = await connect(drill);
    const [first, second, third] = await Promise.all([
      exec(client, 'cat; echo "$HOME" >&2; exit 3', 'hello'),
      exec(client, 'env | sort | cut -d= -f1 | tr "\\n" " "'),
      exec(client, 'kill -TERM $$'),
    ]);
    expect(first).toEqual({ out: 'hello', err: `${drill.hosts[0]!.home}\n`, code: 3, signal: undefined });
    expect(second.out).not.toContain('npm_');
    expect(third.signal).toBe('SIGTERM');
    client.end();
  });

  it('lets nobody in with another key', async () => {
    const drill = await start();
    const { makeKeyPair } = await import('./pretend-host');
    await expect(connect(drill, makeKeyPair('thief').privateKey)).rejects.toThrow(/authentication/);
  });

  it('cuts the line for some seconds, and what ran goes on', async () => {
    const drill = await start();
    const client = await connect(drill);
    let cut = false;
    client.on('error', () => undefined).on('close', () => (cut = true));
    client.exec('echo > "$HOME/begun"; sleep 0.4; echo done > "$HOME/proof"', () => undefined);
    await until(() => existsSync(join(drill.hosts[0]!.home, 'begun')));
    drill.cutLine(1);
    await until(() => cut);
    await expect(connect(drill)).rejects.toThrow();
    await until(() => existsSync(join(drill.hosts[0]!.home, 'proof')));
    let again: Client | null = null;
    await until(async () => (again = await connect(drill).catch(() => null)) !== null);
    const back = again as Client | null;
    expect((back === null ? null : await exec(back, 'cat proof'))?.out).toBe('done\n');
    back?.end();
  });

  it('plays the night: the alert fires, and ends once the runbook has mended the worker', async () => {
    const drill = await start();
    const http = createHttp({ roots: [] });
    const alerts = async (): Promise<{ labels: Record<string, string> }[]> => {
      const answer = await http.request({ method: 'GET', url: `${drill.alertmanager.url}/api/v2/alerts`, timeoutMs: 1_000, maxBytes: 100_000 });
      return answer.ok ? (JSON.parse(answer.value.body) as { labels: Record<string, string> }[]) : [];
    };
    expect((await drill.play('stuck-worker')).ok).toBe(true);
    await until(async () => (await alerts()).some(({ labels }) => labels['alertname'] === 'ApiWorkerStuck'));
    const client = await connect(drill);
    const blocks = new Map(
      [...readFileSync(join(drill.dir, 'runbooks/restart-stuck-worker.md'), 'utf8').matchAll(/```sh \{name=(\w+)[^\n]*\n([^]*?)```/g)].map(([, name, script]) => [name!, script!]),
    );
    expect((await exec(client, blocks.get('look')!)).out).toContain('status  stuck');
    expect((await exec(client, blocks.get('serves')!)).code).toBe(1);
    expect((await exec(client, blocks.get('restart')!.replace('sleep 1', 'sleep 0'))).out).toContain('worker 4712 ready');
    expect((await exec(client, blocks.get('serves')!)).code).toBe(0);
    await until(async () => (await alerts()).every(({ labels }) => labels['alertname'] !== 'ApiWorkerStuck'));
    expect((await exec(client, blocks.get('undo')!)).out).toContain('worker 4711 put back, status stuck');
    await drill.reset();
    expect((await exec(client, 'cat worker/status')).out).toBe('serving\n');
    expect(await alerts()).toEqual([]);
    client.end();
  });

  it('names the scenarios in both languages and refuses others', async () => {
    const drill = await start();
    expect(drill.scenarios.map(({ id }) => id)).toEqual(['stuck-worker', 'siren-hangs', 'bad-line']);
    const missing = await drill.play('zombie');
    expect(!missing.ok && missing.error.code).toBe('drill-scenario-missing');
  });

  it('runs commands as nobody when it is started by root, unless that was said otherwise', async () => {
    if (process.getuid?.() !== 0) return;
    const lowly = await start({ allowRoot: false });
    const client = await connect(lowly);
    expect((await exec(client, 'id -un; touch worker/mine && echo writable; touch /etc/nobody-was-here 2>/dev/null || echo harmless')).out).toBe('nobody\nwritable\nharmless\n');
    client.end();
  });

  it('refuses a folder that nobody cannot reach', async () => {
    if (process.getuid?.() !== 0) return;
    const closed = folder();
    chmodSync(closed, 0o700);
    const refused = await startDrill({ dir: join(closed, 'drill'), allowRoot: false, clock: createSystemClock(), schedule: createSystemSchedule(), assets });
    expect(!refused.ok && refused.error.code).toBe('drill-as-root');
  });

  it('leaves nothing behind', async () => {
    const drill = await start();
    const { dir, siren } = drill;
    await drill.stop();
    expect(existsSync(dir)).toBe(false);
    await expect(fetch(siren.url)).rejects.toThrow();
  });

  it('never writes into a folder that is somebody else’s, and takes up its own again', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'thesis.txt'), 'years of work');
    const taken = await startDrill({ dir, allowRoot: true, clock: createSystemClock(), schedule: createSystemSchedule(), assets });
    expect(!taken.ok && taken.error.code).toBe('drill-folder-taken');
    const own = join(folder(), 'drill');
    const first = await start({ dir: own });
    await first.stop();
    expect(existsSync(join(own, 'breakglass.yaml'))).toBe(true);
    await start({ dir: own });
  });
});

describe('a scenario', () => {
  it.each([
    ['steps.0.file', 'steps: [{ at: 0s, do: write, host: api-01, file: ../../.ssh/authorized_keys, text: x }]'],
    ['steps.0.file', 'steps: [{ at: 0s, do: write, host: api-01, file: /etc/passwd, text: x }]'],
    ['steps.0.do', 'steps: [{ at: 0s, do: run, command: reboot }]'],
    ['steps.0', 'steps: [{ at: 0s, do: siren, fault: hang, extra: 1 }]'],
  ])('that is wrong at %s is refused', (where, steps) => {
    const scenario = readScenario('x.yaml', `version: 1\nid: x\ntitle: { en: x, ko: x }\ntext: { en: x, ko: x }\n${steps}\n`);
    expect(!scenario.ok && scenario.error).toMatchObject({ code: 'drill-scenario-bad', values: { where } });
  });
});
