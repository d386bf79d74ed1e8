import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port';

const binary = ['/usr/bin/prometheus-alertmanager', '/usr/local/bin/alertmanager', '/usr/bin/alertmanager'].find(existsSync) ?? null;

/** Why the real Alertmanager cannot be had on this machine, or null. */
export const alertmanagerMissing = binary === null ? 'no prometheus-alertmanager on this machine' : null;

export interface RealAlertmanager {
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Fires alerts that last ten minutes. */
  fire(...labels: readonly Readonly<Record<string, string>>[]): Promise<void>;
  resolve(...labels: readonly Readonly<Record<string, string>>[]): Promise<void>;
  silence(name: string, value: string): Promise<void>;
  remove(): Promise<void>;
}

/** A real Alertmanager on loopback with its own folder; `start` again after `kill` is a restart. */
export async function createRealAlertmanager(): Promise<RealAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-am-'));
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };
  const post = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${url}/api/v2${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`alertmanager: ${response.status} ${await response.text()}`);
  };
  const iso = (inMs: number): string => new Date(Date.now() + inMs).toISOString();
  const send = (labels: readonly Readonly<Record<string, string>>[], endsAt: string): Promise<void> =>
    post('/alerts', labels.map((each) => ({ labels: each, annotations: { summary: `about ${each['alertname'] ?? ''}` }, startsAt: iso(-60_000), endsAt })));

  return {
    url,
    async start() {
      child = spawn(binary ?? 'missing', [`--config.file=${config}`, `--storage.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='], { stdio: 'ignore' });
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const ready = await fetch(`${url}/-/ready`).then((response) => response.ok, () => false);
        if (ready) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('alertmanager did not become ready');
    },
    kill,
    fire: (...labels) => send(labels, iso(600_000)),
    resolve: (...labels) => send(labels, iso(-1_000)),
    silence: (name, value) =>
      post('/silences', { matchers: [{ name, value, isRegex: false, isEqual: true }], startsAt: iso(-1_000), endsAt: iso(600_000), createdBy: 'lab', comment: 'lab' }),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
