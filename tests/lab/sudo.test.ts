import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordName } from '../../main/adapters/ssh/step-frame';
import { freshClaim, sshBench, stepBody, type SshBench } from './support/ssh-bench';
import { ThrowawayHost, throwawayMissing } from './support/throwaway-host';

if (throwawayMissing !== null) console.log(`sudo: not run (${throwawayMissing})`);

const sudoers = `
Defaults:tty requiretty
Defaults:forgetful timestamp_timeout=0
Defaults:nopty !use_pty
free,tty,nopty ALL=(ALL:ALL) NOPASSWD: ALL
asked,forgetful ALL=(ALL:ALL) ALL
asked ALL=(free) ALL
narrow ALL=(ALL) NOPASSWD: /usr/bin/true
`;
const password = 'correct horse $1 "\\';
const names = ['free', 'asked', 'forgetful', 'narrow', 'nobodys', 'tty', 'nopty'] as const;
const quiet = (): void => undefined;

let host: ThrowawayHost;
const benches: SshBench[] = [];

beforeAll(async () => {
  if (throwawayMissing !== null) return;
  host = await ThrowawayHost.start({ sudoers, users: names.map((name) => ({ name, password })) });
});

afterAll(async () => {
  for (const bench of benches) await bench.stop();
  if (throwawayMissing === null) await host.stop();
});

async function run(user: (typeof names)[number], script: string, overrides: Parameters<typeof stepBody>[2] = {}, secrets: Record<string, string> = {}) {
  const bench = sshBench({}, secrets);
  benches.push(bench);
  const claim = freshClaim();
  const body = stepBody(claim, script, { sudo: true, ...overrides });
  const target = host.target({ user });
  const started = bench.ssh.start(claim, target, [], body, quiet);
  const record = join(host.home(user), '.breakglass/runs');
  const folder = host.file(join(record, recordName(claim)));
  const output = () => readFileSync(join(bench.transcripts, `${body.transcript}.raw`), 'utf8');
  return { bench, claim, target, record, folder, started, output, body };
}

const known = { 'sudo-password.api-01': password };

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !what(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > end) throw new Error(`waited too long for ${what.toString()}`);
  }
}

describe.skipIf(throwawayMissing !== null)('sudo on a real host', () => {
  const script = 'id -un; echo "$p"; echo "[$s]"; cat; pwd; exit 3';
  const values = { params: { p: "a'b\n\nc" }, secrets: { s: 'swordfish' }, cwd: '/' };
  const said = (name: string) => `${name}\na'b\n\nc\n[*********]\n/\n`;

  it.each([
    ['free', 'without a password', {}],
    ['nopty', 'without a password and without a pty of its own', {}],
    ['asked', 'with the right password', known],
    ['forgetful', 'with a password that is forgotten at once', known],
    ['free', 'with a password that nobody asks for', known],
  ] as const)('%s runs as root %s', async (user, _how, secrets) => {
    const { started, output, folder } = await run(user, script, values, secrets);
    expect((await started).outcome).toEqual({ kind: 'failed', code: 3 });
    expect(output()).toBe(said('root'));
    expect(readFileSync(join(folder, 'script'), 'utf8')).toBe(script);
  });

  it.each([
    ['free', {}],
    ['nopty', {}],
    ['asked', known],
    ['forgetful', known],
  ] as const)('%s runs as another user, who cannot even enter the folder of the record', async (user, secrets) => {
    const { started, output, folder } = await run(user, script, { ...values, sudo: false, user: 'narrow' }, secrets);
    expect((await started).outcome).toEqual({ kind: 'failed', code: 3 });
    expect(output()).toBe(said('narrow'));
    expect(readFileSync(join(folder, 'step'), 'utf8')).toMatch(/^\d+ \d+ \d+\n$/);
    expect(existsSync(join(folder, 'script'))).toBe(false);
  });

  it.each([
    ['asked', {}, 'sudo-password-needed'],
    ['asked', { 'sudo-password.api-01': 'wrong' }, 'sudo-password-wrong'],
    ['nobodys', known, 'sudo-not-allowed'],
    ['narrow', {}, 'sudo-password-needed'],
    ['tty', {}, 'sudo-needs-terminal'],
  ] as const)('%s is refused with %j: %s, and nothing runs', async (user, secrets, code) => {
    const { started, output, folder } = await run(user, 'echo ran; touch /tmp/ran', {}, secrets);
    expect(await started).toMatchObject({ outcome: { kind: 'refused', why: 'sudo' }, problem: { code } });
    expect(output()).not.toContain('ran\n');
    expect(existsSync(host.file('/tmp/ran'))).toBe(false);
    expect(existsSync(join(folder, 'script'))).toBe(false);
  });

  it('says that there is no sudo', async () => {
    const bare = await ThrowawayHost.start({ users: [{ name: 'free' }], programs: ['sh', 'mkdir', 'tee', 'sleep', 'cat', 'setsid'] });
    const bench = sshBench();
    const claim = freshClaim();
    const end = await bench.ssh.start(claim, bare.target({ user: 'free' }), [], stepBody(claim, 'echo ran', { sudo: true }), quiet);
    await bench.stop();
    await bare.stop();
    expect(end).toMatchObject({ outcome: { kind: 'refused' }, problem: { code: 'sudo-missing' } });
  });

  it('refuses a password that is not one line, and a user that is not a name, before anything is sent', async () => {
    for (const bad of ['two\nlines', '#vars', '']) {
      const { started } = await run('asked', 'echo ran', {}, { 'sudo-password.api-01': bad });
      expect(await started).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'value-unsendable' } });
    }
    const { started } = await run('free', 'echo ran', { user: 'root -s' });
    expect(await started).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'value-unsendable' } });
  });

  it('never shows the password: not in an argument, an environment, the record or the transcript', async () => {
    const seen = 'grep -c "correct hors[e] "';
    const look = `for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr "\\0" "\\n" <$f; done 2>/dev/null | ${seen}; set | ${seen}`;
    const { started, output, folder } = await run('asked', look, {}, known);
    await started;
    expect(output()).toBe('0\n0\n');
    for (const file of ['claim', 'step', 'script', 'out']) expect(readFileSync(join(folder, file), 'utf8')).not.toContain('correct horse $1');
  });

  it('stop and the time limit reach all of a step, whoever it runs as', async () => {
    const stubborn = 'sleep 77 & trap "" INT TERM; (trap "" INT TERM; sleep 78) & echo begun; while :; do sleep 1; done';
    const cases = [['free', null, {}], ['nopty', null, {}], ['asked', null, known], ['forgetful', 'narrow', known]] as const;
    await Promise.all(cases.flatMap(([user, as, secrets]) => {
      const stop = async () => {
        const step = await run(user, stubborn, { sudo: as === null, user: as }, secrets);
        await until(() => existsSync(join(step.folder, 'step')) && readFileSync(join(step.folder, 'out'), 'utf8').includes('begun'));
        expect(await step.bench.ssh.stop(step.claim, step.target, [], step.record)).toEqual({ ok: true, value: { confirmed: true, by: 'KILL' } });
        expect((await step.started).outcome, user).toEqual({ kind: 'stopped', confirmed: true });
      };
      const limit = async () => {
        const { started } = await run(user, stubborn, { sudo: as === null, user: as, timeoutMs: 1_000 }, secrets);
        expect((await started).outcome, user).toEqual({ kind: 'timed-out', still: 'stopped' });
      };
      return [stop(), limit()];
    }));
    expect(host.inside('ps -A -o args=')).not.toMatch(/sleep 7[78]/);
  });
});
