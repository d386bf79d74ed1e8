import type { EntryData } from '../journal/codes';
import { sirenEntries } from './entries';
import type { Ring } from './siren';

/** What the replay of a journal hands over. */
interface Replayed {
  readonly op: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Collects the rings whose end has not come from a journal, in order. After a restart nobody knows whether they still
 * sound, so each is `unknown` until the device is read (laws 2 and 6).
 */
export function createUnfinishedRings(): { readonly visit: (entry: Replayed) => void; readonly at: (now: number) => readonly Ring[] } {
  const rings = new Map<string, { readonly op: string; readonly intent: EntryData<'SIREN-RING'> }>();
  return {
    visit({ op, code, data }) {
      if (code === 'SIREN-RING') {
        const intent = sirenEntries['SIREN-RING'].data.safeParse(data);
        if (intent.success) rings.set(intent.data.ring, { op, intent: intent.data });
      } else if (code === 'SIREN-RING-FAILED' || code === 'SIREN-QUIET') {
        if (typeof data['ring'] === 'string') rings.delete(data['ring']);
      }
    },
    at: (now) =>
      [...rings.values()]
        .filter(({ intent }) => intent.endsAt > now)
        .map(({ op, intent: { ring, ...rest } }) => ({ id: ring, by: op, state: 'unknown', ...rest })),
  };
}
