import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../core/errors';
import type { Ring, SirenCard } from '../../core/siren/siren';
import { createSignal } from '../../core/signal';
import { dutyFileSchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import { createEscalationDesk } from './escalation-desk';
import type { Subject } from './escalation/subject-of';
import type { Hushed, Rang, RingRequest, Silenced, SirenDesk } from './siren-desk';

const minute = 60_000;
const ladder = [{ id: 'default', levels: [{ who: 'on-duty', after: '0s' }, { who: 'next-on-duty', after: '5m' }], repeat: 1, pause: '5m' }];
const people = ['kim', 'lee', 'box'].map((id) => ({ id, name: id, role: id === 'box' ? 'watcher' : 'operator', timezone: 'Asia/Seoul', sirens: [], devices: [{ id: 'laptop', sign: '' }] }));
const sirenEntries = ['kim', 'lee'].map((owner) => ({ id: `${owner}-bed`, owner, driver: 'x', config: {}, volume: { max: 60 } }));

function scene(options: { person?: string; duty?: object; journal?: ReturnType<typeof createMemoryJournal>; time?: ReturnType<typeof createSimulatedTime> } = {}) {
  const time = options.time ?? createSimulatedTime();
  const journal = options.journal ?? createMemoryJournal(time.clock.now, options.person ?? 'kim');
  const workspace = { root: '/w', settings: { timezone: 'UTC' }, people, sirens: sirenEntries, duty: dutyFileSchema.parse({ escalation: ladder, ...options.duty }) } as unknown as Workspace;
  const rang = createSignal<Rang>();
  const silenced = createSignal<Silenced>();
  const hushed = createSignal<Hushed>();
  const rings: Ring[] = [];
  const state = { asked: [] as RingRequest[], silenced: [] as (string | null)[], outcome: {} as Record<string, Ring['state']>, sounding: false, subject: { acks: [], over: false } as Subject };
  let number = 0;
  const cardOf = (id: string): SirenCard => ({ id, owner: id.slice(0, 3), driver: 'x', title: 'X', state: state.sounding ? 'sounding' : 'quiet', provenAt: 0, since: 0, can: { readBack: true, volume: true, duration: true }, cap: 60, ring: null, problem: null });
  const sirens: Pick<SirenDesk, 'list' | 'rings' | 'ring' | 'hush' | 'read' | 'onRang' | 'onSilenced' | 'onHushed'> = {
    list: () => sirenEntries.map(({ id }) => cardOf(id)),
    rings: () => rings,
    async ring(request) {
      state.asked.push(request);
      number += 1;
      const person = request.to === 'on-duty' ? 'kim' : request.to;
      const ring: Ring = { id: `r${String(number)}`, siren: `${person}-bed`, person, by: 'kim', reason: request.reason, volume: 20, cappedFrom: null, startedAt: time.clock.now(), endsAt: time.clock.now() + 180_000, state: state.outcome[person] ?? 'confirmed', caseId: request.caseId };
      rings.push(ring);
      rang.emit({ request, rings: [ring] });
      return ok({ rings: [ring], act: { en: '', ko: '', undo: null } });
    },
    async hush({ siren }) {
      state.silenced.push(siren);
      for (const [index, ring] of rings.entries()) if (ring.siren === siren) rings[index] = { ...ring, state: 'silencing' };
      return ok({ en: '', ko: '', undo: null });
    },
    read: async ({ siren }) => ok(cardOf(siren)),
    onRang: rang.on,
    onSilenced: silenced.on,
    onHushed: hushed.on,
  };
  const acked: string[] = [];
  const person = options.person ?? 'kim';
  const desk = createEscalationDesk({
    locale: () => 'en',
    workspace: { get: () => workspace, onChanged: () => () => undefined },
    journal,
    sirens: sirens as SirenDesk,
    ...time,
    actor: { me: () => ({ person, name: person, role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => true },
    duty: () => ({ now: 'kim', next: 'lee' }),
    ack: async ({ id }): Promise<Result<void>> => {
      acked.push(id);
      return ok(undefined);
    },
    subject: () => state.subject,
  });
  const said = (): string[] => journal.entries.map(({ code, data }) => `${code.replace('ESCALATION-', '')}${typeof data['to'] === 'string' ? ` ${data['to']}` : ''}${typeof data['why'] === 'string' ? ` ${data['why']}` : ''}`);
  return { desk, time, journal, state, rings, acked, said, ring: sirens.ring, silence: (ring: Ring, by: string) => silenced.emit({ ring, by }), hush: (owner: string, by: string) => hushed.emit({ owner, by }), to: () => state.asked.map(({ to }) => to) };
}

const db = { id: 'am/db', caseId: '2026-11-21/1', title: 'DB down', rule: 'rule 1', since: 0 };
const ready = Promise.resolve();

describe('the climb', () => {
  it('rings who is on duty at once, gently and rising, then the next after five minutes, and goes round again', async () => {
    const { desk, time, state, to, said } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(1_000);
    expect(state.asked).toMatchObject([{ to: 'kim', pattern: 'rising', caseId: db.caseId, reason: 'DB down (rule 1)' }]);
    await time.pass(5 * minute - 2_000);
    expect(to()).toEqual(['kim']);
    expect(desk.list()[0]?.next).toMatchObject({ who: 'lee', level: 1 });
    await time.pass(3_000);
    expect(to()).toEqual(['kim', 'lee']);
    await time.pass(30 * minute);
    expect(to()).toEqual(['kim', 'lee', 'kim', 'lee']);
    expect(said().at(-1)).toBe('END exhausted');
    expect(desk.blind().map(({ problem }) => problem.code)).toEqual(['escalation-unanswered']);
  });

  it('is known to have begun, since a moment, for its alert and for its case', async () => {
    const { desk, time } = scene();
    await desk.start(ready);
    const before = time.clock.now();
    desk.begin(db);
    const asked = [db, { id: 'am/other', caseId: db.caseId }, { id: 'am/other', caseId: null }];
    expect(asked.map((subject) => desk.begunSince(subject, before))).toEqual([true, true, false]);
    expect(desk.begunSince(db, before + 1)).toBe(false);
  });

  it('begins once for one case, whatever of it fires', async () => {
    const { desk, time, to } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    desk.begin({ ...db, id: 'am/db2' });
    await time.pass(10_000);
    expect(to()).toEqual(['kim']);
    expect(desk.list()).toHaveLength(1);
  });

  it('is stopped by an ack within a second: what sounds for it is silenced, nobody else is rung', async () => {
    const { desk, time, state, to, said } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    state.subject = { acks: [{ by: 'lee', at: time.clock.now() }], over: false };
    await time.pass(1_000);
    expect(said().slice(-2)).toEqual(['ACK', 'END acked']);
    expect(state.silenced).toEqual(['kim-bed']);
    await time.pass(30 * minute);
    expect(to()).toEqual(['kim']);
  });

  it('is stopped by an ack that another console heard, once its journal came round', async () => {
    const { desk, time, state, to, said } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    desk.hear({ at: time.clock.now(), writer: 'lee.laptop', code: 'ESCALATION-ACK', data: { escalation: db.id, title: db.title, case: db.caseId, by: 'lee' } });
    expect([said().at(-1), state.silenced]).toEqual(['END acked', ['kim-bed']]);
    await time.pass(30 * minute);
    expect(to()).toEqual(['kim']);
  });

  it('does not let an old journal silence a ring that began after what it tells of', async () => {
    const { desk, time, state, ring, rings } = scene();
    await desk.start(ready);
    await time.pass(20 * minute);
    await ring({ to: 'kim', reason: 'again', volume: 20, seconds: 60, caseId: db.caseId });
    const old = { escalation: db.id, title: db.title, case: db.caseId };
    const at = time.clock.now() - 10 * minute;
    desk.hear({ at, writer: 'lee.laptop', code: 'ESCALATION-BEGIN', data: { ...old, rule: 'x', firing: 'y' } });
    desk.hear({ at: at + 1, writer: 'lee.laptop', code: 'ESCALATION-ACK', data: { ...old, by: 'kim' } });
    desk.hear({ at: at + 2, writer: 'lee.laptop', code: 'ESCALATION-END', data: { ...old, why: 'acked' } });
    await time.pass(10 * minute);
    // Nobody is rung for what its own journal says is over, and the ring of now sounds on.
    expect([rings.length, state.silenced]).toEqual([1, []]);
  });

  it('leaves a level to another console that rang it meanwhile, and hears of it twice without harm', async () => {
    const { desk, time, to } = scene({ person: 'lee' });
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    const about = { escalation: db.id, title: db.title, case: db.caseId, round: 0, level: 0, to: 'kim' };
    for (const code of ['ESCALATION-TRY', 'ESCALATION-RUNG', 'ESCALATION-RUNG']) desk.hear({ at: time.clock.now(), writer: 'kim.laptop', code, data: about });
    await time.pass(4 * minute);
    expect(to()).toEqual([]);
  });

  it('is stopped by silencing one’s own siren that another console rang, whichever is known first, and by nobody else’s', async () => {
    const rung = (at: number) => ({ at, writer: 'kim.laptop', data: { escalation: db.id, title: db.title, case: db.caseId, round: 0, level: 1, to: 'lee' } });
    for (const first of ['ring', 'silence']) {
      const { desk, time, said, acked, hush } = scene({ person: 'lee' });
      await desk.start(ready);
      await time.pass(10_000);
      desk.begin(db);
      await time.pass(5_000);
      const hear = (): void => {
        for (const code of ['ESCALATION-TRY', 'ESCALATION-RUNG']) desk.hear({ ...rung(time.clock.now() - 2_000), code });
      };
      // Somebody tried a siren, or silenced another's: nobody has it.
      hush('lee', 'lee');
      hush('kim', 'lee');
      await time.pass(5_000);
      if (first === 'ring') hear();
      expect(said().filter((each) => each.startsWith('ACK'))).toEqual([]);
      hush('lee', 'lee');
      if (first === 'silence') hear();
      expect([said().slice(-2), acked]).toEqual([['ACK', 'END acked'], [db.id]]);
    }
  });

  it('is stopped by silencing a ring that was meant for oneself, and that one is not silenced twice', async () => {
    const { desk, time, state, rings, acked, silence, to } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin({ ...db, caseId: null, rule: 'unmatched-after' });
    await time.pass(2_000);
    const [ring] = rings;
    if (ring === undefined) throw new Error('not rung');
    rings[0] = { ...ring, state: 'silencing' };
    silence(ring, 'kim');
    await time.pass(30 * minute);
    expect([to(), state.silenced]).toEqual([['kim'], []]);
    // The list says who has it, also of an alert that no rule knows and that has no case.
    expect(acked).toEqual(['am/db']);
    expect(desk.blind()).toEqual([]);
  });

  it('knows which rings are its own: none for the same case that began after it was over', async () => {
    const { desk, time, ring, rings } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    await desk.stop({ id: db.id });
    await time.pass(60 * minute);
    await ring({ to: 'lee', reason: 'look at this', volume: 20, seconds: 10, caseId: db.caseId });
    expect(rings.map((each) => desk.concerns(each))).toEqual([true, false]);
  });

  it('is not needed: silencing one’s own ring for a case acks what fires of it, and nobody else’s does', async () => {
    const { desk, time, ring, rings, acked, silence } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    await ring({ to: 'kim', reason: 'look at this', volume: 20, seconds: 10, caseId: '2026-11-21/1' });
    const [mine] = rings;
    if (mine === undefined) throw new Error('not rung');
    silence(mine, 'lee');
    expect(acked).toEqual([]);
    silence(mine, 'kim');
    expect(acked).toEqual(['2026-11-21/1']);
  });

  it('goes on where somebody else silenced it: that is no ack', async () => {
    const { desk, time, rings, silence, to } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    if (rings[0] !== undefined) silence(rings[0], 'lee');
    await time.pass(6 * minute);
    expect(to()).toEqual(['kim', 'lee']);
  });

  it('wants two where the policy says so, and rings on until the second has it', async () => {
    const { desk, time, state, to } = scene({ duty: { escalation: [{ ...ladder[0], acks: 2 }] } });
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    state.subject = { acks: [{ by: 'kim', at: time.clock.now() }], over: false };
    await time.pass(6 * minute);
    expect(to()).toEqual(['kim', 'lee']);
    state.subject = { acks: [{ by: 'lee', at: time.clock.now() }], over: false };
    await time.pass(30 * minute);
    expect(to()).toEqual(['kim', 'lee']);
  });

  it('tells whom it left out and why, and goes on to the next at once', async () => {
    const { desk, time, to, journal } = scene({ duty: { away: [{ who: 'kim', from: '2026-11-20', to: '2026-11-22', why: 'on holiday' }] } });
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(1_000);
    expect(to()).toEqual(['lee']);
    const left = journal.entries.find(({ code }) => code === 'ESCALATION-NOT-RUNG');
    expect(left?.data).toMatchObject({ to: 'kim', why: 'escalation-away', detail: '2026-11-23', failure: { values: { why: 'on holiday' } } });
  });

  it('rings who is away all the same, once a whole round reached nobody, and says in a banner that it reaches nobody', async () => {
    const { desk, time, state, to } = scene({ duty: { away: [{ who: 'kim', from: '2026-11-20', to: '2026-11-22' }] } });
    state.outcome = { lee: 'failed' };
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(10_000);
    expect(desk.blind().map(({ problem }) => problem.code)).toEqual(['escalation-in-vain']);
    await time.pass(65_000);
    expect(to()).toEqual(['lee', 'kim']);
    expect(desk.blind()).toEqual([]);
  });

  it('leaves an unknown ring of a siren that can be read for what it is: not a person who was woken', async () => {
    const { desk, time, state, to } = scene();
    state.outcome = { kim: 'unknown' };
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    expect(to()).toEqual(['kim', 'lee']);
  });
});

describe('an ack that lapsed', () => {
  it('has somebody found anew for the same firing', async () => {
    const { desk, time, to } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    await desk.stop({ id: db.id });
    await time.pass(minute);
    desk.begin(db);
    await time.pass(2_000);
    expect(to()).toEqual(['kim', 'kim']);
  });
});

describe('several consoles', () => {
  it('wait their turn: the second half a minute, and it reads the siren first', async () => {
    const { desk, time, state, to, said } = scene({ person: 'lee' });
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(29_000);
    expect(to()).toEqual([]);
    state.sounding = true;
    await time.pass(3_000);
    expect(to()).toEqual([]);
    expect(said().slice(-2)).toEqual(['TRY kim', 'RUNG kim']);
  });

  it('say so when they ring without having heard of the others', async () => {
    const { desk, time, state, said } = scene({ person: 'box' });
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(62_000);
    expect(said()).toContain('TAKEOVER kim');
    expect(state.asked[0]?.reason).toContain('could not be known');
  });
});

describe('a desk that was opened for the length of a command', () => {
  it('rings nobody in passing, whatever it finds due', async () => {
    const { desk, time, to } = scene();
    await desk.start(ready);
    desk.begin(db);
    await time.pass(9_000);
    desk.close();
    await time.pass(minute);
    expect(to()).toEqual([]);
  });
});

describe('a restart', () => {
  it('goes on where it was: nobody is rung anew, the next level comes when it was due', async () => {
    const time = createSimulatedTime();
    const first = scene({ time });
    await first.desk.start(ready);
    await time.pass(10_000);
    first.desk.begin(db);
    await time.pass(minute);
    first.desk.close();
    const second = scene({ time, journal: first.journal });
    await second.desk.start(ready);
    await time.pass(3 * minute);
    expect(second.to()).toEqual([]);
    await time.pass(minute + 5_000);
    expect(second.to()).toEqual(['lee']);
  });

  it('does not go on with what was acked, stopped or over', async () => {
    const time = createSimulatedTime();
    const first = scene({ time });
    await first.desk.start(ready);
    await time.pass(10_000);
    first.desk.begin(db);
    await time.pass(minute);
    expect((await first.desk.stop({ id: db.id })).ok).toBe(true);
    first.desk.close();
    const second = scene({ time, journal: first.journal });
    await second.desk.start(ready);
    await time.pass(30 * minute);
    expect(second.to()).toEqual([]);
    expect((await second.desk.stop({ id: db.id })).ok).toBe(false);
  });
});

describe('a person', () => {
  it('who rings on-duty for a case starts the ladder with that ring', async () => {
    const { desk, time, to, said, ring } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    await ring({ to: 'on-duty', reason: 'DB down', volume: 20, seconds: 10, caseId: db.caseId });
    await time.pass(minute);
    expect([to(), said()]).toEqual([['on-duty'], ['BEGIN', 'TRY kim', 'RUNG kim']]);
    await time.pass(5 * minute);
    expect(to()).toEqual(['on-duty', 'lee']);
  });

  it('takes it: their alerts are acknowledged, the sirens silenced at once', async () => {
    const { desk, time, acked, state, said } = scene();
    await desk.start(ready);
    await time.pass(10_000);
    desk.begin(db);
    await time.pass(2_000);
    const taken = await desk.take({ id: db.id });
    expect(taken.ok && taken.value.en).toBe('You have DB down');
    expect([acked, state.silenced, said().at(-1)]).toEqual([['am/db'], ['kim-bed'], 'END acked']);
  });
});
