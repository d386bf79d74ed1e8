import { z } from 'zod';

/** The one table of outcomes (decisions.md 16). Nothing anywhere invents another word. */
export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-sent'), why: z.string() }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('ok') }),
  z.object({ kind: z.literal('failed'), code: z.number().int() }),
  z.object({ kind: z.literal('stopped'), confirmed: z.literal(true) }),
  z.object({ kind: z.literal('timed-out'), still: z.enum(['stopped', 'running']) }),
  z.object({ kind: z.literal('interrupted'), why: z.enum(['reboot', 'supervisor-gone']) }),
  z.object({ kind: z.literal('skipped'), why: z.string() }),
  z.object({ kind: z.literal('unknown'), since: z.number() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;
export type OutcomeKind = Outcome['kind'];

/** Worst first: a run's outcome is its worst step's. */
const severity: readonly OutcomeKind[] = [
  'unknown',
  'interrupted',
  'running',
  'timed-out',
  'failed',
  'refused',
  'stopped',
  'not-sent',
  'skipped',
  'ok',
];

/** The worst of several outcomes; `not-sent` of nothing when there is none. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce<Outcome>(
    (bad, each) => (severity.indexOf(each.kind) < severity.indexOf(bad.kind) ? each : bad),
    outcomes[0] ?? { kind: 'not-sent', why: 'no step' },
  );
}

/** True once nothing more can come of it without a person. */
export function isFinal(outcome: Outcome): boolean {
  return outcome.kind !== 'running' && outcome.kind !== 'unknown' && outcome.kind !== 'not-sent';
}
