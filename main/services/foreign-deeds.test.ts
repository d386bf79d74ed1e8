import { describe, expect, it } from 'vitest';
import { entryOrder } from '../../core/journal/entry-order';
import { hlcNext } from '../../core/journal/hybrid-clock';
import { createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';
import type { ForeignEntry } from '../ports/foreign-acts';

const settings = {
  grading: [{ when: 'severity="critical"', grade: '911' }],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const disk = seenAlert('disk', { severity: 'critical' });
const about = { alert: 'am/disk', title: 'disk' };

let seq = 0;
function byLee(of: AlertWorld, code: string, data: Readonly<Record<string, unknown>>, at = of.time.clock.now()): ForeignEntry {
  seq += 1;
  const writer = 'lee.laptop';
  return { writer, op: 'lee', seq, at, order: entryOrder({ hlc: hlcNext(null, at), writer, seq }), code, data };
}

const rows = async (of: AlertWorld) => {
  const page = await of.desk.page({ offset: 0, limit: 10, search: '', showClosed: false });
  return page.ok ? page.value.rows : [];
};

describe('what another operator did', () => {
  it('is on the alert and its case, whether it came before the alert or after; nobody is woken for what somebody has', async () => {
    const of = await createAlertWorld(settings);
    of.foreign.emit({ added: [byLee(of, 'ALERT-ACK', about)], removed: [] });
    of.answers.set('am', firing(disk));
    await of.time.pass(16_000);
    expect(of.notices).toEqual([]);
    expect(await rows(of)).toMatchObject([{ ack: { by: 'lee' }, caseId: '2026-11-22/1' }]);
    of.foreign.emit({ added: [byLee(of, 'ALERT-NOTE', { ...about, text: 'looking' }), byLee(of, 'ALERT-ACK', about)], removed: [] });
    const detail = await of.desk.detail({ id: 'am/disk' });
    expect(detail).toMatchObject({ value: { notes: [{ by: 'lee', text: 'looking' }], ack: { by: 'lee', at: of.time.clock.now() } } });
    const known = await of.cases.detail({ id: '2026-11-22/1' });
    expect(known).toMatchObject({ value: { owner: 'lee', timeline: expect.arrayContaining([expect.objectContaining({ code: 'ALERT-ACK', who: 'lee' })]) as unknown } });
    await of.restart();
    // Without the journals of others, which are read anew, nobody has it.
    expect((await rows(of))[0]?.ack).toBeNull();
  });

  it('is owed one ring where it took back an ack, however often its journal is told anew', async () => {
    const of = await createAlertWorld({ ...settings, grading: [{ when: 'severity="critical"', grade: '911', ring: 'auto' }] });
    of.answers.set('am', firing(disk));
    await of.time.pass(16_000);
    await of.desk.ack({ ids: ['am/disk'] });
    await of.time.pass(1_000);
    const theirs = { added: [byLee(of, 'ALERT-UNACK', { ...about, of: 'kim' })], removed: [] };
    of.foreign.emit(theirs);
    await of.time.pass(900_000);
    expect(of.rings).toHaveLength(2);
    for (let start = 0; start < 3; start += 1) {
      await of.restart();
      of.foreign.emit(theirs);
      await of.time.pass(900_000);
    }
    expect(of.rings).toHaveLength(2);
  });

  it('never undoes what I have without a word, and does not undo it by taking back what is theirs', async () => {
    const of = await createAlertWorld(settings);
    of.answers.set('am', firing(disk));
    await of.time.pass(16_000);
    await of.desk.ack({ ids: ['am/disk'] });
    of.notices.length = 0;
    await of.time.pass(1_000);
    const theirs = byLee(of, 'ALERT-ACK', about);
    of.foreign.emit({ added: [theirs], removed: [] });
    expect(of.notices.map(({ title }) => title)).toEqual(['lee has it now, too: disk']);
    await of.time.pass(1_000);
    of.foreign.emit({ added: [byLee(of, 'ALERT-UNACK', about)], removed: [] });
    expect((await rows(of))[0]?.ack?.by).toBe('kim');
    await of.time.pass(1_000);
    of.foreign.emit({ added: [byLee(of, 'ALERT-UNACK', { ...about, of: 'kim' })], removed: [] });
    expect([(await rows(of))[0]?.ack, of.notices.at(-1)]).toMatchObject([null, { title: 'You no longer have it, lee gave it back: disk', urgent: true }]);
  });

  it('gives back another’s ack by name, and takes back what a doubt takes back', async () => {
    const of = await createAlertWorld(settings);
    of.answers.set('am', firing(disk));
    await of.time.pass(16_000);
    const ack = byLee(of, 'ALERT-ACK', about);
    of.foreign.emit({ added: [ack], removed: [] });
    await of.time.pass(1_000);
    await of.desk.unack({ ids: ['am/disk'] });
    expect(of.journal.entries.at(-1)).toMatchObject({ code: 'ALERT-UNACK', data: { of: 'lee' } });
    expect((await rows(of))[0]?.ack).toBeNull();
    await of.time.pass(1_000);
    const again = byLee(of, 'ALERT-ACK', about);
    of.foreign.emit({ added: [again], removed: [] });
    expect((await rows(of))[0]?.ack?.by).toBe('lee');
    of.foreign.emit({ added: [], removed: [again] });
    expect((await rows(of))[0]?.ack).toBeNull();
  });

  it('a mute hides here until its end and says whose it is; its end counts, too (law 6)', async () => {
    const of = await createAlertWorld(settings);
    of.answers.set('am', firing(disk));
    await of.time.pass(16_000);
    const now = of.time.clock.now();
    const mute = { mute: 'lee-1', kind: 'mute', when: 'severity="critical"', why: 'planned', from: now, until: now + 600_000, even911: true, end: 'x' };
    const set = byLee(of, 'MUTE-SET', mute);
    of.foreign.emit({ added: [set], removed: [] });
    expect((await rows(of))[0]).toMatchObject({ mute: { id: 'lee-1', by: 'lee', until: now + 600_000 } });
    await of.time.pass(610_000);
    expect((await rows(of))[0]?.mute).toBeNull();
    const longer = byLee(of, 'MUTE-SET', { ...mute, mute: 'lee-2', until: now + 90 * 86_400_000 });
    of.foreign.emit({ added: [longer], removed: [] });
    expect((await rows(of))[0]?.mute, 'no mute is longer than thirty days').toBeNull();
    const third = byLee(of, 'MUTE-SET', { ...mute, mute: 'lee-3', until: of.time.clock.now() + 600_000 });
    of.foreign.emit({ added: [third], removed: [] });
    expect((await rows(of))[0]?.mute?.id).toBe('lee-3');
    expect((await of.mutes.end({ id: 'lee-3', why: 'over' })).ok).toBe(true);
    expect((await rows(of))[0]?.mute).toBeNull();
  });

  it('tells of a 911 that another console called, once, and not of one that was known', async () => {
    const of = await createAlertWorld({ ...settings, grading: [...settings.grading, { when: 'severity="warning"', grade: '912' }] });
    const queue = { alert: 'am/queue', title: 'queue' };
    of.answers.set('am', firing(disk, seenAlert('queue', { severity: 'warning' })));
    await of.time.pass(16_000);
    expect(of.notices.map(({ title }) => title)).toEqual(['911: disk']);
    const called = [byLee(of, 'ALERT-GRADE', { ...queue, grade: '911', why: 'hits everyone' }), byLee(of, 'ALERT-GRADE', { ...about, grade: '911', why: 'indeed' })];
    of.foreign.emit({ added: called, removed: [] });
    await of.time.pass(60_000);
    expect(of.notices.map(({ title }) => title)).toEqual(['911: disk', '911: queue']);
    await of.restart();
    of.foreign.emit({ added: called, removed: [] });
    await of.time.pass(60_000);
    expect(of.notices).toHaveLength(2);
  });

  it.each(['ring', 'morning'] as const)('says and rings once that a 912 of another’s grading is due, whatever is done here and however often it starts: %s', async (overdue) => {
    for (const first of [true, false]) {
      const of = await createAlertWorld({ ...settings, grading: [{ when: 'severity="critical"', grade: '912', within: '2h', overdue }] });
      of.answers.set('am', firing(disk));
      await of.time.pass(16_000);
      const graded = byLee(of, 'ALERT-GRADE', { ...about, grade: '912', why: 'later' });
      of.foreign.emit({ added: [graded], removed: [] });
      const act = async (): Promise<void> => {
        for (const turn of [1, 2, 3]) {
          await of.desk.note({ id: 'am/disk', text: `note ${String(turn)}` });
          await of.time.pass(60_000);
          await of.restart({ store: first ? 'lost' : 'kept' });
          of.foreign.emit({ added: [graded], removed: [] });
          await of.time.pass(60_000);
        }
      };
      await of.time.pass(100 * 60_000);
      await act();
      const count = (code: string): number => of.codes().filter((each) => each === code).length;
      expect([count('ALERT-DUE'), of.rings.length]).toEqual([1, 0]);
      await of.time.pass(30 * 60_000);
      expect([count('ALERT-OVERDUE'), of.rings.length]).toEqual([1, 1]);
      await act();
      await of.desk.ack({ ids: ['am/disk'] });
      await act();
      expect([count('ALERT-DUE'), count('ALERT-OVERDUE'), of.rings.length]).toEqual([1, 1, 1]);
    }
  });

  it('rings again where an ack of another was doubted and nobody has it for ten minutes', async () => {
    const of = await createAlertWorld({ ...settings, grading: [{ when: 'severity="critical"', grade: '911', ring: 'auto' }] });
    of.answers.set('am', firing(disk));
    await of.time.pass(16_000);
    const ack = byLee(of, 'ALERT-ACK', about);
    of.foreign.emit({ added: [ack], removed: [] });
    await of.time.pass(3_600_000);
    of.foreign.emit({ added: [], removed: [ack] });
    await of.time.pass(300_000);
    expect(of.rings).toHaveLength(1);
    await of.time.pass(360_000);
    expect(of.rings).toHaveLength(2);
  });
});
