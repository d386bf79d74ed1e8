import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimPath, type Claim } from '../../core/run/claim';
import type { PlanFile } from '../../core/runbook/file-step';
import { getScript, putScript } from '../../core/runbook/file-step-scripts';
import type { Target } from '../../core/runbook/plan';
import type { StepEnd, StepProgress } from '../../main/ports/ssh';
import { BadLine } from './support/bad-line';
import { freshClaim, sshBench, stepBody, type SshBench } from './support/ssh-bench';
import { Sshd } from './support/sshd';
import { canMount } from '../support/mountable';

// Files to and from a real sshd: the recorded step, SFTP, cuts, a full disk.
let sshd: Sshd;
let bench: SshBench;
let line: BadLine | null = null;
let cases = 0;
let place = '';
let before: readonly string[] = [];

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const canSudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;

beforeAll(async () => {
  sshd = await Sshd.start({ extra: ['Subsystem sftp internal-sftp'] });
});
afterAll(async () => {
  await sshd.stop();
});
beforeEach(() => {
  cases += 1;
  place = join(sshd.folder, `case-${String(cases)}`);
  mkdirSync(place);
  bench = sshBench();
  // A put that failed leaves what was staged for the next attempt; only what a test itself leaves counts.
  before = existsSync(records()) ? readdirSync(records()) : [];
});
afterEach(async () => {
  await bench.stop();
  await line?.stop();
  line = null;
});

/** A file in the workspace, and what a plan says of it. */
function source(bytes: Buffer, to: string, more: Partial<Extract<PlanFile, { kind: 'put' }>> = {}): Extract<PlanFile, { kind: 'put' }> {
  writeFileSync(join(bench.transcripts, 'app.conf'), bytes);
  return { kind: 'put', from: 'app.conf', to, bytes: bytes.length, sha256: sha256(bytes), mode: null, owner: null, ...more };
}

function run(file: PlanFile, options: { readonly claim?: Claim; readonly target?: Target; readonly sudo?: boolean; readonly progress?: (at: StepProgress) => void } = {}): Promise<StepEnd> {
  const claim = options.claim ?? freshClaim();
  const sudo = options.sudo === true;
  const body = stepBody(claim, file.kind === 'put' ? putScript : getScript, { sudo, file: { ...file, sudo }, transcript: claimPath(claim) });
  return bench.ssh.start(claim, options.target ?? sshd.target(), [], body, options.progress ?? (() => undefined));
}

const said = (claim: Claim): string => readFileSync(join(bench.transcripts, `${claimPath(claim)}.raw`), 'utf8');
const got = (claim: Claim): Buffer => readFileSync(join(bench.transcripts, `${claimPath(claim)}.file`));
const records = (): string => join(sshd.home, '.breakglass/runs');
const leftovers = (): string[] => [...readdirSync(place), ...readdirSync(records())].filter((name) => !before.includes(name)).filter((name) => name.startsWith('.breakglass-') || /\.(put|get)$/.test(name));
const mode = (file: string): string => (statSync(file).mode & 0o7777).toString(8);

describe('put', () => {
  it('puts a new file whole, and leaves nothing else behind', async () => {
    const claim = freshClaim();
    const bytes = Buffer.concat([randomBytes(100_000), Buffer.from("'\"$(x)\n\0")]);
    const to = join(place, "app 'v1' $x.conf");
    const end = await run(source(bytes, to), { claim });
    expect(end, said(claim)).toMatchObject({ outcome: { kind: 'ok' }, problem: null, file: { bytes: bytes.length, sha256: sha256(bytes) } });
    expect(readFileSync(to).equals(bytes)).toBe(true);
    expect(mode(to)).toBe('644');
    expect(leftovers()).toEqual([]);
  });

  it('keeps the mode of what it replaces, says what was there, and says when nothing changes', async () => {
    const to = join(place, 'app.conf');
    writeFileSync(to, 'old\n', { mode: 0o600 });
    const claim = freshClaim();
    const file = source(Buffer.from('new\n'), to);
    expect((await run(file, { claim })).outcome).toEqual({ kind: 'ok' });
    expect(readFileSync(to, 'utf8')).toBe('new\n');
    expect(mode(to)).toBe('600');
    expect(said(claim)).toContain(`before: sha256 ${sha256(Buffer.from('old\n'))}, mode and owner 600 `);
    const inode = statSync(to).ino;
    const again = await run(file);
    expect(again).toMatchObject({ outcome: { kind: 'failed', code: 3 }, file: { sha256: file.sha256 } });
    expect(statSync(to).ino).toBe(inode);
    expect((await run({ ...file, mode: '0640' })).outcome).toEqual({ kind: 'ok' });
    expect(mode(to)).toBe('640');
    expect(leftovers()).toEqual([]);
  });

  it('refuses links, folders, a set-user-id file, a place that is not there or not writable, and an owner nobody has', async () => {
    writeFileSync(join(place, 'real'), 'x');
    symlinkSync(join(place, 'real'), join(place, 'link'));
    symlinkSync(join(place, 'nowhere'), join(place, 'dangling'));
    writeFileSync(join(place, 'suid'), 'x', { mode: 0o755 });
    execFileSync('chmod', ['4755', join(place, 'suid')]);
    mkdirSync(join(place, 'folder'));
    const codes: unknown[] = [];
    for (const to of ['link', 'dangling', 'folder', 'suid', 'no/such']) codes.push((await run(source(Buffer.from('new'), join(place, to)))).outcome);
    codes.push((await run(source(Buffer.from('new'), '/proc/app.conf'))).outcome);
    codes.push((await run(source(Buffer.from('new'), join(place, 'owned'), { owner: 'nobody-has-this' }))).outcome);
    expect(codes).toEqual([73, 73, 73, 73, 66, 73, 77].map((code) => ({ kind: 'failed', code })));
    expect(readFileSync(join(place, 'real'), 'utf8')).toBe('x');
    expect(readdirSync(place).sort()).toEqual(['dangling', 'folder', 'link', 'real', 'suid']);
  });

  it('sends nothing of a file that is no longer the one that was planned', async () => {
    const file = source(Buffer.from('as planned'), join(place, 'app.conf'));
    writeFileSync(join(bench.transcripts, 'app.conf'), 'as swapped');
    expect(await run(file)).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'put-file-changed' } });
    expect(readdirSync(place)).toEqual([]);
  });

  it('puts nothing into place when the staged bytes are not the planned ones', async () => {
    const claim = freshClaim();
    const file = source(randomBytes(40_000), join(place, 'app.conf'));
    mkdirSync(records(), { recursive: true, mode: 0o700 });
    // A part of the right name and the wrong bytes, as a disk may leave it after a power cut.
    writeFileSync(join(records(), `${claimPath(claim).replaceAll('/', '.')}.put`), Buffer.alloc(10_000));
    expect((await run(file, { claim })).outcome).toEqual({ kind: 'failed', code: 65 });
    expect(readdirSync(place)).toEqual([]);
    expect(leftovers()).toEqual([]);
    expect((await run(file, { claim: { ...claim, attempt: 2 } })).outcome).toEqual({ kind: 'ok' });
  });

  it('goes on after cuts with 50 MB, where it was', async () => {
    line = await BadLine.to(sshd.port);
    const bad = line;
    const bytes = randomBytes(50_000_000);
    const to = join(place, 'image.bin');
    const seen: number[] = [];
    let cuts = 0;
    const end = await run(source(bytes, to), {
      target: sshd.target({ port: bad.port }),
      progress: ({ moved }) => {
        if (moved === undefined) return;
        seen.push(moved);
        if (moved < (cuts + 1) * 15_000_000 || cuts === 2) return;
        cuts += 1;
        bad.cut();
      },
    });
    expect(end, JSON.stringify(end)).toMatchObject({ outcome: { kind: 'ok' }, file: { bytes: bytes.length } });
    expect(cuts).toBe(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(sha256(readFileSync(to))).toBe(sha256(bytes));
    expect(leftovers()).toEqual([]);
  });

  it('can be stopped on the way; a new attempt takes over what had arrived', async () => {
    line = await BadLine.to(sshd.port);
    const bad = line;
    const target = sshd.target({ port: bad.port });
    const claim = freshClaim();
    const file = source(randomBytes(60_000_000), join(place, 'image.bin'));
    const stops: ReturnType<typeof bench.ssh.stop>[] = [];
    const end = await run(file, {
      claim,
      target,
      progress: ({ moved }) => {
        if (moved !== undefined && moved > 2_000_000 && stops.length === 0) stops.push(bench.ssh.stop(claim, target, [], records()));
      },
    });
    expect(end).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'transfer-stopped' } });
    expect(await Promise.all(stops)).toEqual([{ ok: true, value: { confirmed: true, by: 'already-ended' } }]);
    expect(readdirSync(place)).toEqual([]);
    const seen: number[] = [];
    const again = await run(file, { claim: { ...claim, attempt: 2 }, target, progress: ({ moved }) => seen.push(moved ?? 0) });
    expect(again.outcome).toEqual({ kind: 'ok' });
    expect(seen[0]).toBeGreaterThan(1_900_000);
    expect(leftovers()).toEqual([]);
  });

  it.skipIf(!canMount)('says that a disk is full, in the target and in the staging place, and leaves what was there', async () => {
    const small = join(place, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
    try {
      writeFileSync(join(small, 'app.conf'), 'old');
      expect((await run(source(randomBytes(3_000_000), join(small, 'app.conf')))).outcome).toEqual({ kind: 'failed', code: 74 });
      expect(readdirSync(small)).toEqual(['app.conf']);
      expect(readFileSync(join(small, 'app.conf'), 'utf8')).toBe('old');
    } finally {
      execFileSync('umount', [small]);
    }
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', records()]);
    try {
      expect(await run(source(randomBytes(3_000_000), join(place, 'app.conf')))).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'host-disk-full' } });
    } finally {
      execFileSync('umount', [records()]);
    }
  });

  it.skipIf(!canSudo)('gives an owner and a mode under sudo', async () => {
    const to = join(place, 'app.conf');
    const end = await run(source(Buffer.from('x'), to, { owner: 'nobody', mode: '0440' }), { sudo: true });
    expect(end.outcome).toEqual({ kind: 'ok' });
    expect(mode(to)).toBe('440');
    expect(statSync(to).uid).toBe(Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })));
  });

  it('is not sent, for certain, when the console dies while the file is on its way', async () => {
    const claim = freshClaim();
    const file = source(randomBytes(20_000_000), join(place, 'image.bin'));
    const ready = await bench.ssh.prepare(sshd.target(), []);
    if (!ready.ok) throw new Error(ready.error.code);
    const dying = bench;
    const running = new Promise<void>((resolve) => void run(file, { claim, progress: ({ moved }) => moved !== undefined && moved > 0 && resolve() }));
    await running;
    await dying.stop();
    bench = sshBench();
    const end = await bench.ssh.attach(claim, sshd.target(), [], { ...ready.value, transcript: claimPath(claim), file: { ...file, sudo: false } }, () => undefined);
    expect(end.outcome).toMatchObject({ kind: 'not-sent' });
    expect(readdirSync(place)).toEqual([]);
  });

  it('goes over the system\'s OpenSSH as well, there and back', async () => {
    const claim = freshClaim();
    const bytes = randomBytes(3_000_000);
    const to = join(place, 'image.bin');
    const target = sshd.target({ transport: 'openssh' });
    expect(await run(source(bytes, to), { target })).toMatchObject({ outcome: { kind: 'ok' } });
    expect(readFileSync(to).equals(bytes)).toBe(true);
    expect(await run({ kind: 'get', from: to, maxBytes: 67_108_864 }, { claim, target })).toMatchObject({ outcome: { kind: 'ok' }, file: { sha256: sha256(bytes) } });
    expect(got(claim).equals(bytes)).toBe(true);
  });

  it.each(['ssh2', 'openssh'] as const)('says so where a host offers no file transfer, over %s', async (transport) => {
    const plain = await Sshd.start();
    try {
      const end = await run(source(Buffer.from('x'), join(place, 'app.conf')), { target: plain.target({ transport }) });
      expect(end).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'sftp-missing' } });
      await bench.stop();
    } finally {
      await plain.stop();
    }
  });
});

describe('get', () => {
  const wanted = (from: string, maxBytes = 67_108_864): PlanFile => ({ kind: 'get', from, maxBytes });

  it('fetches the bytes, says the hash and keeps the file beside the transcript', async () => {
    const claim = freshClaim();
    const bytes = randomBytes(1_000_001);
    writeFileSync(join(place, 'a log'), bytes);
    const end = await run(wanted(join(place, 'a log')), { claim });
    expect(end).toMatchObject({ outcome: { kind: 'ok' }, file: { bytes: bytes.length, sha256: sha256(bytes) } });
    expect(got(claim).equals(bytes)).toBe(true);
    expect(said(claim)).toBe(`get: ${join(place, 'a log')}, 1000001 bytes, sha256 ${sha256(bytes)}\n`);
    expect(statSync(join(bench.transcripts, `${claimPath(claim)}.file`)).mode & 0o777).toBe(0o600);
    expect(leftovers()).toEqual([]);
  });

  it('fetches an empty file, and refuses what is too large, missing or no file', async () => {
    writeFileSync(join(place, 'empty'), '');
    writeFileSync(join(place, 'large'), randomBytes(1_001));
    expect(await run(wanted(join(place, 'empty')))).toMatchObject({ outcome: { kind: 'ok' }, file: { bytes: 0 } });
    expect((await run(wanted(join(place, 'large'), 1_000))).outcome).toEqual({ kind: 'failed', code: 65 });
    expect((await run(wanted(join(place, 'none')))).outcome).toEqual({ kind: 'failed', code: 66 });
    expect((await run(wanted(place))).outcome).toEqual({ kind: 'failed', code: 66 });
    expect((await run(wanted('/dev/null'))).outcome).toEqual({ kind: 'failed', code: 66 });
  });

  it('is unknown when the line drops, and whole after a look-up that goes on where it was', async () => {
    line = await BadLine.to(sshd.port);
    const bad = line;
    const target = sshd.target({ port: bad.port });
    const claim = freshClaim();
    const bytes = randomBytes(60_000_000);
    writeFileSync(join(place, 'log'), bytes);
    const ready = await bench.ssh.prepare(target, []);
    if (!ready.ok) throw new Error(ready.error.code);
    const file = wanted(join(place, 'log'));
    const end = await run(file, {
      claim,
      target,
      progress: ({ moved }) => {
        if (moved !== undefined && moved > 4_000_000) bad.cut();
      },
    });
    expect(end).toMatchObject({ outcome: { kind: 'unknown' }, problem: { code: 'line-lost' } });
    const seen: number[] = [];
    const known = { ...ready.value, transcript: claimPath(claim), file: { ...file, sudo: false } };
    const later = await bench.ssh.attach(claim, target, [], known, ({ moved }) => seen.push(moved ?? Number.MAX_SAFE_INTEGER));
    expect(later).toMatchObject({ outcome: { kind: 'ok' }, file: { sha256: sha256(bytes) } });
    expect(Math.min(...seen)).toBeGreaterThan(3_900_000);
    expect(got(claim).equals(bytes)).toBe(true);
    // Asked once more, it is found here and not fetched again.
    expect(await bench.ssh.attach(claim, target, [], known, () => undefined)).toMatchObject({ outcome: { kind: 'ok' }, file: { sha256: sha256(bytes) } });
  });

  it('keeps nothing of a file that changed while it was read', async () => {
    const claim = freshClaim();
    const log = join(place, 'log');
    writeFileSync(log, randomBytes(20_000_000));
    const end = await run(wanted(log), {
      claim,
      progress: ({ moved }) => {
        if (moved !== undefined && moved < 10_000_000) truncateSync(log, 1_000);
      },
    });
    expect(end).toMatchObject({ outcome: { kind: 'failed' }, problem: { code: 'got-file-differs' } });
    expect(existsSync(join(bench.transcripts, `${claimPath(claim)}.file`))).toBe(false);
    expect(existsSync(join(bench.transcripts, `${claimPath(claim)}.part`))).toBe(false);
  });

  it.skipIf(!canSudo)('fetches under sudo through a copy that goes afterwards', async () => {
    const claim = freshClaim();
    writeFileSync(join(place, 'secret.log'), 'only for root\n', { mode: 0o600 });
    expect((await run(wanted(join(place, 'secret.log')), { claim, sudo: true })).outcome).toEqual({ kind: 'ok' });
    expect(got(claim).toString()).toBe('only for root\n');
    expect(leftovers()).toEqual([]);
  });
});
