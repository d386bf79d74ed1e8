import type { SirenEntry } from '../workspace/files';
import { dateOf, dayNumber, momentOf, wallAt } from '../shift/zoned-time';

/** `silent`: the device answered who it is and that it is quiet. `audible`: it made its shortest, quietest sound. */
export type ProofKind = 'silent' | 'audible';

/** The hour of proofs where the owner named none: nobody is asleep, somebody can act on what is found. */
const usualHour = '14:00';
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** How long after its hour an audible test may still sound, ms: later would wake whoever chose the hour on purpose. */
export const audibleGrace = 3_600_000;

type Chosen = { readonly proof?: SirenEntry['proof'] };

/** The last moment at or before `at` (epoch ms) at which a proof of this kind was due; null where none ever is. */
export function lastDue({ proof }: Chosen, kind: ProofKind, timezone: string, at: number): number | null {
  const weekday = proof?.audible;
  if (kind === 'audible' && weekday === undefined) return null;
  const [hour = 14, minute = 0] = (proof?.at ?? usualHour).split(':').map(Number);
  for (let back = 0; back <= 8; back += 1) {
    // Counted in days of the calendar: one of 23 or 25 hours is still one day back.
    const { year, month, day } = wallAt(at, timezone);
    const date = dateOf(dayNumber(year, month, day) - back);
    const due = momentOf({ ...date, hour, minute, second: 0 }, timezone);
    if (due <= at && (kind === 'silent' || days[date.weekday] === weekday)) return due;
  }
  return null;
}

/** What is known of the proofs of one siren. Epoch ms. */
export interface Proofs {
  /** The last that succeeded. */
  readonly silentAt: number | null;
  readonly audibleAt: number | null;
  /** The last that was tried, and why it failed; null where it did not. */
  readonly triedAt: Readonly<Record<ProofKind, number | null>>;
  readonly failed: Readonly<Record<ProofKind, { readonly at: number; readonly why: string } | null>>;
}

export const noProofs: Proofs = { silentAt: null, audibleAt: null, triedAt: { silent: null, audible: null }, failed: { silent: null, audible: null } };

/** A proof that was tried. `unknown`: it took the command and cannot be read, which proves nothing and breaks nothing. */
export interface Proof {
  readonly kind: ProofKind;
  readonly at: number;
  readonly outcome: 'ok' | 'failed' | 'unknown';
  readonly why: string;
}

/** What a proof that was just tried makes of what was known. A sound proves an answer too; an answer proves no sound. */
export function proved(before: Proofs, { kind, at, outcome, why }: Proof): Proofs {
  const triedAt = { ...before.triedAt, [kind]: at };
  if (outcome === 'unknown') return { ...before, triedAt };
  if (outcome === 'failed') return { ...before, triedAt, failed: { ...before.failed, [kind]: { at, why } } };
  return kind === 'silent'
    ? { ...before, triedAt, silentAt: at, failed: { ...before.failed, silent: null } }
    : { ...before, triedAt, audibleAt: at, failed: { silent: null, audible: null } };
}

/** The failure that weighs more: a siren that made no sound is not made good by an answer, nor hidden by a lost one. */
export function gravest({ failed }: Proofs): { readonly kind: ProofKind; readonly at: number; readonly why: string } | null {
  if (failed.audible !== null) return { kind: 'audible', ...failed.audible };
  return failed.silent === null ? null : { kind: 'silent', ...failed.silent };
}
