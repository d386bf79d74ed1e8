import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keptBytes } from '../../main/adapters/ssh/step-record-script';
import { recordName } from '../../main/adapters/ssh/step-frame';
import { freshClaim, sshBench, stepBody, type SshBench } from './support/ssh-bench';
import { ThrowawayHost, throwawayMissing, type ThrowawayOptions } from './support/throwaway-host';

// docs/servers.md is the table of what is tried here.
if (throwawayMissing !== null) console.log(`other servers: not run (${throwawayMissing})`);

const quiet = (): void => undefined;
const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const opened: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.stop();
});

async function open(options: ThrowawayOptions): Promise<{ host: ThrowawayHost; bench: SshBench }> {
  const host = await ThrowawayHost.start(options);
  const bench = sshBench();
  opened.push(host, bench);
  return { host, bench };
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !what(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > end) throw new Error(`waited too long for ${what.toString()}`);
  }
}

/** The whole life of a step: values there and output back, a look-up by somebody else, a stop, the time limit. */
async function live({ host, bench }: { host: ThrowawayHost; bench: SshBench }, place = join(host.home(), '.breakglass/runs')) {
  const target = host.target();
  const p = 'it\'s "a" $value\n\n한글 \\';
  const claim = freshClaim();
  const body = stepBody(claim, 'printf "%s|%s|" "$p" "$s"; cat; echo err >&2; exit 3', { params: { p }, secrets: { s: 'swordfish' } });
  const end = await bench.ssh.start(claim, target, [], body, quiet);
  const raw = (at: SshBench): string => readFileSync(join(at.transcripts, `${body.transcript}.raw`), 'utf8');
  expect(end).toMatchObject({ outcome: { kind: 'failed', code: 3 }, problem: null, truncated: false });
  expect(raw(bench)).toBe(`${p}|*********|err\n`);

  const ready = await bench.ssh.prepare(target, []);
  if (!ready.ok) throw new Error(ready.error.code);
  expect(ready.value.record).toBe(place);
  const other = sshBench();
  opened.push(other);
  const { bootId } = ready.value;
  const found = await other.ssh.attach(claim, target, [], { bootId, record: place, transcript: body.transcript }, quiet);
  expect(found).toMatchObject({ outcome: { kind: 'failed', code: 3 }, truncated: false, sha256: end.sha256 });
  expect(raw(other)).toBe(`${p}|swordfish|err\n`);

  const slow = 'echo begun; sleep 71 & sleep 72';
  const stopped = freshClaim();
  const starting = bench.ssh.start(stopped, target, [], stepBody(stopped, slow, { timeoutMs: 0 }), quiet);
  const limited = freshClaim();
  const limit = bench.ssh.start(limited, target, [], stepBody(limited, slow, { timeoutMs: 1_000 }), quiet);
  const out = host.file(join(place, recordName(stopped), 'out'));
  await until(() => existsSync(out) && readFileSync(out, 'utf8').includes('begun'));
  expect(await bench.ssh.stop(stopped, target, [], place)).toMatchObject({ ok: true, value: { confirmed: true } });
  expect((await starting).outcome).toEqual({ kind: 'stopped', confirmed: true });
  expect((await limit).outcome).toEqual({ kind: 'timed-out', still: 'stopped' });
  expect(host.inside('cat /proc/[0-9]*/cmdline /proc-real/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "')).not.toMatch(/sleep 7[12]/);

  const absent = freshClaim();
  const look = await bench.ssh.attach(absent, target, [], { bootId, record: place, transcript: stepBody(absent, '').transcript }, quiet);
  expect(look.outcome.kind).toBe('not-sent');
}

/** A userland of a Mac: no /proc, no setsid, boot id by sysctl; `ps` shows what is really there. */
const likeMac = `
mkdir -p /run/proc-real "$F/fake"; mount --bind /proc /run/proc-real
cat >"$F/fake/ps" <<'PS'
#!/bin/sh
w=; while [ $# -gt 0 ]; do case $1 in -o) w="$w $2"; shift;; -p) only=,$2,; shift;; esac; shift; done
for d in /run/proc-real/[0-9]*; do read -r s 2>/dev/null <$d/stat || continue
pid=\${d##*/}; case \${only:-,$pid,} in *,$pid,*) :;; *) continue;; esac
c=\${s#*"("}; c=\${c%%")"*}; set -- \${s##*") "}; l=
for k in $w; do case $k in pid=) l="$l $pid";; ppid=) l="$l $2";; pgid=) l="$l $3";; comm=) l="$l $c";; esac; done; echo $l; done
PS
printf '#!/bin/sh\\n[ "$2" = kern.bootsessionuuid ] && echo 7F3A-MAC\\n' >"$F/fake/sysctl"
chmod 755 "$F/fake/ps" "$F/fake/sysctl"
mount --bind "$F/fake/ps" /usr/bin/ps
mount --bind "$F/fake/sysctl" /usr/sbin/sysctl
mount --bind /bin/bash /usr/bin/dash
mount -t tmpfs none /proc
`;

const busyboxOnly = `mkdir -p "$F/bin"; for a in $(busybox --list); do ln -sf /usr/bin/busybox "$F/bin/$a"; done; mount --bind /usr/bin/busybox /usr/bin/dash`;

describe.skipIf(throwawayMissing !== null)('a step lives and ends truly on', () => {
  it('OpenSSH with nothing but old algorithms', async () => {
    await live(await open({ config: ['KexAlgorithms ecdh-sha2-nistp256', 'Ciphers aes128-ctr', 'MACs hmac-sha2-256', 'PubkeyAcceptedAlgorithms ssh-ed25519,rsa-sha2-512'] }));
  });

  it.skipIf(!has('dropbear'))('dropbear', async () => {
    const arrange = 'dropbearconvert openssh dropbear "$F/host_key" "$F/dropbear_key" 2>/dev/null';
    await live(await open({ arrange, server: 'exec dropbear -F -E -s -r "$F/dropbear_key" -p "127.0.0.1:$P" -P "$F/dropbear.pid"' }));
  });

  it('busybox alone, as every program and as /bin/sh', async () => {
    await live(await open({ programs: [], arrange: busyboxOnly }));
  });

  it('a host without setsid', async () => {
    await live(await open({ programs: ['sh', 'mkdir', 'tee', 'cat', 'sleep', 'ps', 'tail', 'head', 'tr', 'wc', 'mv', 'rm', 'chmod', 'id'] }));
  });

  it('a userland like that of a Mac', async () => {
    const { host, bench } = await open({ arrange: likeMac, programs: ['sh', 'mkdir', 'tee', 'cat', 'sleep', 'ps', 'sysctl', 'tail', 'head', 'tr', 'wc', 'mv', 'rm', 'chmod', 'id'] });
    expect(await bench.ssh.prepare(host.target(), [])).toMatchObject({ ok: true, value: { bootId: '7F3A-MAC' } });
    await live({ host, bench });
  });

  it('a home that cannot be written', async () => {
    const { host, bench } = await open({ arrange: 'mount --bind "$F/home" "$F/home"; mount -o remount,ro,bind "$F/home"' });
    await live({ host, bench }, '/dev/shm/breakglass-0/runs');
  });
});

describe.skipIf(throwawayMissing !== null)('a host that cannot keep a record', () => {
  it.each(['mkdir', 'tee', 'sleep'])('runs nothing where %s is missing, and names it', async (missing) => {
    const { host, bench } = await open({ programs: ['sh', 'mkdir', 'tee', 'sleep', 'cat', 'rm', 'chmod', 'id'].filter((name) => name !== missing) });
    expect(await bench.ssh.prepare(host.target(), [])).toMatchObject({ ok: false, error: { code: 'record-program', values: { host: 'api-01', program: missing } } });
    const claim = freshClaim();
    const end = await bench.ssh.start(claim, host.target(), [], stepBody(claim, 'echo ran >/tmp/ran'), quiet);
    expect(end).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'record-program' } });
    expect(existsSync(host.file('/tmp/ran'))).toBe(false);
  });

  const readOnly = 'for d in "$F/home" /run /tmp /dev/shm; do mount --bind $d $d; mount -o remount,ro,bind $d; done';

  it('runs nothing; and once a person accepts it, each step once and never again', async () => {
    const { host, bench } = await open({ arrange: readOnly });
    const target = host.target();
    expect(await bench.ssh.prepare(target, [])).toMatchObject({ ok: false, error: { code: 'record-impossible' } });
    const claim = freshClaim();
    const body = stepBody(claim, 'printf "%s|" "$p"; cat; exit 3', { params: { p: "a'b\nc" } });
    const refused = await bench.ssh.start(claim, target, [], body, quiet);
    expect(refused).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'record-impossible' } });
    expect(await bench.ssh.prepare(target, [], { recordless: true })).toMatchObject({ ok: true, value: { record: '', warnings: [{ code: 'record-impossible' }] } });
    const end = await bench.ssh.start(claim, target, [], { ...body, recordless: true }, quiet);
    expect(end).toMatchObject({ outcome: { kind: 'failed', code: 3 }, problem: null });
    expect(readFileSync(join(bench.transcripts, `${body.transcript}.raw`), 'utf8')).toBe("a'b\nc|");
    const again = await bench.ssh.start(claim, target, [], { ...body, recordless: true }, quiet);
    expect(again).toMatchObject({ outcome: { kind: 'unknown' }, problem: { code: 'record-impossible' } });
    const found = await bench.ssh.attach(claim, target, [], { bootId: '-', record: '', transcript: body.transcript }, quiet);
    expect(found.outcome.kind).toBe('unknown');
  });

  it('keeps the time limit, and calls a step unknown whose line was lost', async () => {
    const { host, bench } = await open({ arrange: readOnly });
    const once = (script: string, timeoutMs: number) => {
      const claim = freshClaim();
      return bench.ssh.start(claim, host.target(), [], stepBody(claim, script, { timeoutMs, recordless: true }), quiet);
    };
    expect((await once('sleep 61 & sleep 62', 1_000)).outcome).toEqual({ kind: 'timed-out', still: 'stopped' });
    expect((await once('cd /nowhere || exit 4', 0)).outcome).toEqual({ kind: 'failed', code: 4 });
    const losing = once('sleep 10; echo x; echo x; sleep 63', 0);
    await until(() => host.inside('ps -A -o args=').includes('sleep 10'));
    host.killSessions();
    expect(await losing).toMatchObject({ outcome: { kind: 'unknown' }, problem: { code: 'record-impossible' } });
    await until(() => host.inside('ps -A -o args=').includes('sleep 63'));
  });

  it('because its disk filled up in the middle says what is missing', async () => {
    const { host, bench } = await open({ disk: '1m' });
    const claim = freshClaim();
    const body = stepBody(claim, 'while [ ! -e /tmp/go ]; do sleep .1; done; echo after; exit 3');
    const starting = bench.ssh.start(claim, host.target(), [], body, quiet);
    const record = join(host.home(), '.breakglass/runs');
    await until(() => existsSync(host.file(join(record, recordName(claim), 'step'))));
    host.fillDisk();
    host.inside('touch /tmp/go');
    expect(await starting).toMatchObject({ outcome: { kind: 'failed', code: 3 }, truncated: false });
    const late = freshClaim();
    const refused = await bench.ssh.start(late, host.target(), [], stepBody(late, 'echo ran'), quiet);
    expect(refused).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'record-refused', values: { why: 'no-record' } } });
    const other = sshBench();
    opened.push(other);
    const found = await other.ssh.attach(claim, host.target(), [], { bootId: host.bootId, record, transcript: body.transcript }, quiet);
    if (found.outcome.kind === 'interrupted') expect(found.problem?.code).toBe('supervisor-gone');
    else expect(found).toMatchObject({ outcome: { kind: 'failed', code: 3 }, truncated: true, sha256: null });
  });

  // Hundreds of megabytes through a shell's pipe and over a line: too long for every day.
  it.skipIf(process.env.BREAKGLASS_FAULTS !== 'full')('of more than 256 MiB keeps the beginning, counts the rest and says so', async () => {
    const { host, bench } = await open({});
    const claim = freshClaim();
    const extra = 1_000_000;
    const body = stepBody(claim, `head -c ${String(keptBytes + extra)} /dev/zero; exit 3`, { timeoutMs: 0 });
    const starting = bench.ssh.start(claim, host.target(), [], body, quiet);
    const record = join(host.home(), '.breakglass/runs');
    await until(() => existsSync(host.file(join(record, recordName(claim), 'out'))));
    host.killSessions();
    expect((await starting).outcome.kind).toBe('unknown');
    const known = { bootId: host.bootId, record, transcript: body.transcript };
    const found = await bench.ssh.attach(claim, host.target(), [], known, quiet);
    expect(found).toMatchObject({ outcome: { kind: 'failed', code: 3 }, bytes: keptBytes, truncated: true, sha256: null });
  });
});

describe.skipIf(throwawayMissing !== null)('a server', () => {
  it('with nothing but finite-field key exchange is refused, and the hint names the way out', async () => {
    const { host, bench } = await open({ config: ['KexAlgorithms diffie-hellman-group14-sha256'] });
    expect(await bench.ssh.prepare(host.target(), [])).toMatchObject({ ok: false, error: { code: 'host-handshake' } });
  });
});
