import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createPlain, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { createServer as createSilent, type AddressInfo, type Server as SilentServer, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPretendSiren, type PretendSiren } from '../../main/drill/pretend-siren';
import { makeCertificate } from '../support/certificates';
import { Sshd } from './support/sshd';
import { buildTerminal, Laptop, type Said } from './support/terminal';
import { hostLine, hostsOf, runbook, settings, writeWorkspace } from './support/workspace';
import { canMount } from '../support/mountable';

// Whatever is wrong is said: what, where, why and what to do, with the right exit code, without a stack trace or a hang.
let laptop: Laptop;
let sshd: Sshd;
let other: Sshd;
let folders = 0;
const stops: (() => unknown)[] = [];

const look = { 'runbooks/look.md': runbook('Look', ['name=look, on=host, danger=read', 'echo seen; echo x >> "$HOME/seen"']) };

/** Longest that a command may take where something is wrong, ms: people wait for it at night; the rest is for a busy machine. */
const longest = 15_000 + 20_000;

function workspace(files: Readonly<Record<string, string>> = {}): string {
  folders += 1;
  return writeWorkspace(join(laptop.folder, `ws-${String(folders)}`), { 'hosts.yaml': hostsOf(sshd), ...look, ...files });
}

function clear(said: Said): void {
  expect(`${said.out}${said.err}`).not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(`${said.out}${said.err}`).not.toMatch(/\{(host|file|why|address|path)\}|undefined|\[object/);
  expect(said.ms).toBeLessThan(longest);
}

/** Plans and runs the look at `host`, as somebody who reads the plan first. */
async function run(root: string, host = 'api-01', env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const plan = await laptop.run(['-C', root, 'plan', 'runbooks/look.md', '--set', `host=${host}`, '--json'], { env });
  if (plan.code !== 0) return plan;
  const { hash } = JSON.parse(plan.out) as { hash: string };
  const said = await laptop.run(['-C', root, 'run', 'runbooks/look.md', '--set', `host=${host}`, '--yes', hash, '--reason', 'a test'], { env });
  clear(said);
  return said;
}

const seen = (): boolean => {
  try {
    return readFileSync(join(sshd.home, 'seen'), 'utf8') !== '';
  } catch {
    return false;
  }
};

function print(keyFile: string): string {
  const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-lf', keyFile], { encoding: 'utf8' }).split(' ');
  return fingerprint;
}

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  [sshd, other] = await Promise.all([Sshd.start({ addresses: 3 }), Sshd.start()]);
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await laptop.remove();
  await sshd.stop();
  await other.stop();
});

describe('the host', () => {
  it('unknown key: refused, with its fingerprint, and how to enrol it', async () => {
    const root = workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { hostKeys: null })}` });
    const said = await run(root);
    expect(said.code).toBe(4);
    expect(said.err).toContain(print(join(sshd.folder, 'host_ed25519.pub')));
    expect(said.err).toContain('enrol');
    expect(seen()).toBe(false);
    const offered = await laptop.run(['-C', root, 'enrol', 'host', 'api-01']);
    expect(offered.code).toBe(1);
    const fingerprint = print(join(sshd.folder, 'host_ed25519.pub'));
    expect(offered.out).toContain(`--fingerprint ${fingerprint}`);
    expect((await laptop.run(['-C', root, 'enrol', 'host', 'api-01', '--fingerprint', print(join(other.folder, 'host_ed25519.pub'))])).code).toBe(4);
    expect(await laptop.run(['-C', root, 'enrol', 'host', 'api-01', '--fingerprint', fingerprint])).toMatchObject({ code: 0 });
    expect(await laptop.run(['check', root])).toMatchObject({ code: 0 });
    expect(await run(root)).toMatchObject({ code: 0 });
  });

  it('changed key: refused, with both fingerprints', async () => {
    const said = await run(workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { hostKeys: `["${other.hostKey()}"]` })}` }));
    expect(said.code).toBe(4);
    expect(said.err).toContain(print(join(sshd.folder, 'host_ed25519.pub')));
    expect(said.err).toContain(print(join(other.folder, 'host_ed25519.pub')));
  });

  it('nobody listens there', async () => {
    const said = await run(workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { port: '1' })}` }));
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('127.0.0.1:1') as string });
    expect(said.err).toContain('refused the connection');
  });

  it('accepts, and says nothing: a black hole', async () => {
    const sockets = new Set<Socket>();
    const hole = createSilent((socket) => sockets.add(socket.on('error', () => undefined)));
    const port = await listen(hole);
    stops.push(() => {
      for (const socket of sockets) socket.destroy();
      hole.close();
    });
    const said = await run(workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { port: String(port) })}` }));
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('did not answer within 10 s') as string });
  });

  it('key file missing; key not accepted there', async () => {
    const missing = await run(workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { identity: '/nowhere/id_ed25519' })}` }));
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('/nowhere/id_ed25519');
    const refused = await run(workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { identity: other.userKey })}` }));
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`did not accept ${userInfo().username}`);
    expect(refused.err).toContain(other.userKey);
  });
});

describe('an encrypted key', () => {
  const encrypted = (): string => {
    const file = join(sshd.folder, 'id_encrypted');
    execFileSync('sh', ['-c', 'rm -f "$1" "$1.pub"; ssh-keygen -q -t ed25519 -a 1 -N "right one" -f "$1"; cat "$1.pub" >> "$2"', 'sh', file, join(sshd.folder, 'authorized_keys')]);
    return file;
  };

  it('says which passphrase is missing and how to put it in', async () => {
    const said = await run(workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { identity: encrypted() })}` }));
    expect(said.code).toBe(1);
    expect(said.err).toContain('breakglass vault set ssh-passphrase.id_encrypted');
  });

  it('stores nothing where there is no keychain, and says so', async () => {
    const said = await laptop.run(['-C', workspace(), 'vault', 'set', 'ssh-passphrase.id_encrypted'], { input: 'right one\n' });
    expect(said.code).toBe(4);
    expect(said.err).toContain('no usable keychain');
    expect(said.err).not.toContain('right one');
  });

  it.skipIf(process.env['BREAKGLASS_TEST_KEYRING'] !== '1')('opens with the passphrase of a real keychain, and says when it is the wrong one', async () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' };
    const root = workspace({ 'hosts.yaml': `hosts:\n${hostLine(sshd, 'api-01', { identity: encrypted() })}` });
    const set = (value: string): Promise<Said> => laptop.run(['-C', root, 'vault', 'set', 'ssh-passphrase.id_encrypted'], { env, input: `${value}\n` });
    expect(await set('wrong one')).toMatchObject({ code: 0 });
    const wrong = await run(root, 'api-01', env);
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('does not open the key file');
    expect(await set('right one')).toMatchObject({ code: 0 });
    expect(await run(root, 'api-01', env)).toMatchObject({ code: 0 });
    expect(await laptop.run(['-C', root, 'vault', 'rm', 'ssh-passphrase.id_encrypted'], { env })).toMatchObject({ code: 0 });
    const leaked = spawnSync('grep', ['-rlE', 'wrong one|right one', root, join(laptop.folder, 'data')], { encoding: 'utf8' });
    expect(leaked.stdout).toBe('');
  });
});

describe('a siren', () => {
  let siren: PretendSiren;
  beforeAll(async () => {
    siren = await startPretendSiren({ pin: '123456', now: () => Date.now() });
    stops.push(() => siren.stop());
  });
  const withSiren = (pin: string): string =>
    workspace({ 'sirens.yaml': `sirens:\n  - { id: kim-bed, owner: kim, driver: dlink-hnap, config: { url: "${siren.url}", pin: "${pin}" }, volume: { max: 60 } }\n` });

  it('whose PIN this device does not have, or cannot store', async () => {
    const root = withSiren('secret:kim-bed-pin');
    const cards = JSON.parse((await laptop.run(['-C', root, 'sirens', '--json'])).out) as { state: string; problem: { code: string } | null }[];
    expect(cards).toMatchObject([{ id: 'kim-bed', age: null }]);
    expect(cards[0]?.state).not.toBe('quiet');
    const said = await laptop.run(['-C', root, 'sirens']);
    clear(said);
    expect(said.err).toContain('no usable keychain');
    const rung = await laptop.run(['-C', root, 'ring', 'kim', '--reason', 'a test']);
    clear(rung);
    expect([1, 3, 4]).toContain(rung.code);
    expect(rung.err).toContain('no usable keychain');
  });

  it.skipIf(process.env['BREAKGLASS_TEST_KEYRING'] !== '1')('whose PIN is wrong; that hangs; that rings', async () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' };
    const root = withSiren('secret:kim-bed-pin');
    await laptop.run(['-C', root, 'vault', 'set', 'kim-bed-pin'], { env, input: '999999' });
    const wrong = await laptop.run(['-C', root, 'ring', 'kim', '--reason', 'a test'], { env });
    clear(wrong);
    expect(wrong.code).toBe(1);
    expect(`${wrong.out}${wrong.err}`).toContain('PIN');
    await laptop.run(['-C', root, 'vault', 'set', 'kim-bed-pin'], { env, input: '123456' });
    siren.misbehave('hang');
    const hangs = await laptop.run(['-C', root, 'ring', 'kim', '--reason', 'a test'], { env });
    siren.behave();
    clear(hangs);
    expect([1, 3]).toContain(hangs.code);
    const rung = await laptop.run(['-C', root, 'ring', 'kim', '--reason', 'a test', '--seconds', '5', '--volume', '20'], { env });
    expect(rung, rung.err).toMatchObject({ code: 0, out: expect.stringContaining('confirmed') as string });
    expect(await laptop.run(['-C', root, 'silence'], { env })).toMatchObject({ code: 0 });
    await laptop.run(['-C', root, 'vault', 'rm', 'kim-bed-pin'], { env });
  });
});

describe('a source', () => {
  const page = '<!doctype html><title>Sign in to the hotel</title>';

  it('that answers HTML is named, with what it said', async () => {
    const server = createPlain((_request, response) => response.setHeader('content-type', 'text/html').end(page));
    const port = await listen(server);
    stops.push(() => server.close());
    const said = await laptop.run(['-C', workspace({ 'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "http://127.0.0.1:${String(port)}", every: 15s }`) }), 'alerts']);
    clear(said);
    expect(said.out).not.toContain('Nothing fires');
    expect(said.err).toContain(`127.0.0.1:${String(port)}`);
    expect(said.err).toMatch(/HTML|web page/i);
    expect(said.code).toBe(3);
  });

  it('whose certificate nobody vouches for is named, with what to do', async () => {
    const server = createSecure(makeCertificate('127.0.0.1', 1), (_request, response) => response.end('[]'));
    const port = await listen(server);
    stops.push(() => server.close());
    const said = await laptop.run(['-C', workspace({ 'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "https://127.0.0.1:${String(port)}", every: 15s }`) }), 'alerts']);
    clear(said);
    expect(said.err).toMatch(/certificate/i);
    expect(said.code).toBe(3);
  });
});

describe.skipIf(!canMount)('the disk (needs root and mount)', () => {
  let root: string;
  beforeAll(() => {
    root = join(laptop.folder, 'small');
    mkdirSync(root);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k,mode=700', 'tmpfs', root]);
    stops.push(() => execFileSync('umount', [root]));
    writeWorkspace(root, { 'hosts.yaml': hostsOf(sshd), ...look });
  });

  it('is full: nothing runs, and why; silence still works', async () => {
    expect(await run(root)).toMatchObject({ code: 0 });
    const before = statSync(join(sshd.home, 'seen')).size;
    spawnSync('dd', ['if=/dev/zero', `of=${join(root, 'filler')}`, 'bs=1k', 'count=400'], { stdio: 'ignore' });
    const said = await run(root);
    expect(said.err).toMatch(/ENOSPC|no space|full/i);
    expect(said.code).toBe(4);
    expect(statSync(join(sshd.home, 'seen')).size).toBe(before);
    expect((await laptop.run(['-C', root, 'silence'])).code).toBe(0);
    execFileSync('rm', [join(root, 'filler')]);
    expect(await run(root)).toMatchObject({ code: 0 });
  });

  it('is read-only: shows, silences, runs nothing', async () => {
    execFileSync('mount', ['-o', 'remount,ro', root]);
    const said = await run(root);
    const checked = await laptop.run(['check', root]);
    const silenced = await laptop.run(['-C', root, 'silence']);
    execFileSync('mount', ['-o', 'remount,rw', root]);
    expect(said.code).toBe(4);
    expect(said.err).toMatch(/EROFS|read-only/i);
    expect(checked.code).toBe(0);
    expect(silenced.code).toBe(0);
  });
});

describe('two consoles on one workspace', () => {
  it('the second hands its command to the first', async () => {
    const root = workspace();
    const watch = laptop.start(['-C', root, 'watch']);
    await watch.said('watching');
    expect(await run(root)).toMatchObject({ code: 0, out: expect.stringContaining('api-01: seen') as string });
    const wrong = await laptop.run(['-C', root, 'ack', 'nothing']);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('nothing') as string });
    const follower = laptop.start(['-C', root, 'alerts', '--watch']);
    await follower.said('Nothing fires');
    follower.signalGroup('SIGINT');
    expect(await follower.ended).toMatchObject({ code: 130 });
    const second = await laptop.run(['-C', root, 'watch']);
    expect(second).toMatchObject({ code: 4, err: expect.stringContaining(String(watch.child.pid)) as string });
    watch.signalGroup('SIGINT');
    expect(await watch.ended).toMatchObject({ code: 130 });
  });

  it('a first one that hangs is named; nothing waits for ever', async () => {
    const root = workspace();
    const watch = laptop.start(['-C', root, 'watch']);
    await watch.said('watching');
    watch.child.kill('SIGSTOP');
    const said = await laptop.run(['-C', root, 'alerts']);
    watch.child.kill('SIGCONT');
    clear(said);
    expect(said).toMatchObject({ code: 4, err: expect.stringContaining(String(watch.child.pid)) as string });
    watch.signalGroup('SIGINT');
    await watch.ended;
  });

  it('several commands at the same time all get their answer', async () => {
    const root = workspace();
    const said = await Promise.all(['alerts', 'duty', 'sirens', 'runs'].map((command) => laptop.run(['-C', root, command, '--json'])));
    for (const each of said) expect(each, each.err).toMatchObject({ code: 0 });
  });
});

describe('a workspace with mistakes', () => {
  it('does not open on a typo where nothing was valid before, and stays on the last good one where it was', async () => {
    const root = workspace();
    const file = join(root, 'hosts.yaml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('danger:', 'dangre:'));
    const never = await laptop.run(['-C', root, 'hosts']);
    clear(never);
    expect(never).toMatchObject({ code: 2, err: expect.stringContaining('hosts.yaml, line 2') as string });
    writeFileSync(file, good);
    expect(await laptop.run(['-C', root, 'hosts'])).toMatchObject({ code: 0 });
    writeFileSync(file, good.replace('danger:', 'dangre:'));
    const kept = await laptop.run(['-C', root, 'hosts']);
    expect(kept).toMatchObject({ code: 0, out: expect.stringContaining('api-01') as string });
    expect(kept.err).toContain('hosts.yaml');
  });

  it('names the bad block of a runbook: file, line, why', async () => {
    const root = workspace({ 'runbooks/bad.md': runbook('Bad', ['name=bad, on=host, danger=read', 'echo {{ host }}']) });
    const checked = await laptop.run(['check', root]);
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/^runbooks\/bad\.md:\d+:\d+: error/m);
    const planned = await laptop.run(['-C', root, 'plan', 'runbooks/bad.md', '--set', 'host=api-01']);
    clear(planned);
    expect(planned.code).toBe(2);
    expect(planned.err).toContain('bad.md');
    expect(await run(root)).toMatchObject({ code: 0 });
  });

  it('a journal that was torn by a crash is repaired when it is opened, not when it is verified', async () => {
    const root = workspace();
    await run(root);
    const folder = join(root, 'journal', execFileSync('ls', [join(root, 'journal')], { encoding: 'utf8' }).trim());
    appendFileSync(join(folder, '000001.jsonl'), '{"alg":"sess');
    const verified = await laptop.run(['-C', root, 'journal', 'verify']);
    clear(verified);
    expect(verified.code).toBe(0);
    expect((await laptop.run(['-C', root, 'journal', 'list', '--limit', '10'])).out).toMatch(/repair|torn|cut/i);
  });
});

describe('a folder that others may enter', () => {
  it('is not used for the desk’s socket', async () => {
    const open = join(laptop.folder, 'open');
    mkdirSync(join(open, 'breakglass'), { recursive: true });
    chmodSync(join(open, 'breakglass'), 0o777);
    const said = await laptop.run(['-C', workspace(), 'duty'], { env: { XDG_RUNTIME_DIR: open } });
    clear(said);
    expect(said).toMatchObject({ code: 4, err: expect.stringContaining('others may enter') as string });
  });
});

function listen(server: Server | SilentServer): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

/** Whether this root may mount at all: in a container often not. */
