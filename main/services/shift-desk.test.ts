import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { failure, ok, type Failure, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import type { Duty } from '../../core/shift/shift';
import type { WatchKnown } from '../../core/shift/unwatched';
import type { SirenCard, SirenState } from '../../core/siren/siren';
import { withOverride } from '../../core/workspace/edit-yaml';
import { dutyFileSchema } from '../../core/workspace/files';
import { withoutOverride } from '../../core/workspace/without-override';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { Actor } from '../ports/actor';
import { createShiftDesk } from './shift-desk';
import { createUndoBook } from './undo-book';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
let tokens = 0;

function scene(options: { journal?: ReturnType<typeof createMemoryJournal>; time?: ReturnType<typeof createSimulatedTime>; gapIn?: number; may?: boolean } = {}) {
  const time = options.time ?? createSimulatedTime();
  const began = time.clock.now();
  const journal = options.journal ?? createMemoryJournal(time.clock.now);
  const people = ['kim', 'lee'].map((id) => ({ id, name: id, role: 'operator', timezone: 'Asia/Seoul', sirens: [], devices: [], contacts: { phone: '+82 10' } }));
  const workspace = { root: '/w', settings: { timezone: 'UTC' }, people, sirens: [{ id: 'bed', owner: 'kim', driver: 'x', config: {}, volume: { max: 60 } }], } as unknown as Workspace;
  const actor: Actor = { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => options.may ?? true };
  const undos = createUndoBook({ actor, clock: time.clock, ids: { next: () => `undo-${String((tokens += 1))}`, nonce: () => '' } });
  const gapAt = began + (options.gapIn ?? 40 * day);
  const state = { siren: 'quiet' as SirenState, problem: null as Failure | null, file: '# who has it\nversion: 1\n', watch: null as WatchKnown | null, notices: [] as string[], shown: [] as Duty['upcoming'] };
  const now = { person: 'lee', summary: 'Lee', from: began - hour, to: began + 3 * hour, feed: 'main' };
  const view = (): Duty => ({ now, next: null, upcoming: state.shown, gaps: [{ from: gapAt, to: gapAt + hour }], overlaps: [], feeds: [], timezone: 'UTC' });
  const read = () => dutyFileSchema.parse(parse(state.file));
  const edit = (change: (text: string) => Result<string>): Result<void> => {
    const after = change(state.file);
    if (after.ok) state.file = after.value;
    return after.ok ? ok(undefined) : after;
  };
  const desk = createShiftDesk({
    ...{ journal, clock: time.clock, schedule: time.schedule, locale: () => 'en' as const },
    workspace: { get: () => ({ ...workspace, duty: read() }), onChanged: () => () => undefined },
    files: {
      addOverride: async (_, entry) => edit((text) => withOverride(text, entry)),
      removeOverride: async (_, entry) => edit((text) => withoutOverride(text, entry)),
      readText: async () => ok(state.file),
    },
    duty: { view, shrunk: () => null, acceptShrunk: () => undefined },
    watch: () => state.watch,
    sirens: () => [{ id: 'bed', owner: 'kim', state: state.siren, problem: state.problem, can: { readBack: true, volume: true, duration: true } } as SirenCard],
    ...{ actor, undos },
    notifier: { available: true, why: null, notify: ({ title }) => state.notices.push(title) },
  });
  return { desk, time, journal, state, began, undos, written: () => read().overrides, codes: () => journal.entries.map(({ code, data }) => `${code}${typeof data['ahead'] === 'string' ? ` ${data['ahead']}` : ''}`) };
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

describe('a night that nobody watches', () => {
  it('is told of once, in the evening, is a banner while it lasts, and is gone with a watcher’s sign of life', async () => {
    const { desk, state, time, codes } = scene();
    await desk.start();
    // 02:10 in Seoul: the night is under way, and nothing is known yet.
    await time.pass(2 * minute);
    expect(desk.blind()).toEqual([]);
    state.watch = { watcher: true, heard: new Set(['kim', 'lee']) };
    await time.pass(2 * minute);
    expect(desk.blind()).toEqual([]);
    state.watch = { watcher: false, heard: new Set(['kim', 'lee']) };
    await time.pass(12 * hour);
    expect(codes()).toEqual(['DUTY-WARNING evening']);
    expect(desk.blind()).toEqual([]);
    await time.pass(7 * hour);
    expect([codes(), state.notices.length]).toEqual([['DUTY-WARNING evening', 'DUTY-WARNING evening'], 2]);
    expect(desk.blind()).toMatchObject([{ problem: { code: 'duty-warning-unwatched', values: { from: '2026-11-22 14:00', to: '2026-11-22 22:00' } } }]);
    state.watch = { watcher: true, heard: new Set() };
    await time.pass(2 * minute);
    expect(desk.blind()).toEqual([]);
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

const tokenOf = (act: Result<Act>): string => (act.ok ? (act.value.undo ?? '') : '');

describe('a swap', () => {
  it('is journalled, then written where the person lives', async () => {
    const { desk, written, codes, began } = scene();
    expect(await desk.swap({ who: 'kim', from: began, to: began + 3 * hour, why: 'dentist' })).toMatchObject({ ok: true });
    expect(written()).toEqual([{ who: 'kim', from: '2026-11-22 02:10', to: '2026-11-22 05:10', why: 'dentist' }]);
    expect(codes()).toEqual(['DUTY-SWAP']);
  });

  it('of now is a take-over until the shift ends, with its reason and whom it relieves', async () => {
    const { desk, written, journal } = scene();
    expect((await desk.takeOver({ why: 'Lee has a fever', until: null })).ok).toBe(true);
    expect(written()).toMatchObject([{ who: 'kim', from: '2026-11-22 02:10', to: '2026-11-22 05:10' }]);
    expect(journal.entries[0]?.data).toMatchObject({ who: 'kim', instead: 'lee', why: 'Lee has a fever' });
  });

  it('needs a known person, an end after its beginning, and the right to it', async () => {
    const { desk, began } = scene();
    expect(await desk.swap({ who: 'nobody', from: began, to: began + hour, why: 'x' })).toMatchObject({ error: { code: 'swap-unknown' } });
    expect(await desk.swap({ who: 'kim', from: began, to: began, why: 'x' })).toMatchObject({ error: { code: 'swap-backwards' } });
    const watcher = scene({ may: false });
    expect(await watcher.desk.swap({ who: 'kim', from: began, to: began + hour, why: 'x' })).toMatchObject({ error: { code: 'not-allowed' } });
    expect(watcher.written()).toEqual([]);
  });

  it('is undone, journalled, and the file is as it was; undoing that puts it back', async () => {
    const { desk, state, undos, codes, written } = scene();
    const before = state.file;
    const done = await desk.takeOver({ why: 'Lee has a fever', until: null });
    const undone = await undos.undo({ undo: tokenOf(done) });
    expect([undone.ok, written(), codes()]).toEqual([true, [], ['DUTY-SWAP', 'DUTY-UNSWAP']]);
    expect(state.file.startsWith(before)).toBe(true);
    expect((await undos.undo({ undo: tokenOf(undone) })).ok).toBe(true);
    expect(written()).toMatchObject([{ who: 'kim', why: 'Lee has a fever' }]);
  });

  it('is taken back long after, by whom and when it puts on call; what somebody took out by hand is not said to be', async () => {
    const { desk, state, began, codes, undos, written } = scene();
    const swapped = await desk.swap({ who: 'kim', from: began, to: began + 3 * hour, why: 'dentist' });
    expect(await desk.unswap({ who: 'kim', at: began + 3 * hour })).toMatchObject({ error: { code: 'swap-none' } });
    expect(await desk.unswap({ who: 'lee', at: began })).toMatchObject({ error: { code: 'swap-none' } });
    expect((await desk.unswap({ who: 'kim', at: began + hour })).ok).toBe(true);
    expect(written()).toEqual([]);
    expect(await undos.undo({ undo: tokenOf(swapped) })).toMatchObject({ error: { code: 'swap-not-there' } });
    expect([codes(), state.file]).toEqual([['DUTY-SWAP', 'DUTY-UNSWAP'], expect.stringContaining('# who has it') as string]);
    expect(await scene({ may: false }).desk.unswap({ who: 'kim', at: began })).toMatchObject({ error: { code: 'not-allowed' } });
  });
});
