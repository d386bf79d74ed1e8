import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import type { SirenCard } from '../../core/siren/siren';
import { sirenEntrySchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import { withOwnSource } from './own-source';
import { createProofDesk } from './proof-desk';
import type { SirenDesk } from './siren-desk';

const hour = 3_600_000;
/** A Saturday, 13:00 in Seoul. */
const start = Date.parse('2026-11-21T04:00:00Z');
const card = (state: SirenCard['state']): SirenCard => ({ id: 'kim-bed', owner: 'kim', driver: 'x', title: 'X', state, provenAt: null, since: 0, can: { readBack: true, volume: true, duration: true }, cap: 60, ring: null, problem: null });

function scene(options: { person?: string; from?: number; journal?: ReturnType<typeof createMemoryJournal> } = {}) {
  const time = createSimulatedTime(options.from ?? start);
  const journal = options.journal ?? createMemoryJournal(time.clock.now);
  const entry = sirenEntrySchema.parse({ id: 'kim-bed', owner: 'kim', driver: 'x', proof: { at: '14:00', audible: 'saturday' } });
  const workspace = { root: '/w', settings: { timezone: 'UTC', sources: [] }, people: [{ id: 'kim', timezone: 'Asia/Seoul' }], sirens: [entry] } as unknown as Workspace;
  const state = { reads: 0, tests: 0, seen: 'quiet' as SirenCard['state'], test: ok('sounding') as Result<'sounding' | 'quiet' | 'unknown'> };
  const sirens: Pick<SirenDesk, 'list' | 'read' | 'prove'> = {
    list: () => [card(state.seen)],
    read: async () => {
      state.reads += 1;
      return ok(card(state.seen));
    },
    prove: async () => {
      state.tests += 1;
      return state.test;
    },
  };
  const current = { get: () => workspace, onChanged: () => () => undefined };
  const desk = createProofDesk({
    workspace: current,
    sirens: sirens as SirenDesk,
    journal,
    actor: { me: () => ({ person: options.person ?? 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => true },
    ...time,
  });
  const alerts = async () => {
    const polled = await desk.source.poll(new AbortController().signal);
    return polled.ok ? polled.value.alerts : [];
  };
  return { desk, time, journal, state, alerts, current, proofs: () => journal.entries.filter(({ code }) => code === 'SIREN-PROOF').map(({ data }) => `${String(data['kind'])} ${String(data['outcome'])}`) };
}

describe('the proof of a siren', () => {
  it('is daily and silent, weekly with a sound at the hour its owner chose, each once', async () => {
    const { desk, time, state, proofs } = scene();
    await desk.start();
    await time.pass(2 * hour);
    expect(proofs()).toEqual(['silent ok', 'audible ok', 'silent ok']);
    await time.pass(24 * hour);
    expect([state.reads, state.tests]).toEqual([3, 1]);
    expect(desk.cards([card('quiet')])[0]?.proof?.audibleAt).toBe(start + hour);
  });

  it('leaves the sound to the console of its owner', async () => {
    const { desk, time, state } = scene({ person: 'lee' });
    await desk.start();
    await time.pass(2 * hour);
    expect([state.reads, state.tests]).toEqual([2, 0]);
  });

  it('becomes an alert where it fails, and ends it once it succeeds', async () => {
    const { desk, time, state, alerts, current } = scene();
    const told: number[] = [];
    const seen = withOwnSource(current, desk);
    seen.onChanged(({ settings }) => told.push(settings.sources.length));
    expect(seen.get().settings.sources).toEqual([]);
    await desk.start();
    await time.pass(60_000);
    expect(await alerts()).toEqual([]);
    state.seen = 'unreachable';
    await time.pass(25 * hour);
    expect(told).toEqual([1]);
    expect((await alerts()).map(({ labels }) => [labels['alertname'], labels['siren'], labels['proof']])).toEqual([['SirenNotProven', 'kim-bed', 'silent']]);
    state.seen = 'quiet';
    await time.pass(700_000);
    expect(await alerts()).toEqual([]);
  });

  it('is not taken for granted where the device took the command and stayed quiet', async () => {
    const { desk, time, state, alerts } = scene();
    state.test = ok('quiet');
    await desk.start();
    await time.pass(2 * hour);
    expect((await alerts())[0]?.annotations['reason']).toBe('ring-not-sounding');
    state.test = fail('siren-missing', { to: 'x' });
    await time.pass(7 * 24 * hour);
    expect((await alerts())[0]?.annotations['reason']).toBe('siren-missing');
  });

  it('is missed where its hour passed while nobody who may make it was there; a restart remembers', async () => {
    const first = scene({ person: 'lee' });
    await first.desk.start();
    await first.time.pass(60_000);
    expect(await first.alerts()).toEqual([]);
    const later = scene({ person: 'kim', from: start + 5 * hour, journal: first.journal });
    await later.desk.start();
    await later.time.pass(60_000);
    expect((await later.alerts())[0]?.annotations['reason']).toBe('missed');
    expect(later.state.tests).toBe(0);
  });
});
