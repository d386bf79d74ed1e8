import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import { createSignal } from '../../core/signal';
import type { Ring, SirenCard } from '../../core/siren/siren';
import { dutyFileSchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { Beat } from '../ports/beats';
import type { RingRequest } from './siren-desk';
import { createWatchDesk } from './watch-desk';

const minute = 60_000;

function scene(options: { role?: 'watcher' | 'operator'; watchman?: object | null; journal?: ReturnType<typeof createMemoryJournal>; time?: ReturnType<typeof createSimulatedTime> } = {}) {
  const time = options.time ?? createSimulatedTime();
  const role = options.role ?? 'watcher';
  const person = role === 'watcher' ? 'box' : 'kim';
  const journal = options.journal ?? createMemoryJournal(time.clock.now, person);
  const people = ['kim', 'lee', 'box'].map((id) => ({ id, name: id, role: id === 'box' ? 'watcher' : 'operator', timezone: 'UTC', ...(id === 'kim' ? { language: 'ko' } : {}), sirens: [], devices: [{ id: 'laptop', sign: '' }] }));
  const duty = dutyFileSchema.parse(options.watchman === null ? {} : { watchman: options.watchman ?? { after: '45m' } });
  const workspace = { people, sirens: [{ id: 'bed', owner: 'kim' }], duty } as unknown as Workspace;
  const heard = createSignal<Beat>();
  const state = { rings: [] as RingRequest[], reached: true, sirens: true, ringState: 'confirmed' as Ring['state'], readBack: true, beats: 0 };
  const desk = createWatchDesk({
    ...{ journal, clock: time.clock, schedule: time.schedule },
    workspace: { get: () => workspace, onChanged: () => () => undefined },
    beats: [{ beat: () => (state.beats += 1), onBeat: heard.on }],
    sirens: {
      list: () => [{ id: 'bed', can: { readBack: state.readBack, volume: true, duration: true } } as SirenCard],
      ring: async (request) => {
        state.rings.push(request);
        return state.sirens ? ok({ rings: [{ siren: 'bed', state: state.ringState } as Ring], act: { en: '', ko: '', undo: null } }) : fail('siren-nobody-on-duty', {});
      },
    },
    actor: { me: () => ({ person, name: person, role, device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => true },
    duty: () => null,
    locale: () => 'en',
    reachedAt: () => (state.reached ? time.clock.now() : null),
  });
  const hear = (writer: string, at = time.clock.now()): void => {
    heard.emit({ writer, at });
  };
  return { desk, time, state, journal, hear, codes: () => journal.entries.map(({ code }) => code), said: () => desk.blind().map(({ problem, name }) => `${problem.code} ${name}`) };
}

describe('a watcher', () => {
  it('says why in the language of whom it rings', async () => {
    const { desk, time, state } = scene({ watchman: { after: '45m', ring: 'kim' } });
    await desk.start();
    await time.pass(50 * minute);
    expect(state.rings).toMatchObject([{ to: 'kim', reason: '45분 동안 켜진 콘솔이 없습니다. 아무도 지켜보고 있지 않습니다' }]);
  });

  it('is known to run for the time of its sign of life, whoever listens for the first ten minutes knows nothing, and consoles count for a day', async () => {
    const { desk, time, hear } = scene({ role: 'operator' });
    await desk.start();
    hear('box.laptop');
    await time.pass(9 * minute);
    expect(desk.known()).toBe(null);
    await time.pass(minute);
    expect(desk.known()).toEqual({ watcher: true, heard: new Set(['kim']) });
    hear('lee.laptop');
    await time.pass(40 * minute);
    expect(desk.known()).toEqual({ watcher: false, heard: new Set(['lee', 'kim']) });
    await time.pass(24 * 60 * minute);
    expect(desk.known()?.heard).toEqual(new Set(['kim']));
    const box = scene();
    await box.desk.start();
    await box.time.pass(10 * minute);
    expect(box.desk.known()?.watcher).toBe(true);
  });

  it('rings once where no console gave a sign of life, and again only after one did', async () => {
    const { desk, time, state, hear, codes } = scene();
    await desk.start();
    await time.pass(40 * minute);
    expect(state.rings).toEqual([]);
    await time.pass(10 * minute);
    expect(state.rings).toMatchObject([{ to: 'on-duty', pattern: 'rising', reason: expect.stringContaining('No console has been seen') as string }]);
    await time.pass(300 * minute);
    expect([state.rings.length, desk.blind().map(({ id }) => id)]).toEqual([1, ['watch-alone']]);
    hear('kim.laptop');
    await time.pass(2 * minute);
    expect(desk.blind()).toEqual([]);
    await time.pass(50 * minute);
    expect(state.rings).toHaveLength(2);
    expect(codes()).toEqual(['WATCH-ALONE', 'WATCH-RANG', 'WATCH-HEARD', 'WATCH-ALONE', 'WATCH-RANG']);
  });

  it('tries again where nobody could be rung, until somebody was', async () => {
    const { desk, time, state, codes } = scene();
    state.sirens = false;
    await desk.start();
    await time.pass(62 * minute);
    expect(state.rings.length).toBeGreaterThan(2);
    state.sirens = true;
    await time.pass(6 * minute);
    const { length } = state.rings;
    await time.pass(60 * minute);
    expect([state.rings.length, codes()]).toEqual([length, ['WATCH-ALONE', 'WATCH-RANG']]);
  });

  it('rings after a restart where its rings before it reached nobody, and not where one did', async () => {
    const first = scene();
    first.state.sirens = false;
    await first.desk.start();
    await first.time.pass(50 * minute);
    first.desk.close();
    expect(first.state.rings.length).toBeGreaterThan(0);
    const second = scene({ journal: first.journal, time: first.time });
    await second.desk.start();
    await second.time.pass(60 * minute);
    second.desk.close();
    expect(second.state.rings).toHaveLength(1);
    const third = scene({ journal: first.journal, time: first.time });
    await third.desk.start();
    await third.time.pass(60 * minute);
    expect(third.state.rings).toEqual([]);
    expect(third.codes()).toEqual(['WATCH-ALONE', 'WATCH-RANG']);
  });

  it.each([
    [true, 2],
    [false, 1],
  ])('does not call a siren that may never have sounded rung where it could say so (%s)', async (readBack, atLeast) => {
    const { desk, time, state } = scene();
    Object.assign(state, { ringState: 'unknown', readBack });
    await desk.start();
    await time.pass(62 * minute);
    expect(Math.min(state.rings.length, 2)).toBe(atLeast);
  });

  it('stays quiet while any console is alive, and counts no clock that is ahead', async () => {
    const { desk, time, state, hear } = scene();
    await desk.start();
    for (let turn = 0; turn < 20; turn += 1) {
      hear(turn % 2 === 0 ? 'kim.laptop' : 'lee.laptop');
      await time.pass(15 * minute);
    }
    expect(state.rings).toEqual([]);
    hear('kim.laptop', time.clock.now() + 1_000 * minute);
    await time.pass(50 * minute);
    expect(state.rings).toHaveLength(1);
  });

  it('rings for nobody on a guess: cut off, it says that it cannot know', async () => {
    const { desk, time, state, said } = scene();
    state.reached = false;
    await desk.start();
    await time.pass(100 * minute);
    expect([state.rings, said()]).toEqual([[], ['watch-cut-off watch']]);
  });

  it('does not ring for the same silence again after a restart', async () => {
    const first = scene();
    await first.desk.start();
    await first.time.pass(60 * minute);
    first.desk.close();
    const again = scene({ journal: first.journal, time: first.time });
    await again.desk.start();
    await again.time.pass(200 * minute);
    expect([first.state.rings.length, again.state.rings.length]).toEqual([1, 0]);
  });
});

describe('a console', () => {
  it('says which watcher is silent, and when it is heard again; it rings nobody', async () => {
    const { desk, time, state, hear, said, codes } = scene({ role: 'operator' });
    await desk.start();
    await time.pass(60 * minute);
    expect([said(), state.rings]).toEqual([['watch-silent box.laptop'], []]);
    hear('box.laptop');
    await time.pass(minute);
    expect([said(), codes()]).toEqual([[], ['WATCH-SILENT', 'WATCH-HEARD']]);
    expect(state.beats).toBeGreaterThan(3);
  });

  it('that slept listens anew before it says anything of anybody', async () => {
    const { desk, time, hear, said } = scene({ role: 'operator' });
    await desk.start();
    hear('box.laptop');
    await time.pass(10 * minute);
    time.jump(600 * minute);
    await time.pass(40 * minute);
    expect(said()).toEqual([]);
    await time.pass(10 * minute);
    expect(said()).toEqual(['watch-silent box.laptop']);
  });

  it('neither beats nor watches where duty.yaml names no watchman', async () => {
    const { desk, time, state, said } = scene({ watchman: null });
    await desk.start();
    await time.pass(500 * minute);
    expect([state.beats, state.rings, said()]).toEqual([0, [], []]);
  });
});
