import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSsh, type SshSettings } from '../../core/host/ssh-settings';
import type { Transport } from '../../core/host/transport';
import type { Target } from '../../core/runbook/plan';
import { findSsh } from '../../main/adapters/ssh/create-ssh-config';
import { recordName } from '../../main/adapters/ssh/step-frame';
import { Sshd } from './support/sshd';
import { freshClaim, sshBench, stepBody, type SshBench } from './support/ssh-bench';

/** One suite over both transports, against a real sshd: what carries a line must not be seen in what a step does. */
const transports: readonly Transport[] = findSsh(process.env['PATH']) === null ? ['ssh2'] : ['ssh2', 'openssh'];
const quiet = (): void => undefined;

let sshd: Sshd;
let bench: SshBench;
beforeAll(async () => {
  sshd = await Sshd.start({ addresses: 3 });
  bench = sshBench();
});
afterAll(async () => {
  await bench.stop();
  await sshd.stop();
});

function target(transport: Transport, overrides: Partial<Target> = {}, ssh: Partial<SshSettings> = {}): Target {
  return sshd.target({ transport, ssh: { ...plainSsh, ...ssh }, ...overrides });
}

async function run(to: Target, script: string, jumps: readonly Target[] = [], with_: SshBench = bench) {
  const claim = freshClaim(to.name);
  const body = stepBody(claim, script);
  const end = await with_.ssh.start(claim, to, jumps, body, quiet);
  const raw = join(with_.transcripts, `${body.transcript}.raw`);
  return { claim, body, end, output: existsSync(raw) ? readFileSync(raw) : Buffer.alloc(0) };
}

/** Parent and arguments of what runs here. */
function processes(): string[] {
  return execFileSync('ps', ['-eo', 'ppid=,args='], { encoding: 'utf8' }).split('\n').map((line) => line.trim());
}

async function until(done: () => boolean): Promise<void> {
  for (let left = 400; !done(); left -= 1) {
    if (left === 0) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.each(transports)('%s', (transport) => {
  it('carries every byte of a megabyte and its exit code', async () => {
    const { end, output } = await run(target(transport), 'head -c 1000000 /dev/urandom | tee "$HOME/bytes"; exit 7');
    expect(end).toMatchObject({ outcome: { kind: 'failed', code: 7 }, bytes: 1_000_000, truncated: false, problem: null });
    expect(output.equals(readFileSync(join(sshd.home, 'bytes')))).toBe(true);
    expect(end.sha256).toBe(createHash('sha256').update(output).digest('hex'));
  });

  it('keeps every byte while the keys are exchanged anew', async () => {
    const anew = await Sshd.start({ extra: ['RekeyLimit 1M', 'LogLevel DEBUG1'] });
    try {
      const { end, output } = await run(anew.target({ transport, ssh: plainSsh }), 'head -c 12000000 /dev/urandom | tee "$HOME/bytes"');
      expect(end).toMatchObject({ outcome: { kind: 'ok' }, bytes: 12_000_000, truncated: false, problem: null });
      expect(output.equals(readFileSync(join(anew.home, 'bytes')))).toBe(true);
      expect(anew.said().split('rekeying').length).toBeGreaterThan(5);
    } finally {
      await anew.stop();
    }
  });

  it.each([
    ['exit 255', { kind: 'failed', code: 255 }],
    ['kill -9 $$', { kind: 'failed', code: 137 }],
    ['cat; tty', { kind: 'failed', code: 1 }],
    ['', { kind: 'ok' }],
  ])('%j gives its true outcome', async (script, outcome) => {
    expect((await run(target(transport), script)).end.outcome).toEqual(outcome);
  });

  it('loses nothing when the session dies: unknown, then attached, every byte once', async () => {
    const claim = freshClaim();
    const to = target(transport);
    const body = stepBody(claim, 'i=0; while [ $i -lt 40 ]; do echo line $i; i=$((i+1)); sleep 0.05; done');
    const ready = await bench.ssh.prepare(to, []);
    if (!ready.ok) throw new Error(ready.error.code);
    const record = join(sshd.home, '.breakglass/runs', recordName(claim), 'out');
    const ending = bench.ssh.start(claim, to, [], body, quiet);
    await until(() => existsSync(record) && readFileSync(record, 'utf8').includes('line 5'));
    sshd.killSessions();
    expect((await ending).outcome.kind).toBe('unknown');
    const end = await bench.ssh.attach(claim, to, [], { ...ready.value, transcript: body.transcript }, quiet);
    expect(end).toMatchObject({ outcome: { kind: 'ok' }, truncated: false });
    expect(readFileSync(join(bench.transcripts, `${body.transcript}.raw`), 'utf8')).toBe(Array.from({ length: 40 }, (_, i) => `line ${String(i)}\n`).join(''));
  });

  it('stops a step and has it confirmed', async () => {
    const claim = freshClaim();
    const to = target(transport);
    const runs = join(sshd.home, '.breakglass/runs');
    const ending = bench.ssh.start(claim, to, [], stepBody(claim, 'sleep 60'), quiet);
    await until(() => existsSync(join(runs, recordName(claim), 'step')));
    expect(await bench.ssh.stop(claim, to, [], runs)).toMatchObject({ ok: true, value: { confirmed: true } });
    expect((await ending).outcome).toEqual({ kind: 'stopped', confirmed: true });
  });

  it('carries twenty steps at once over one connection', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => run(target(transport), `echo ${String(i)}; sleep 0.1; exit ${String(i)}`)));
    expect(many.map(({ output }) => output.toString())).toEqual(Array.from({ length: 20 }, (_, i) => `${String(i)}\n`));
    expect(many.map(({ end }) => (end.outcome.kind === 'failed' ? end.outcome.code : 0))).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('goes through two hosts', async () => {
    const first = target(transport, { name: 'hop-1', address: '127.0.0.1' });
    const second = target(transport, { name: 'hop-2', address: '127.0.0.2', jump: ['hop-1'] });
    const { end, output } = await run(target(transport, { address: '127.0.0.3', jump: ['hop-1', 'hop-2'] }), 'echo "$SSH_CONNECTION"; echo through', [first, second]);
    expect(end.outcome).toEqual({ kind: 'ok' });
    expect(output.toString()).toMatch(/through\n$/);
  });

  it('refuses a wrong key, of the target and of a hop, before a byte of authentication', async () => {
    const other = join(sshd.folder, `other_${transport}`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const hostKeys = [readFileSync(`${other}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')];
    const fresh = sshBench();
    const said = sshd.said().length;
    expect(await fresh.ssh.prepare(target(transport, { hostKeys }), [])).toMatchObject({ ok: false, error: { code: 'host-key-changed' } });
    expect(sshd.said().slice(said)).not.toMatch(/userauth|Accepted|Failed|Postponed/);
    const hop = target(transport, { name: 'hop', hostKeys });
    const through = await fresh.ssh.prepare(target(transport, { address: '127.0.0.2', jump: ['hop'] }), [hop]);
    expect(through.ok).toBe(false);
    expect(sshd.said().slice(said)).not.toMatch(/Accepted/);
    await fresh.stop();
  });

  it('refuses an unknown key, a revoked one, and a list of revoked keys that is not there', async () => {
    const known = join(sshd.folder, `known_${transport}`);
    writeFileSync(known, `@revoked * ${sshd.hostKey()}\n`);
    const fresh = sshBench();
    const at = async (overrides: Partial<Target>, ssh: Partial<SshSettings>) => {
      const found = await fresh.ssh.prepare(target(transport, overrides, ssh), []);
      return found.ok ? 'ok' : found.error.code;
    };
    expect(await at({ hostKeys: [] }, { knownHosts: [] })).toBe('host-key-unknown');
    expect(await at({}, { knownHosts: [known] })).toBe('host-key-revoked');
    expect(await at({ hostKeys: [`@revoked ${sshd.hostKey()}`, sshd.hostKey()] }, {})).toBe('host-key-revoked');
    expect(await at({}, { revokedHostKeys: '/nowhere/revoked' })).toBe('revoked-keys-unreadable');
    writeFileSync(known, `${sshd.hostKey()} a key that was stolen\n`);
    expect(await at({}, { revokedHostKeys: known })).toBe('host-key-revoked');
    writeFileSync(known, '');
    expect(await at({}, { revokedHostKeys: known })).toBe('ok');
    await fresh.stop();
  });

  it('says why nobody gets in', async () => {
    const stranger = join(sshd.folder, `stranger_${transport}`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger]);
    const fresh = sshBench();
    expect(await fresh.ssh.prepare(target(transport, { identity: stranger }), [])).toMatchObject({ ok: false, error: { code: 'ssh-auth-failed' } });
    expect(await fresh.ssh.prepare(target(transport, { port: 1 }), [])).toMatchObject({ ok: false, error: { code: 'host-refused' } });
    expect(await fresh.ssh.prepare(target(transport, { address: 'no-such-host.invalid' }), [])).toMatchObject({ ok: false, error: { code: 'host-unreachable' } });
    await fresh.stop();
  });

  it('logs in with a key that only the agent holds', async () => {
    const socket = join(sshd.folder, `agent_${transport}`);
    const started = execFileSync('ssh-agent', ['-a', socket], { encoding: 'utf8' });
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(started)?.[1]);
    try {
      execFileSync('ssh-add', ['-q', sshd.userKey], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
      const fresh = sshBench();
      expect(await fresh.ssh.prepare(target(transport, { identity: null }, { agent: socket, identities: [] }), [])).toMatchObject({ ok: true });
      const { end } = await run(target(transport, { identity: null }, { agent: socket, identities: [], identitiesOnly: false }), 'true', [], fresh);
      expect(end.outcome).toEqual({ kind: 'ok' });
      await fresh.stop();
    } finally {
      process.kill(pid);
    }
  });

  it('opens an encrypted key with the passphrase of the vault', async () => {
    const key = join(sshd.folder, `id_locked_${transport}`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', 'correct horse', '-f', key]);
    writeFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${key}.pub`), { flag: 'a' });
    const fresh = sshBench({}, { [`ssh-passphrase.id_locked_${transport}`]: 'correct horse' });
    expect((await run(target(transport, { identity: key }), 'true', [], fresh)).end.outcome).toEqual({ kind: 'ok' });
    await fresh.stop();
  });
});

describe.runIf(transports.includes('openssh'))('a known_hosts file means the same to both', () => {
  const cases: readonly (readonly [string, (key: string, other: string, at: string) => string, string])[] = [
    ['the key', (key, _, at) => `${at} ${key}`, 'ok'],
    ['the key of another port', (key) => `127.0.0.1 ${key}`, 'host-key-unknown'],
    ['another key', (_, other, at) => `${at} ${other}`, 'host-key-changed'],
    ['both', (key, other, at) => `${at} ${other}\n${at} ${key}`, 'ok'],
    ['a wildcard', (key) => `[127.0.0.*]:* ${key}`, 'ok'],
    ['a negation', (key, _, at) => `*,!${at} ${key}`, 'host-key-unknown'],
    ['a revocation', (key, _, at) => `${at} ${key}\n@revoked * ${key}`, 'host-key-revoked'],
    ['a revocation of another', (key, other, at) => `${at} ${key}\n@revoked * ${other}`, 'ok'],
    ['a line that makes no sense', (key, _, at) => `${at}\n%%% $$$\n${at} ${key}`, 'ok'],
    ['a comment and blanks', (key, _, at) => `# ${at}\n\n\t ${at}\t${key} a comment`, 'ok'],
    ['a key of the wrong type', (key, _, at) => `${at} ssh-rsa ${key.split(' ')[1] ?? ''}`, 'host-key-unknown'],
    ['nothing', () => '', 'host-key-unknown'],
  ];
  it.each(cases)('%s', async (name, text, expected) => {
    const file = join(sshd.folder, `table_${name.replaceAll(' ', '_')}`);
    const other = `ssh-ed25519 ${Buffer.concat([Buffer.from(sshd.hostKey().split(' ')[1] ?? '', 'base64').subarray(0, 19), Buffer.alloc(32, 9)]).toString('base64')}`;
    writeFileSync(file, `${text(sshd.hostKey(), other, `[127.0.0.1]:${String(sshd.port)}`)}\n`);
    const fresh = sshBench();
    const found = await Promise.all(transports.map((transport) => fresh.ssh.prepare(target(transport, { hostKeys: [] }, { knownHosts: [file] }), [])));
    await fresh.stop();
    expect(found.map((each) => (each.ok ? 'ok' : each.error.code))).toEqual(transports.map(() => expected));
  });
});

describe.runIf(transports.includes('openssh'))('openssh alone', () => {
  it('takes user certificates and a host that only an authority vouches for', async () => {
    const at = (name: string): string => join(sshd.folder, name);
    for (const name of ['user_ca', 'host_ca', 'id_cert']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
    execFileSync('ssh-keygen', ['-q', '-s', at('user_ca'), '-I', 'kim', '-n', sshd.target().user, '-V', '+1h', at('id_cert.pub')]);
    execFileSync('ssh-keygen', ['-q', '-s', at('host_ca'), '-I', 'host', '-h', '-n', '127.0.0.1', '-V', '+1h', at('host_ed25519.pub')]);
    const certified = await Sshd.start({ extra: [`TrustedUserCAKeys ${at('user_ca.pub')}`, `HostCertificate ${at('host_ed25519-cert.pub')}`, `HostKey ${at('host_ed25519')}`] });
    const ca = readFileSync(at('host_ca.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    const to = certified.target({ transport: 'openssh', identity: at('id_cert'), hostKeys: [`@cert-authority ${ca}`] });
    const fresh = sshBench();
    try {
      expect((await run(to, 'exit 3', [], fresh)).end.outcome).toEqual({ kind: 'failed', code: 3 });
      expect(await fresh.ssh.prepare({ ...to, transport: 'ssh2' }, [])).toMatchObject({ ok: false, error: { code: 'host-ca-unsupported' } });
    } finally {
      await fresh.stop();
      await certified.stop();
    }
  });

  it('reaches a post-quantum-only server, which ssh2 refuses with the way out', async () => {
    const modern = await Sshd.start({ extra: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] });
    const fresh = sshBench();
    try {
      expect(await fresh.ssh.prepare(modern.target(), [])).toMatchObject({ ok: false, error: { code: 'host-handshake' } });
      expect((await run(modern.target({ transport: 'openssh' }), 'exit 4', [], fresh)).end.outcome).toEqual({ kind: 'failed', code: 4 });
    } finally {
      await fresh.stop();
      await modern.stop();
    }
  });

  it('goes by a ProxyCommand, and carries an ssh2 line through it', async () => {
    const dial = `const s=require('net').connect(${String(sshd.port)},'127.0.0.1');process.stdin.pipe(s).pipe(process.stdout)`;
    const ssh = { ...plainSsh, proxyCommand: `${process.execPath} -e "${dial}"` };
    const fresh = sshBench();
    const hop = target('openssh', { name: 'hop', address: 'nowhere.invalid', ssh });
    expect((await run(target('openssh', { address: 'nowhere.invalid', ssh }), 'true', [], fresh)).end.outcome).toEqual({ kind: 'ok' });
    expect((await run(target('ssh2', { address: '127.0.0.2', jump: ['hop'] }), 'true', [hop], fresh)).end.outcome).toEqual({ kind: 'ok' });
    await fresh.stop();
  });

  it('leaves no process and no socket behind', async () => {
    // Other lines of this file are still open: only what this one starts counts, the shell in between and `ssh` itself.
    const folders = (): string[] => processes().flatMap((each) => (each.includes(' -M ') ? (/\/(bg-ssh-[^/ ]+)\/master/.exec(each)?.slice(1) ?? []) : []));
    const before = new Set(folders());
    const fresh = sshBench();
    expect((await fresh.ssh.prepare(target('openssh', { name: 'gone' }), [])).ok).toBe(true);
    const mine = folders().filter((folder) => !before.has(folder));
    expect(mine.length).toBeGreaterThanOrEqual(2);
    await fresh.stop();
    await until(() => !folders().some((folder) => mine.includes(folder)) && !mine.some((folder) => existsSync(join(tmpdir(), folder))));
  });
});
