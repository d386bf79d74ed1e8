import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlertWorld, down, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const hour = 60 * minute;
const names = ['disk', 'queue', 'odd'] as const;
const id = (name: string): string => `am/${name}`;
const alerts = {
  disk: seenAlert('disk', { severity: 'critical' }),
  queue: seenAlert('queue', { severity: 'warning' }),
  odd: seenAlert('odd'),
};

type Move =
  | { readonly do: 'fire' | 'resolve' | 'ack' | 'unsnooze'; readonly name: (typeof names)[number] }
  | { readonly do: 'snooze'; readonly name: (typeof names)[number]; readonly minutes: number }
  | { readonly do: 'down' | 'up' }
  | { readonly do: 'restart'; readonly store: 'kept' | 'lost' }
  | { readonly do: 'jump'; readonly minutes: number }
  | { readonly do: 'wait'; readonly minutes: number };

const name = fc.constantFrom(...names);
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constantFrom('fire' as const, 'fire' as const, 'resolve' as const, 'ack' as const, 'unsnooze' as const), name }),
  fc.record({ do: fc.constant('snooze' as const), name, minutes: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ do: fc.constantFrom('down' as const, 'up' as const) }),
  fc.record({ do: fc.constant('restart' as const), store: fc.constantFrom('kept' as const, 'lost' as const) }),
  fc.record({ do: fc.constant('jump' as const), minutes: fc.integer({ min: -300, max: 300 }) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
);

/** What a careful person with a sheet of paper would know. */
interface Paper {
  readonly firing: Set<string>;
  /** Named by the last good poll. */
  readonly seen: Set<string>;
  readonly snoozes: Map<string, number>;
  /** Acked while it fired, and firing ever since. */
  readonly acked: Set<string>;
  up: boolean;
}

async function play(of: AlertWorld, paper: Paper, move: Move): Promise<void> {
  const { desk } = of;
  switch (move.do) {
    case 'fire':
      paper.firing.add(move.name);
      break;
    case 'resolve':
      paper.firing.delete(move.name);
      paper.acked.delete(move.name);
      break;
    case 'ack':
      if ((await desk.ack({ ids: [id(move.name)] })).ok && paper.firing.has(move.name) && paper.seen.has(move.name) && paper.up) paper.acked.add(move.name);
      break;
    case 'snooze': {
      const until = of.time.clock.now() + move.minutes * minute;
      if ((await desk.snooze({ ids: [id(move.name)], until, why: '' })).ok) paper.snoozes.set(move.name, until);
      break;
    }
    case 'unsnooze':
      if ((await desk.unsnooze({ ids: [id(move.name)] })).ok) paper.snoozes.delete(move.name);
      break;
    case 'down':
    case 'up':
      paper.up = move.do === 'up';
      break;
    case 'restart':
      await of.restart({ store: move.store });
      break;
    case 'jump':
      of.time.jump(move.minutes * minute);
      break;
    case 'wait':
      await of.time.pass(move.minutes * minute);
      break;
  }
  of.answers.set('am', paper.up ? firing(...[...paper.firing].map((each) => alerts[each as (typeof names)[number]])) : down);
  // Long enough for two polls and for the desk to notice a loss.
  await of.time.pass(90_000);
  if (!paper.up) return;
  // What was over while somebody could look, and fires again while nobody can, is nobody's to know.
  for (const each of names) {
    if (paper.firing.has(each)) paper.seen.add(each);
    else paper.seen.delete(each);
  }
}

async function check(of: AlertWorld, paper: Paper): Promise<void> {
  const result = await of.desk.page({ offset: 0, limit: 100, search: '', showClosed: false });
  if (!result.ok) throw new Error('no page');
  const { rows, sections } = result.value;
  const sectionAt = (index: number): string => sections.find(({ from, count }) => index >= from && index < from + count)?.section ?? 'none';
  const now = of.time.clock.now();
  for (const each of names) {
    const index = rows.findIndex((row) => row.id === id(each));
    const row = rows[index];
    const what = `${each} at ${new Date(now).toISOString()}`;
    if (paper.firing.has(each) && paper.seen.has(each)) {
      expect(row, `${what} is lost`).toBeDefined();
      expect(row?.state, what).toBe(paper.up ? 'firing' : 'unknown');
    }
    if (row === undefined) continue;
    if (!paper.up) expect(row.state, `${what} must be unknown`).toBe('unknown');
    if (paper.acked.has(each)) expect(row.ack?.by, `${what} lost its ack`).toBe('kim');
    const left = (paper.snoozes.get(each) ?? 0) - now;
    if (left > 0 && left <= 24 * hour) expect(sectionAt(index), `${what} woke early`).toBe('snoozed');
    else expect(sectionAt(index), `${what} sleeps too long`).not.toBe('snoozed');
  }
}

describe.each(['test', 'differing'])('whatever happens in whatever order, source %s', (kind) => {
  it('no alert is lost, no snooze wakes early or lasts, no ack vanishes, nothing quiet looks fine', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 3, maxLength: 14 }), async (played) => {
        const of = await createAlertWorld({
          grading: [{ when: 'severity="critical"', grade: '911' }, { when: 'severity="warning"', grade: '912' }],
          sources: [{ id: 'am', kind, every: '15s' }],
        });
        const paper: Paper = { firing: new Set(['disk']), seen: new Set(), snoozes: new Map(), acked: new Set(), up: true };
        await play(of, paper, { do: 'up' });
        for (const move of played) {
          await play(of, paper, move);
          await check(of, paper);
        }
        await of.desk.close();
      }),
      { numRuns: Number(process.env['BREAKGLASS_FULL'] ?? 0) > 0 ? 1_000 : 60 },
    );
  });
});
