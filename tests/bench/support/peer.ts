import { spawn } from 'node:child_process';

/** What a peer took: from its start to its end, and its and its children's processor time. Milliseconds. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Bash takes the time, because it starts a program faster than Node does: the peer is not charged for our runtime.
 * `times` writes two lines, its own and its children's, as `0m0.012s 0m0.003s`.
 */
const stopwatch = 'began=$EPOCHREALTIME; "$@" </dev/null >/dev/null; code=$?; echo "$code $began $EPOCHREALTIME"; times';

/** Runs a program to its end; throws when it fails, because a failure is no measurement. */
export async function costOf(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Cost> {
  const child = spawn('bash', ['-c', stopwatch, 'bash', ...command], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  const [[code, began, ended] = [], , children = []] = output.trim().split('\n').map((line) => line.split(' '));
  if (code !== '0') throw new Error(`${command.join(' ')}: exit ${code ?? 'none'}\n${errors.slice(0, 2_000)}`);
  return { wall: (Number(ended) - Number(began)) * 1_000, cpu: children.map(milliseconds).reduce((a, b) => a + b, 0) };
}

function milliseconds(text: string): number {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * 1_000;
}
