import { expect, it } from 'vitest';
import type { Heard } from '../../../core/alert/heard';
import { ok } from '../../../core/errors';
import { sourceEntrySchema } from '../../../core/workspace/files';
import { createSourceContext } from '../../../tests/support/source-context';
import type { SourceNotebook } from '../../ports/alert-source';
import type { LogPiece } from '../../ports/log-reader';
import { openSource } from './registry';

it('keeps what it heard while nothing could be written, with the next that can', async () => {
  const context = createSourceContext({});
  const rows = new Map<string, string>();
  let full = false;
  const notebook: SourceNotebook = {
    read: async () => new Map(rows),
    mark: () => null,
    write: async (changes) => {
      if (full) throw new Error('no space left');
      for (const { key, value } of changes) {
        if (value === null) rows.delete(key);
        else rows.set(key, value);
      }
    },
  };
  const now = context.clock.now();
  const fires = (fingerprint: string): Heard => ({ kind: 'fires', fingerprint, labels: { alertname: fingerprint }, annotations: {}, startsAt: now, heardAt: now });
  let piece: LogPiece = { heard: [], place: 'p1', lines: 0, newest: null, gap: null, more: false };
  const open = () => {
    const source = openSource(sourceEntrySchema.parse({ id: 'l', kind: 'log', host: 'db1', file: '/var/log/x', rules: [{ line: 'x' }] }), { ...context, notebook, logs: async () => ok(piece) });
    if (!source.ok) throw new Error(source.error.code);
    return async (next: Partial<LogPiece>) => {
      piece = { ...piece, heard: [], ...next };
      const seen = await source.value.poll(new AbortController().signal);
      return seen.ok ? seen.value.alerts.map(({ fingerprint }) => fingerprint).sort() : [seen.error.code];
    };
  };
  const first = open();
  await first({});
  full = true;
  expect(await first({ heard: [fires('DBDown')], place: 'p2' })).toEqual(['DBDown']);
  expect([await open()({ place: 'p1' }), rows.get('place')]).toEqual([[], 'p1']);
  full = false;
  expect(await first({ place: 'p2' })).toEqual(['DBDown']);
  expect([await open()({ place: 'p2' }), rows.get('place')]).toEqual([['DBDown'], 'p2']);
});
