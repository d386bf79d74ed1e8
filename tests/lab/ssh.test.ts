import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordName } from '../../main/adapters/ssh/step-frame';
import { freePort } from '../support/free-port';
import { Sshd } from './support/sshd';
import { freshClaim, sshBench, stepBody, type SshBench } from './support/ssh-bench';

let sshd: Sshd;
let bench: SshBench;
const quiet = (): void => undefined;

beforeAll(async () => {
  sshd = await Sshd.start({ addresses: 4, types: ['ed25519', 'ecdsa', 'rsa'] });
  bench = sshBench();
});

afterAll(async () => {
  await bench.stop();
  await sshd.stop();
});

async function run(script: string, overrides: Parameters<typeof stepBody>[2] = {}, target = sshd.target()) {
  const claim = freshClaim();
  const body = stepBody(claim, script, overrides);
  const end = await bench.ssh.start(claim, target, [], body, quiet);
  const raw = join(bench.transcripts, `${body.transcript}.raw`);
  return { claim, body, end, output: existsSync(raw) ? readFileSync(raw, 'utf8') : '', raw };
}

describe('a step on a real server', () => {
  it('tells the boot id and the place of the record', async () => {
    const ready = await bench.ssh.prepare(sshd.target(), []);
    expect(ready).toMatchObject({
      ok: true,
      value: { bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), record: join(sshd.home, '.breakglass/runs') },
    });
  });

  it.each([
    ['in another folder', { record: '/dev/shm/breakglass-0/runs' }],
    ['for another boot', { bootId: 'another' }],
    ['without a record', { bootId: '-', record: '' }],
  ])('is not sent where the host is not as the intent says, which was written for a start %s', async (_, other) => {
    const ready = await bench.ssh.prepare(sshd.target(), []);
    if (!ready.ok) throw new Error(ready.error.code);
    const { bootId, record } = ready.value;
    const trace = join(sshd.home, 'moved');
    for (const file of [undefined, { kind: 'get', from: '/etc/passwd', maxBytes: 65_536, sudo: false } as const]) {
      const { claim, end } = await run(`touch ${trace}`, { place: { bootId, record, ...other }, recordless: true, ...(file === undefined ? {} : { file }) });
      expect(end).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'record-moved' } });
      expect(existsSync(join(record, recordName(claim)))).toBe(false);
    }
    expect(existsSync(trace)).toBe(false);
    const { end } = await run('true', { place: { bootId, record } });
    expect(end.outcome).toEqual({ kind: 'ok' });
  });

  it('is seen running by a look-up although it says nothing, before it ends', async () => {
    const ready = await bench.ssh.prepare(sshd.target(), []);
    if (!ready.ok) throw new Error(ready.error.code);
    const { bootId, record } = ready.value;
    const claim = freshClaim();
    const body = stepBody(claim, 'while ! [ -e "$HOME/enough" ]; do sleep .05; done');
    const lost = sshBench();
    const started = lost.ssh.start(claim, sshd.target(), [], body, quiet);
    await vi.waitFor(() => expect(existsSync(join(record, recordName(claim), 'step'))).toBe(true), { timeout: 20_000 });
    const other = sshBench();
    try {
      const told: number[] = [];
      const found = other.ssh.attach(claim, sshd.target(), [], { bootId, record, transcript: body.transcript }, ({ bytes }) => told.push(bytes));
      await vi.waitFor(() => expect(told).toEqual([0]), { timeout: 20_000 });
      writeFileSync(join(sshd.home, 'enough'), '');
      expect((await found).outcome).toEqual({ kind: 'ok' });
      await started;
    } finally {
      writeFileSync(join(sshd.home, 'enough'), '');
      await lost.stop();
      await other.stop();
    }
  });

  it('ends ok, with every byte on disk and hashed', async () => {
    const { end, output, raw } = await run('echo "out: $HOME"; echo err >&2; echo 한글; tty; cat');
    expect(output).toBe(`out: ${sshd.home}\nerr\n한글\nnot a tty\n`);
    expect(end).toMatchObject({ outcome: { kind: 'ok' }, bytes: Buffer.byteLength(output), truncated: false, problem: null });
    expect(end.sha256).toBe(createHash('sha256').update(readFileSync(raw)).digest('hex'));
    const recording = raw.replace('.raw', '.cast');
    await vi.waitFor(() => expect(existsSync(recording)).toBe(true), { timeout: 10_000 });
    const cast = readFileSync(recording, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    expect(cast[0]).toMatchObject({ version: 3, term: { cols: 120 } });
    expect(cast.slice(1, -1).map((event: [number, string, string]) => event[2]).join('')).toBe(output.replaceAll('\n', '\r\n'));
    expect(cast.at(-1)).toEqual([0, 'x', '0']);
  });

  it.skipIf(!existsSync('/dev/full'))('finds the true outcome of a step whose output a full disk here did not take', async () => {
    const claim = freshClaim();
    const body = stepBody(claim, 'echo kept; exit 3');
    const raw = join(bench.transcripts, `${body.transcript}.raw`);
    mkdirSync(dirname(raw), { recursive: true });
    symlinkSync('/dev/full', raw);
    const end = await bench.ssh.start(claim, sshd.target(), [], body, quiet);
    expect(end).toMatchObject({ outcome: { kind: 'unknown' }, sha256: null, problem: { code: 'transcript-unwritable', values: { why: 'ENOSPC' } } });
    rmSync(raw);
    const ready = await bench.ssh.prepare(sshd.target(), []);
    if (!ready.ok) throw new Error(ready.error.code);
    const { bootId, record } = ready.value;
    const found = await bench.ssh.attach(claim, sshd.target(), [], { bootId, record, transcript: body.transcript }, quiet);
    expect(found).toMatchObject({ outcome: { kind: 'failed', code: 3 }, bytes: 5, sha256: createHash('sha256').update('kept\n').digest('hex'), problem: null });
    expect(readFileSync(raw, 'utf8')).toBe('kept\n');
  });

  it.each([
    ['exit 7', { kind: 'failed', code: 7 }],
    ['exit 255', { kind: 'failed', code: 255 }],
    ['kill -9 $$', { kind: 'failed', code: 137 }],
    ['if then', { kind: 'failed', code: 2 }],
    ['set -e; false; echo no', { kind: 'failed', code: 1 }],
    ['nosuchcommand', { kind: 'failed', code: 127 }],
    ['', { kind: 'ok' }],
    ['(sleep 5; echo late) & echo started', { kind: 'ok' }],
    ['printf "no newline"', { kind: 'ok' }],
    ["# it's \"quoted\" \\ ! `x` $y\n:", { kind: 'ok' }],
  ])('%j gives its true outcome', async (script, outcome) => {
    expect((await run(script)).end.outcome).toEqual(outcome);
  });

  it('starts in the stated world', async () => {
    const { output } = await run('echo "$PATH|$LC_ALL|$#"; set | grep -c "^_[dnwlkmcvxrg]="; umask', { cwd: '/tmp' });
    expect(output).toMatch(/^\/usr\/local\/sbin:\/usr\/local\/bin:\/usr\/sbin:\/usr\/bin:\/sbin:\/bin\|C\|0\n[01]\n\d{4}\n$/);
  });

  it('does not run in another folder when the right one is missing', async () => {
    const { end, output } = await run('echo ran', { cwd: '/no such folder' });
    expect(end.outcome.kind).toBe('failed');
    expect(output).not.toContain('ran\n');
  });

  it('gives parameters byte-exact, exported, and secrets unexported and masked', async () => {
    const big = `${'x'.repeat(50_000)}'"\\\n\n\t ${'한'.repeat(16_000)}\n`;
    const secret = 'hunter2 of "the" night';
    const { end, output, claim, raw } = await run(
      'printf %s "$big" | wc -c; sh -c \'printf %s "$big"\' | sha256sum; echo "[$token]"; env | grep -c token; printf %s "$token" | base64',
      { params: { big }, secrets: { token: secret } },
    );
    expect(end.outcome).toEqual({ kind: 'ok' });
    expect(output).toContain(`${String(Buffer.byteLength(big))}\n${createHash('sha256').update(big).digest('hex')}`);
    expect(output).toContain(`[${'*'.repeat(secret.length)}]\n0\n${'*'.repeat(32)}\n`);
    expect(end.sha256).not.toBe(createHash('sha256').update(readFileSync(raw)).digest('hex'));
    const record = join(sshd.home, '.breakglass/runs', recordName(claim));
    for (const file of readdirSync(record)) {
      if (file !== 'out') expect(readFileSync(join(record, file), 'utf8')).not.toContain(secret);
    }
  });

  it('keeps values out of argument lists and environments of other processes', async () => {
    const { output } = await run('exec 2>/dev/null; for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr "\\0" "\\n" <$f 2>/dev/null; done | grep -c "canary-of-the-nigh[t]"', {
      secrets: { token: 'canary-of-the-night' },
    });
    expect(output).toBe('0\n');
  });

  it('refuses what cannot travel, before anything is sent', async () => {
    const { end } = await run('echo ran', { params: { p: 'a\0b' } });
    expect(end).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'value-unsendable' } });
  });

  it('stops at its time limit, all of it', async () => {
    const { end, output } = await run('echo begun; (sleep 60; echo child) & sleep 60; echo after', { timeoutMs: 1_000 });
    expect(end.outcome).toEqual({ kind: 'timed-out', still: 'stopped' });
    expect(output).toContain('begun');
    expect(output).not.toContain('after');
  });

  it('stops a step that ignores INT and TERM', async () => {
    const claim = freshClaim();
    const target = sshd.target();
    const armed = join(sshd.home, 'armed');
    const ending = bench.ssh.start(claim, target, [], stepBody(claim, 'trap "" INT TERM; : > "$HOME/armed"; while :; do sleep 1; done'), quiet);
    await expect.poll(() => existsSync(armed)).toBe(true);
    const stopped = await bench.ssh.stop(claim, target, [], join(sshd.home, '.breakglass/runs'));
    expect(stopped).toEqual({ ok: true, value: { confirmed: true, by: 'KILL' } });
    expect((await ending).outcome).toEqual({ kind: 'stopped', confirmed: true });
    expect(await bench.ssh.stop(claim, target, [], join(sshd.home, '.breakglass/runs'))).toMatchObject({ value: { by: 'already-ended' } });
  });

  it('takes a second start of the same claim as a look-up', async () => {
    const counter = join(sshd.folder, 'count');
    const claim = freshClaim();
    const body = stepBody(claim, `echo x >> ${counter}; echo once; exit 3`);
    const first = await bench.ssh.start(claim, sshd.target(), [], body, quiet);
    const second = await bench.ssh.start(claim, sshd.target(), [], body, quiet);
    expect(readFileSync(counter, 'utf8')).toBe('x\n');
    expect(second.outcome).toEqual(first.outcome);
    expect(second.sha256).toBe(first.sha256);
  });

  it('passes a hundred megabytes and keeps them all', async () => {
    // Zeros would be six times as many bytes in the recording.
    const { end } = await run('head -c 100000000 /dev/zero | tr "\\0" x');
    expect(end).toMatchObject({ outcome: { kind: 'ok' }, bytes: 100_000_000 });
    expect(end.sha256).toBe(createHash('sha256').update(Buffer.alloc(100_000_000, 'x')).digest('hex'));
  });

  it('runs a hundred steps at once over one line', async () => {
    const ends = await Promise.all(Array.from({ length: 100 }, (_, index) => run(`echo ${String(index)}; exit ${String(index)}`)));
    ends.forEach(({ end, output }, index) => {
      expect(output).toBe(`${String(index)}\n`);
      expect(end.outcome).toEqual(index === 0 ? { kind: 'ok' } : { kind: 'failed', code: index });
    });
  });

  it('is not confused by a start-up file that prints, and refuses one that eats', async () => {
    const rc = join(sshd.home, '.bashrc');
    writeFileSync(rc, 'echo "welcome to the server"; printf "no newline"\n');
    expect((await run('echo fine')).output).toBe('fine\n');
    writeFileSync(rc, 'read -r line\n');
    const fresh = sshBench();
    const claim = freshClaim();
    const end = await fresh.ssh.start(claim, sshd.target(), [], stepBody(claim, 'echo ran'), quiet);
    await fresh.stop();
    writeFileSync(rc, '');
    expect(end.problem).toEqual({ code: 'ssh-input-eaten', values: { host: 'api-01', user: sshd.target().user } });
    expect(end.outcome.kind).toBe('not-sent');
  });

  it('says what a forced command said', async () => {
    const keys = join(sshd.folder, 'authorized_keys');
    const plain = readFileSync(keys, 'utf8');
    writeFileSync(keys, `command="echo only backups here; exit 1" ${plain}`);
    const fresh = sshBench();
    const ready = await fresh.ssh.prepare(sshd.target(), []);
    await fresh.stop();
    writeFileSync(keys, plain);
    expect(ready).toMatchObject({ ok: false, error: { code: 'ssh-forced-command', values: { said: 'only backups here' } } });
  });

  it('goes through a jump host', async () => {
    const jump = sshd.target({ name: 'bastion', address: '127.0.0.2' });
    const claim = freshClaim();
    const end = await bench.ssh.start(claim, sshd.target({ address: '127.0.0.3' }), [jump], stepBody(claim, 'echo "$SSH_CONNECTION"'), quiet);
    expect(end.outcome).toEqual({ kind: 'ok' });
    const page = await bench.ssh.output(stepBody(claim, '').transcript, 0, 1_000);
    expect(page.text).toContain(' 127.0.0.3 ');
  });

  it('runs with sudo, or says that sudo refused', async () => {
    const { end, output } = await run('id -u; echo "${SUDO_UID-without sudo}"; echo "$p"; echo "[$s]"', { sudo: true, params: { p: "a'b\nc" }, secrets: { s: 'swordfish' } });
    if (end.outcome.kind === 'refused') expect(end.problem?.code).toBe('sudo-refused');
    else expect(output).toBe(`0\n${String(userInfo().uid)}\na'b\nc\n[*********]\n`);
  });
});

describe('a host key', () => {
  const known = (text: string): string => {
    const file = join(sshd.folder, `known-${String(Math.random())}`);
    writeFileSync(file, text);
    return file;
  };

  it.each(['ed25519', 'ecdsa', 'rsa'])('known as %s is asked for and found', async (type) => {
    const fresh = sshBench({ knownHosts: [known(`[127.0.0.1]:${String(sshd.port)} ${sshd.hostKey(type)}\n`)] });
    const ready = await fresh.ssh.prepare(sshd.target({ hostKeys: [] }), []);
    await fresh.stop();
    expect(ready.ok).toBe(true);
  });

  it('that is unknown, changed, revoked or in dispute ends the line before any login', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(sshd.folder, 'other')]);
    const other = readFileSync(join(sshd.folder, 'other.pub'), 'utf8').trim();
    const here = `[127.0.0.1]:${String(sshd.port)}`;
    const cases: readonly (readonly [string, string, string[]])[] = [
      ['host-key-unknown', '', []],
      ['host-key-changed', `${here} ${other}\n`, []],
      ['host-key-changed', '', [other]],
      ['host-key-changed', '', ['ssh-ed25519 !!!!']],
      ['host-key-revoked', `${here} ${sshd.hostKey()}\n@revoked * ${sshd.hostKey()}\n`, []],
      ['host-keys-disagree', `${here} ${other}\n`, [sshd.hostKey()]],
      ['host-ca-unsupported', `@cert-authority * ${other}\n`, []],
    ];
    for (const [code, text, hostKeys] of cases) {
      const fresh = sshBench({ knownHosts: [known(text)] });
      const ready = await fresh.ssh.prepare(sshd.target({ hostKeys }), []);
      await fresh.stop();
      expect(ready).toMatchObject({ ok: false, error: { code } });
    }
  });

  it('is offered without a login, and fails closed when the list cannot be read', async () => {
    const offer = await bench.ssh.offer(sshd.target({ hostKeys: [], identity: '/nowhere' }), []);
    const print = execFileSync('ssh-keygen', ['-lf', join(sshd.folder, 'host_ed25519.pub')], { encoding: 'utf8' }).split(' ')[1];
    expect(offer).toMatchObject({ ok: true, value: { state: 'unknown', fingerprint: print, key: sshd.hostKey() } });
    mkdirSync(join(sshd.folder, 'folder'));
    const fresh = sshBench({ knownHosts: [join(sshd.folder, 'folder')] });
    expect(await fresh.ssh.prepare(sshd.target(), [])).toMatchObject({ error: { code: 'known-hosts-unreadable' } });
    await fresh.stop();
  });
});

describe('a login', () => {
  it('opens an encrypted key with the passphrase from the vault, and tells wrong, missing and absent apart', async () => {
    const key = join(sshd.folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', key]);
    const keys = join(sshd.folder, 'authorized_keys');
    writeFileSync(keys, readFileSync(keys, 'utf8') + readFileSync(`${key}.pub`, 'utf8'));
    const ask = async (identity: string, secrets: Record<string, string>) => {
      const fresh = sshBench({}, secrets);
      const ready = await fresh.ssh.prepare(sshd.target({ identity }), []);
      await fresh.stop();
      return ready.ok ? 'ok' : ready.error.code;
    };
    expect(await ask(key, { 'ssh-passphrase.locked': 'open sesame' })).toBe('ok');
    expect(await ask(key, { 'ssh-passphrase.locked': 'wrong' })).toBe('ssh-passphrase-wrong');
    expect(await ask(key, {})).toBe('ssh-passphrase-needed');
    expect(await ask('/no/such/key', {})).toBe('ssh-key-missing');
    expect(await ask(join(sshd.folder, 'sshd_config'), {})).toBe('ssh-key-unusable');
  });

  it('uses the agent, and tells a key that is not accepted', async () => {
    const socket = join(sshd.folder, 'agent.sock');
    const said = execFileSync('ssh-agent', ['-a', socket], { encoding: 'utf8' });
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]);
    try {
      execFileSync('ssh-add', ['-q', sshd.userKey], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
      const fresh = sshBench({ agent: socket });
      expect((await fresh.ssh.prepare(sshd.target({ identity: null }), [])).ok).toBe(true);
      await fresh.stop();
    } finally {
      process.kill(pid);
    }
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(sshd.folder, 'stranger')]);
    const stranger = await bench.ssh.prepare(sshd.target({ identity: join(sshd.folder, 'stranger') }), []);
    expect(stranger).toMatchObject({ ok: false, error: { code: 'ssh-auth-failed' } });
    expect(await bench.ssh.prepare(sshd.target({ identity: null }), [])).toMatchObject({ error: { code: 'ssh-no-key' } });
    const port = await freePort();
    expect(await bench.ssh.prepare(sshd.target({ port }), [])).toMatchObject({ error: { code: 'host-refused' } });
  });
});
