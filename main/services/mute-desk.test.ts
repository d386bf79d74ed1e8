import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import type { SourceSilences } from '../ports/source-silences';
import { createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const settings = {
  grading: [{ when: 'severity="critical"', grade: '911', ring: 'auto' }, { when: 'severity="warning"', grade: '912', within: '2h', overdue: 'ring' }],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const disk = seenAlert('disk', { severity: 'critical', job: 'db' });
const queue = seenAlert('queue', { severity: 'warning', job: 'db' });

async function world(more: Readonly<Record<string, unknown>> = {}): Promise<AlertWorld> {
  const of = await createAlertWorld({ ...settings, ...more });
  of.answers.set('am', firing(queue));
  await of.time.pass(minute);
  return of;
}

const set = (of: AlertWorld, change: Partial<Parameters<AlertWorld['mutes']['mute']>[0]> = {}) =>
  of.mutes.mute({ when: 'job="db"', from: null, until: of.time.clock.now() + hour, why: 'moving disks', even911: false, seenUrgent: 0, ...change });

async function sections(of: AlertWorld): Promise<string[]> {
  await of.time.pass(6_000);
  const page = await of.desk.page({ offset: 0, limit: 100, search: '', showClosed: false });
  return page.ok ? page.value.sections.map(({ section, count }) => `${section} ${count}`) : ['no page'];
}

describe('a mute', () => {
  it('hides what it matches until its end, warns before, and then tells what still fires', async () => {
    const of = await world();
    expect(await set(of)).toMatchObject({ ok: true, value: { en: 'Muted job="db": 1 of what fires now' } });
    expect(await sections(of)).toEqual(['muted 1']);
    expect(of.mutes.glance()).toMatchObject({ inForce: 1, held: 1, held911: 0 });
    await of.time.pass(46 * minute);
    expect(of.notices.map(({ title }) => title)).toContain('A mute ends in 15 min: job="db"');
    await of.time.pass(15 * minute);
    expect(await sections(of)).toEqual(['912 1']);
    expect(of.codes().filter((code) => code.startsWith('MUTE'))).toEqual(['MUTE-SET', 'MUTE-ENDING', 'MUTE-OVER']);
  });

  it('law 6: never hides a 911 that nobody meant: it stays in sight, is told and rings', async () => {
    const of = await world();
    await set(of);
    of.answers.set('am', firing(disk, queue));
    expect(await (async () => (await of.time.pass(minute), sections(of)))()).toEqual(['911 1', 'muted 1']);
    expect(of.rings).toMatchObject([{ alert: 'am/disk' }]);
  });

  it('law 6: a 911 that is hidden on purpose is counted on every screen and on record; it wakes nobody until the end', async () => {
    const of = await world();
    await set(of, { even911: true, when: 'alertname="disk"' });
    of.answers.set('am', firing(disk, queue));
    await of.time.pass(minute);
    expect(of.mutes.glance()).toMatchObject({ held: 1, held911: 1 });
    expect(of.rings).toEqual([]);
    expect(of.codes().filter((code) => code === 'ALERT-HELD')).toHaveLength(1);
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect(of.codes().filter((code) => code === 'ALERT-HELD')).toHaveLength(1);
    expect(of.rings).toEqual([]);
    await of.time.pass(hour);
    expect(of.rings).toMatchObject([{ alert: 'am/disk' }]);
    expect(of.mutes.glance()).toMatchObject({ inForce: 0, held911: 0 });
  });

  it('does not hide more 911s than its preview showed', async () => {
    const of = await world();
    const preview = await of.mutes.preview({ when: 'job="db"' });
    expect(preview).toMatchObject({ value: { now: 1, urgent: 0, firings: 1, alerts: 1, examples: [{ id: 'am/queue' }] } });
    of.answers.set('am', firing(disk, queue));
    await of.time.pass(minute);
    expect(await set(of, { even911: true, seenUrgent: 0 })).toMatchObject({ error: { code: 'mute-not-seen', values: { now: 2, urgent: 1 } } });
    expect(await set(of, { even911: true, seenUrgent: 1 })).toMatchObject({ ok: true });
  });

  it('a 912 that is overdue breaks through a mute that does not say 911', async () => {
    const of = await world();
    await set(of, { until: of.time.clock.now() + 5 * hour });
    await of.time.pass(3 * hour);
    expect(await sections(of)).toEqual(['911 1']);
    expect(of.rings).toMatchObject([{ alert: 'am/queue', when: 'now' }]);
  });

  it('has a reason, an end within 30 days, and matchers that can be read; a watcher sets none', async () => {
    const of = await world();
    const now = of.time.clock.now();
    const refused = async (change: Parameters<typeof set>[1]): Promise<unknown> => {
      const done = await set(of, change);
      return done.ok ? 'done' : done.error.code;
    };
    expect(await refused({ why: '  ' })).toBe('mute-needs-why');
    expect(await refused({ until: now })).toBe('mute-past');
    expect(await refused({ until: NaN })).toBe('mute-past');
    expect(await refused({ until: now + 31 * day })).toBe('mute-too-long');
    expect(await refused({ until: Infinity })).toBe('mute-too-long');
    expect(await refused({ when: '' })).toBe('matcher-empty');
    expect(await refused({ when: 'job=~"("' })).toBe('matcher-regex');
    of.role = 'watcher';
    expect(await refused({})).toBe('not-allowed');
    of.role = 'operator';
    of.diskFull = true;
    expect(await refused({})).toBe('not-allowed');
    expect(await sections(of)).toEqual(['912 1']);
  });

  it('can be undone, ended, and its end undone', async () => {
    const of = await world();
    const done = await set(of);
    expect(await of.desk.undo({ undo: (done.ok && done.value.undo) || '' })).toMatchObject({ ok: true });
    expect(await sections(of)).toEqual(['912 1']);
    await set(of);
    const inventory = await of.mutes.inventory();
    const id = inventory.ok ? (inventory.value.mutes[0]?.id ?? '') : '';
    const ended = await of.mutes.end({ id, why: 'done early' });
    expect(await sections(of)).toEqual(['912 1']);
    await of.desk.undo({ undo: (ended.ok && ended.value.undo) || '' });
    expect(await sections(of)).toEqual(['muted 1']);
    expect(await of.mutes.end({ id: 'nothing', why: '' })).toMatchObject({ error: { code: 'mute-unknown' } });
  });
});

describe('a maintenance window', () => {
  it('begins and ends by itself, from the window or from breakglass.yaml, and is a banner in between', async () => {
    // The world begins at 02:10 in Seoul.
    const of = await world({ maintenance: [{ id: 'move', when: 'job="db"', from: '2026-11-22T03:00', until: '2026-11-21T18:30:00Z', why: 'moving disks' }] });
    expect(await sections(of)).toEqual(['912 1']);
    expect(await of.mutes.inventory()).toMatchObject({ value: { mutes: [{ state: 'pending', origin: 'file', by: '' }] } });
    await of.time.pass(50 * minute);
    expect(await sections(of)).toEqual(['muted 1']);
    expect(of.mutes.glance().windows).toMatchObject([{ when: 'job="db"', why: 'moving disks' }]);
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect(await sections(of)).toEqual(['muted 1']);
    await of.time.pass(30 * minute);
    expect(await sections(of)).toEqual(['912 1']);
    expect(of.codes().filter((code) => code.startsWith('MUTE'))).toEqual(['MUTE-BEGAN', 'MUTE-ENDING', 'MUTE-OVER']);
    const from = of.time.clock.now() + hour;
    expect(await set(of, { from, until: from + 25 * hour })).toMatchObject({ error: { code: 'mute-window-too-long' } });
    expect(await set(of, { from, until: from + hour, even911: true, seenUrgent: 1 })).toMatchObject({ ok: true });
    expect(await sections(of)).toEqual(['912 1']);
    await of.time.pass(hour);
    expect(await sections(of)).toEqual(['muted 1']);
    expect(of.mutes.glance()).toMatchObject({ held911: 1, windows: [{ by: 'kim' }] });
  });
});

describe('mutes at a source', () => {
  it('are listed with what they match, set and ended there, each on record before and after; a silent source is named', async () => {
    const of = await world();
    const there = new Map<string, string>();
    const silences: SourceSilences = {
      list: async () => ok([...there].map(([id, when]) => ({ id, when, why: 'theirs', by: 'someone', from: 0, until: of.time.clock.now() + hour, state: 'active' as const }))),
      create: async ({ matchers }) => {
        expect(of.codes().at(-1)).toBe('SOURCE-MUTE');
        there.set('s1', matchers.map(({ name, operator, value }) => `${name}${operator}"${value}"`).join(', '));
        return ok({ id: 's1' });
      },
      expire: async (id) => {
        expect(of.codes().at(-1)).toBe('SOURCE-UNMUTE');
        there.delete(id);
        return ok(undefined);
      },
    };
    of.silences.set('am', silences);
    expect(await of.mutes.muteAtSource({ source: 'other', when: 'job="db"', until: of.time.clock.now() + hour, why: 'x' })).toMatchObject({ error: { code: 'source-cannot-mute' } });
    expect(await of.mutes.muteAtSource({ source: 'am', when: 'job="db"', until: of.time.clock.now() + hour, why: 'x' })).toMatchObject({ ok: true });
    expect(await of.mutes.inventory()).toMatchObject({ value: { mutes: [{ id: 'am/s1', origin: 'source', matches: 1, by: 'someone' }], sources: [{ id: 'am', problem: null }] } });
    expect(await of.mutes.end({ id: 'am/s1', why: '' })).toMatchObject({ ok: true });
    expect(there.size).toBe(0);
    expect(of.codes().filter((code) => code === 'SOURCE-MUTE-ANSWER')).toHaveLength(2);
    of.silences.set('am', { ...silences, list: async () => fail('http-refused', { address: 'http://am' }) });
    expect(await of.mutes.inventory()).toMatchObject({ value: { mutes: [], sources: [{ id: 'am', problem: { code: 'http-refused' } }] } });
  });

  it('law 6: warns before a mute at a source ends and tells when it did, each once, also over a restart and while it does not answer', async () => {
    const of = await world();
    const until = of.time.clock.now() + hour;
    let answers = true;
    const silence = { id: 's1', when: 'job="db"', why: 'theirs', by: 'someone', from: of.time.clock.now(), until, state: 'active' as const };
    const there: SourceSilences = {
      list: async () => (answers ? ok([silence, { ...silence, id: 's2', when: 'job="gone"' }].slice(0, of.time.clock.now() > until - 40 * minute ? 1 : 2)) : fail('http-refused', { address: 'http://am' })),
      create: async () => fail('source-cannot-mute', { source: 'am' }),
      expire: async () => fail('source-cannot-mute', { source: 'am' }),
    };
    of.silences.set('am', there);
    const told = (): string[] => of.notices.map(({ title }) => title).filter((title) => title.includes('mute at'));
    await of.time.pass(44 * minute);
    expect(told()).toEqual([]);
    await of.time.pass(2 * minute);
    expect(told()).toEqual(['A mute at am ends in 15 min: job="db"']);
    await of.restart();
    await of.time.pass(5 * minute);
    answers = false;
    await of.time.pass(10 * minute);
    expect(of.codes().filter((code) => code.startsWith('SOURCE-MUTE'))).toEqual(['SOURCE-MUTE-ENDING', 'SOURCE-MUTE-OVER']);
    expect(told()).toContain('A mute at am is over: job="db"');
  });
});
