import { describe, expect, it } from 'vitest';
import { failure, ok, type Failure } from '../../core/errors';
import type { Duty } from '../../core/shift/shift';
import type { SirenCard, SirenState } from '../../core/siren/siren';
import { dutyFileSchema, type OverrideEntry } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import { createShiftDesk } from './shift-desk';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function scene(options: { journal?: ReturnType<typeof createMemoryJournal>; time?: ReturnType<typeof createSimulatedTime>; gapIn?: number; may?: boolean } = {}) {
  const time = options.time ?? createSimulatedTime();
  const began = time.clock.now();
  const journal = options.journal ?? createMemoryJournal(time.clock.now);
  const people = ['kim', 'lee'].map((id) => ({ id, name: id, role: 'operator', timezone: 'Asia/Seoul', sirens: [], devices: [], contacts: { phone: '+82 10' } }));
  const workspace = { root: '/w', settings: { timezone: 'UTC' }, people, sirens: [{ id: 'bed', owner: 'kim', driver: 'x', config: {}, volume: { max: 60 } }], duty: dutyFileSchema.parse({}) } as unknown as Workspace;
  const gapAt = began + (options.gapIn ?? 40 * day);
  const state = { siren: 'quiet' as SirenState, problem: null as Failure | null, written: [] as OverrideEntry[], notices: [] as string[], shown: [] as Duty['upcoming'] };
  const now = { person: 'lee', summary: 'Lee', from: began - hour, to: began + 3 * hour, feed: 'main' };
  const view = (): Duty => ({ now, next: null, upcoming: state.shown, gaps: [{ from: gapAt, to: gapAt + hour }], overlaps: [], feeds: [], timezone: 'UTC' });
  const desk = createShiftDesk({
    ...{ journal, clock: time.clock, schedule: time.schedule, locale: () => 'en' as const },
    workspace: { get: () => workspace, onChanged: () => () => undefined },
    files: {
      addOverride: async (_, entry) => {
        state.written.push(entry);
        return ok(undefined);
      },
    },
    duty: { view },
    sirens: () => [{ id: 'bed', owner: 'kim', state: state.siren, problem: state.problem, can: { readBack: true, volume: true, duration: true } } as SirenCard],
    actor: { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => options.may ?? true },
    notifier: { available: true, why: null, notify: ({ title }) => state.notices.push(title) },
  });
  return { desk, time, journal, state, began, codes: () => journal.entries.map(({ code, data }) => `${code}${typeof data['ahead'] === 'string' ? ` ${data['ahead']}` : ''}`) };
}

describe('warnings', () => {
  it('come a week, a day and an hour ahead, each once, also after a restart, and are a banner from a day ahead', async () => {
    const first = scene({ gapIn: 8 * day });
    await first.desk.start();
    await first.time.pass(hour);
    expect(first.codes()).toEqual([]);
    await first.time.pass(day);
    expect([first.codes(), first.desk.blind()]).toEqual([['DUTY-WARNING week'], []]);
    expect(first.state.notices).toEqual(['Nobody is on call from 2026-11-29 17:10 to 2026-11-29 18:10.']);
    first.desk.close();
    const left = 8 * day - (first.time.clock.now() - first.began);
    const again = scene({ journal: first.journal, time: first.time, gapIn: left });
    await again.desk.start();
    await again.time.pass(hour);
    expect(again.state.notices).toEqual([]);
    await again.time.pass(left - hour - 2 * minute);
    expect(again.codes()).toEqual(['DUTY-WARNING week', 'DUTY-WARNING day', 'DUTY-WARNING hour']);
    expect(again.desk.blind()).toMatchObject([{ kind: 'calendar', problem: { code: 'duty-warning-gap' } }]);
    await again.time.pass(5 * minute);
    expect(again.desk.blind()).toEqual([]);
  });

  it('name who is on call and cannot be woken, until their siren answers and somebody got through', async () => {
    const { desk, state, began } = scene();
    state.shown = [{ person: 'kim', summary: '', from: began + hour, to: began + 9 * hour, feed: 'main' }];
    state.siren = 'unknown';
    // Not asked yet: nobody knows that anything is wrong.
    expect(desk.warnings().map(({ kind }) => kind)).toEqual(['untried']);
    state.siren = 'unreachable';
    state.problem = failure('siren-unreachable', { url: 'x', why: 'y' });
    expect(desk.warnings().map(({ kind }) => kind)).toEqual(['siren-down', 'untried']);
    state.siren = 'quiet';
    expect((await desk.tried({ person: 'kim', way: 'phone', reached: false, note: '' })).ok).toBe(true);
    expect(desk.warnings().map(({ kind }) => kind)).toEqual(['untried']);
    expect((await desk.tried({ person: 'kim', way: 'phone', reached: true, note: '' })).ok).toBe(true);
    expect(desk.warnings()).toEqual([]);
    expect(desk.people().find(({ id }) => id === 'kim')).toMatchObject({ sirens: 1, reachable: 1, awake: false, contacts: [{ way: 'phone', triedAt: began, reached: true }] });
  });
});

describe('what was tried', () => {
  it('counts from another console as well, the newest of all, and grows old after 90 days', async () => {
    const { desk, time, state, began } = scene();
    state.shown = [{ person: 'kim', summary: '', from: began, to: began + 400 * day, feed: 'main' }];
    desk.hear({ at: began, code: 'CONTACT-REACHED', data: { person: 'kim', way: 'phone', note: '' } });
    desk.hear({ at: began - day, code: 'CONTACT-MISSED', data: { person: 'kim', way: 'phone', note: '' } });
    expect(desk.warnings()).toEqual([]);
    time.jump(91 * day);
    expect(desk.warnings().map(({ kind }) => kind)).toContain('untried');
    expect(await desk.tried({ person: 'lee', way: 'mail', reached: true, note: '' })).toMatchObject({ ok: false, error: { code: 'contact-missing' } });
  });
});

describe('a swap', () => {
  it('is journalled, then written where the person lives', async () => {
    const { desk, state, codes, began } = scene();
    expect(await desk.swap({ who: 'kim', from: began, to: began + 3 * hour, why: 'dentist' })).toMatchObject({ ok: true });
    expect(state.written).toEqual([{ who: 'kim', from: '2026-11-22 02:10', to: '2026-11-22 05:10', why: 'dentist' }]);
    expect(codes()).toEqual(['DUTY-SWAP']);
  });

  it('of now is a take-over until the shift ends, with its reason and whom it relieves', async () => {
    const { desk, state, journal } = scene();
    expect((await desk.takeOver({ why: 'Lee has a fever', until: null })).ok).toBe(true);
    expect(state.written).toMatchObject([{ who: 'kim', from: '2026-11-22 02:10', to: '2026-11-22 05:10' }]);
    expect(journal.entries[0]?.data).toMatchObject({ who: 'kim', instead: 'lee', why: 'Lee has a fever' });
  });

  it('needs a known person, an end after its beginning, and the right to it', async () => {
    const { desk, began } = scene();
    expect(await desk.swap({ who: 'nobody', from: began, to: began + hour, why: 'x' })).toMatchObject({ error: { code: 'swap-unknown' } });
    expect(await desk.swap({ who: 'kim', from: began, to: began, why: 'x' })).toMatchObject({ error: { code: 'swap-backwards' } });
    const watcher = scene({ may: false });
    expect(await watcher.desk.swap({ who: 'kim', from: began, to: began + hour, why: 'x' })).toMatchObject({ error: { code: 'not-allowed' } });
    expect(watcher.state.written).toEqual([]);
  });
});
