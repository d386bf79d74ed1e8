import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../core/workspace/workspace';
import { codeOf, Laptop, teamOf, type Player } from '../../tests/support/laptop';
import type { ForeignChange, ForeignEntry } from '../ports/foreign-acts';
import { createForeignActs } from './foreign-acts';

const [kim, lee]: [Player, Player] = [
  { id: 'kim', byte: 1 },
  { id: 'lee', byte: 2 },
];
const disk = { alert: 'am/disk', title: 'Disk' };

async function scene(players: readonly Player[] = [kim, lee]) {
  let people = teamOf(players);
  const kims = await Laptop.open(kim, () => people);
  const lees = await Laptop.open(lee, () => people);
  const counting = new Map<string, ForeignEntry>();
  const changes: ForeignChange[] = [];
  let told: (workspace: Workspace) => void = () => undefined;
  const workspace = (): Workspace => ({ people }) as unknown as Workspace;
  const acts = createForeignActs({
    ...{ team: kims.peers, journal: kims.journal, word: kims.word, clock: kims.clock, schedule: kims.schedule },
    workspace: { get: workspace, onChanged: (listener) => ((told = listener), () => undefined) },
  });
  acts.onForeign((change) => {
    changes.push(change);
    for (const { order } of change.removed) counting.delete(order);
    for (const entry of change.added) counting.set(entry.order, entry);
  });
  const codes = (): string[] => [...counting.values()].map(({ code }) => code);
  const employ = (next: readonly Player[]): void => {
    people = teamOf(next);
    told(workspace());
  };
  return { kims, lees, acts, codes, counting, changes, employ };
}

describe('acts of other operators', () => {
  it('count once, with who and when, however often their journal comes round', async () => {
    const { kims, lees, counting, changes } = await scene();
    lees.clock.pass(5_000);
    await lees.journal.append('ALERT-ACK', disk);
    await lees.journal.append('ALERT-FIRED', { ...disk, cluster: 'am', fingerprint: 'disk', source: 'am', grade: '911', startsAt: 1, labels: {} });
    for (let round = 0; round < 3; round += 1) {
      await lees.carryTo(kims);
      await kims.peers.refresh();
    }
    // What lee's console saw by itself is not among them.
    expect([...counting.values()]).toMatchObject([{ writer: 'lee.laptop', op: 'lee', at: lees.clock.wall, code: 'ALERT-ACK', data: disk }]);
    expect(changes).toHaveLength(1);
    // Kim's next entry is ordered after what she has seen.
    const written = await kims.journal.append('ALERT-UNACK', disk);
    expect(written.ok && written.value.hlc > ([...counting.values()][0]?.order ?? '')).toBe(true);
  });

  it('of a forked journal have no effect from the fork on, and are taken back where they had', async () => {
    const { kims, lees, codes, acts } = await scene();
    await lees.journal.append('ALERT-NOTE', { ...disk, text: 'before' });
    await lees.carryTo(kims);
    const twin = await Laptop.open(lee, teamOf([kim, lee]));
    await twin.journal.append('ALERT-NOTE', { ...disk, text: 'another' });
    expect(codes()).toEqual(['ALERT-NOTE']);
    const outcome = await twin.carryTo(kims);
    expect(outcome).toMatchObject({ kind: 'doubt', doubt: { kind: 'fork', seq: 1 } });
    if (outcome.kind === 'doubt') kims.peers.doubts = () => [outcome.doubt];
    acts.look();
    expect(codes()).toEqual([]);
    // Settled: the copies agree again.
    kims.peers.doubts = () => [];
    acts.look();
    expect(codes()).toEqual(['ALERT-NOTE']);
  });

  it('are not lost by one colleague’s word that the journal was another one', async () => {
    const ina: Player = { id: 'ina', byte: 4, role: 'investigator' };
    const { kims, lees, codes, acts } = await scene([kim, lee, ina]);
    const inas = await Laptop.open(ina, teamOf([kim, lee, ina]));
    await lees.journal.append('ALERT-ACK', disk);
    await lees.carryTo(kims);
    await inas.journal.append('WITNESS', { writer: 'lee.laptop', seq: 1, hash: 'f'.repeat(64) });
    await inas.carryTo(kims);
    acts.look();
    expect([kims.peers.doubts().map(({ kind }) => kind), codes()]).toEqual([['witness'], ['ALERT-ACK']]);
  });

  it('are not lost by a copy that somebody forged: that one is bad, and no fork', async () => {
    const { kims, lees } = await scene();
    await lees.journal.append('ALERT-ACK', disk);
    await lees.carryTo(kims);
    const segments = await lees.peers.ownSegments(lees.journal.status().seq);
    const forged = new Map([...segments].map(([name, bytes]) => [name, Buffer.from(Buffer.from(bytes).toString('utf8').replace('Disk', 'Dist'))]));
    expect(await kims.peers.offer('lee.laptop', forged)).toMatchObject({ kind: 'doubt', doubt: { kind: 'bad' } });
  });

  it('count while their author may do them: not an unknown’s, not a watcher’s; again when that changes', async () => {
    const { kims, lees, codes, employ } = await scene();
    await lees.journal.append('ALERT-ACK', disk);
    await lees.journal.append('CASE-OPEN', { case: '2026-11-22/1', title: 'Disk', alert: disk.alert, grade: '911' });
    await lees.carryTo(kims);
    expect(codes()).toEqual(['ALERT-ACK', 'CASE-OPEN']);
    employ([kim, { ...lee, role: 'watcher' }]);
    expect(codes()).toEqual(['CASE-OPEN']);
    employ([kim, lee]);
    expect(codes().sort()).toEqual(['ALERT-ACK', 'CASE-OPEN']);
  });

  it('that a clock dates ahead wait until then, and the screen says so', async () => {
    const { kims, lees, codes, acts } = await scene();
    lees.clock.pass(20 * 60_000);
    expect(codeOf(await lees.journal.append('ALERT-ACK', disk))).toBe('ok');
    await lees.carryTo(kims);
    expect([codes(), acts.blind().map(({ name, problem }) => [name, problem.code, problem.values['minutes']])]).toEqual([[], [['lee.laptop', 'team-clock-ahead', 20]]]);
    kims.clock.pass(16 * 60_000);
    kims.schedule.tick();
    expect([codes(), acts.blind()]).toEqual([['ALERT-ACK'], []]);
  });

  it('of a lost device count up to the entry that was known when it was retired, and not beyond', async () => {
    const { kims, lees, codes, acts, employ } = await scene();
    await lees.journal.append('ALERT-ACK', disk);
    await lees.carryTo(kims);
    const { seq, hash } = kims.peers.headOf('lee.laptop');
    await kims.journal.append('TEAM-RETIRE', { person: 'lee', device: 'laptop', why: 'lost', fingerprint: 'x', upTo: seq, head: hash });
    employ([kim, { ...lee, retired: true }]);
    await lees.journal.append('ALERT-UNACK', { ...disk, of: 'kim' });
    await lees.carryTo(kims);
    acts.look();
    expect(codes()).toEqual(['ALERT-ACK']);
  });

  it('of a lost device do not come back when the one who said so gets a new laptop, or another role', async () => {
    const park: Player = { id: 'park', byte: 3 };
    const { kims, lees, codes, acts, employ } = await scene([kim, lee, park]);
    const parks = await Laptop.open(park, teamOf([kim, lee, park]));
    await lees.journal.append('ALERT-NOTE', { ...disk, text: 'honest' });
    await lees.carryTo(kims);
    await lees.carryTo(parks);
    const { seq, hash } = parks.peers.headOf('lee.laptop');
    await parks.journal.append('TEAM-RETIRE', { person: 'lee', device: 'laptop', why: 'lost', fingerprint: 'x', upTo: seq, head: hash });
    await parks.carryTo(kims);
    const stolen = { ...lee, retired: true };
    employ([kim, stolen, park]);
    await lees.journal.append('ALERT-ACK', disk);
    await lees.carryTo(kims);
    const later: (readonly Player[])[] = [[park], [{ ...park, retired: true }, { ...park, byte: 9, device: 'new' }], [{ ...park, role: 'investigator' }]];
    for (const players of later) {
      employ([kim, stolen, ...players]);
      acts.look();
      expect(codes()).toEqual(['ALERT-NOTE']);
    }
  });

  it('of a device that left do not count beyond what was known; of one that was replaced, what it did before does', async () => {
    for (const [why, counting] of [['left', []], ['replaced', ['ALERT-NOTE']]] as const) {
      const { kims, lees, codes, acts, employ } = await scene();
      await lees.journal.append('ALERT-NOTE', { ...disk, text: 'on its way' });
      kims.clock.pass(1_000);
      await kims.journal.append('TEAM-RETIRE', { person: 'lee', device: 'laptop', why, fingerprint: 'x', upTo: 0, head: '0'.repeat(64) });
      employ([kim, { ...lee, retired: true }]);
      lees.clock.pass(2_000);
      await lees.journal.append('ALERT-ACK', disk);
      await lees.carryTo(kims);
      acts.look();
      expect(codes()).toEqual(counting);
    }
  });
});
