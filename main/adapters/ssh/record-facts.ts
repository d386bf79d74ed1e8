import { failure, type Failure } from '../../../core/errors';
import type { Outcome } from '../../../core/run/outcome';

/** What a record says about a step: the words behind END, or of FACTS. */
export interface StepFacts {
  readonly end: 'rc' | 'reboot' | 'gone' | 'running' | 'claimed';
  readonly code: number | null;
  readonly mark: string;
}

export interface Judgement {
  readonly outcome: Outcome;
  readonly problem: Failure | null;
}

/** Turns facts into the one table of outcomes (decisions.md 13 and 16). Anything that is not certain is unknown (law 2). */
export function judge(facts: StepFacts, target: { readonly name: string; readonly user: string }, now: number): Judgement {
  const host = target.name;
  switch (facts.end) {
    case 'reboot':
      return { outcome: { kind: 'interrupted', why: 'reboot' }, problem: failure('host-rebooted', { host }) };
    case 'gone':
      return { outcome: { kind: 'interrupted', why: 'supervisor-gone' }, problem: failure('supervisor-gone', { host }) };
    case 'running':
      return { outcome: { kind: 'running' }, problem: null };
    case 'claimed':
      return { outcome: { kind: 'unknown', since: now }, problem: failure('line-lost', { host }) };
    case 'rc':
      return ended(facts, target, now);
  }
}

function ended({ code, mark }: StepFacts, target: { readonly name: string; readonly user: string }, now: number): Judgement {
  if (code === null) {
    return { outcome: { kind: 'unknown', since: now }, problem: failure('line-lost', { host: target.name }) };
  }
  const plain: Outcome = code === 0 ? { kind: 'ok' } : { kind: 'failed', code };
  switch (mark) {
    case 'timeout':
      return { outcome: { kind: 'timed-out', still: 'stopped' }, problem: null };
    case 'running':
      return { outcome: { kind: 'timed-out', still: 'running' }, problem: null };
    case 'stop':
      // A step that came to its end before the signal did is ok, not stopped.
      return { outcome: code === 0 ? plain : { kind: 'stopped', confirmed: true }, problem: null };
    case 'unstarted':
      return {
        outcome: { kind: 'refused', why: 'sudo' },
        problem: failure('sudo-refused', { host: target.name, user: target.user }),
      };
    default:
      return { outcome: plain, problem: null };
  }
}

/** A number as the scripts write it, or null. */
export function numberOf(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,15}$/.test(word) ? Number(word) : null;
}

/** The first word of FACTS; one that is not known is no end. */
export function endOf(word: string | undefined): StepFacts['end'] {
  switch (word) {
    case 'rc':
    case 'reboot':
    case 'gone':
    case 'running':
      return word;
    default:
      return 'claimed';
  }
}
