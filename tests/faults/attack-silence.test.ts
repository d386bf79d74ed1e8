import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sirenEntrySchema } from '../../core/workspace/files';
import { openSiren } from '../../main/adapters/sirens/registry';
import { startPretendSiren, type PretendSiren } from '../../main/drill/pretend-siren';
import { startDesktopSession } from '../../scripts/lib/desktop-session.mjs';
import { createDriverContext } from '../support/driver-context';
import { buildTerminal, Laptop, type Running, type Said } from '../lab/support/terminal';
import { journalFile, settings, writeWorkspace } from '../lab/support/workspace';
import { canMount } from '../support/mountable';

// Law 5, attacked: whatever is broken, `breakglass silence` makes a sounding siren quiet, soon and without asking.
const pin = '004711';
/** From the key to the device, cold, on a busy machine: a Node process has to start first. Milliseconds. */
const soon = 10_000;
/** The quick form leaves out what is the same with other words. */
const full = process.env['BREAKGLASS_FULL'] === '1';
const some = <T>(cases: readonly T[]): T[] => (full ? [...cases] : cases.slice(0, 1));

let session: Awaited<ReturnType<typeof startDesktopSession>>;
let laptop: Laptop;
let device: PretendSiren;
const mounted: string[] = [];

beforeAll(async () => {
  await buildTerminal();
  session = await startDesktopSession();
  laptop = new Laptop(session.env);
  device = await startPretendSiren({ pin, now: Date.now });
  const root = workspace('vault');
  expect(await laptop.run(['-C', root, 'vault', 'set', 'pin'], { input: pin })).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await laptop.remove();
  await device.stop();
  await session.stop();
});
afterEach(() => {
  device.behave();
  device.reset();
  for (const folder of mounted.splice(0)) execFileSync('umount', ['-l', folder]);
});

/** A new workspace with the siren, and whatever the test breaks in it. */
function workspace(name: string, files: Readonly<Record<string, string>> = {}): string {
  const sirens = `sirens:\n  - { id: bed, owner: kim, driver: dlink-hnap, config: { url: "${device.url}", pin: "secret:pin" } }\n`;
  return writeWorkspace(join(laptop.folder, name), { 'sirens.yaml': sirens, ...files });
}

/** A file system of its own, full to the last byte. Needs root. */
function fullDisk(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', folder]);
  mounted.push(folder);
}
function fill(folder: string): void {
  try {
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(1_000_000));
  } catch {
    // That was the point.
  }
}

async function ring(): Promise<void> {
  const entry = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'dlink-hnap', config: { url: device.url, pin: 'secret:pin' } });
  const opened = openSiren(entry, createDriverContext({ pin }), null);
  if (!opened.ok) throw new Error(opened.error.code);
  const rung = await opened.value.siren.ring({ volume: 5, seconds: 60, reason: 'attack' });
  opened.value.siren.close();
  expect(rung.ok).toBe(true);
  expect(device.sounding()).toBe(true);
}

/** Silences, and says how long it sounded on after the key was pressed. */
async function hushed(args: readonly string[], options: Parameters<Laptop['run']>[1] = {}): Promise<Said & { quietAfter: number }> {
  const began = Date.now();
  const running = laptop.start([...args, 'silence'], options);
  while (device.sounding() && Date.now() - began < 15_000) await new Promise((resolve) => setTimeout(resolve, 10));
  const quietAfter = device.sounding() ? Infinity : Date.now() - began;
  const timeout = setTimeout(() => running.child.kill('SIGKILL'), 15_000);
  const said = await running.ended;
  clearTimeout(timeout);
  process.stdout.write(`${expect.getState().currentTestName ?? ''}: quiet after ${String(quietAfter)} ms, exit ${String(said.code)}\n`);
  return { ...said, quietAfter };
}

async function watching(root: string, options: Parameters<Laptop['run']>[1] = {}): Promise<Running> {
  const desk = laptop.start(['-C', root, 'watch'], options);
  await desk.said('watching');
  return desk;
}

async function end(desk: Running): Promise<void> {
  desk.signalGroup('SIGKILL');
  await desk.ended;
}

const root = userInfo().uid === 0;

describe('silence', () => {
  it.skipIf(!full)('with everything whole', async () => {
    const ws = workspace('whole');
    await ring();
    expect((await hushed(['-C', ws])).quietAfter).toBeLessThan(soon);
  });

  it('with the desk frozen, which will never answer', async () => {
    const ws = workspace('frozen');
    const desk = await watching(ws);
    process.kill(desk.child.pid ?? 0, 'SIGSTOP');
    await ring();
    const said = await hushed(['-C', ws]);
    await end(desk);
    expect(said.quietAfter).toBeLessThan(soon + 3_000);
  });

  it.skipIf(!full)('with a desk that cannot be found from here', async () => {
    const ws = workspace('elsewhere');
    const desk = await watching(ws);
    await ring();
    mkdirSync(join(laptop.folder, 'other-run'), { mode: 0o700, recursive: true });
    const said = await hushed(['-C', ws], { env: { XDG_RUNTIME_DIR: join(laptop.folder, 'other-run') } });
    await end(desk);
    expect(said.quietAfter).toBeLessThan(soon);
  });

  it.skipIf(!root || !full)('with the workspace on a full disk', async () => {
    const folder = join(laptop.folder, 'full');
    fullDisk(folder);
    workspace('full');
    fill(folder);
    await ring();
    expect((await hushed(['-C', folder])).quietAfter).toBeLessThan(soon);
  });

  it.skipIf(!canMount)('with this device’s own folder on a full disk', async () => {
    const ws = workspace('full-home');
    const home = join(laptop.folder, 'full-data');
    fullDisk(home);
    fill(home);
    await ring();
    expect((await hushed(['-C', ws], { env: { BREAKGLASS_HOME: home } })).quietAfter).toBeLessThan(soon);
  });

  it('with this device’s own folder where none can be', async () => {
    const ws = workspace('no-home');
    writeFileSync(join(laptop.folder, 'a-file'), '');
    await ring();
    expect((await hushed(['-C', ws], { env: { BREAKGLASS_HOME: join(laptop.folder, 'a-file') } })).quietAfter).toBeLessThan(soon);
  });

  it.skipIf(!full)('with the runtime folder where others may enter', async () => {
    const ws = workspace('open-run');
    mkdirSync(join(laptop.folder, 'open-run/breakglass'), { mode: 0o777, recursive: true });
    execFileSync('chmod', ['777', join(laptop.folder, 'open-run/breakglass')]);
    await ring();
    expect((await hushed(['-C', ws], { env: { XDG_RUNTIME_DIR: join(laptop.folder, 'open-run') } })).quietAfter).toBeLessThan(soon);
  });

  it.each(some<[string, (ws: string) => void]>([
    ['damaged', (ws) => { writeFileSync(journalFile(ws), `${readFileSync(journalFile(ws), 'utf8').replace(/"seq":1/, '"seq":7')}garbage\n`); }],
    ['a link out of the workspace', (ws) => { rmSync(join(ws, 'journal'), { recursive: true }); symlinkSync('/tmp', join(ws, 'journal')); }],
    ['a file', (ws) => { rmSync(join(ws, 'journal'), { recursive: true }); writeFileSync(join(ws, 'journal'), 'x'); }],
  ]))('with the journal %s', async (how, harm) => {
    const ws = workspace(`journal ${how}`);
    await laptop.run(['-C', ws, 'sirens']);
    harm(ws);
    await ring();
    expect((await hushed(['-C', ws])).quietAfter).toBeLessThan(soon);
  });

  it.skipIf(!full)('by somebody nobody knows', async () => {
    const ws = workspace('stranger', { 'team.yaml': 'people:\n  - { id: kim, name: Kim, role: operator, timezone: UTC }\n  - { id: lee, name: Lee, role: operator, timezone: UTC }\n' });
    await ring();
    expect((await hushed(['-C', ws])).quietAfter).toBeLessThan(soon);
  });

  it.each(some([
    ['breakglass.yaml', 'name: [\n'],
    ['hosts.yaml', 'hosts:\n  - { name: .., address: x }\n'],
    ['team.yaml', 'people: no\n'],
    ['sirens.yaml', 'sirens:\n  - { id: bed, owner: kim, driver: dlink-hnap, config: { url: "URL", pin: "secret:pin" } }\n  - { id: broken, ownr: kim }\n'],
  ] as const))('with a %s that never was right', async (file, text) => {
    const ws = workspace(`broken ${file}`, { [file]: text.replace('URL', device.url) });
    await ring();
    expect((await hushed(['-C', ws])).quietAfter).toBeLessThan(soon);
  });

  it('with a source that pours out 20,000 alerts', async () => {
    const alerts = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({
      fingerprint: `f${String(at)}`, startsAt: new Date().toISOString(), status: { state: 'active' },
      labels: { alertname: `Storm${String(at % 400)}`, severity: 'critical', instance: `host-${String(at)}:9100` }, annotations: { summary: 'x'.repeat(200) },
    })));
    const source = createServer((asked, answer) => {
      answer.setHeader('content-type', 'application/json');
      answer.end(asked.url?.includes('status') === true ? JSON.stringify({ uptime: 'now' }) : alerts);
    });
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    const address = source.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ws = workspace('storm', { 'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "http://127.0.0.1:${String(port)}", every: 15s }`) });
    const desk = await watching(ws);
    await ring();
    const said = await hushed(['-C', ws]);
    await end(desk);
    await new Promise((resolve) => {
      source.closeAllConnections();
      source.close(resolve);
    });
    expect(said.quietAfter).toBeLessThan(soon);
  });
});
