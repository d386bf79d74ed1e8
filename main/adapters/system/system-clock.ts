import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Clock } from '../../ports/clock';

/** This machine's clocks. `mono` counts suspended time too where the system does (Linux: /proc/uptime). */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    mono: () => Math.round(uptime() * 1_000),
    boot: bootId(),
  };
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // No such file outside Linux: the moment of boot, rounded so that clock corrections do not rename it.
    const bootedAt = Math.round((Date.now() - uptime() * 1_000) / 10_000);
    return `${hostname()}-${bootedAt.toString(36)}`;
  }
}
