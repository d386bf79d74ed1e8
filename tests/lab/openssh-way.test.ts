import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findSsh } from '../../main/adapters/ssh/create-ssh-config';
import type { TerminalEnd } from '../../core/terminal/terminal';
import { Sshd } from './support/sshd';
import { sshBench, type SshBench } from './support/ssh-bench';

const hasSsh = findSsh(process.env['PATH']) !== null;

/** What the system's OpenSSH does for hosts that the library cannot reach: here, one that exchanges keys in one way only. */
describe.runIf(hasSsh)('a host with post-quantum key exchange only', () => {
  let modern: Sshd;
  let bench: SshBench;
  let home = '';
  /** Whatever `ssh` could have written. */
  const traces = () => ({
    known: [home, homedir()].map((of) => join(of, '.ssh/known_hosts')).map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : null)),
    folders: readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'asked'))),
  });
  beforeAll(async () => {
    modern = await Sshd.start({ addresses: 2, types: ['ed25519', 'ecdsa'], extra: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] });
    home = mkdtempSync(join(tmpdir(), 'breakglass-home-'));
    bench = sshBench({ home });
  });
  afterAll(async () => {
    await bench.stop();
    await modern.stop();
    rmSync(home, { recursive: true });
  });

  it('shows its key before a byte of authentication, and nothing is learned in passing', async () => {
    const before = modern.said().length;
    const left = traces();
    const first = await bench.ssh.offer(modern.target({ hostKeys: [] }), []);
    expect(first).toMatchObject({ ok: true, value: { type: 'ssh-ed25519', key: modern.hostKey(), state: 'unknown', expected: [] } });
    const fingerprint = execFileSync('ssh-keygen', ['-lf', join(modern.folder, 'host_ed25519.pub')], { encoding: 'utf8' }).split(' ')[1];
    expect(first).toMatchObject({ value: { fingerprint } });
    // A key of the type that is known is asked for, and judged against it.
    expect(await bench.ssh.offer(modern.target({ hostKeys: [modern.hostKey('ecdsa')] }), [])).toMatchObject({ value: { state: 'known', key: modern.hostKey('ecdsa') } });
    const other = `ssh-ed25519 ${Buffer.concat([Buffer.from(modern.hostKey().split(' ')[1] ?? '', 'base64').subarray(0, 19), Buffer.alloc(32, 9)]).toString('base64')}`;
    expect(await bench.ssh.offer(modern.target({ hostKeys: [other] }), [])).toMatchObject({ value: { state: 'changed', key: modern.hostKey() } });
    expect(modern.said().slice(before)).toContain('Connection from');
    expect(modern.said().slice(before)).not.toMatch(/userauth|authenticating|Accepted|Failed|Postponed/i);
    expect(traces()).toEqual(left);
  });

  it('is asked through another host, which is logged in to with its own keys', async () => {
    const hop = modern.target({ name: 'hop', transport: 'openssh' });
    const behind = modern.target({ address: '127.0.0.2', jump: ['hop'], hostKeys: [] });
    expect(await bench.ssh.offer(behind, [hop])).toMatchObject({ ok: true, value: { key: modern.hostKey(), state: 'unknown' } });
  });

  it('says why where there is no key to be had', async () => {
    const without = sshBench({ home, openssh: null });
    expect(await without.ssh.offer(modern.target({ hostKeys: [] }), [])).toMatchObject({ ok: false, error: { code: 'host-handshake' } });
    await without.stop();
  });

  it('gives a recorded terminal of the size that was asked for, and of the next', async () => {
    const recording = 'terminals/modern';
    const size = { columns: 77, rows: 21 };
    let seen = '';
    const target = modern.target({ transport: 'openssh' });
    const ending = bench.ssh.terminal({ terminal: 't', size, recording, title: 'api-01' }, target, []);
    const looking = (async (): Promise<TerminalEnd | null> => {
      for (;;) {
        const piece = await bench.ssh.more('t');
        seen += piece?.text ?? '';
        if (piece === null || piece.end !== null) return piece?.end ?? null;
      }
    })();
    const shows = (text: string): Promise<void> => vi.waitFor(() => expect(seen).toContain(text), { timeout: 30_000, interval: 10 });
    // `echo` as typed is told from what it prints by what the shell puts in.
    await bench.ssh.type('t', 'PS1=; trap \'echo "is $(stty size) now"\' WINCH; echo "first $(stty size) $TERM $((6*7))"\n');
    await shows('first 21 77 xterm-256color 42');
    await bench.ssh.resize('t', { columns: 100, rows: 30 });
    await bench.ssh.resize('t', { columns: 101, rows: 31 });
    await vi.waitFor(
      async () => {
        // The shell runs its trap once it has read a line.
        await bench.ssh.type('t', ':\n');
        expect(seen).toContain('is 31 101 now');
      },
      { timeout: 30_000, interval: 100 },
    );
    await bench.ssh.type('t', 'exit 3\n');
    expect(await ending).toMatchObject({ how: 'exit', code: 3, problem: null });
    expect(await looking).toMatchObject({ how: 'exit', code: 3 });
    const cast = readFileSync(join(bench.transcripts, `${recording}.cast`), 'utf8');
    expect(JSON.parse(cast.split('\n')[0] ?? '')).toMatchObject({ term: { cols: 77, rows: 21 } });
    // The line that says which terminal it is belongs to the console and is in nobody's record.
    expect(seen + cast).not.toMatch(/[0-9a-f]{32}|\/dev\/pts/);
  });

  it('gives a terminal that behaves as one over the library does', async () => {
    const plain = await Sshd.start();
    try {
      const modes: string[] = [];
      for (const transport of ['ssh2', 'openssh'] as const) {
        let seen = '';
        const ending = bench.ssh.terminal({ terminal: transport, size: { columns: 80, rows: 24 }, recording: `terminals/${transport}`, title: 'api-01' }, plain.target({ transport }), []);
        const looking = (async (): Promise<void> => {
          for (;;) {
            const piece = await bench.ssh.more(transport);
            seen += piece?.text ?? '';
            if (piece === null || piece.end !== null) return;
          }
        })();
        await bench.ssh.type(transport, 'stty -a; exit\n');
        await Promise.all([ending, looking]);
        modes.push(seen.slice(seen.indexOf('speed ')));
      }
      expect(modes[0]).toContain('echo');
      expect(modes[1]).toBe(modes[0]);
    } finally {
      await plain.stop();
    }
  });

  it('ends a terminal that is hung up at the host too, and tells one whose line broke', async () => {
    const target = modern.target({ transport: 'openssh' });
    const pid = join(modern.home, 'pid');
    const open = (terminal: string) => bench.ssh.terminal({ terminal, size: { columns: 80, rows: 24 }, recording: `terminals/${terminal}`, title: 'api-01' }, target, []);
    const begun = async (terminal: string): Promise<void> => {
      await bench.ssh.type(terminal, 'echo $$ >"$HOME/new" && mv "$HOME/new" "$HOME/pid"\n');
      await vi.waitFor(() => expect(existsSync(pid)).toBe(true), { timeout: 30_000 });
    };
    const lives = (): boolean => existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}`);
    const closed = open('closed');
    await begun('closed');
    await bench.ssh.hangUp('closed');
    expect(await closed).toMatchObject({ how: 'closed' });
    await vi.waitFor(() => expect(lives()).toBe(false), { timeout: 30_000 });
    rmSync(pid);
    const broken = open('broken');
    await begun('broken');
    modern.killSessions();
    expect(await broken).toMatchObject({ how: 'line-lost', problem: { code: 'terminal-line-lost' } });
  });

  it('says why no terminal came to be', async () => {
    writeFileSync(join(modern.folder, 'authorized_keys'), `command="echo not here" ${readFileSync(`${modern.userKey}.pub`, 'utf8')}`);
    const fresh = sshBench({ home });
    try {
      const end = await fresh.ssh.terminal({ terminal: 'forced', size: { columns: 80, rows: 24 }, recording: 'terminals/forced', title: 'api-01' }, modern.target({ transport: 'openssh' }), []);
      expect(end).toMatchObject({ how: 'not-opened', problem: { code: 'terminal-not-opened' } });
    } finally {
      await fresh.stop();
    }
  });
});
