import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../core/workspace/workspace';
import { BareBroker } from '../../tests/support/bare-broker';
import { seedOf } from '../../tests/support/journal-kit';
import { Laptop, teamOf, type Player } from '../../tests/support/laptop';
import { nodeCrypto } from '../adapters/journal-file/node-crypto';
import { seedSigner } from '../adapters/signer/ed25519';
import type { PeerEntry } from '../ports/team-journals';
import { LiveDesk } from './live-desk';
import { createForeignActs } from './foreign-acts';

const [kim, lee]: [Player, Player] = [
  { id: 'kim', byte: 1 },
  { id: 'lee', byte: 2 },
];
const disk = { alert: 'am/disk', title: 'Disk' };
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function consoleOf(me: Player, broker: BareBroker, players: readonly Player[] = [kim, lee], agent: { readonly locked: boolean } = { locked: false }) {
  const signer = seedSigner('ed25519', seedOf(me.byte));
  const people = teamOf(players);
  const laptop = await Laptop.open(me, people);
  const workspace = { get: () => ({ people, settings: { sync: { remotes: [], broker: { url: 'mqtt://127.0.0.1', topic: 'team' } } } }) as unknown as Workspace, onChanged: () => () => undefined };
  const { journal, peers: team, word, clock, schedule } = laptop;
  const acts = createForeignActs({ workspace, journal, team, word, clock, schedule });
  const counting = new Map<string, string>();
  acts.onForeign(({ added, removed }) => {
    for (const { order } of removed) counting.delete(order);
    for (const { order, op, code } of added) counting.set(order, `${op} ${code}`);
  });
  const early: PeerEntry[] = [];
  const line = broker.line();
  const live = new LiveDesk({
    ...{ workspace, journal, team, clock, schedule, crypto: nodeCrypto, broker: line, speaks: () => true },
    signer: { ...signer, sign: (bytes) => (agent.locked ? Promise.reject(new Error('agent locked')) : signer.sign(bytes)) },
    ids: { next: () => `session-${me.id}-${String(broker.said.length)}`, nonce: () => '' },
    early: (entry) => {
      early.push(entry);
      acts.early(entry);
    },
  });
  await live.start();
  await settle();
  return { laptop, live, line, early, heard: () => [...counting.values()], tick: async () => (schedule.tick(), settle()) };
}

describe('consoles that hear of each other at once', () => {
  it('goes on when its key cannot be used for a while, says so, and can be closed', async () => {
    const broker = new BareBroker();
    const agent = { locked: false };
    const kims = await consoleOf(kim, broker, [kim, lee], agent);
    agent.locked = true;
    await kims.tick();
    expect(kims.live.view().problem).toMatchObject({ code: 'beat-not-signed', values: { reason: 'agent locked' } });
    const said = broker.said.length;
    agent.locked = false;
    kims.live.beat();
    await settle();
    expect([broker.said.length, kims.live.view().problem]).toEqual([said + 1, null]);
    agent.locked = true;
    await kims.live.close();
  });

  it('show an ack before its journal comes, and once when it came', async () => {
    const broker = new BareBroker();
    const kims = await consoleOf(kim, broker);
    const lees = await consoleOf(lee, broker);
    await lees.tick();
    await lees.laptop.journal.append('ALERT-ACK', disk);
    await lees.laptop.journal.append('VAULT-SET', { name: 'private' });
    await lees.tick();
    expect(kims.heard()).toEqual(['lee ALERT-ACK']);
    // Nothing else of the journal is told, and no secret ever was in it.
    expect(broker.said.join('\n')).not.toContain('VAULT-SET');
    await lees.laptop.carryTo(kims.laptop);
    expect([kims.heard(), kims.laptop.peers.doubts()]).toEqual([['lee ALERT-ACK'], []]);
  });

  it('see who has a console open, who closed it, and whose is unknown since when', async () => {
    const broker = new BareBroker();
    const kims = await consoleOf(kim, broker);
    const lees = await consoleOf(lee, broker);
    await lees.tick();
    const seenAt = kims.laptop.clock.now();
    expect(kims.live.view()).toMatchObject({ state: 'up', consoles: [{ writer: 'lee.laptop', state: 'open', seenAt }] });
    for (const { laptop } of [kims, lees]) laptop.clock.pass(61_000);
    expect(kims.live.view().consoles).toMatchObject([{ state: 'unknown', seenAt }]);
    await lees.tick();
    expect(kims.live.view().consoles).toMatchObject([{ state: 'open' }]);
    lees.line.cut();
    expect(kims.live.view().consoles).toMatchObject([{ state: 'closed' }]);
  });

  it('refuse what is stale or of a clock that is off and say so, and pass over what was heard before', async () => {
    const broker = new BareBroker();
    const kims = await consoleOf(kim, broker);
    const lees = await consoleOf(lee, broker);
    await lees.tick();
    await lees.laptop.journal.append('ALERT-ACK', disk);
    await lees.tick();
    const replays = [...broker.said];
    for (const text of replays) broker.say(text);
    expect([kims.early.length, kims.live.view().consoles[0]?.problem]).toEqual([1, null]);
    kims.laptop.clock.pass(31_000);
    lees.laptop.clock.pass(31_000);
    await lees.tick();
    for (const text of replays) broker.say(text);
    expect([kims.early.length, kims.live.view().consoles[0]?.problem?.code]).toEqual([1, 'beat-off']);
    lees.laptop.clock.pass(45_000);
    await lees.laptop.journal.append('ALERT-UNACK', disk);
    await lees.tick();
    expect(kims.heard()).toEqual(['lee ALERT-ACK']);
    expect(kims.live.view().consoles[0]?.problem?.values).toMatchObject({ seconds: 45, way: '+' });
  });

  it('believe nobody whose key is not listed, retired, or whose words were changed', async () => {
    const broker = new BareBroker();
    const kims = await consoleOf(kim, broker, [kim, { ...lee, byte: 9 }]);
    const retired = await consoleOf(kim, broker, [kim, { ...lee, retired: true }]);
    const believing = await consoleOf(kim, broker);
    const lees = await consoleOf(lee, broker);
    await lees.laptop.journal.append('ALERT-ACK', disk);
    broker.said.length = 0;
    await lees.tick();
    expect([kims.early.length, retired.early.length, believing.early.length]).toEqual([0, 0, 1]);
    const fresh = await consoleOf(kim, broker);
    for (const text of broker.said.filter((each) => each.includes('ALERT-ACK'))) broker.say(text.replace('ALERT-ACK', 'ALERT-WORSE'));
    broker.say('{}');
    broker.say('x'.repeat(70_000));
    expect([fresh.early.length, fresh.live.view().consoles]).toEqual([0, []]);
  });

  it('find a fork by its head alone: what was said at once and what came by journal are two histories', async () => {
    const broker = new BareBroker();
    const kims = await consoleOf(kim, broker);
    const lees = await consoleOf(lee, broker);
    await lees.laptop.journal.append('ALERT-ACK', disk);
    await lees.tick();
    const twin = await Laptop.open(lee, teamOf([kim, lee]));
    twin.clock.pass(1_000);
    await twin.journal.append('ALERT-NOTE', { ...disk, text: 'another story' });
    await twin.carryTo(kims.laptop);
    expect(kims.laptop.peers.doubts()).toMatchObject([{ writer: 'lee.laptop', kind: 'fork', seq: 2 }]);
    expect(kims.heard()).toEqual([]);
  });
});
