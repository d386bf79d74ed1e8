import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { sameBoot } from './same-boot';

/** Names one process of one boot of this machine: a pid alone is given to others later. */
export const holderSchema = z.strictObject({
  pid: z.number().int().min(1),
  /** When the process started, in the system's own words. */
  started: z.string(),
  boot: z.string(),
  released: z.boolean(),
});
export type Holder = z.infer<typeof holderSchema>;

export function thisProcess(boot: string): Holder {
  return { pid: process.pid, started: startOf(process.pid) ?? '', boot, released: false };
}

/** Whether the process that wrote this is still the one that runs under its pid. */
export function isAlive(holder: Holder, boot: string): boolean {
  if (holder.released || !sameBoot(process.platform, holder.boot, boot)) return false;
  const started = startOf(holder.pid);
  return started !== null && started === holder.started;
}

/** A process's start as the system tells it; null when there is no such process. */
function startOf(pid: number): string | null {
  switch (process.platform) {
    case 'linux':
      return linuxStart(pid);
    case 'win32':
      // Windows tells a start time only through a slow tool: the boot id and a living pid have to do.
      return pidLives(pid) ? 'running' : null;
    default:
      return psStart(pid);
  }
}

function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, also spaces and parentheses: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function psStart(pid: number): string | null {
  try {
    // In fixed words: a laptop that comes to another time zone must not rename the starts of its processes.
    const text = execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { LC_ALL: 'C', TZ: 'UTC' } }).trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}

function pidLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
