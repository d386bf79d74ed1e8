import { createServer, type Server } from 'node:http';
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPretendSiren, type PretendSiren } from '../../main/drill/pretend-siren';
import { startDesktopSession } from '../../scripts/lib/desktop-session.mjs';
import { Sshd } from '../lab/support/sshd';
import { buildTerminal, Laptop } from '../lab/support/terminal';
import { hostsOf, settings, writeWorkspace } from '../lab/support/workspace';

// Law 7, attacked: five canaries in the vault, then every byte that was written or can be seen is searched for them.
const canaries = {
  pin: '048213975526',
  password: 'hunter2/Pa+ss=w0rd',
  parameter: 'canary-parameter-7f3a',
  other: `quo'te "and\\ space é`,
  passphrase: 'correct horse canary 99',
};

let session: Awaited<ReturnType<typeof startDesktopSession>>;
let laptop: Laptop;
let sshd: Sshd;
let device: PretendSiren;
let source: Server;
const asked: string[] = [];
let root: string;

beforeAll(async () => {
  await buildTerminal();
  session = await startDesktopSession();
  laptop = new Laptop(session.env);
  sshd = await Sshd.start({ addresses: 3 });
  device = await startPretendSiren({ pin: canaries.pin, now: Date.now });
  source = createServer((request, answer) => {
    asked.push(String(request.headers.authorization ?? ''));
    answer.setHeader('content-type', 'application/json');
    // A source that says back what it was told, in its error and in its alerts' place.
    if (request.url?.includes('status') === true) answer.end(JSON.stringify({ uptime: 'x' }));
    else answer.end('[]');
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  const address = source.address();
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "${url}", user: kim, password: "secret:password", every: 15s }`),
    'hosts.yaml': hostsOf(sshd),
    'sirens.yaml': `sirens:\n  - { id: bed, owner: kim, driver: dlink-hnap, config: { url: "${device.url}", pin: "secret:pin" } }\n`,
    'runbooks/secret.md': [
      '---', 'title: Secret', 'params:', '  host: { type: host, group: api }', '  token: { type: secret, default: "secret:parameter" }', '  other: { type: secret, default: "secret:other" }', '---',
      '## Use', '```sh {name=use, on=host, danger=read}', 'printf "%s|%s\\n" "$token" "$other"; printf "%s" "$token" | wc -c; sleep 2', '```', '',
    ].join('\n'),
  });
  for (const [name, value] of Object.entries(canaries)) {
    expect(await laptop.run(['-C', root, 'vault', 'set', name], { input: value })).toMatchObject({ code: 0 });
  }
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
  await device.stop();
  await session.stop();
  await new Promise((resolve) => {
    source.closeAllConnections();
    source.close(resolve);
  });
});

/** How a secret may lie around: as it is, and in the disguises that programs give it by themselves. */
const needles = Object.entries(canaries).flatMap(([name, value]) => {
  const bytes = Buffer.from(value);
  const forms = [value, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(`kim:${value}`).toString('base64').replace(/=+$/, '')];
  return [...new Set(forms)].map((form) => ({ name, form: Buffer.from(form) }));
});

function found(bytes: Buffer): string[] {
  return needles.filter(({ form }) => bytes.includes(form)).map(({ name, form }) => `${name} as ${form.toString().slice(0, 12)}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const facts = lstatSync(path, { throwIfNoEntry: false });
    if (facts === undefined) return [];
    return facts.isDirectory() ? filesBelow(path) : facts.isFile() ? [path] : [];
  });
}

/** Hits in the arguments and environments of all processes but this one, its parents, and the keyring that keeps them. */
function inProcesses(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) =>
    ['cmdline', 'environ'].flatMap((file) => {
      try {
        return found(readFileSync(join('/proc', pid, file))).map((hit) => `/proc/${pid}/${file}: ${hit}`);
      } catch {
        return [];
      }
    }),
  );
}

it('finds none of five secrets on any disk, in any argument, in any environment', async () => {
  const before = new Set(readdirSync(tmpdir()));
  const args = ['runbooks/secret.md', '--set', 'host=api-01'];
  const plan = await laptop.run(['-C', root, 'plan', ...args, '--json']);
  expect(plan, plan.err).toMatchObject({ code: 0 });
  const { hash } = JSON.parse(plan.out) as { hash: string };
  await laptop.run(['-C', root, 'alerts']);
  await laptop.run(['-C', root, 'ring', 'bed', '--reason', 'attack', '--seconds', '1']);
  await laptop.run(['-C', root, 'silence']);
  const running = laptop.start(['-C', root, 'run', ...args, '--yes', hash, '--reason', 'attack', '--json']);
  const seen = new Set<string>();
  let samples = 0;
  let over = false;
  void running.ended.then(() => (over = true));
  while (!over) {
    for (const hit of inProcesses()) seen.add(hit);
    samples += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ran = await running.ended;
  expect(ran, ran.err).toMatchObject({ code: 0 });
  // The step did get them: what it printed came back with the secrets overwritten.
  const lines = ran.out.trim().split('\n').map((line) => JSON.parse(line) as { readonly type: string; readonly text?: string });
  const output = lines.flatMap(({ type, text }) => (type === 'output' && text !== undefined ? [text] : [])).join('');
  expect(output).toContain(`|${'*'.repeat(canaries.parameter.length)}\n${String(canaries.parameter.length)}\n`);
  expect([...seen]).toEqual([]);
  expect(asked.some((header) => Buffer.from(header.replace('Basic ', ''), 'base64').toString() === `kim:${canaries.password}`)).toBe(true);
  for (const said of [plan, ran, await laptop.run(['-C', root, 'vault', 'list']), await laptop.run(['-C', root, 'journal', 'list', '--json', '--limit', '200'])]) {
    expect(found(Buffer.from(said.out + said.err))).toEqual([]);
  }
  const own = realpathSync(laptop.folder);
  const left = readdirSync(tmpdir()).filter((name) => !before.has(name)).map((name) => join(tmpdir(), name)).filter((path) => {
    const facts = lstatSync(path, { throwIfNoEntry: false });
    return facts?.isDirectory() === true && facts.uid === process.getuid?.();
  });
  const remote = join(sshd.home, '.breakglass');
  const files = [...filesBelow(own), ...filesBelow(remote), ...left.flatMap((folder) => { try { return filesBelow(folder); } catch { return []; } })];
  const hits = files.flatMap((file) => {
    try {
      // The record at the server holds the step's own output unmasked, for seven days, 0600 (decisions.md 12).
      return found(readFileSync(file)).filter(() => !(file.startsWith(remote) && file.endsWith('/out'))).map((hit) => `${file}: ${hit}`);
    } catch {
      return [];
    }
  });
  // The search can find: there, and only there, the step's own output lies as it was.
  expect(files.filter((file) => file.startsWith(remote) && file.endsWith('/out')).flatMap((file) => found(readFileSync(file)))).not.toEqual([]);
  process.stdout.write(`secrets: ${String(needles.length)} needles, ${String(files.length)} files, ${String(samples)} looks at /proc\n`);
  expect(hits).toEqual([]);
});
