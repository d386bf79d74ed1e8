import { fail } from '../../core/errors';
import type { SourceContext, SourceNotebook } from '../../main/ports/alert-source';
import { createDriverContext } from './driver-context';

/** A source's world: a driver's, and a notebook in memory that begins empty. */
export function createSourceContext(secrets: Readonly<Record<string, string>>, notebook: SourceNotebook = createNotebook()): SourceContext {
  return { ...createDriverContext(secrets), network: { connected: () => true }, notebook, logs: async (host) => fail('log-host-unknown', { host }), renewSecret: async () => fail('vault-none', { why: 'a test' }) };
}

function createNotebook(): SourceNotebook {
  const rows = new Map<string, string>();
  return {
    read: async () => new Map(rows),
    write: async (changes) => {
      for (const { key, value } of changes) {
        if (value === null) rows.delete(key);
        else rows.set(key, value);
      }
    },
    mark: () => null,
  };
}
