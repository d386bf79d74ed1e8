import { unreachable } from '../errors';
import type { Outcome } from './outcome';

/** An outcome in one word, with what belongs to it: `failed(3)`, `timed-out(running)`. The words are decisions.md 16's. */
export function outcomeWord(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'running':
    case 'ok':
      return outcome.kind;
    case 'not-sent':
    case 'refused':
    case 'skipped':
      return `${outcome.kind}(${outcome.why})`;
    case 'failed':
      return outcome.code > 128 ? `failed(${String(outcome.code)}, possibly signal ${String(outcome.code - 128)})` : `failed(${String(outcome.code)})`;
    case 'stopped':
      return 'stopped(confirmed)';
    case 'timed-out':
      return `timed-out(${outcome.still === 'running' ? 'still running' : 'stopped'})`;
    case 'interrupted':
      return `interrupted(${outcome.why === 'reboot' ? 'reboot' : 'supervisor gone'})`;
    case 'unknown':
      return 'unknown';
    default:
      return unreachable(outcome);
  }
}
