import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../support/siren-doubles';
import { Sshd } from './support/sshd';
import { buildTerminal, Laptop, type Said } from './support/terminal';
import { hostLine, writeWorkspace } from './support/workspace';

// Duty as a person uses it from the terminal, and a relay behind a real sshd.
let laptop: Laptop;
let root: string;
let sshd: Sshd;
let relay: Awaited<ReturnType<typeof serve>>;
let soundsUntil = 0;
/** An `ssh` that takes its time over its configuration, as with many Match lines: the way to the relay is not known at once. */
const slow = mkdtempSync(join(tmpdir(), 'breakglass-slow-'));
const on = (...args: readonly string[]): Promise<Said> => laptop.run(['-C', root, ...args]);
const duty = (): string => readFileSync(join(root, 'duty.yaml'), 'utf8');

beforeAll(async () => {
  await buildTerminal();
  writeFileSync(join(slow, 'ssh'), '#!/bin/sh\ncase "$1" in -G) sleep 0.7 ;; esac\nPATH=${PATH#*:} exec ssh "$@"\n');
  chmodSync(join(slow, 'ssh'), 0o755);
  laptop = new Laptop({ BREAKGLASS_PERSON: 'kim', PATH: [slow, process.env['PATH'] ?? ''].join(delimiter) });
  sshd = await Sshd.start();
  relay = await serve((path) => {
    const { searchParams, pathname } = new URL(path, 'http://relay');
    if (pathname === '/rpc/Switch.Set') soundsUntil = searchParams.get('on') === 'true' ? Date.now() + Number(searchParams.get('toggle_after')) * 1_000 : 0;
    return { status: 200, body: JSON.stringify({ output: Date.now() < soundsUntil, timer_duration: Date.now() < soundsUntil ? 30 : undefined }) };
  });
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'team.yaml': 'people:\n  - { id: kim, name: Kim, role: operator, timezone: Asia/Seoul, contacts: { phone: "+82 10" } }\n  - { id: lee, name: Lee, role: operator, timezone: America/Los_Angeles }\n',
    'hosts.yaml': `hosts:\n${hostLine(sshd, 'gate')}`,
    'sirens.yaml': `sirens:\n  - { id: far, owner: kim, driver: shelly, config: { url: "${relay.url}" }, jump: gate }\n`,
    'duty.yaml': '# Who takes turns.\nrotations:\n  - { id: main, people: [lee], start: 2020-01-06, handover: "09:00" } # weekly\n',
  });
});
afterAll(async () => {
  await laptop.remove();
  rmSync(slow, { recursive: true, force: true });
  await relay.stop();
  await sshd.stop();
});

describe('duty', () => {
  it('is taken over with a reason, in duty.yaml with its comments, and says so at once', async () => {
    expect(await on('duty', 'take', 'Lee has a fever', '--until', '8h')).toMatchObject({ code: 0, out: expect.stringContaining('Kim is on call from') as string });
    expect(duty()).toContain('# Who takes turns.');
    expect(duty()).toMatch(/# weekly\noverrides:\n {2}- \{ who: kim, from: .*, to: .*, why: Lee has a fever \}/);
    const said = (await on('duty')).out;
    expect(said).toContain('now: kim');
    for (const who of ['lee', 'kim']) expect(said).toContain(`warning: ${who} is on call from`);
    expect((await on('journal', 'list', '--code', 'DUTY-SWAP')).out).toContain('Lee has a fever');
  });

  it('warns of who cannot be woken, until somebody got through', async () => {
    expect(await on('duty', 'tried', 'kim', 'phone')).toMatchObject({ code: 0 });
    expect((await on('duty')).out).not.toContain('warning: kim');
    expect((await on('duty', 'people')).out).toMatch(/kim .* sirens 1\/1 {2}phone tried \d+ s ago/);
  });

  it('is swapped, where the person lives, and that is taken back', async () => {
    expect(await on('duty', 'swap', 'lee', '--from', '2027-01-01T09:00Z', '--to', '2027-01-02T09:00Z')).toMatchObject({ code: 0 });
    expect(duty()).toContain('{ who: lee, from: 2027-01-01 01:00, to: 2027-01-02 01:00, why: swap }');
    expect(await on('duty', 'unswap', 'lee', '--at', '2027-01-01T10:00Z')).toMatchObject({ code: 0, out: expect.stringContaining('lee is no longer put on call') as string });
    expect(duty()).not.toContain('who: lee, from');
    for (const kept of ['# Who takes turns.', '# weekly', 'why: Lee has a fever']) expect(duty()).toContain(kept);
  });
});

describe('a siren behind a jump host', () => {
  it('rings and is silenced from the terminal', async () => {
    expect(await on('ring', 'far', '--reason', 'lab', '--seconds', '30')).toMatchObject({ code: 0, out: expect.stringContaining('far (kim): confirmed') as string });
    expect(soundsUntil).toBeGreaterThan(Date.now());
    expect(await on('silence')).toMatchObject({ code: 0, out: expect.stringContaining('far') as string });
    expect(soundsUntil).toBe(0);
  });
});
