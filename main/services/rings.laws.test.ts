import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

/** The long form plays another thousand each time; the short one the same forty. */
const full = Number(process.env['BREAKGLASS_FULL'] ?? 0) > 0;
const minute = 60_000;
const within = 60 * minute;
/** Nobody may be missing for longer than this: the ten minutes of `unmatched-after`, two polls and a look, ms. */
const longest = 12 * minute;
/** What blinks all the while must have rung in any stretch of this length, ms. */
const longestBlinking = 20 * minute;

const names = ['auto', 'odd', 'overdue'] as const;
type Name = (typeof names)[number];
const id = (name: Name): string => `am/${name}`;
const settings = {
  grading: [{ when: 'severity="critical"', grade: '911', ring: 'auto' }, { when: 'severity="warning"', grade: '912', within: '1h', overdue: 'ring' }],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const alerts = { auto: seenAlert('auto', { severity: 'critical' }), odd: seenAlert('odd'), overdue: seenAlert('overdue', { severity: 'warning' }) };

type Move =
  | { readonly do: 'wait'; readonly minutes: number }
  /** It is gone for so long: a blink is the same trouble, after a pause it is a new one, also where its end had to be proved for five minutes. */
  | { readonly do: 'blink' | 'pause'; readonly minutes: number }
  | { readonly do: 'ack for'; readonly minutes: number }
  | { readonly do: 'ack' | 'give back' }
  | { readonly do: 'restart'; readonly store: 'kept' | 'lost' };

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 25 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('blink' as const), minutes: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), minutes: fc.integer({ min: 12, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ack for' as const), minutes: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('ack' as const, 'give back' as const, 'give back' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), store: fc.constantFrom('kept' as const, 'lost' as const) }) },
);

/** What a careful person with a clock would know of one alert. */
interface Paper {
  fires: boolean;
  /** When this trouble began, and when it last came back, epoch ms. */
  began: number;
  cameBack: number;
  ackedUntil: number;
  /** Nobody has had it since. */
  freeFrom: number;
  rungAt: number;
  rings: number;
}

async function play(name: Name, played: readonly Move[]): Promise<void> {
  const of = await createAlertWorld(settings);
  const now = (): number => of.time.clock.now();
  const start = now();
  const paper: Paper = { fires: true, began: start, cameBack: start, ackedUntil: -Infinity, freeFrom: start, rungAt: -Infinity, rings: 0 };
  of.answers.set('am', firing(alerts[name]));
  await pass(of, name, paper, 1);
  for (const move of played) {
    switch (move.do) {
      case 'wait':
        await pass(of, name, paper, move.minutes);
        break;
      case 'blink':
      case 'pause':
        paper.fires = false;
        of.answers.set('am', firing());
        await pass(of, name, paper, move.minutes);
        paper.fires = true;
        // After a restart a source may have to prove for minutes that something is over: what nobody saw end did not come back.
        if (of.desk.get(id(name))?.state === 'resolved') paper.cameBack = now();
        if (move.do === 'pause') Object.assign(paper, { began: now(), ackedUntil: -Infinity, freeFrom: now() });
        of.answers.set('am', firing(alerts[name]));
        await pass(of, name, paper, 1);
        break;
      case 'ack for':
      case 'ack': {
        const until = 'minutes' in move ? now() + move.minutes * minute : undefined;
        await of.desk.ack({ ids: [id(name)], until });
        paper.ackedUntil = until ?? Infinity;
        break;
      }
      case 'give back':
        if (paper.ackedUntil > now()) Object.assign(paper, { ackedUntil: -Infinity, freeFrom: now() });
        await of.desk.unack({ ids: [id(name)] });
        // It may ring at once, and somebody may take it before a minute is over.
        noted(of, paper);
        break;
      case 'restart':
        await of.restart({ store: move.store });
        await pass(of, name, paper, 1);
        break;
    }
  }
  await pass(of, name, paper, 15);
  await of.desk.close();
}

/** Whether it rang since this was asked last. */
function noted(of: AlertWorld, paper: Paper): boolean {
  if (of.rings.length === paper.rings) return false;
  paper.rings = of.rings.length;
  paper.rungAt = of.time.clock.now();
  return true;
}

async function pass(of: AlertWorld, name: Name, paper: Paper, minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 1) {
    const isOwned = paper.ackedUntil > of.time.clock.now() + minute;
    await of.time.pass(minute);
    const now = of.time.clock.now();
    if (noted(of, paper)) {
      // Whoever has a 912 hears that it is overdue, too.
      if (name !== 'overdue') expect(isOwned, `${name} rang though somebody had it`).toBe(false);
    }
    if (paper.ackedUntil <= now && paper.ackedUntil > -Infinity) Object.assign(paper, { freeFrom: paper.ackedUntil, ackedUntil: -Infinity });
    const urgentFrom = Math.max(paper.freeFrom, paper.began + (name === 'overdue' ? within : 0));
    const isFree = paper.ackedUntil === -Infinity;
    const since = Math.max(urgentFrom, paper.cameBack);
    if (paper.fires && isFree && now - since >= longest) expect(paper.rungAt, `${name} is nobody's since minute ${(since - paper.began) / minute} of its trouble`).toBeGreaterThanOrEqual(since);
    const isBlinking = now - paper.cameBack < longestBlinking && paper.cameBack > urgentFrom;
    if (paper.fires && isFree && isBlinking && now - urgentFrom >= longestBlinking) expect(paper.rungAt, `${name} blinks unheard`).toBeGreaterThanOrEqual(now - longestBlinking);
  }
}

describe.each(names)('%s, whatever fires, blinks, is acked, lapses and restarts in whatever order', (name) => {
  it('rings within a set time whenever nobody has it, and not while somebody has', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 3, maxLength: 10 }), (played) => play(name, played)),
      { numRuns: full ? 1_000 : 40, ...(full ? {} : { seed: Number(process.env['BREAKGLASS_SEED'] ?? 911) }) },
    );
  });
});
