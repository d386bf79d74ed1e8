import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ok } from '../../core/errors';
import { dutyFileSchema, sirenEntrySchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createJournalRepository } from '../../main/adapters/git/journal-repository';
import { openSiren } from '../../main/adapters/sirens/registry';
import { createSystemIds } from '../../main/adapters/system/system-ids';
import { createSystemSchedule } from '../../main/adapters/system/system-schedule';
import { startPretendSiren, type PretendSiren } from '../../main/drill/pretend-siren';
import { hearEscalations } from '../../main/hear-escalations';
import type { Actor } from '../../main/ports/actor';
import { createCaseDesk } from '../../main/services/case-desk';
import { createEscalationDesk, type EscalationDesk } from '../../main/services/escalation-desk';
import { createForeignActs } from '../../main/services/foreign-acts';
import { createSirenDesk, type SirenDesk } from '../../main/services/siren-desk';
import { SyncDesk } from '../../main/services/sync-desk';
import { createUndoBook } from '../../main/services/undo-book';
import { createDriverContext } from '../support/driver-context';
import { HandClock, HandSchedule, tempFolder } from '../support/journal-kit';
import { Laptop, teamOf, type Player } from '../support/laptop';

// Two consoles that know of each other through a bare repository alone, and the sirens of the two people who sit there.
const ready = spawnSync('git', ['--version']).error === undefined;
const players: Player[] = [
  { id: 'kim', byte: 1 },
  { id: 'lee', byte: 2 },
];
const [kim, lee] = players as [Player, Player];
const team = teamOf(players);
const db = { id: 'am/db', caseId: null, title: 'DB down', rule: 'rule 1', since: 0 };
const stops: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Console {
  readonly escalations: EscalationDesk;
  readonly sirens: SirenDesk;
  /** Whatever of the climb is due is done now. */
  tick(): void;
  sync(): Promise<void>;
}

async function openConsole(player: Player, { clock, url, beds }: { readonly clock: HandClock; readonly url: string; readonly beds: readonly PretendSiren[] }): Promise<Console> {
  const laptop = await Laptop.open(player, team, clock);
  const entries = beds.map((bed, at) => sirenEntrySchema.parse({ id: `${players[at]?.id ?? ''}-bed`, owner: players[at]?.id, driver: 'dlink-hnap', config: { url: bed.url, pin: 'secret:pin' } }));
  const duty = dutyFileSchema.parse({ escalation: [{ id: 'default', levels: [{ who: 'on-duty', after: '0s' }, { who: 'next-on-duty', after: '5m' }], repeat: 1, pause: '5m' }] });
  const settings = { timezone: 'UTC', sync: { remotes: [{ id: 'here', url }] } };
  const workspace = { get: () => ({ people: team, sirens: entries, duty, settings }) as unknown as Workspace, onChanged: () => () => undefined };
  const actor: Actor = { me: () => ({ person: player.id, name: player.id, role: 'operator', device: 'laptop', keyId: 'k', publicKey: 'p', signer: 'keychain', vouched: true }), may: () => true };
  const { journal, peers, word } = laptop;
  const ids = createSystemIds();
  const parts = { workspace, journal, clock, actor };
  const resting = new HandSchedule();
  const foreign = createForeignActs({ ...{ workspace, journal, word, clock, schedule: resting }, team: peers });
  const cases = await createCaseDesk({ ...parts, foreign, undos: createUndoBook({ actor, clock, ids }) });
  const context = createDriverContext({ pin: '000042' });
  const sirens = createSirenDesk({ ...parts, ids, schedule: createSystemSchedule(), open: (entry) => openSiren(entry, context, null), duty: () => null, outputs: () => Promise.reject(new Error('silent')) });
  const due = new HandSchedule();
  const escalations = createEscalationDesk({
    ...parts,
    ...{ sirens, schedule: due },
    locale: () => 'en',
    duty: () => ({ now: 'kim', next: 'lee' }),
    ack: () => Promise.resolve(ok(undefined)),
    subject: () => ({ acks: [], over: false }),
  });
  const sync = new SyncDesk({ ...{ workspace, journal, team: peers, shelf: laptop.shelf, clock, schedule: resting }, sync: createJournalRepository(join(tempFolder(), 'team.git')), shares: () => true });
  stops.push(sync.onChanged(foreign.look), hearEscalations(foreign, escalations, cases), () => {
    escalations.close();
    void sirens.close();
    foreign.close();
  });
  await sirens.start();
  await sync.start();
  await escalations.start(Promise.resolve());
  return { escalations, sirens, tick: () => due.tick(), sync: async () => expect(await sync.now()).toMatchObject({ ok: true, value: { remotes: [{ state: 'up' }] } }) };
}

async function two(): Promise<{ readonly clock: HandClock; readonly beds: readonly [PretendSiren, PretendSiren]; readonly kims: Console; readonly lees: Console }> {
  const url = tempFolder();
  execFileSync('git', ['init', '--quiet', '--bare', url], { env: { PATH: process.env['PATH'], HOME: url, GIT_CONFIG_NOSYSTEM: '1' } });
  const clock = new HandClock();
  const beds = [await startPretendSiren({ pin: '000042', now: Date.now }), await startPretendSiren({ pin: '000042', now: Date.now })] as const;
  stops.push(...beds.map((bed) => () => bed.stop()));
  const world = { clock, beds, url: `file://${url}` };
  return { clock, beds, kims: await openConsole(kim, world), lees: await openConsole(lee, world) };
}

const patience = { timeout: 30_000 };

describe.skipIf(!ready && process.env['CI'] === undefined)('two consoles with a bare repository between them', () => {
  it('an ack that the other console heard silences the siren here, and nobody else is rung', async () => {
    const { clock, beds, kims, lees } = await two();
    for (const { escalations, tick } of [kims, lees]) {
      escalations.begin(db);
      tick();
    }
    await expect.poll(() => [beds[0].sounding(), kims.escalations.list()[0]?.tries[0]?.ended?.rung], patience).toEqual([true, true]);
    await kims.sync();
    expect((await lees.escalations.take({ id: db.id })).ok).toBe(true);
    await lees.sync();
    expect(kims.escalations.list()).toMatchObject([{ end: null }]);
    await kims.sync();
    expect(kims.escalations.list()).toMatchObject([{ acks: [{ by: 'lee' }], end: { why: 'acked' } }]);
    await expect.poll(() => beds[0].sounding(), patience).toBe(false);
    const rings = (): number[] => beds.map(({ actions }) => actions.filter((action) => action === 'SetSoundPlay').length);
    const before = rings();
    for (let minutes = 0; minutes < 30; minutes += 1) {
      clock.pass(60_000);
      for (const { tick } of [kims, lees]) tick();
    }
    expect([rings(), before[1]]).toEqual([before, 0]);
  });

  it('who silences their own siren at their own console has it, although the other console rang it', async () => {
    const { clock, beds, kims, lees } = await two();
    kims.escalations.begin(db);
    kims.tick();
    await expect.poll(() => kims.escalations.list()[0]?.tries[0]?.ended?.rung, patience).toBe(true);
    await kims.sirens.silence({ siren: 'kim-bed' });
    // Kim silenced their own: that is an ack, and Lee's console hears of it.
    await kims.sync();
    await lees.sync();
    expect(lees.escalations.list()).toMatchObject([{ acks: [{ by: 'kim' }], end: { why: 'acked' } }]);

    clock.pass(3_600_000);
    const again = { ...db, id: 'am/again', since: clock.now() };
    kims.escalations.begin(again);
    kims.tick();
    await expect.poll(() => beds[0].sounding(), patience).toBe(true);
    clock.pass(5 * 60_000);
    kims.tick();
    await expect.poll(() => [beds[1].sounding(), kims.escalations.list().find(({ id }) => id === again.id)?.tries[1]?.ended?.rung], patience).toEqual([true, true]);
    await kims.sync();
    await lees.sync();
    await lees.sirens.silence({ siren: null });
    await lees.sync();
    await kims.sync();
    expect(kims.escalations.list().find(({ id }) => id === again.id)).toMatchObject({ acks: [{ by: 'lee' }], end: { why: 'acked' } });
  });
});
