import type { EntryData } from '../journal/codes';
import { sirenEntries } from './entries';
import type { Ring } from './siren';

/** What the replay of a journal hands over. */
interface Replayed {
  readonly op: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How long after its end a ring of a device without a timer is still looked after, ms: who starts the console later has heard it. */
const overdueFor = 86_400_000;

interface Known {
  readonly op: string;
  readonly intent: EntryData<'SIREN-RING'>;
  /** It was told to be quiet, which is all that can be known of a siren that cannot be read. */
  readonly told: boolean;
}

export interface UnfinishedRings {
  visit(entry: Replayed): void;
  /** Rings that are still to end. */
  at(now: number): readonly Ring[];
  /** Rings whose end passed, less than a day ago, without the device's word that it is quiet. */
  overdue(now: number): readonly { readonly ring: Ring; readonly told: boolean }[];
}

/**
 * Collects the rings whose end has not come from a journal, in order. After a restart nobody knows whether they still
 * sound, so each is `unknown` until the device is read (laws 2 and 6).
 */
export function createUnfinishedRings(): UnfinishedRings {
  const rings = new Map<string, Known>();

  const tell = (ring: unknown, told: boolean): void => {
    const known = typeof ring === 'string' ? rings.get(ring) : undefined;
    if (known !== undefined) rings.set(known.intent.ring, { ...known, told });
  };

  const ringOf = ({ op, intent: { ring, ...rest } }: Known): Ring => ({ id: ring, by: op, state: 'unknown', ...rest });

  return {
    visit({ op, code, data }) {
      switch (code) {
        case 'SIREN-RING': {
          const intent = sirenEntries['SIREN-RING'].data.safeParse(data);
          if (intent.success) rings.set(intent.data.ring, { op, intent: intent.data, told: false });
          break;
        }
        case 'SIREN-SILENCE':
          tell(data['ring'], true);
          break;
        case 'SIREN-NOT-SILENCED':
          tell(data['ring'], false);
          break;
        case 'SIREN-RING-FAILED':
          if (typeof data['ring'] === 'string') rings.delete(data['ring']);
          break;
        case 'SIREN-QUIET':
          // Whoever rang it and whyever: a device that is quiet sounds for none of them.
          for (const [id, { intent }] of rings) if (intent.siren === data['siren']) rings.delete(id);
      }
    },
    at: (now) => [...rings.values()].filter(({ intent }) => intent.endsAt > now).map(ringOf),
    overdue: (now) =>
      [...rings.values()]
        .filter(({ intent }) => intent.endsAt <= now && now - intent.endsAt < overdueFor)
        .map((known) => ({ ring: ringOf(known), told: known.told })),
  };
}
