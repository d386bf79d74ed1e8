import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writerKeys } from '../../../core/team/public-key';
import { forgedCopy, type SigningKey } from '../../../tests/support/forged-copy';
import { opened, seedOf, tempFolder } from '../../../tests/support/journal-kit';
import { Laptop, teamOf, type Player } from '../../../tests/support/laptop';
import type { OfferOutcome, Segments } from '../../ports/team-journals';
import { seedSigner } from '../signer/ed25519';
import { PeerJournals } from './peer-journals';

const kim: Player = { id: 'kim', byte: 1 };
const lee: Player = { id: 'lee', byte: 2 };
const park: Player = { id: 'park', byte: 3 };
const ina: Player = { id: 'ina', byte: 4, role: 'investigator' };
const team = teamOf([kim, lee, park, ina]);
const disk = { alert: 'am/disk', title: 'Disk' };
const wrong = 'f'.repeat(64);

const note = (laptop: Laptop, text: string) => laptop.journal.append('ALERT-NOTE', { ...disk, text });
const folderOf = (laptop: Laptop, writer: string): string => join(laptop.root, 'journal', writer);
const copyAt = (laptop: Laptop, writer: string): string => readFileSync(join(folderOf(laptop, writer), '000001.jsonl'), 'utf8');
const doubtIn = (outcome: OfferOutcome) => (outcome.kind === 'doubt' ? outcome.doubt : outcome);

/** A true journal as `from` has it (null: nothing of it), and lines behind it that nobody's key signed, unless told otherwise. */
function forgedTail(victim: string, from: Laptop | null, words: readonly Readonly<Record<string, unknown>>[], signer?: SigningKey): Promise<Segments> {
  const sightings = words.map((sighting) => ({ writer: '', seq: 1, hash: wrong, ...sighting }));
  return forgedCopy({ victim, team, from: from === null ? null : folderOf(from, victim), sightings, ...(signer === undefined ? {} : { signer }) });
}

it('reads again after a look that threw', async () => {
  let broken = true;
  const peers = new PeerJournals({
    root: tempFolder(),
    own: 'kim.laptop',
    keys: () => {
      if (broken) throw new Error('a bug of ours');
      return [];
    },
  });
  await expect(peers.refresh()).rejects.toThrow('a bug of ours');
  broken = false;
  await expect(peers.refresh()).resolves.toBeUndefined();
});

describe('a copy that somebody without a key made', () => {
  it('of a true journal and lines of his own: nothing of it is kept or witnessed, and the true author goes on', async () => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await note(lees, 'honest');
    await lees.carryTo(kims);
    const [before, head] = [copyAt(kims, 'lee.laptop'), kims.peers.toWitness()];
    const forged = await forgedTail('lee.laptop', kims, []);
    expect(doubtIn(await kims.peers.offer('lee.laptop', forged))).toMatchObject({ writer: 'lee.laptop', kind: 'bad', seq: 3 });
    expect([copyAt(kims, 'lee.laptop'), kims.peers.toWitness(), kims.peers.doubts()]).toEqual([before, head, []]);
    await lees.journal.append('ALERT-ACK', disk);
    expect(await lees.carryTo(kims)).toEqual({ kind: 'grown', by: 1 });
    // The same copy again, now that ours is longer: still no word of lee's.
    expect(doubtIn(await kims.peers.offer('lee.laptop', forged))).toMatchObject({ kind: 'bad', seq: 3 });
    expect(kims.peers.doubts()).toEqual([]);
  });

  it('with more of the true journal than is here: that part is taken', async () => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await note(lees, 'honest');
    expect(doubtIn(await kims.peers.offer('lee.laptop', await forgedTail('lee.laptop', lees, [])))).toMatchObject({ kind: 'bad', seq: 3 });
    expect(copyAt(kims, 'lee.laptop')).toBe(copyAt(lees, 'lee.laptop'));
  });

  it('accuses nobody by what it says it saw', async () => {
    const [kims, parks] = [await Laptop.open(kim, team), await Laptop.open(park, team)];
    await note(parks, 'honest');
    await parks.carryTo(kims);
    const forged = await forgedTail('lee.laptop', null, [{ writer: 'park.laptop' }, { writer: 'kim.laptop' }]);
    expect(doubtIn(await kims.peers.offer('lee.laptop', forged))).toMatchObject({ writer: 'lee.laptop', kind: 'bad', seq: 1 });
    expect(kims.peers.doubts()).toEqual([]);
    // Where an earlier version had kept such lines, they say nothing either, and the first honest copy takes their place.
    mkdirSync(folderOf(kims, 'lee.laptop'));
    for (const [name, bytes] of forged) writeFileSync(join(folderOf(kims, 'lee.laptop'), name), bytes);
    await kims.peers.refresh();
    expect([kims.peers.doubts(), kims.peers.headOf('lee.laptop').seq]).toEqual([[], 0]);
    expect(kims.peers.toWitness().map(({ writer }) => writer)).toEqual(['park.laptop']);
    const lees = await Laptop.open(lee, team);
    await note(lees, 'honest');
    const heard: string[] = [];
    kims.peers.onEntry(({ writer, code }) => void heard.push(`${writer} ${code}`));
    expect(await lees.carryTo(kims)).toEqual({ kind: 'healed', seq: 1, aside: 'lee.laptop.aside-1' });
    expect([copyAt(kims, 'lee.laptop'), kims.peers.doubts(), heard]).toEqual([copyAt(lees, 'lee.laptop'), [], ['lee.laptop JOURNAL-OPEN', 'lee.laptop ALERT-NOTE']]);
  });

  it('and that an earlier version kept: nobody’s word is held against it, and it is not witnessed again and again', async () => {
    const [kims, lees, parks] = [await Laptop.open(kim, team), await Laptop.open(lee, team), await Laptop.open(park, team)];
    await lees.carryTo(kims);
    await kims.journal.append('WITNESS', { writer: 'lee.laptop', ...kims.peers.headOf('lee.laptop') });
    for (const [name, bytes] of await forgedTail('lee.laptop', lees, [])) writeFileSync(join(folderOf(kims, 'lee.laptop'), name), bytes);
    await note(lees, 'honest');
    await lees.carryTo(parks);
    const head = parks.peers.headOf('lee.laptop');
    await parks.journal.append('WITNESS', { writer: 'lee.laptop', ...head });
    await parks.carryTo(kims);
    kims.peers.claimed('lee.laptop', head.seq, head.hash);
    expect([kims.peers.doubts(), kims.peers.headOf('lee.laptop').seq]).toEqual([[], 1]);
    expect(kims.peers.toWitness().map(({ writer }) => writer)).toEqual(['park.laptop']);
    expect(await lees.carryTo(kims)).toMatchObject({ kind: 'healed', seq: 2 });
    expect(kims.peers.doubts()).toEqual([]);
  });

  it('of this very device’s journal does not say that it was cut', async () => {
    const kims = await Laptop.open(kim, team);
    await note(kims, 'honest');
    expect(doubtIn(await kims.peers.offer('kim.laptop', await forgedTail('kim.laptop', kims, [])))).toMatchObject({ kind: 'bad', seq: 3 });
  });

  it('with the same lines in other files is the same journal', async () => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await note(lees, 'one');
    const [first = '', second = ''] = copyAt(lees, 'lee.laptop').split(/(?<=\n)/);
    const moved: Segments = new Map([first, second].map((text, at) => [`00000${String(at + 1)}.jsonl`, Buffer.from(text)]));
    expect(await kims.peers.offer('lee.laptop', moved)).toEqual({ kind: 'grown', by: 2 });
    expect(await kims.peers.offer('lee.laptop', moved)).toEqual({ kind: 'same' });
    await note(lees, 'two');
    expect(await lees.carryTo(kims)).toEqual({ kind: 'grown', by: 1 });
    expect(copyAt(kims, 'lee.laptop')).toBe(copyAt(lees, 'lee.laptop'));
  });
});

describe('one person’s word about another’s journal', () => {
  it('is a doubt that names both, takes no effect away, and stands aside when two signed lines are there', async () => {
    const [kims, parks, inas] = [await Laptop.open(kim, team), await Laptop.open(park, team), await Laptop.open(ina, team)];
    await note(parks, 'honest');
    await parks.carryTo(kims);
    await inas.journal.append('WITNESS', { writer: 'park.laptop', seq: 1, hash: wrong });
    await inas.carryTo(kims);
    expect(kims.peers.doubts()).toMatchObject([{ writer: 'park.laptop', seq: 1, kind: 'witness', why: 'ina.laptop saw another entry with this number' }]);
    const twin = await Laptop.open(park, team);
    await note(twin, 'another story');
    expect(doubtIn(await twin.carryTo(kims))).toMatchObject({ writer: 'park.laptop', kind: 'fork', seq: 1 });
  });
});

describe('damage in our own copy', () => {
  const damaged = async (restarts: boolean, damage: (text: string) => string) => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await note(lees, 'honest one');
    await lees.carryTo(kims);
    const file = join(folderOf(kims, 'lee.laptop'), '000001.jsonl');
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    if (restarts) await kims.restart();
    await note(lees, 'two');
    return { kims, lees };
  };

  it.each([
    ['a byte, found at the next start', true, (text: string) => text.replace('honest one', 'hongst one'), 2],
    ['a byte, under a running console', false, (text: string) => text.replace('honest one', 'hongst one'), 2],
    ['zeros where the last write was', true, (text: string) => `${text}${'\0'.repeat(40)}`, 3],
    ['the first line', true, (text: string) => `x${text}`, 1],
  ])('%s: is no fork of theirs; a copy that holds takes its place, the damaged one is kept', async (_, restarts, damage, seq) => {
    const { kims, lees } = await damaged(restarts, damage);
    const broken = copyAt(kims, 'lee.laptop');
    expect(await lees.carryTo(kims)).toEqual({ kind: 'healed', seq, aside: 'lee.laptop.aside-1' });
    expect([copyAt(kims, 'lee.laptop'), copyAt(kims, 'lee.laptop.aside-1'), kims.peers.doubts()]).toEqual([copyAt(lees, 'lee.laptop'), broken, []]);
    await note(lees, 'three');
    expect(await lees.carryTo(kims)).toEqual({ kind: 'grown', by: 1 });
    expect(readdirSync(join(kims.root, 'journal')).sort()).toEqual(['kim.laptop', 'lee.laptop', 'lee.laptop.aside-1']);
  });

  it.each([
    ['lines', (file: string) => { writeFileSync(file, readFileSync(file, 'utf8').split(/(?<=\n)/)[0] ?? ''); }, 2],
    ['the whole folder', (file: string) => { rmSync(dirname(file), { recursive: true }); }, 1],
  ])('%s that were taken away under a running console come back with a copy that has them, and another one is still a fork', async (_, takeAway, seq) => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await note(lees, 'one');
    const other = await forgedTail('lee.laptop', lees, [], seedSigner('ed25519', seedOf(2)));
    await note(lees, 'two');
    await lees.carryTo(kims);
    takeAway(join(folderOf(kims, 'lee.laptop'), '000001.jsonl'));
    expect(doubtIn(await kims.peers.offer('lee.laptop', other))).toMatchObject({ kind: 'fork', seq: 3 });
    expect(await lees.carryTo(kims)).toEqual({ kind: 'healed', seq, aside: 'lee.laptop.aside-1' });
    expect([copyAt(kims, 'lee.laptop'), kims.peers.doubts()]).toEqual([copyAt(lees, 'lee.laptop'), []]);
  });

  it('a line that was only begun is ended', async () => {
    const { kims, lees } = await damaged(true, (text) => text.slice(0, -30));
    expect(await lees.carryTo(kims)).toEqual({ kind: 'grown', by: 2 });
    expect(copyAt(kims, 'lee.laptop')).toBe(copyAt(lees, 'lee.laptop'));
  });

  it('is not healed by a forger, nor by a copy that has less than what holds', async () => {
    const { kims, lees } = await damaged(false, (text) => text);
    await lees.carryTo(kims);
    const broken = copyAt(kims, 'lee.laptop').replace('honest one', 'hongst one');
    writeFileSync(join(folderOf(kims, 'lee.laptop'), '000001.jsonl'), broken);
    const [first = '', second = ''] = copyAt(lees, 'lee.laptop').split(/(?<=\n)/);
    expect(doubtIn(await kims.peers.offer('lee.laptop', await forgedTail('lee.laptop', null, [])))).toMatchObject({ kind: 'bad', seq: 1 });
    expect(await kims.peers.offer('lee.laptop', new Map([['000001.jsonl', Buffer.from(first + second)]]))).toEqual({ kind: 'behind' });
    expect(copyAt(kims, 'lee.laptop')).toBe(broken);
  });

  it('does not hide a fork: what was read once is remembered', async () => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await note(lees, 'honest one');
    const other = await forgedTail('lee.laptop', lees, [], seedSigner('ed25519', seedOf(2)));
    await note(lees, 'two');
    await lees.carryTo(kims);
    const file = join(folderOf(kims, 'lee.laptop'), '000001.jsonl');
    writeFileSync(file, copyAt(kims, 'lee.laptop').replace('honest one', 'hongst one'));
    expect(doubtIn(await kims.peers.offer('lee.laptop', other))).toMatchObject({ kind: 'fork', seq: 3 });
  });
});

describe('a device that has no listed key', () => {
  it('is read and witnessed as before where its journal lies in the folder', async () => {
    const kims = await Laptop.open(kim, team);
    const guest = await opened(kims.root, { op: 'guest', dev: 'borrowed', signer: seedSigner('session', seedOf(98)), keys: () => [] });
    await guest.append('ALERT-NOTE', { ...disk, text: 'here' });
    await kims.peers.refresh();
    expect(kims.peers.toWitness()).toMatchObject([{ writer: 'guest.borrowed', seq: 2 }]);
    await guest.close();
  });

  it('vouches for its session lines with the first line of a listed key', async () => {
    const [kims, lees] = [await Laptop.open(kim, team), await Laptop.open(lee, team)];
    await lees.journal.close();
    const keys = () => writerKeys(team);
    const without = await opened(lees.root, { op: 'lee', dev: 'laptop', signer: seedSigner('session', seedOf(97)), keys });
    await without.append('ALERT-NOTE', { ...disk, text: 'no keychain today' });
    await without.close();
    await lees.start();
    expect(await lees.carryTo(kims)).toMatchObject({ kind: 'grown' });
    expect([copyAt(kims, 'lee.laptop'), kims.peers.headOf('lee.laptop').seq]).toEqual([copyAt(lees, 'lee.laptop'), lees.journal.status().seq]);
  });
});
