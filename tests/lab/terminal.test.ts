import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { InertOutput } from '../../core/terminal/inert-output';
import type { TerminalEnd } from '../../core/terminal/terminal';
import { freePort } from '../support/free-port';
import { Sshd } from './support/sshd';
import { sshBench, type SshBench } from './support/ssh-bench';
import { buildTerminal, cli, Laptop } from './support/terminal';
import { hostsOf, writeWorkspace } from './support/workspace';

/** A terminal that says nothing is seen within this, not within the lab's two minutes, ms. */
vi.setConfig({ testTimeout: 60_000 });

let sshd: Sshd;
let bench: SshBench;
let number = 0;

beforeAll(async () => {
  sshd = await Sshd.start();
  bench = sshBench();
});

afterAll(async () => {
  await bench.stop();
  await sshd.stop();
});

/** A terminal that somebody looks at: what was shown so far, and its end. */
function open(target = sshd.target(), size = { columns: 80, rows: 24 }) {
  number += 1;
  const terminal = `t${String(number)}`;
  const seen = { text: '' };
  const end = bench.ssh.terminal({ terminal, size, recording: `terminals/${terminal}`, title: 'api-01' }, target, []);
  const looked = (async (): Promise<TerminalEnd | null> => {
    for (;;) {
      const piece = await bench.ssh.more(terminal);
      seen.text += piece?.text ?? '';
      if (piece === null || piece.end !== null) return piece?.end ?? null;
    }
  })();
  return {
    terminal,
    seen,
    end,
    looked,
    file: join(bench.transcripts, `terminals/${terminal}.cast`),
    type: (text: string) => bench.ssh.type(terminal, text),
    /** Waits until this was shown. */
    async shows(text: string): Promise<void> {
      for (const deadline = Date.now() + 20_000; !seen.text.includes(text); ) {
        if (Date.now() > deadline) throw new Error(`never shown: ${text}\n${JSON.stringify(seen.text)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Where a file descriptor of this process leads. */
function linkOf(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null;
  }
}

type Event = readonly [number, string, string];

function eventsOf(file: string): Event[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(1).map((line) => JSON.parse(line) as Event);
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('a terminal on a real server', () => {
  it('is a shell with a terminal of the asked size, records what it shows and never what is typed', async () => {
    const shell = open();
    await shell.type("PS1='$ '; stty -echo; tty; stty size; printf 'h%s \\355\\225\\234\\352\\270\\200\\n' idden\r");
    await shell.shows('hidden 한글');
    await shell.type('printf ask%s ing; read password; test "$password" = hunter2 && echo matched\r');
    await shell.shows('asking');
    await shell.type('hunter2\r');
    await shell.shows('matched');
    await shell.type('exit 7\r');
    const end = await shell.end;
    expect(end).toMatchObject({ how: 'exit', code: 7, problem: null, recordingSha256: sha256(shell.file) });
    expect(await shell.looked).toEqual(end);
    expect(shell.seen.text).toMatch(/\/dev\/pts\/\d+\r\n24 80\r\n/);
    const [header] = readFileSync(shell.file, 'utf8').split('\n');
    expect(JSON.parse(header ?? '')).toMatchObject({ version: 3, term: { cols: 80, rows: 24 }, title: 'api-01' });
    const events = eventsOf(shell.file);
    const output = events.filter(([, code]) => code === 'o').map(([, , text]) => text).join('');
    expect(shell.seen.text).toBe(new InertOutput().push(output));
    expect(end.sha256).toBe(createHash('sha256').update(output).digest('hex'));
    expect(end.bytes).toBe(Buffer.byteLength(output));
    expect(events.at(-1)?.slice(1)).toEqual(['x', '7']);
    expect(events.some(([, code]) => code === 'i')).toBe(false);
    expect(readFileSync(shell.file, 'utf8')).not.toContain('hunter2');
    expect(events.every(([interval]) => interval >= 0)).toBe(true);
  });

  it('follows a new size, and records it', async () => {
    const shell = open();
    await shell.type("trap 'stty size' WINCH; echo ready-$((1+1))\r");
    await shell.shows('ready-2');
    await bench.ssh.resize(shell.terminal, { columns: 132, rows: 43 });
    await shell.type('\r');
    await shell.shows('43 132');
    await shell.type('exit\r');
    await shell.end;
    expect(eventsOf(shell.file).filter(([, code]) => code === 'r').map(([, , size]) => size)).toEqual(['132x43']);
  });

  it('shows nothing that a terminal would answer, and records it all the same', async () => {
    const shell = open();
    await shell.type("printf 'A\\033[c\\033[6n\\033]52;c;eA==\\007\\033]0;evil\\007\\033[21tB%s\\n' !\r");
    await shell.shows('AB!');
    await shell.type('exit\r');
    await shell.end;
    expect(shell.seen.text).not.toMatch(/\u001b\[c|\u001b\[6n|\u001b\]|\u001b\[21t/);
    const recorded = eventsOf(shell.file).map(([, , text]) => text).join('');
    expect(recorded).toContain('A\u001b[c\u001b[6n\u001b]52;c;eA==\u0007\u001b]0;evil\u0007\u001b[21tB!');
  });

  it('waits for a slow reader, and loses nothing of many megabytes', async () => {
    number += 1;
    const terminal = `t${String(number)}`;
    const end = bench.ssh.terminal({ terminal, size: { columns: 80, rows: 24 }, recording: `terminals/${terminal}`, title: 'big' }, sshd.target(), []);
    // The first piece is the prompt: the shell is there.
    let text = (await bench.ssh.more(terminal))?.text ?? '';
    await bench.ssh.type(terminal, "stty -echo -opost; head -c 12000000 /dev/zero | tr '\\0' x; exit\r");
    const file = join(bench.transcripts, `terminals/${terminal}.cast`);
    for (const deadline = Date.now() + 20_000; statSync(file).size < 1_000_000 && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Nobody reads: the server waits, and the recording stands still long before the end.
    expect(statSync(file).size).toBeLessThan(3_000_000);
    for (;;) {
      const piece = await bench.ssh.more(terminal);
      text += piece?.text ?? '';
      if (piece === null || piece.end !== null) break;
    }
    expect((await end).how).toBe('exit');
    expect(text.split('x'.repeat(1_000)).length - 1).toBe(12_000);
  });

  it('several are open at once, each with a recording of its own', async () => {
    const shells = [open(), open(), open()];
    await Promise.all(shells.map((shell, at) => shell.type(`echo number-$((${String(at)}+10)); exit\r`)));
    const ends = await Promise.all(shells.map((shell) => shell.end));
    expect(ends.map(({ how }) => how)).toEqual(['exit', 'exit', 'exit']);
    shells.forEach((shell, at) => {
      expect(shell.seen.text).toContain(`number-${String(at + 10)}\r\n`);
    });
  });

  it('ends when it is hung up: the shell is gone, what came is recorded', async () => {
    const shell = open();
    const mark = join(sshd.home, 'hung-up');
    await shell.type(`trap 'echo hup > ${mark}; exit' HUP; echo ready-$((1+1)); while :; do sleep 0.1; done\r`);
    await shell.shows('ready-2');
    await bench.ssh.hangUp(shell.terminal);
    expect(await shell.end).toMatchObject({ how: 'closed', code: null, problem: null, recordingSha256: sha256(shell.file) });
    expect(await shell.type('x')).toMatchObject({ ok: false });
    for (const deadline = Date.now() + 10_000; !existsSync(mark) && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readFileSync(mark, 'utf8')).toBe('hup\n');
  });

  it('ends as lost when the line is, and says so; nothing connects again by itself', async () => {
    const shell = open();
    await shell.type('echo ready-$((1+1))\r');
    await shell.shows('ready-2');
    sshd.killSessions();
    const end = await shell.end;
    expect(end).toMatchObject({ how: 'line-lost', code: null, problem: { code: 'terminal-line-lost' }, recordingSha256: sha256(shell.file) });
    expect(await shell.looked).toEqual(end);
    expect(await bench.ssh.more(shell.terminal)).toBeNull();
    expect(await shell.type('x')).toMatchObject({ ok: false, error: { code: 'terminal-gone' } });
  });

  it('a shell that a signal ends is told from a lost line', async () => {
    const shell = open();
    await shell.type('kill -9 $$\r');
    expect(await shell.end).toMatchObject({ how: 'signal', code: null, problem: null });
  });
});

describe('no record, no terminal', () => {
  it('a recording that cannot be made: the server hears nothing', async () => {
    const folder = join(bench.transcripts, 'terminals');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(bench.transcripts, 'elsewhere'), { recursive: true });
    symlinkSync(join(bench.transcripts, 'elsewhere'), folder);
    const shell = open(sshd.target({ port: await freePort() }));
    expect(await shell.end).toMatchObject({ how: 'not-opened', problem: { code: 'terminal-recording', values: { why: 'ELOOP' } }, recordingSha256: null });
    rmSync(folder);
  });

  it.runIf(existsSync('/proc/self/fd'))('a recording that cannot be written any more: the shell is hung up, nothing unrecorded is shown', async () => {
    const shell = open();
    await shell.type('echo ready-$((1+1))\r');
    await shell.shows('ready-2');
    // As a disk that goes away: the next write fails.
    const file = readdirSync('/proc/self/fd').find((fd) => linkOf(fd) === shell.file);
    closeSync(Number(file));
    await shell.type('echo unseen-$((1+1))\r');
    expect(await shell.end).toMatchObject({ how: 'record-lost', recordingSha256: null, problem: { code: 'terminal-recording', values: { why: 'EBADF' } } });
    await shell.looked;
    expect(shell.seen.text).not.toContain('unseen');
  });

  it('a name that is there already is never written over', async () => {
    const shell = open();
    await shell.type('exit\r');
    await shell.end;
    const before = sha256(shell.file);
    number -= 1;
    expect(await open().end).toMatchObject({ how: 'not-opened', problem: { values: { why: 'EEXIST' } } });
    expect(sha256(shell.file)).toBe(before);
    number += 1;
  });

  it.each([
    ['nobody listens', async () => sshd.target({ port: await freePort() }), 'host-refused'],
    ['another host key', async () => sshd.target({ hostKeys: [sshd.hostKey().slice(0, -4) + 'AAAA'] }), 'host-key-changed'],
  ])('%s: it says why, and the recording holds nothing', async (_name, target, code) => {
    const shell = open(await target());
    expect(await shell.end).toMatchObject({ how: 'not-opened', bytes: 0, sha256: null, problem: { code } });
    expect(await shell.looked).toMatchObject({ problem: { code } });
  });
});

describe('a recording', () => {
  it('is exported as version 2 once it was found whole, and both play in asciinema', async () => {
    const shell = open();
    await shell.type("printf '\\033[31mred\\033[0m \\033]0;evil\\007done-%s\\n' 1\r");
    await shell.shows('done-1');
    await shell.type('exit\r');
    const { recordingSha256 } = await shell.end;
    const facts = await bench.ssh.recording(`terminals/${shell.terminal}`);
    expect(facts).toEqual({ ok: true, value: { sha256: recordingSha256, file: shell.file } });
    const exported = join(bench.transcripts, 'exported.cast');
    const save = (expected: string, replace = false) => bench.ssh.exportRecording(`terminals/${shell.terminal}`, expected, exported, replace);
    expect(await save('0'.repeat(64))).toMatchObject({ ok: false, error: { code: 'recording-altered' } });
    expect(existsSync(exported)).toBe(false);
    expect(await save(recordingSha256 ?? '')).toEqual({ ok: true, value: undefined });
    expect(await save(recordingSha256 ?? '')).toMatchObject({ ok: false, error: { code: 'recording-export', values: { why: 'EEXIST' } } });
    expect(await save(recordingSha256 ?? '', true)).toMatchObject({ ok: true });
    const text = readFileSync(exported, 'utf8');
    expect(text).toContain('\\u001b[31mred');
    expect(text).not.toContain('\\u001b]0;');
    expect(readFileSync(shell.file, 'utf8')).toContain('\\u001b]0;');
    expect(play(exported)).toContain('done-1');
  });
});

/** What the real player shows of a recording, as fast as it can. It wants a terminal of its own. */
function play(file: string): string {
  return execFileSync('script', ['-qec', `asciinema cat '${file}'`, '/dev/null'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('breakglass terminal', () => {
  let laptop: Laptop;
  let root: string;
  beforeAll(async () => {
    await buildTerminal();
    laptop = new Laptop();
    root = writeWorkspace(join(laptop.folder, 'acme'), { 'hosts.yaml': hostsOf(sshd) });
  }, 60_000);
  afterAll(async () => {
    await laptop.remove();
  });

  it('puts the shell through a real terminal, and the journal, the recording and the export of its case agree', async () => {
    const { id } = JSON.parse((await laptop.run(['-C', root, 'case', 'open', 'Replication', '--json'])).out) as { id: string };
    const command = [process.execPath, cli, '-C', root, 'terminal', 'api-01', '--reason', 'replication is stuck', '--case', id];
    const keys = ["printf '\\033[6n\\033]0;evil\\007%s\\n' seen-$((1+1)); exit 5", ''].join('\r');
    const shell = spawn('script', ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null'], { env: laptop.env, stdio: ['pipe', 'pipe', 'inherit'] });
    let seen = '';
    shell.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    shell.stdin.write(keys);
    const code = await new Promise((resolve) => shell.once('close', resolve));
    expect(seen).toContain('-- recorded terminal on api-01 (lab)');
    expect(seen).toContain('seen-2\r\n');
    expect(seen).not.toContain('\u001b[6n');
    expect(seen).not.toContain('\u001b]0;');
    expect(seen).toContain('-- the terminal on api-01 is over (exit 5)');
    expect(code).toBe(0);
    const listed = await laptop.run(['-C', root, '--json', 'transcript']);
    const [row] = JSON.parse(listed.out) as { terminal: string; end: { how: string; code: number } }[];
    expect(row).toMatchObject({ host: 'api-01', by: 'kim', reason: 'replication is stuck', caseId: id, end: { how: 'exit', code: 5 } });
    const terminal = row?.terminal ?? '';
    expect(await laptop.run(['-C', root, 'transcript', terminal])).toMatchObject({ code: 0 });
    expect(await laptop.run(['-C', root, 'transcript', terminal, '--export', 'out.cast'])).toMatchObject({ code: 0 });
    expect(play(join(laptop.folder, 'out.cast'))).toContain('seen-2');
    const to = join(laptop.folder, 'case');
    expect(await laptop.run(['-C', root, 'case', 'export', id, '--to', to])).toMatchObject({ code: 0 });
    expect(execFileSync(join(to, 'verify-journal'), [to], { encoding: 'utf8' })).toContain('kim');
    expect(readFileSync(join(to, `transcripts/terminals/${terminal}.cast`), 'utf8')).toContain('\\u001b[6n');
    expect(play(join(to, `transcripts/terminals/${terminal}.inert.cast`))).toContain('seen-2');
    writeFileSync(join(root, `transcripts/terminals/${terminal}.cast`), '#', { flag: 'a' });
    expect(await laptop.run(['-C', root, 'transcript', terminal])).toMatchObject({ code: 1 });
  }, 120_000);

  it('needs a reason, and somebody in front of it', async () => {
    expect(await laptop.run(['-C', root, 'terminal', 'api-01'])).toMatchObject({ code: 2 });
    expect(await laptop.run(['-C', root, 'terminal', 'api-01', '--reason', 'x'])).toMatchObject({ code: 4 });
    expect(await laptop.run(['-C', root, 'terminal', 'api-01', '--reason', 'x', '--case', 'nosuch'])).toMatchObject({ code: 2 });
  });
});
