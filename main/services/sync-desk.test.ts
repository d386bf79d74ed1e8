import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { OfferedJournal, Sync } from '../ports/sync';
import type { TeamJournals } from '../ports/team-journals';
import { SyncDesk } from './sync-desk';

const full = 'ENOSPC: no space left on device, write';
const offerOf = (writer: string): OfferedJournal => ({ writer, mark: writer, rewound: false, segments: new Map(), plans: new Map() });

/** Two journals come from one remote; what the disk does is up to the test. */
async function world(remotes: readonly string[] = ['r']) {
  const time = createSimulatedTime();
  const journal = createMemoryJournal(time.clock.now);
  const disk = { full: '', unreadable: false, ref: false };
  const [taken, said]: [string[], string[]] = [[], []];
  const throwing = async <T>(now: boolean, value: T): Promise<T> => {
    if (now) throw new Error(full);
    return value;
  };
  const team: TeamJournals = {
    refresh: () => throwing(disk.unreadable, undefined),
    offer: async (writer) => {
      await throwing(disk.full === writer, undefined);
      taken.push(writer);
      return { kind: 'same' };
    },
    ...{ doubts: () => [], unwitnessed: () => null, toWitness: () => [], ownSegments: async () => new Map(), headOf: () => ({ seq: 0, hash: '' }) },
    ...{ claimed: () => undefined, onEntry: () => () => undefined, onRead: () => () => undefined },
  };
  const sync: Sync = {
    fetch: () => throwing(disk.ref, ok([offerOf('lee.laptop'), offerOf('park.laptop')])),
    settle: async () => void said.push('settle'),
    commit: async () => ok(undefined),
    push: async ({ id }) => {
      said.push(`push ${id}`);
      return ok(undefined);
    },
    ...{ tidy: async () => undefined, lastSuccess: async () => null, rememberSuccess: async () => undefined },
  };
  const settings = { sync: { remotes: remotes.map((id) => ({ id, url: 'file:///nowhere' })) } };
  const desk = new SyncDesk({
    ...{ journal, team, sync, clock: time.clock, schedule: time.schedule, shares: () => true },
    workspace: { get: () => ({ settings }) as unknown as Workspace, onChanged: () => () => undefined },
    shelf: { put: async () => ok(undefined), get: async () => fail('not-found', { what: 'plan', name: '' }), bytes: async () => null, adopt: async () => true },
  });
  await desk.start();
  return { desk, time, disk, taken, said, codes: () => journal.entries.map(({ code, data }) => [code, data['why']].join(' ')) };
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
    expect(said).toEqual(['push r']);
    disk.full = '';
    await time.pass(60_000);
    expect(desk.view().remotes).toMatchObject([{ state: 'up', problem: null }]);
    expect([taken.slice(1), said.slice(1)]).toEqual([['lee.laptop', 'park.laptop'], ['settle', 'push r']]);
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
