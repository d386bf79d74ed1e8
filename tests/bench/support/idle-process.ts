import { spawn } from 'node:child_process';

/** How often a loop is asked whether it is late, ms. */
export const beatMs = 5;

/** Starts a process that only counts how late its own timer is; what is returned ends it and gives the delays, ms. */
export function idleProcess(): () => Promise<readonly number[]> {
  const script = `const late = []; let due = performance.now() + ${String(beatMs)};
    setInterval(() => { const now = performance.now(); late.push(Math.max(0, now - due)); due = now + ${String(beatMs)}; }, ${String(beatMs)});
    process.stdin.resume().on('end', () => { process.stdout.write(JSON.stringify(late), () => process.exit()); });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return async () => {
    child.stdin.end();
    await ended;
    return JSON.parse(said) as number[];
  };
}
