import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import type { EntryView } from '../../core/journal/entry';
import { createSignal } from '../../core/signal';
import type { Workspace } from '../../core/workspace/workspace';
import { teamOf, type Player } from '../../tests/support/laptop';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { Journal } from '../ports/journal';
import type { OfferedJournal, Sync } from '../ports/sync';
import type { OfferOutcome, TeamJournals } from '../ports/team-journals';
import { SyncDesk } from './sync-desk';

const full = 'ENOSPC: no space left on device, write';
const offerOf = (writer: string, mark: string): OfferedJournal => ({ writer, mark, rewound: false, segments: new Map(), plans: new Map() });
const [kim, lee, park]: [Player, Player, Player] = [
  { id: 'kim', byte: 1 },
  { id: 'lee', byte: 2 },
  { id: 'park', byte: 3 },
];

/** Two journals come from one remote; what the disk does is up to the test. */
async function world(remotes: readonly string[] = ['r']) {
  const time = createSimulatedTime();
  const memory = createMemoryJournal(time.clock.now);
  const appended = createSignal<EntryView>();
  const journal: Journal = {
    ...memory,
    append: async (code, data) => {
      const written = await memory.append(code, data);
      if (written.ok) appended.emit({ ...written.value, writer: 'kim.laptop', op: 'kim', dev: 'laptop', code, data, en: '', ko: '', alg: 'ed25519' });
      return written;
    },
    onAppend: appended.on,
  };
  const disk = { full: '', unreadable: false, ref: false };
  const [taken, said]: [string[], string[]] = [[], []];
  /** What the remotes have, whose copy is what, and what was settled. */
  const marks = new Map([['lee.laptop', '1'], ['park.laptop', '1']]);
  const outcomes = new Map<string, OfferOutcome>();
  const settled = new Map<string, string>();
  /** Remotes that take the connection and say nothing, until the test lets go of them. */
  const hanging = new Map<string, () => void>();
  const employed = { people: teamOf([kim, lee, park]) };
  const throwing = async <T>(now: boolean, value: T): Promise<T> => {
    if (now) throw new Error(full);
    return value;
  };
  const team: TeamJournals = {
    refresh: () => throwing(disk.unreadable, undefined),
    offer: async (writer) => {
      await throwing(disk.full === writer, undefined);
      taken.push(writer);
      return outcomes.get(writer) ?? { kind: 'same' };
    },
    ...{ doubts: () => [], unwitnessed: () => null, toWitness: () => [], ownSegments: async () => new Map(), headOf: () => ({ seq: 0, hash: '' }) },
    ...{ claimed: () => undefined, onEntry: () => () => undefined, onRead: () => () => undefined },
  };
  const sync: Sync = {
    fetch: ({ id }, wanted = () => true) => {
      const offers = [...marks].filter(([writer, mark]) => wanted(writer) && settled.get(`${id} ${writer}`) !== mark).map(([writer, mark]) => offerOf(writer, mark));
      if (!hanging.has(id)) return throwing<Result<readonly OfferedJournal[]>>(disk.ref, ok(offers));
      return new Promise((resolve) => hanging.set(id, () => resolve(fail('sync-remote-down', { remote: id, why: 'no answer' }))));
    },
    settle: async ({ id }, offers) => {
      for (const { writer, mark } of offers) settled.set(`${id} ${writer}`, mark);
      said.push(`settle ${offers.map(({ writer }) => writer).join(' ')}`);
    },
    commit: async () => ok(undefined),
    push: async ({ id }) => {
      said.push(`push ${id}`);
      return ok(undefined);
    },
    hangUp: () => {
      for (const letGo of hanging.values()) letGo();
    },
    ...{ tidy: async () => undefined, lastSuccess: async () => null, rememberSuccess: async () => undefined },
  };
  const settings = { sync: { remotes: remotes.map((id) => ({ id, url: 'file:///nowhere' })) } };
  /** The console starts (again) over the same journal. */
  const opened = async (): Promise<SyncDesk> => {
    const desk = new SyncDesk({
      ...{ journal, team, sync, clock: time.clock, schedule: time.schedule, shares: () => true },
      workspace: { get: () => ({ settings, people: employed.people }) as unknown as Workspace, onChanged: () => () => undefined },
      shelf: { put: async () => ok(undefined), get: async () => fail('not-found', { what: 'plan', name: '' }), bytes: async () => null, adopt: async () => true },
    });
    await desk.start();
    return desk;
  };
  const codes = (): string[] => memory.entries.map(({ code, data }) => [code, data['why']].join(' '));
  return { desk: await opened(), opened, journal, time, disk, marks, outcomes, hanging, employed, taken, said, codes };
}

describe('a round of sync on a disk that is full', () => {
  it('tells that the remote did not sync, takes the other journals, pushes our own, and tries again', async () => {
    const { desk, time, disk, taken, said, codes } = await world();
    disk.full = 'lee.laptop';
    await time.pass(1_000);
    expect(desk.view().remotes).toMatchObject([{ state: 'down', problem: { code: 'sync-remote-down', values: { remote: 'r', why: `lee.laptop: ${full}` } } }]);
    expect(codes()).toEqual([`SYNC-LOST lee.laptop: ${full}`]);
    expect(taken).toEqual(['park.laptop']);
    // What was not taken is not called dealt with.
    expect(said).toEqual(['settle park.laptop', 'push r']);
    disk.full = '';
    await time.pass(60_000);
    expect(desk.view().remotes).toMatchObject([{ state: 'up', problem: null }]);
    expect([taken.slice(1), said.slice(2)]).toEqual([['lee.laptop'], ['settle lee.laptop', 'push r']]);
  });

  it('is a failure of the remote also where nothing can be fetched into the repository', async () => {
    const { desk, disk } = await world();
    disk.ref = true;
    expect(await desk.now()).toMatchObject({ ok: true, value: { remotes: [{ state: 'down', problem: { values: { why: full } } }], syncing: false } });
  });

  it('shows a banner while the journals here cannot be read, with remotes and without', async () => {
    for (const remotes of [['r'], []]) {
      const { desk, time, disk, said } = await world(remotes);
      disk.unreadable = true;
      await time.pass(60_000);
      expect(desk.blind()).toMatchObject([{ kind: 'team', problem: { code: 'journals-unread', values: { why: full } } }]);
      expect(said.includes('push r')).toBe(remotes.length > 0);
      disk.unreadable = false;
      await time.pass(60_000);
      expect(desk.blind()).toEqual([]);
    }
  });
});

describe('a doubt that a remote raised', () => {
  const fork: OfferOutcome = { kind: 'doubt', doubt: { writer: 'lee.laptop', seq: 4, kind: 'fork', why: 'two' } };
  const minute = 60_000;
  const about = (codes: readonly string[]): string[] => codes.filter((code) => code.startsWith('JOURNAL-'));

  it('stands over a restart, also with the remote out of reach, and is an entry once', async () => {
    const { desk, opened, time, outcomes, disk, codes } = await world();
    outcomes.set('lee.laptop', fork);
    await time.pass(minute);
    expect(desk.view().doubts).toMatchObject([{ writer: 'lee.laptop', seq: 4, kind: 'fork' }]);
    const since = desk.blind()[0]?.since;
    await desk.close();
    disk.ref = true;
    const next = await opened();
    expect(next.blind()).toMatchObject([{ id: 'doubt-lee.laptop', since, problem: { code: 'sync-doubt' } }]);
    disk.ref = false;
    await time.pass(5 * minute);
    expect([next.view().doubts.length, about(codes())]).toEqual([1, ['JOURNAL-DOUBT two']]);
  });

  it('ends when that remote has agreed for ten minutes, over a restart, too; what comes anew is said anew', async () => {
    const { desk, opened, time, outcomes, marks, codes } = await world();
    outcomes.set('lee.laptop', fork);
    await time.pass(minute);
    outcomes.set('lee.laptop', { kind: 'grown', by: 1 });
    marks.set('lee.laptop', '2');
    await time.pass(9 * minute);
    expect(desk.view().doubts).toHaveLength(1);
    await desk.close();
    const next = await opened();
    await time.pass(12 * minute);
    expect([next.view().doubts, next.blind(), about(codes())]).toEqual([[], [], ['JOURNAL-DOUBT two', 'JOURNAL-AGREED ']]);
    await next.close();
    const last = await opened();
    expect(last.view().doubts).toEqual([]);
    outcomes.set('lee.laptop', fork);
    marks.set('lee.laptop', '3');
    await time.pass(minute);
    expect([last.view().doubts.length, about(codes()).slice(2)]).toEqual([1, ['JOURNAL-DOUBT two']]);
  });

  it('that is a fork is not covered by garbage that is pushed over it, over a restart, too', async () => {
    const { desk, opened, time, outcomes, marks } = await world();
    outcomes.set('lee.laptop', fork);
    await time.pass(minute);
    outcomes.set('lee.laptop', { kind: 'doubt', doubt: { writer: 'lee.laptop', seq: 1, kind: 'bad', why: 'no line' } });
    marks.set('lee.laptop', '2');
    await time.pass(minute);
    expect(desk.view().doubts).toMatchObject([{ seq: 4, kind: 'fork' }]);
    await desk.close();
    const next = await opened();
    expect(next.view().doubts).toMatchObject([{ seq: 4, kind: 'fork' }]);
  });

  it('does not end while somebody shows now this, now that history', async () => {
    const { desk, time, outcomes } = await world();
    for (let turn = 0; turn < 15; turn += 1) {
      outcomes.set('lee.laptop', turn % 2 === 0 ? fork : { kind: 'same' });
      await time.pass(minute);
      expect(desk.view().doubts).toHaveLength(1);
    }
  });
});

describe('a journal of somebody whom team.yaml does not list yet', () => {
  it('is not taken, and is as soon as team.yaml lists them', async () => {
    const { time, marks, employed, taken } = await world();
    marks.set('new.laptop', '1');
    await time.pass(120_000);
    expect(taken).toEqual(['lee.laptop', 'park.laptop']);
    employed.people = teamOf([kim, lee, park, { id: 'new', byte: 4 }]);
    await time.pass(60_000);
    expect(taken.slice(2)).toEqual(['new.laptop']);
  });
});

describe('a remote that hangs', () => {
  it('does not keep what others wait for from the healthy one, and is told as down when it gives up', async () => {
    const { desk, time, hanging, journal, said } = await world(['r', 'q']);
    hanging.set('q', () => undefined);
    await time.pass(5_000);
    said.length = 0;
    await journal.append('ALERT-ACK', { alert: 'a', title: 'A' });
    await time.pass(1_000);
    expect(said).toEqual(['push r']);
    await time.pass(180_000);
    expect(said).toEqual(['push r', 'push r', 'push r', 'push r']);
    expect(desk.view()).toMatchObject({ syncing: true, remotes: [{ id: 'r', state: 'up' }, { id: 'q', state: 'unknown' }] });
    const letGo = hanging.get('q');
    hanging.delete('q');
    letGo?.();
    await time.pass(1_000);
    // What came while it hung goes out at once.
    expect(said.slice(4)).toEqual(['settle lee.laptop park.laptop', 'push q']);
  });

  it('does not hold up closing for longer than two seconds, and nothing is written after that', async () => {
    const { desk, time, hanging, codes } = await world(['q']);
    hanging.set('q', () => undefined);
    await time.pass(5_000);
    let isClosed = false;
    const closing = desk.close().then(() => {
      isClosed = true;
    });
    await time.pass(2_000);
    expect(isClosed).toBe(true);
    await closing;
    await time.pass(120_000);
    expect(codes()).toEqual([]);
  });
});
