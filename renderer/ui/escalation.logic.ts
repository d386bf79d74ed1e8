import type { EscalationView } from '../../core/escalation/escalation';

/** `4:07` until a moment; `0:00` once it is over. Minutes are not cut at an hour: a page is read at a glance. */
export function minutesTo(at: number, now: number): string {
  const left = Math.max(0, Math.ceil((at - now) / 1_000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** What a ladder is doing: looking, ringing somebody, waiting for an answer, or how it ended. */
export type Climb =
  | { readonly is: 'starting' }
  | { readonly is: 'ringing'; readonly who: string }
  | { readonly is: 'rung'; readonly who: string; readonly at: number }
  | { readonly is: 'in-vain' }
  | { readonly is: 'acked'; readonly by: string }
  | { readonly is: 'ended'; readonly why: 'over' | 'stopped' | 'exhausted' };

/** The one thing worth saying about a ladder, from its newest go. */
export function climbOf({ tries, acks, end }: Pick<EscalationView, 'tries' | 'acks' | 'end'>): Climb {
  if (end !== null) return end.why === 'acked' ? { is: 'acked', by: acks.map(({ by }) => by).join(', ') } : { is: 'ended', why: end.why };
  const inOrder = [...tries].sort((a, b) => a.at - b.at);
  const going = inOrder.filter(({ ended }) => ended === null).at(-1);
  if (going !== undefined) return { is: 'ringing', who: going.to };
  const rung = inOrder.filter(({ ended }) => ended?.rung === true).at(-1);
  if (rung !== undefined) return { is: 'rung', who: rung.to, at: rung.at };
  return { is: tries.length === 0 ? 'starting' : 'in-vain' };
}
