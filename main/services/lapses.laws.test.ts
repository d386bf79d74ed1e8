import { describe, expect, it } from 'vitest';
import { chance } from '../../tests/support/chance';
import { createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Long enough for the desk's clock to have looked, ms. */
const aLook = 6_000;
const within = 2 * hour;

const names = ['disk', 'queue', 'batch'] as const;
type Name = (typeof names)[number];
const id = (name: Name): string => `am/${name}`;
const severity: Readonly<Record<Name, string>> = { disk: 'critical', queue: 'warning', batch: 'info' };

interface PaperMute {
  readonly on: Name;
  readonly until: number;
  readonly even911: boolean;
}

/** What a careful person with a clock and a sheet of paper would know. What ended stays ended, whatever the clock does. */
interface Paper {
  readonly snoozes: Map<Name, number>;
  readonly acks: Map<Name, number>;
  mutes: PaperMute[];
  deadline: number;
  overdue: boolean;
}

async function world(): Promise<{ of: AlertWorld; paper: Paper }> {
  const of = await createAlertWorld({
    grading: [{ when: 'severity="critical"', grade: '911' }, { when: 'severity="warning"', grade: '912', within: '2h' }, { when: 'severity="info"', grade: 'noise' }],
    sources: [{ id: 'am', kind: 'test', every: '15s' }],
  });
  of.answers.set('am', firing(...names.map((name) => seenAlert(name, { severity: severity[name] }))));
  await of.time.pass(aLook);
  const queue = await of.desk.detail({ id: id('queue') });
  if (!queue.ok || queue.value.deadline === null) throw new Error('no deadline');
  return { of, paper: { snoozes: new Map(), acks: new Map(), mutes: [], deadline: queue.value.deadline, overdue: false } };
}

const runs = (until: number, now: number, longest: number): boolean => until > now && until - now <= longest;

function muted(paper: Paper, name: Name, now: number): number | null {
  const urgent = name === 'disk' || (name === 'queue' && (paper.overdue || now >= paper.deadline));
  const over = paper.mutes.filter((mute) => mute.on === name && runs(mute.until, now, 30 * day) && (mute.even911 || !urgent));
  return over.length === 0 ? null : Math.max(...over.map(({ until }) => until));
}

async function check(of: AlertWorld, paper: Paper, step: string): Promise<void> {
  const now = of.time.clock.now();
  for (const name of names) {
    const found = await of.desk.detail({ id: id(name) });
    if (!found.ok) throw new Error(`${step}: ${name} is lost`);
    const snooze = paper.snoozes.get(name) ?? 0;
    const ack = paper.acks.get(name) ?? 0;
    const what = `${step}: ${name} at ${new Date(now).toISOString()}`;
    expect(found.value.snooze?.until ?? null, `${what}, snooze`).toBe(runs(snooze, now, day) ? snooze : null);
    expect(found.value.ack?.until ?? null, `${what}, ack`).toBe(runs(ack, now, day) ? ack : null);
    expect(found.value.mute?.until ?? null, `${what}, mute`).toBe(muted(paper, name, now));
    if (name === 'queue') expect(found.value.grade, `${what}, deadline ${new Date(paper.deadline).toISOString()}`).toBe(paper.overdue || now >= paper.deadline ? '911' : '912');
  }
}

/** What the desk writes down when it looks: ends that were noticed are over for good. */
function noticed(of: AlertWorld, paper: Paper): void {
  const now = of.time.clock.now();
  for (const [name, until] of paper.acks) if (!runs(until, now, day)) paper.acks.delete(name);
  paper.mutes = paper.mutes.filter(({ until }) => now < until);
  const hidden = runs(paper.snoozes.get('queue') ?? 0, now, day) || muted(paper, 'queue', now) !== null;
  if (now >= paper.deadline && !hidden) paper.overdue = true;
}

async function settle(of: AlertWorld, paper: Paper, ms: number): Promise<void> {
  await of.time.pass(Math.max(ms, aLook));
  noticed(of, paper);
}

/** Goes to the last millisecond before the next end, looks, and lets it come. */
async function atTheEnd(of: AlertWorld, paper: Paper, step: string): Promise<void> {
  const now = of.time.clock.now();
  const ends = [...paper.snoozes.values(), ...paper.acks.values(), ...paper.mutes.map(({ until }) => until), ...(paper.overdue ? [] : [paper.deadline])];
  const next = Math.min(...ends.filter((end) => end - now > aLook && end - now <= day));
  if (next === Infinity) return;
  await settle(of, paper, next - now - 1);
  await check(of, paper, `${step}, a millisecond before`);
  await of.time.pass(1);
  await check(of, paper, `${step}, at the end`);
  await settle(of, paper, aLook);
}

describe('every end, over restarts and clocks that jump', () => {
  const wanted = Number(process.env['BREAKGLASS_FULL'] ?? 0) > 0 ? 10_000 : 500;
  const seed = Number(process.env['BREAKGLASS_SEED'] ?? 911);

  it(`comes exactly when it was said: ${wanted} restarts and jumps, seed ${seed}`, { timeout: 600_000 }, async () => {
    const dice = chance(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(dice() * from.length)] ?? (from[0] as T);
    const upTo = (ms: number): number => 1 + Math.floor(dice() * ms);
    let faults = 0;
    for (let life = 0; faults < wanted; life += 1) {
      const { of, paper } = await world();
      // A life begins with a short journal: replaying a long one is another test's business.
      for (let move = 0; move < 40 && faults < wanted; move += 1) {
        const now = of.time.clock.now();
        const name = pick(names);
        const kind = pick(['restart', 'restart', 'lost', 'jump', 'jump', 'wait', 'end', 'end', 'snooze', 'ack', 'mute', 'mute', 'grade'] as const);
        const step = `life ${life} move ${move} ${kind} ${name}`;
        switch (kind) {
          case 'restart':
          case 'lost':
            faults += 1;
            await of.restart({ store: kind === 'lost' ? 'lost' : 'kept' });
            break;
          case 'jump':
            faults += 1;
            of.time.jump(upTo(10 * hour) - 5 * hour);
            break;
          case 'wait':
            await settle(of, paper, upTo(40 * minute));
            break;
          case 'end':
            await atTheEnd(of, paper, step);
            break;
          case 'snooze': {
            const until = now + upTo(3 * hour);
            expect(await of.desk.snooze({ ids: [id(name)], until, why: '' })).toMatchObject({ ok: true });
            paper.snoozes.set(name, until);
            break;
          }
          case 'ack': {
            const until = now + upTo(2 * hour);
            expect(await of.desk.ack({ ids: [id(name)], until })).toMatchObject({ ok: true });
            paper.acks.set(name, until);
            break;
          }
          case 'mute': {
            const mute = { on: name, until: now + upTo(3 * hour), even911: dice() < 0.5 };
            const done = await of.mutes.mute({ when: `alertname="${name}"`, from: null, until: mute.until, why: 'test', even911: mute.even911, seenUrgent: 9 });
            expect(done).toMatchObject({ ok: true });
            paper.mutes.push(mute);
            break;
          }
          case 'grade':
            expect(await of.desk.grade({ ids: [id('queue')], grade: '912', why: 'again' })).toMatchObject({ ok: true });
            paper.deadline = now + within;
            paper.overdue = false;
            break;
        }
        await settle(of, paper, aLook);
        await check(of, paper, step);
      }
      await of.desk.close();
    }
  });
});
