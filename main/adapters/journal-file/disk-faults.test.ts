import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HandSchedule, opened, optionsFor, tempFolder } from '../../../tests/support/journal-kit';
import type { Journal } from '../../ports/journal';
import { nodeDisk, type Disk, type SegmentFile } from './disk';
import { openJournal } from './open-journal';

const errors = ['ENOSPC', 'EIO', 'EROFS'] as const;
type Op = 'openSegment' | 'write' | 'half-write' | 'datasync' | 'syncFolder' | 'truncate' | 'read' | 'list' | 'remove';
const ops: readonly Op[] = ['openSegment', 'write', 'half-write', 'datasync', 'syncFolder', 'truncate', 'read', 'list', 'remove'];

/** The real disk, failing where `fails` says so. */
function faultyDisk(fails: (op: Op) => string | null): Disk {
  const may = (op: Op): void => {
    const code = fails(op);
    if (code !== null) throw Object.assign(new Error(`${code}: on purpose, ${op}`), { code });
  };
  const wrap = (file: SegmentFile): SegmentFile => ({
    ...file,
    write: async (bytes) => {
      may('write');
      const half = fails('half-write');
      if (half === null) return file.write(bytes);
      await file.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      throw Object.assign(new Error(half), { code: half });
    },
    datasync: async () => (may('datasync'), file.datasync()),
    truncate: async (size) => (may('truncate'), file.truncate(size)),
    read: async () => (may('read'), file.read()),
  });
  return {
    ...nodeDisk,
    list: async (path) => (may('list'), nodeDisk.list(path)),
    openSegment: async (path, which) => (may('openSegment'), wrap(await nodeDisk.openSegment(path, which))),
    syncFolder: async (path) => (may('syncFolder'), nodeDisk.syncFolder(path)),
    remove: async (path) => (may('remove'), nodeDisk.remove(path)),
  };
}

async function names(journal: Journal): Promise<readonly string[]> {
  const found: string[] = [];
  await journal.replay(({ code, data }) => code === 'VAULT-SET' && found.push(String(data['name'])));
  return found;
}

const append = (journal: Journal, name: string) => journal.append('VAULT-SET', { name });

describe('a disk that fails', () => {
  it.each(errors.flatMap((error) => (['write', 'half-write', 'datasync'] as const).map((op) => [error, op] as const)))(
    '%s at %s: nothing is acknowledged, the state says so, and it recovers by reading back',
    async (error, op) => {
      let failing = false;
      const root = tempFolder();
      const disk = faultyDisk((asked) => (failing && asked === op ? error : null));
      const journal = await opened(root, { disk });
      const states: string[] = [];
      journal.onStatus(({ state }) => states.push(state));
      await append(journal, 'before');
      failing = true;
      const group = await Promise.all(['x', 'y', 'z'].map((name) => append(journal, name)));
      expect(group.map((result) => result.ok)).toEqual([false, false, false]);
      expect(journal.status()).toMatchObject({ state: 'broken', seq: 2, problem: { code: 'journal-not-writable' } });
      failing = false;
      expect(await append(journal, 'after')).toMatchObject({ ok: true });
      expect(states).toEqual(['broken', 'writing']);
      expect(await names(journal)).toEqual(['before', 'after']);
      expect(await journal.verify()).toMatchObject({ ok: true });
      await journal.close();
    },
  );

  it('fails to open, with a reason, when the first entry cannot be written', async () => {
    const disk = faultyDisk((op) => (op === 'datasync' ? 'ENOSPC' : null));
    const result = await openJournal(optionsFor(tempFolder(), { disk }));
    expect(result).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
  });

  it('keeps late entries until the disk allows, then writes them in order, marked, with the time they happened', async () => {
    let failing = false;
    const schedule = new HandSchedule();
    const journal = await opened(tempFolder(), { schedule, disk: faultyDisk((op) => (failing && op === 'write' ? 'ENOSPC' : null)) });
    failing = true;
    journal.appendLate('VAULT-SET', { name: 'one' });
    journal.appendLate('VAULT-SET', { name: 'two' });
    // Entries are settled in order: once a later one has failed, those before it have. No time is long enough for any disk.
    const allFailed = async (): Promise<void> => expect(await append(journal, 'not now')).toMatchObject({ ok: false });
    await allFailed();
    schedule.tick();
    await allFailed();
    expect(await names(journal)).toEqual([]);
    failing = false;
    schedule.tick();
    await append(journal, 'three');
    expect(await names(journal)).toEqual(['one', 'two', 'three']);
    const { entries } = await journal.page({ before: null, limit: 10, code: 'VAULT-SET', op: null, text: null });
    expect(entries.map(({ data }) => [data['name'], data['late']])).toEqual([['three', undefined], ['two', true], ['one', true]]);
    await journal.close();
  });

  it('never loses what it acknowledged and never acknowledges what it lost, wherever and however often it fails', async () => {
    const fault = fc.record({ op: fc.constantFrom(...ops), error: fc.constantFrom(...errors), from: fc.nat(60), times: fc.integer({ min: 1, max: 6 }) });
    const step = fc.record({ group: fc.integer({ min: 1, max: 5 }), size: fc.constantFrom(10, 20_000, 60_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 5 }), fc.array(step, { minLength: 1, maxLength: 12 }), async (faults, steps) => {
        const calls = new Map<Op, number>();
        let armed = false;
        const fails = (op: Op): string | null => {
          if (!armed) return null;
          const call = (calls.get(op) ?? 0) + 1;
          calls.set(op, call);
          return faults.find((one) => one.op === op && call > one.from % 20 && call <= (one.from % 20) + one.times)?.error ?? null;
        };
        const root = tempFolder();
        const journal = await opened(root, { disk: faultyDisk(fails) });
        armed = true;
        const acknowledged: string[] = [];
        for (const [at, { group, size }] of steps.entries()) {
          const wanted = Array.from({ length: group }, (_, index) => `${at}.${index}.${'x'.repeat(size)}`);
          const results = await Promise.all(wanted.map((name) => append(journal, name)));
          acknowledged.push(...wanted.filter((_, index) => results[index]?.ok));
        }
        armed = false;
        expect(await names(journal)).toEqual(acknowledged);
        await journal.close();
        const again = await opened(root);
        expect(await names(again)).toEqual(acknowledged);
        expect(await again.verify()).toMatchObject({ ok: true });
        await again.close();
      }),
      { numRuns: 60, seed: 20_261_122 },
    );
  });
});
