import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareFrame, startFrame, sweepFrame, unsendable } from '../../main/adapters/ssh/step-frame';
import {
  inputEaten,
  prepareCommand,
  prepareScript,
  programMark,
  readScript,
  startCommand,
  startScript,
  stopScript,
  sweepScript,
  wrapper,
} from '../../main/adapters/ssh/step-record-script';
import { hostileValue } from '../faults/values';
import { chance } from '../support/chance';
import { freshClaim } from './support/ssh-bench';

/** What /bin/sh is elsewhere: Alpine, Red Hat, AIX, some Macs. */
const otherSh = ['/bin/bash --posix', '/usr/bin/busybox sh', '/usr/bin/ksh', '/usr/bin/zsh --emulate sh'];

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
const nonce = 'f'.repeat(32);
const seed = Number(process.env.BREAKGLASS_SEED ?? 20_261_122);
let home: string;
const place = () => ({ bootId: boot, record: join(home, '.breakglass/runs'), umask: '0022', line: ['1', '-'] as const });

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'breakglass-shells-'));
  mkdirSync(join(home, '.breakglass/runs'), { recursive: true, mode: 0o700 });
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

function through(login: readonly string[], command: string, input: Buffer) {
  const [program = 'sh', ...args] = login;
  return spawnSync(program, [...args, command], { input, env: { ...process.env, HOME: home }, maxBuffer: 1e8 });
}

function start(login: readonly string[], command: string, params: Record<string, string>, secrets: Record<string, string>, script: string) {
  const frame = startFrame({
    nonce, place: place(), claim: freshClaim(), timeoutMs: 20_000,
    sudo: 'no', user: null, seal: null, step: { script, params, secrets, cwd: null },
  });
  const { stdout } = through(login, command, frame);
  const head = Buffer.from(`${nonce} STARTED\n`);
  expect(stdout.subarray(0, head.length).toString()).toBe(head.toString());
  const end = stdout.indexOf(`\n${nonce} END `);
  return { output: stdout.subarray(head.length, end), end: stdout.subarray(end).toString() };
}

describe('the fixed text', () => {
  it.each([
    ['wrapper', wrapper, 1],
    ['prepare', prepareCommand, 2],
    ['start', startCommand, 5],
  ])('of %s is one line of plain words in single quotes', (_name, command, words) => {
    expect(command.split("'")).toHaveLength(words * 2 + 1);
    expect(command).not.toMatch(/[\\!\n\r]|[^\x20-\x7e]/);
    // Dropbear takes commands of at most 9,000 bytes.
    expect(command.length).toBeLessThan(8_500);
  });

  it('holds no line break of its own: the sign for one occurs nowhere in the scripts', () => {
    for (const script of [prepareScript, startScript]) expect(script).not.toContain('^');
  });

  it.each(['dash', 'bash --posix', 'busybox sh', 'ksh', 'zsh --emulate sh'])('parses in %s', (shell) => {
    for (const script of [prepareScript, startScript, readScript, stopScript, sweepScript]) {
      const [program = '', ...args] = shell.split(' ');
      const { status, stderr } = spawnSync(program, [...args, '-n'], { input: script, encoding: 'utf8' });
      expect([status, stderr.replaceAll(/.*warning.*\n/g, '').trim()]).toEqual([0, '']);
    }
  });
});

describe('R9, beside tests/faults/values.test.ts: values arrive byte-exact', () => {
  it.each(otherSh.filter((sh) => has(sh.split(' ')[0] ?? '')))('where /bin/sh is %s', (sh) => {
    const random = chance(seed);
    for (let round = 0; round < 10; round += 1) {
      const [a, b] = [hostileValue(random), hostileValue(random)];
      const command = startCommand.replaceAll('/bin/sh', sh);
      const plain = round % 2 === 0;
      const { output, end } = start(['sh', '-c'], command, plain ? { a, b } : { a }, plain ? {} : { b }, 'printf "%s\\0%s" "$a" "$b"; exit 3');
      expect(end).toBe(`\n${nonce} END 3 -\n`);
      expect(output.equals(Buffer.from(`${a}\0${b}`))).toBe(true);
    }
  });
});

describe('input that is not whole', () => {
  it('starts nothing, wherever it ends', () => {
    const marker = join(home, 'ran');
    const claim = freshClaim();
    const frame = startFrame({
      nonce, place: place(), claim, timeoutMs: 0, sudo: 'no', user: null, seal: null,
      step: { script: `echo ran >> ${marker}`, params: { p: 'x\ny' }, secrets: {}, cwd: null },
    });
    const cuts = [...Array.from({ length: 40 }, (_, index) => index * 9), frame.length - 2];
    for (const cut of cuts.filter((at) => at < frame.length - 1)) through(['bash', '-c'], startCommand, frame.subarray(0, cut));
    expect(() => readFileSync(marker)).toThrow();
    through(['bash', '-c'], startCommand, frame);
    expect(readFileSync(marker, 'utf8')).toBe('ran\n');
  });

  it('whose beginning was eaten is told by exit code, and no value can pose as the program', () => {
    expect(through(['bash', '-c'], prepareCommand, prepareFrame(nonce).subarray(3)).status).toBe(inputEaten);
    expect(through(['bash', '-c'], wrapper, sweepFrame(nonce, '/nowhere/runs').subarray(3)).status).toBe(inputEaten);
    const frame = startFrame({
      nonce, place: place(), claim: freshClaim(), timeoutMs: 0, sudo: 'no', user: null, seal: null,
      step: { script: 'echo ran', params: {}, secrets: {}, cwd: null },
    });
    for (const eaten of [3, frame.indexOf('\n') + 1]) {
      const { status, stdout } = through(['bash', '-c'], startCommand, frame.subarray(eaten));
      expect([status, stdout.toString()]).toEqual([inputEaten, '']);
    }
    const step = { script: ':', params: { p: `x\n${programMark}\nid\n#go\n` }, secrets: {}, cwd: null };
    expect(unsendable(step)).toEqual({ name: 'p', why: programMark });
  });
});

describe('one start', () => {
  it('of sixteen at once', async () => {
    const counter = join(home, 'count');
    writeFileSync(counter, '');
    const claim = freshClaim();
    const frame = startFrame({
      nonce, place: place(), claim, timeoutMs: 0, sudo: 'no', user: null, seal: null,
      step: { script: `echo x >> ${counter}`, params: {}, secrets: {}, cwd: null },
    });
    const file = join(home, 'frame');
    writeFileSync(file, frame);
    const command = join(home, 'command');
    writeFileSync(command, startCommand);
    const all = Array.from({ length: 16 }, () => `sh ${command} <${file} &`).join(' ');
    const said = execFileSync('sh', ['-c', `${all} wait`], { encoding: 'utf8', env: { ...process.env, HOME: home } });
    expect(said.split('STARTED').length - 1).toBe(1);
    expect(said.split('EXISTS').length - 1).toBe(15);
    expect(readFileSync(counter, 'utf8')).toBe('x\n');
  });
});
