import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import { streamEntrySchema, type StreamReach, type StreamRecord } from '../../core/stream/stream';
import type { Workspace } from '../../core/workspace/workspace';
import { chance } from '../../tests/support/chance';
import { HandClock, HandSchedule } from '../../tests/support/journal-kit';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { StreamDesk } from './stream-desk';

const entry = streamEntrySchema.parse({ id: 'out', kind: 'syslog', to: 'tcp://127.0.0.1:1' });
const recordOf = (seq: number): StreamRecord => ({ writer: 'kim.laptop', seq, hash: String(seq), at: 0, code: 'X', sentence: '', line: 'x'.repeat(10_000) });

/** A server that takes a message, or does not, or takes it and dies before it says so; a console that is started anew. */
async function night(seed: number, remembers: boolean): Promise<{ readonly arrived: readonly number[]; readonly written: number }> {
  const random = chance(seed);
  const arrived: number[] = [];
  let cursor: StreamReach = new Map();
  let written = 0;
  for (let start = 0; start < 4; start += 1) {
    let read = 0;
    const journal = createMemoryJournal(() => 0);
    const settings = { streams: [entry] } as unknown as Workspace['settings'];
    const desk = new StreamDesk({
      ...{ journal, clock: new HandClock(), schedule: new HandSchedule() },
      workspace: { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined },
      cursors: { read: async () => cursor, write: async (_stream, reach) => void (cursor = new Map(reach)) },
      open: () => ({
        feed: {
          async read(visit) {
            for (; read < written; read += 1) visit(recordOf(read + 1));
            return ok(undefined);
          },
        },
        target: {
          reach: async () => (random() < 0.2 ? fail('stream-unreachable', { stream: 'out', why: 'down' }) : ok(remembers ? null : new Map([['kim.laptop', { seq: Math.max(0, ...arrived), hash: String(Math.max(0, ...arrived)) }]]))),
          send: async (records): Promise<Result<void>> => {
            const luck = random();
            if (luck < 0.3) return fail('stream-unreachable', { stream: 'out', why: 'down' });
            arrived.push(...records.map(({ seq }) => seq));
            // Only a target that says how far it got can die before it answers and still be sent each entry once.
            return luck < 0.5 && !remembers ? fail('stream-unreachable', { stream: 'out', why: 'cut' }) : ok(undefined);
          },
        },
      }),
    });
    desk.start();
    for (let look = 0; look < 12; look += 1) {
      written += Math.floor(random() * 150);
      await desk.look();
    }
    if (start === 3) for (let tries = 0; tries < 200 && arrived.length < written; tries += 1) await desk.look();
    await desk.close();
  }
  return { arrived, written };
}

it('sends every entry once and in order, whatever fails on the way and however often the console starts anew', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { arrived, written } = await night(seed, seed % 2 === 0);
    expect(arrived, `seed ${String(seed)}`).toEqual(Array.from({ length: written }, (_, at) => at + 1));
  }
});

it('says that it is stuck while the disk refuses its cursor, goes on afterwards, and sends nothing twice', async () => {
  const arrived: number[] = [];
  let kept: StreamReach = new Map();
  let full = false;
  let read = 0;
  let written = 3;
  const journal = createMemoryJournal(() => 0);
  const settings = { streams: [entry] } as unknown as Workspace['settings'];
  const desk = new StreamDesk({
    ...{ journal, clock: new HandClock(), schedule: new HandSchedule() },
    workspace: { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined },
    cursors: {
      read: async () => kept,
      write: async (_stream, reach) => {
        if (full) throw new Error('ENOSPC');
        kept = new Map(reach);
      },
    },
    open: () => ({
      feed: {
        async read(visit) {
          for (; read < written; read += 1) visit(recordOf(read + 1));
          return ok(undefined);
        },
      },
      target: { reach: async () => ok(null), send: async (records) => (arrived.push(...records.map(({ seq }) => seq)), ok(undefined)) },
    }),
  });
  desk.start();
  await desk.look();
  [full, written] = [true, 5];
  await desk.look();
  expect(desk.blind()).toMatchObject([{ problem: { code: 'stream-stuck', values: { why: 'ENOSPC' } } }]);
  full = false;
  await desk.look();
  expect([desk.blind(), arrived, kept.get('kim.laptop')]).toEqual([[], [1, 2, 3, 4, 5], { seq: 5, hash: '5' }]);
  await desk.close();
});

describe('a target that another journal of the same writer went to', () => {
  /** A desk over a journal of so many entries, whose hashes say whose they are; the target keeps what it is sent. */
  function deskOver(whose: string, entries: number, held: StreamRecord[]) {
    const journal = createMemoryJournal(() => 0);
    const settings = { streams: [entry] } as unknown as Workspace['settings'];
    const desk = new StreamDesk({
      ...{ journal: { ...journal, status: () => ({ ...journal.status(), seq: entries }) }, clock: new HandClock(), schedule: new HandSchedule() },
      workspace: { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined },
      cursors: { read: async () => new Map(), write: async () => undefined },
      open: () => {
        let read = 0;
        return {
          feed: {
            async read(visit) {
              for (; read < entries; read += 1) visit({ ...recordOf(read + 1), hash: `${whose} ${String(read + 1)}` });
              return ok(undefined);
            },
          },
          target: {
            reach: async () => ok(new Map(held.map(({ writer, seq, hash }) => [writer, { seq, hash }]))),
            send: async (records) => (held.push(...records), ok(undefined)),
          },
        };
      },
    });
    return desk;
  }

  it.each([3, 5, 8])('is named, not skipped, where this one has %i entries; and goes on once it is another target', async (entries) => {
    const held: StreamRecord[] = [];
    const first = deskOver('prod', 5, held);
    first.start();
    expect(await first.now(null)).toMatchObject({ ok: true, value: [{ sent: 5, problem: null }] });
    await first.close();
    const desk = deskOver('staging', entries, held);
    desk.start();
    for (let look = 0; look < 3; look += 1) expect(await desk.now(null)).toMatchObject({ ok: true, value: [{ sent: 0, completeAt: null, problem: { code: 'stream-conflict' } }] });
    expect([held.length, desk.blind().length]).toEqual([5, 1]);
    held.length = 0;
    expect(await desk.now(null)).toMatchObject({ ok: true, value: [{ sent: entries, problem: null }] });
    expect(held.map(({ hash }) => hash)).toEqual(Array.from({ length: entries }, (_, at) => `staging ${String(at + 1)}`));
    await desk.close();
  });

  it('is gone on with where it is the same journal', async () => {
    const held: StreamRecord[] = [];
    for (const entries of [5, 8]) {
      const desk = deskOver('prod', entries, held);
      desk.start();
      expect(await desk.now(null)).toMatchObject({ ok: true, value: [{ problem: null }] });
      await desk.close();
    }
    expect(held.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('a target that refuses for good', () => {
  function deskTo(entries: number, send: (seqs: readonly number[]) => Result<void>) {
    const journal = createMemoryJournal(() => 0);
    const settings = { streams: [entry] } as unknown as Workspace['settings'];
    let read = 0;
    const desk = new StreamDesk({
      ...{ journal, clock: new HandClock(), schedule: new HandSchedule() },
      workspace: { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined },
      cursors: { read: async () => new Map(), write: async () => undefined },
      open: () => ({
        feed: {
          async read(visit) {
            for (; read < entries; read += 1) visit(recordOf(read + 1));
            return ok(undefined);
          },
        },
        target: { reach: async () => ok(null), send: async (records) => send(records.map(({ seq }) => seq)) },
      }),
    });
    desk.start();
    return { desk, journal };
  }
  const refused = fail('stream-refused', { stream: 'out', why: 'HTTP 413' });

  it('one entry alone is left out and named; every other arrives once, in order', async () => {
    for (const bad of [1, 7, 149]) {
      const arrived: number[] = [];
      const { desk, journal } = deskTo(150, (seqs) => (seqs.includes(bad) ? refused : (arrived.push(...seqs), ok(undefined))));
      expect(await desk.now(null)).toMatchObject({ ok: true, value: [{ sent: 150, problem: null }] });
      expect(arrived).toEqual(Array.from({ length: 150 }, (_, at) => at + 1).filter((seq) => seq !== bad));
      expect(journal.entries).toMatchObject([{ code: 'STREAM-SKIPPED', data: { stream: 'out', first: `kim.laptop ${String(bad)}`, last: `kim.laptop ${String(bad)}`, count: 1, why: 'HTTP 413' } }]);
      await desk.close();
    }
  });

  it('some of a message that it took is sent nothing of again', async () => {
    const sent: (readonly number[])[] = [];
    const { desk, journal } = deskTo(40, (seqs) => (sent.push(seqs), seqs.includes(7) ? fail('stream-refused-in-part', { stream: 'out', count: 1, why: 'too old' }) : ok(undefined)));
    expect(await desk.now(null)).toMatchObject({ ok: true, value: [{ sent: 40, problem: null }] });
    await desk.look();
    expect(sent).toEqual([Array.from({ length: 40 }, (_, at) => at + 1)]);
    expect(journal.entries).toMatchObject([{ code: 'STREAM-SKIPPED', data: { first: 'kim.laptop 1', last: 'kim.laptop 40', count: 1, why: 'too old' } }]);
    await desk.close();
  });

  it('everything is out of order: it is a banner, and nothing is left out', async () => {
    const arrived: number[] = [];
    let works = false;
    const { desk, journal } = deskTo(30, (seqs) => (works ? (arrived.push(...seqs), ok(undefined)) : refused));
    for (let look = 0; look < 2; look += 1) expect(await desk.now(null)).toMatchObject({ ok: true, value: [{ sent: 0, problem: { code: 'stream-refused' } }] });
    expect([desk.blind().length, journal.entries.map(({ code }) => code)]).toEqual([1, ['STREAM-LOST']]);
    works = true;
    await desk.look();
    expect([arrived.length, desk.blind()]).toEqual([30, []]);
    await desk.close();
  });
});
