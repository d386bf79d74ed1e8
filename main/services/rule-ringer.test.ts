import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../core/workspace/workspace';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { Store } from '../ports/store';
import type { MustRing } from './alert/alert-attention';
import { createRuleRinger } from './rule-ringer';

const hour = 3_600_000;
const people = [{ id: 'kim', timezone: 'UTC' }];
const sirens = [{ id: 'bed', owner: 'kim', volume: { max: 60, night: { from: '22:00', to: '07:00', max: 20 } } }];

/** Kim's night is 22:00 to 07:00; it is 02:10. The calendars are read when a test says so. */
function scene() {
  const time = createSimulatedTime(Date.parse('2026-11-21T02:10:00Z'));
  const kept = new Map<string, string>();
  const store: Pick<Store, 'all' | 'put'> = {
    all: async () => [...kept].map(([key, value]) => ({ key, value })),
    put: async (_, rows) => {
      for (const { key, value } of rows) {
        if (value === null) kept.delete(key);
        else kept.set(key, value);
      }
      return true;
    },
  };
  const state = { duty: null as string | null, wanted: true, held: false, owed: [] as MustRing[] };
  const rung: string[] = [];
  const workspace = { people, sirens, settings: { timezone: 'UTC' } } as unknown as Workspace;
  const open = () =>
    createRuleRinger({
      workspace: { get: () => workspace, onChanged: () => () => undefined },
      store: store as Store,
      ...time,
      duty: () => (state.duty === null ? null : { person: state.duty, until: Infinity }),
      owed: async () => state.owed,
      begin: ({ id, rule }) => rung.push(`${id} ${rule}`),
      caseOf: () => null,
      firingSince: () => 0,
      stillWanted: () => state.wanted,
      held: () => state.held,
    });
  return { time, state, rung, open, ringer: open(), calendars: Promise.resolve() };
}

function later(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => { resolve(); } };
}

const now: MustRing = { alert: 'am/1', title: 'DB down', rule: 'rule 1', when: 'now' };
const morning: MustRing = { ...now, when: 'morning' };

describe('what a rule wants rung', () => {
  it('is rung at once, and what can wait for the morning then', async () => {
    const { ringer, calendars, state, rung, time } = scene();
    state.duty = 'kim';
    await ringer.start(calendars);
    ringer.take(now);
    ringer.take({ ...morning, alert: 'am/2' });
    expect(rung).toEqual(['am/1 rule 1']);
    await time.pass(4.75 * hour);
    expect(rung).toHaveLength(1);
    await time.pass(0.25 * hour);
    expect(rung).toEqual(['am/1 rule 1', 'am/2 rule 1']);
  });

  it('is not rung in the morning where somebody has it by then', async () => {
    const { ringer, calendars, state, rung, time } = scene();
    state.duty = 'kim';
    await ringer.start(calendars);
    ringer.take(morning);
    state.wanted = false;
    await time.pass(6 * hour);
    expect(rung).toEqual([]);
  });

  it('waits on where it is muted or snoozed in the morning, and is not lost', async () => {
    const { ringer, calendars, state, rung, time } = scene();
    state.duty = 'kim';
    await ringer.start(calendars);
    ringer.take(morning);
    state.held = true;
    await time.pass(8 * hour);
    expect(rung).toEqual([]);
    state.held = false;
    await time.pass(0.25 * hour);
    expect(rung).toEqual(['am/1 rule 1']);
  });

  it('is owed over a restart', async () => {
    const { ringer, open, calendars, state, rung, time } = scene();
    state.duty = 'kim';
    await ringer.start(calendars);
    ringer.take(morning);
    ringer.close();
    await open().start(calendars);
    await time.pass(6 * hour);
    expect(rung).toEqual(['am/1 rule 1']);
  });
});

describe('a start', () => {
  it('rings in the morning what the journal says is owed, with the store deleted', async () => {
    const { ringer, calendars, state, rung, time } = scene();
    state.duty = 'kim';
    state.owed = [morning];
    await ringer.start(calendars);
    await time.pass(4.5 * hour);
    expect(rung).toEqual([]);
    await time.pass(0.5 * hour);
    expect(rung).toEqual(['am/1 rule 1']);
  });

  it('has nobody found before it is known what was escalated already', async () => {
    const { ringer, calendars, rung } = scene();
    ringer.take(now);
    expect(rung).toEqual([]);
    await ringer.start(calendars);
    expect(rung).toEqual(['am/1 rule 1']);
  });

  it('wakes nobody for what can wait because the calendars are not read yet', async () => {
    const read = later();
    const { ringer, state, rung, time } = scene();
    await ringer.start(read.promise);
    ringer.take(morning);
    await time.pass(14_000);
    state.duty = 'kim';
    read.resolve();
    await time.pass(4 * hour);
    expect(rung).toEqual([]);
    await time.pass(hour);
    expect(rung).toEqual(['am/1 rule 1']);
  });

  it('does not wait for calendars that do not come: with nobody on duty nothing is gained by waiting', async () => {
    const { ringer, rung, time } = scene();
    await ringer.start(new Promise(() => undefined));
    ringer.take(morning);
    await time.pass(14_000);
    expect(rung).toEqual([]);
    await time.pass(2_000);
    expect(rung).toEqual(['am/1 rule 1']);
  });

  it('rings nobody once it is closed, whatever is read then', async () => {
    const read = later();
    const { ringer, rung, time } = scene();
    await ringer.start(read.promise);
    ringer.take(morning);
    ringer.close();
    read.resolve();
    await time.pass(hour);
    expect(rung).toEqual([]);
  });
});
