import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chance } from '../support/chance';
import { Laptop, teamOf, type Player } from '../support/laptop';

const forks = process.env['BREAKGLASS_FULL'] === '1' ? 1_500 : 15;
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20_261_122);

const kim: Player = { id: 'kim', byte: 1 };
const lee: Player = { id: 'lee', byte: 2 };
const park: Player = { id: 'park', byte: 3 };
const team = teamOf([kim, lee, park]);

async function write(laptop: Laptop, count: number, word: string): Promise<void> {
  for (let at = 0; at < count; at += 1) await laptop.journal.append('VAULT-SET', { name: `${word}-${String(at)}` });
}

/** What the sync desk does after it took something over. */
async function witness(laptop: Laptop): Promise<void> {
  await laptop.peers.refresh();
  for (const seen of laptop.peers.toWitness()) await laptop.journal.append('WITNESS', { ...seen });
  await laptop.peers.refresh();
}

async function end(...laptops: readonly Laptop[]): Promise<void> {
  for (const laptop of laptops) {
    laptop.approvals.close();
    await laptop.journal.close();
    rmSync(laptop.root, { recursive: true, force: true });
  }
}

it(`finds every fork of ${String(forks)} meetings of three laptops at first contact, and doubts nobody else`, { timeout: 3_600_000 }, async () => {
  const random = chance(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const found = { 'same remote': 0, 'two remotes': 0, 'honest, late': 0 };
  for (let fork = 0; fork < forks; fork += 1) {
    const kims = await Laptop.open(kim, team);
    const lees = await Laptop.open(lee, team);
    const parks = await Laptop.open(park, team);
    // The twin has kim's key: another history from the first entry on, or one that goes on from what lee saw.
    const twin = await Laptop.open(kim, team);
    await write(kims, 1 + below(6), 'kim');
    await write(twin, 1 + below(6), 'twin');
    expect(await kims.carryTo(lees)).toMatchObject({ kind: 'grown' });
    await witness(lees);
    switch (fork % 3) {
      case 0: {
        // Lee meets the twin where kim was before.
        expect(await twin.carryTo(lees), `seed ${String(seed)}, fork ${String(fork)}`).toMatchObject({ kind: 'doubt', doubt: { writer: 'kim.laptop', kind: 'fork', seq: 1 } });
        found['same remote'] += 1;
        break;
      }
      case 1: {
        // Each was shown one history; they find it when either hears of the other.
        await twin.carryTo(parks);
        await witness(parks);
        await lees.carryTo(parks);
        await parks.carryTo(lees);
        await Promise.all([lees.peers.refresh(), parks.peers.refresh()]);
        // Entries beyond the shorter history are nobody's word against anybody's yet.
        const both = Math.min(kims.journal.status().seq, twin.journal.status().seq);
        // Neither has both of kim's lines: each has one, and the other's signed word about the other one.
        const doubted = [lees, parks].filter(({ peers }) => peers.doubts().some(({ writer, kind }) => writer === 'kim.laptop' && kind === 'witness'));
        expect(doubted.length, `seed ${String(seed)}, fork ${String(fork)}, ${String(both)}`).toBeGreaterThanOrEqual(1);
        found['two remotes'] += 1;
        break;
      }
      default: {
        // Nobody forked: kim goes on, the copies come late, in any order and more than once.
        await write(kims, below(5), 'later');
        for (let round = 0; round < 4; round += 1) {
          const [from, to] = [[kims, lees], [kims, parks], [lees, parks], [parks, lees]][below(4)] ?? [kims, lees];
          if (from !== undefined && to !== undefined) expect((await from.carryTo(to)).kind).not.toBe('doubt');
          await Promise.all([witness(lees), witness(parks)]);
        }
        expect([...lees.peers.doubts(), ...parks.peers.doubts(), ...kims.peers.doubts()]).toEqual([]);
        found['honest, late'] += 1;
      }
    }
    await end(kims, lees, parks, twin);
  }
  process.stdout.write(`forks: seed ${String(seed)}, ${JSON.stringify(found)}, all found, no false doubt\n`);
});
