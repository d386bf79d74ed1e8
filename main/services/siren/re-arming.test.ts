import { describe, expect, it } from 'vitest';
import { ok } from '../../../core/errors';
import { createSignal } from '../../../core/signal';
import type { Ring, SirenCard } from '../../../core/siren/siren';
import { createMemoryJournal } from '../../../tests/support/memory-journal';
import { createSimulatedTime } from '../../../tests/support/simulated-time';
import type { Actor } from '../../ports/actor';
import type { Hushed, Rang, RingRequest, Silenced } from '../siren-desk';
import { createReArming } from './re-arming';

const minute = 60_000;

function scene(options: { journal?: ReturnType<typeof createMemoryJournal>; time?: ReturnType<typeof createSimulatedTime>; may?: boolean } = {}) {
  const time = options.time ?? createSimulatedTime();
  const journal = options.journal ?? createMemoryJournal(time.clock.now);
  const silenced = createSignal<Silenced>();
  const hushed = createSignal<Hushed>();
  const rang = createSignal<Rang>();
  const state = { climbs: false, owned: false, rung: [] as RingRequest[], notices: [] as string[] };
  const actor: Actor = { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => options.may ?? true };
  const ring: Ring = { id: 'r1', siren: 'lee-bed', person: 'lee', by: 'kim', reason: 'db is down', volume: 30, cappedFrom: null, startedAt: time.clock.now() - 2_000, endsAt: time.clock.now() + 18_000, state: 'confirmed', caseId: 'c1' };
  const desk = createReArming({
    ...{ journal, actor, clock: time.clock, schedule: time.schedule, locale: () => 'en' as const },
    sirens: {
      ring: async (request) => {
        state.rung.push(request);
        rang.emit({ request, rings: [ring] });
        return ok({ rings: [ring], act: { en: '', ko: '', undo: null } });
      },
      ...{ onSilenced: silenced.on, onHushed: hushed.on, onRang: rang.on },
    },
    notifier: { available: true, why: null, notify: ({ title }) => state.notices.push(title) },
    climbs: () => state.climbs,
    owned: () => state.owned,
  });
  const again = () => desk.cards([{ id: 'lee-bed' } as SirenCard])[0]?.again ?? null;
  return { desk, time, journal, state, ring, silenced, hushed, rang, again, codes: () => journal.entries.map(({ code, data }) => `${code} ${typeof data['why'] === 'string' ? data['why'] : ''}`.trim()) };
}

describe('silencing somebody else’s ring (decisions 29)', () => {
  it('ends after five minutes: it sounds again as it did, is counted down and said a minute before', async () => {
    const { desk, time, state, ring, silenced, again, codes } = scene();
    await desk.start();
    silenced.emit({ ring, by: 'kim' });
    expect(again()).toEqual({ at: time.clock.now() + 5 * minute, reason: 'db is down' });
    await time.pass(4 * minute - 1);
    expect(state.notices).toEqual([]);
    await time.pass(2);
    expect(state.notices).toEqual(['lee-bed rings again in a minute']);
    await time.pass(minute);
    expect(state.rung).toEqual([{ to: 'lee-bed', reason: 'db is down', volume: 30, seconds: 20, caseId: 'c1', askedAt: expect.any(Number) as number }]);
    expect([again(), codes()]).toEqual([null, ['SIREN-REARMED', 'SIREN-REARM-OVER due']]);
    await time.pass(20 * minute);
    expect(state.rung).toHaveLength(1);
  });

  it.each([
    ['whoever was rung silenced it themselves', (of: ReturnType<typeof scene>) => { of.silenced.emit({ ring: of.ring, by: 'lee' }); }],
    ['an escalation goes on by itself', (of: ReturnType<typeof scene>) => { of.state.climbs = true; of.silenced.emit({ ring: of.ring, by: 'kim' }); }],
    ['somebody has its case', (of: ReturnType<typeof scene>) => { of.state.owned = true; of.silenced.emit({ ring: of.ring, by: 'kim' }); }],
  ])('never sounds again where %s', async (_why, act) => {
    const of = scene();
    await of.desk.start();
    act(of);
    await of.time.pass(10 * minute);
    expect([of.state.rung, of.codes(), of.again()]).toEqual([[], [], null]);
  });

  it.each([
    ['acked', 'an ack of its case', (of: ReturnType<typeof scene>) => { of.state.owned = true; }],
    ['owner', 'its owner’s silence here', (of: ReturnType<typeof scene>) => { of.hushed.emit({ owner: 'lee', by: 'lee' }); }],
    ['owner', 'its owner’s silence on another console', (of: ReturnType<typeof scene>) => { of.desk.hear({ writer: 'lee.phone', at: of.time.clock.now(), code: 'SIREN-SILENCE', data: { siren: 'lee-bed', ring: null } }); }],
    ['decided', 'a person’s decision', (of: ReturnType<typeof scene>) => { void of.desk.letBe({ siren: 'lee-bed' }); }],
    ['rang', 'another ring', (of: ReturnType<typeof scene>) => { of.rang.emit({ request: {} as RingRequest, rings: [of.ring] }); }],
  ])('does not sound again (%s) after %s', async (why, _what, act) => {
    const of = scene();
    await of.desk.start();
    of.silenced.emit({ ring: of.ring, by: 'kim' });
    await of.time.pass(minute);
    act(of);
    await of.time.pass(10 * minute);
    expect([of.state.rung, of.codes(), of.again()]).toEqual([[], ['SIREN-REARMED', `SIREN-REARM-OVER ${why}`], null]);
  });

  it('is not ended by what somebody else silences, or what its owner silenced before', async () => {
    const of = scene();
    await of.desk.start();
    of.silenced.emit({ ring: of.ring, by: 'kim' });
    of.hushed.emit({ owner: 'lee', by: 'kim' });
    of.desk.hear({ writer: 'park.laptop', at: of.time.clock.now(), code: 'SIREN-SILENCE', data: { siren: 'lee-bed', ring: null } });
    of.desk.hear({ writer: 'lee.phone', at: of.time.clock.now() - minute, code: 'SIREN-SILENCE', data: { siren: 'lee-bed', ring: null } });
    await of.time.pass(6 * minute);
    expect(of.state.rung).toHaveLength(1);
  });

  it('comes at its time after a restart too, and once', async () => {
    const first = scene();
    await first.desk.start();
    first.silenced.emit({ ring: first.ring, by: 'kim' });
    await first.time.pass(minute);
    first.desk.close();
    await first.time.pass(minute);
    const second = scene({ journal: first.journal, time: first.time });
    await second.desk.start();
    await second.time.pass(3 * minute - 1);
    expect(second.state.rung).toEqual([]);
    await second.time.pass(2);
    expect([first.state.rung.length, second.state.rung.length]).toEqual([0, 1]);
    second.desk.close();
    const third = scene({ journal: first.journal, time: first.time });
    await third.desk.start();
    await third.time.pass(10 * minute);
    expect(third.state.rung).toEqual([]);
  });

  it('is for whoever may triage to take back, and only where there is something', async () => {
    const { desk, silenced, ring } = scene({ may: false });
    await desk.start();
    silenced.emit({ ring, by: 'kim' });
    expect(await desk.letBe({ siren: 'lee-bed' })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(await scene().desk.letBe({ siren: 'bed' })).toMatchObject({ ok: false, error: { code: 'rearm-none' } });
  });
});
