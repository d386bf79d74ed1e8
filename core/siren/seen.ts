import { unreachable, type FailureCode, type Result } from '../errors';
import type { Ring, SirenState } from './siren';

/** Failures that mean something other than "nobody knows". */
const troubles: Partial<Record<FailureCode, SirenState>> = {
  'siren-unreachable': 'unreachable',
  'siren-no-answer': 'unreachable',
  'siren-cut': 'unreachable',
  'siren-needs-power-cycle': 'needs-power-cycle',
  // The way over a jump host: nothing was sent.
  'host-unreachable': 'unreachable',
  'host-refused': 'unreachable',
  'host-timeout': 'unreachable',
  'line-lost': 'unreachable',
  // The output of this machine that it is to play through is not connected.
  'speaker-output-missing': 'unreachable',
};

/** The state after looking: the device's own literal answer, or an honest trouble; everything else is unknown (law 2). */
export function stateSeen(answer: Result<'quiet' | 'sounding'>): SirenState {
  return answer.ok ? answer.value : (troubles[answer.error.code] ?? 'unknown');
}

/** Failures after which a command may have been carried out all the same: the siren may sound (law 2). */
const lost: readonly FailureCode[] = ['siren-no-answer', 'siren-cut', 'siren-needs-power-cycle', 'siren-garbled'];

export function mayHaveArrived(code: FailureCode): boolean {
  return lost.includes(code);
}

/** True while a ring may be making noise: what the red bar shows, and what silence must reach. */
export function maySound(ring: Ring): boolean {
  switch (ring.state) {
    case 'commanded':
    case 'confirmed':
    case 'unknown':
    case 'silencing':
      return true;
    case 'failed':
    case 'silenced':
    case 'ended':
      return false;
    default:
      return unreachable(ring.state);
  }
}

/** Whether a ring woke somebody, as far as anybody can know: it sounded, or took the command where it can never say. */
export function tookEffect({ state }: Pick<Ring, 'state'>, readBack: boolean): boolean {
  switch (state) {
    case 'confirmed':
    case 'silencing':
    case 'silenced':
    case 'ended':
      return true;
    case 'commanded':
    case 'unknown':
      return !readBack;
    case 'failed':
      return false;
    default:
      return unreachable(state);
  }
}
