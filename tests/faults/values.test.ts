import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFrame, unsendable } from '../../main/adapters/ssh/step-frame';
import { startCommand } from '../../main/adapters/ssh/step-record-script';
import { freshClaim } from '../lab/support/ssh-bench';
import { chance } from '../support/chance';
import { hostileValue } from './values';

// R9: values arrive byte-exact, whatever login shell parses the command. Many values travel in each step.
const full = process.env.BREAKGLASS_FAULTS === 'full';
const values = full ? 1_000_000 : 20_000;
const seed = Number(process.env.BREAKGLASS_SEED ?? 20_261_122);
const perStep = 500;

/** What sshd does with a command: the login shell, `-c`, the command. */
const loginShells = ['sh', 'bash', 'dash', 'busybox sh', 'zsh', 'ksh', 'fish', 'tcsh'];
const has = (shell: string): boolean => spawnSync('sh', ['-c', `command -v ${shell.split(' ')[0] ?? ''}`]).status === 0;

const nonce = 'f'.repeat(32);
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'breakglass-values-'));
  mkdirSync(join(home, '.breakglass/runs'), { recursive: true, mode: 0o700 });
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

function through(shell: string, input: Buffer): Promise<Buffer> {
  const [program = 'sh', ...args] = shell.split(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, '-c', startCommand], { env: { ...process.env, HOME: home }, stdio: ['pipe', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', () => {
      resolve(Buffer.concat(chunks));
    });
    child.stdin.end(input);
  });
}

/** Sends one step full of values and gives how many of them did not come back as they were. */
async function wrongOf(shell: string, all: readonly string[], secret: boolean): Promise<number> {
  const named = Object.fromEntries(all.map((text, index) => [`p${String(index)}`, text]));
  const names = Object.keys(named);
  // In pieces: a command of the step's own has its limits too, ours has none.
  const script = `for n in ${names.join(' ')}; do eval "printf '%s\\\\0' \\"\\$$n\\""; done`;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const frame = startFrame({
    nonce, claim: freshClaim(), timeoutMs: 0, sudo: 'no', user: null, seal: null,
    place: { bootId: boot, record: join(home, '.breakglass/runs'), umask: '0022', line: ['1', '-'] },
    step: { script, params: secret ? {} : named, secrets: secret ? named : {}, cwd: null },
  });
  const said = await through(shell, frame);
  const head = `${nonce} STARTED\n`;
  const end = said.lastIndexOf(`\n${nonce} END 0 -\n`);
  if (said.toString('latin1', 0, head.length) !== head || end < 0) throw new Error(`${shell}: ${said.toString('utf8', 0, 500)}`);
  const output = said.subarray(head.length, end);
  if (output.equals(Buffer.from(all.map((text) => `${text}\0`).join('')))) return 0;
  const back = output.toString().split('\0');
  return Math.max(1, all.filter((text, index) => text !== back[index]).length);
}

describe('R9', () => {
  const shells = loginShells.filter(has);

  it(`${String(values)} values arrive byte-exact through ${String(shells.length)} login shells`, async () => {
    const wrong: string[] = [];
    const counts = await Promise.all(
      shells.map(async (shell, index) => {
        const random = chance(seed + index);
        let sent = 0;
        for (let step = 0; sent < values / shells.length; step += 1) {
          const all = Array.from({ length: perStep }, () => hostileValue(random));
          const lost = await wrongOf(shell, all, step % 2 === 1);
          if (lost > 0) wrong.push(`${shell}: ${String(lost)} in step ${String(step)}`);
          sent += perStep;
        }
        return sent;
      }),
    );
    console.log(`seed ${String(seed)}: ${shells.map((shell, index) => `${String(counts[index])} through ${shell}`).join(', ')}; ${String(wrong.length)} wrong`);
    expect(wrong).toEqual([]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(values);
  }, 7_200_000);

  it('a value with NUL, or longer than a kernel takes, is refused', () => {
    const step = { script: ':', secrets: {}, cwd: null };
    expect(unsendable({ ...step, params: { p: 'a\0b' } })).toEqual({ name: 'p', why: 'NUL' });
    expect(unsendable({ ...step, params: { p: 'x'.repeat(130_000) } })?.name).toBe('p');
  });
});
