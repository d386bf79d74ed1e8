import { failure, type Failure } from '../../../core/errors';
import type { Outcome } from '../../../core/run/outcome';
import { sudoRefusal } from './refusal';

/** What a record says about a step: the words behind END, or of FACTS. */
export interface StepFacts {
  readonly end: 'rc' | 'reboot' | 'gone' | 'running' | 'claimed';
  readonly code: number | null;
  readonly mark: string;
  /** The beginning of the output, where it was read: what sudo says stands there. */
  readonly said: string;
  /** Processes of a step whose supervisor is gone, as `pid name`. */
  readonly left: readonly string[];
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
      return { outcome: { kind: 'interrupted', why: 'supervisor-gone' }, problem: failure('supervisor-gone', { host, left: named(facts.left) }) };
    case 'running':
      return { outcome: { kind: 'running' }, problem: null };
    case 'claimed':
      return { outcome: { kind: 'unknown', since: now }, problem: failure('line-lost', { host }) };
    case 'rc':
      return ended(facts, target, now);
  }
}

/** Names come from the host: only plain letters of them are taken. */
function named(left: readonly string[]): string {
  return left.length === 0 ? '-' : left.map((each) => each.replaceAll(/[^\w. -]/g, '?').slice(0, 40)).join(', ');
}

function ended({ code, mark, said }: StepFacts, target: { readonly name: string; readonly user: string }, now: number): Judgement {
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
      return { outcome: { kind: 'refused', why: 'sudo' }, problem: sudoRefusal(said, target) };
    case 'unrecorded':
      return {
        outcome: { kind: 'refused', why: 'no-record' },
        problem: failure('record-refused', { host: target.name, why: 'no-record' }),
      };
    case 'cwd':
      return { outcome: plain, problem: failure('step-folder', { host: target.name }) };
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
