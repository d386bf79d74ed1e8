import type { z } from 'zod';
import { syncEntries } from '../../../core/sync/entries';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Doubt } from '../../ports/team-journals';

/** A copy must have agreed for this long before a doubt about it is over: who has the key may show both in turn, ms. */
const calm = 10 * 60_000;

type Recorded = z.infer<(typeof syncEntries)['JOURNAL-DOUBT']['data']>;

interface Standing {
  readonly remote: string;
  readonly doubt: Doubt;
  /** Since when the copy agrees again, by the clock that nobody sets; null: it does not. */
  agreesSince: number | null;
}

/**
 * What is in doubt, and which remote showed it. Each doubt is an entry once, and so is its end: it stands over restarts,
 * with every remote out of reach, until the remote that showed another history agrees again.
 */
export class RemoteDoubts {
  private readonly standing = new Map<string, Standing>();
  private readonly named = new Set<string>();
  /** When each writer's doubt was first met here, epoch ms. */
  private readonly since = new Map<string, number>();

  constructor(
    private readonly ports: {
      readonly journal: Journal;
      readonly clock: Clock;
      /** What lies on the disk raises its own. */
      readonly onDisk: () => readonly Doubt[];
      /** Ids of the remotes that are configured. */
      readonly remotes: () => readonly string[];
    },
  ) {}

  /** Takes up an entry of this console's own journal. */
  recall({ at, code, data }: { readonly at: number; readonly code: string; readonly data: unknown }): void {
    const raised = code === 'JOURNAL-DOUBT' ? syncEntries[code].data.safeParse(data) : null;
    if (raised?.success === true) {
      const { remote, ...doubt } = raised.data;
      this.named.add(nameOf(doubt));
      if (!this.since.has(doubt.writer)) this.since.set(doubt.writer, at);
      if (remote !== null && this.isLasting(doubt)) this.raise(remote, doubt);
    }
    const over = code === 'JOURNAL-AGREED' ? syncEntries[code].data.safeParse(data) : null;
    if (over?.success === true) this.end(over.data.remote, over.data.writer);
  }

  /** A remote's copy contradicts ours. Garbage that is pushed over a fork does not end the fork. */
  raise(remote: string, doubt: Doubt): void {
    const key = keyOf(remote, doubt.writer);
    const known = this.standing.get(key)?.doubt;
    this.standing.set(key, { remote, doubt: known !== undefined && weight(known) <= weight(doubt) ? known : doubt, agreesSince: null });
  }

  /** A remote's copy agrees with ours; whether nothing is in doubt between the two any more. */
  async agree(remote: string, writer: string): Promise<boolean> {
    const { clock, journal } = this.ports;
    const standing = this.standing.get(keyOf(remote, writer));
    if (standing === undefined) return true;
    // One's own agrees because it was written over there: that another had it stays to be seen until the next start.
    if (writer === journal.status().writer) return true;
    standing.agreesSince ??= clock.mono();
    if (clock.mono() - standing.agreesSince < calm) return false;
    if (this.isLasting(standing.doubt) && !(await journal.append('JOURNAL-AGREED', { writer, remote })).ok) return false;
    this.end(remote, writer);
    return true;
  }

  /** Whether it has to be asked for again, so that its end is seen; a copy that was cut is said once. */
  isLasting({ kind, writer }: Pick<Doubt, 'kind' | 'writer'>): boolean {
    return kind !== 'cut' && writer !== this.ports.journal.status().writer;
  }

  /** The worst of each writer: a fork goes before everything else, and what begins earlier before the rest. */
  all(): readonly (Doubt & { readonly since: number })[] {
    return this.worst().map(({ remote: _remote, ...doubt }) => ({ ...doubt, since: this.since.get(doubt.writer) ?? this.ports.clock.now() }));
  }

  /** Each doubt is an entry once: the alarm is on the screen as long as it stands. */
  async name(): Promise<void> {
    const found = this.worst();
    for (const writer of this.since.keys()) if (!found.some((doubt) => doubt.writer === writer)) this.since.delete(writer);
    for (const doubt of found) {
      if (!this.since.has(doubt.writer)) this.since.set(doubt.writer, this.ports.clock.now());
      if (this.named.has(nameOf(doubt))) continue;
      const { writer, seq, kind, why, remote } = doubt;
      const written = await this.ports.journal.append('JOURNAL-DOUBT', { writer, seq, kind, why, remote });
      if (written.ok) this.named.add(nameOf(doubt));
    }
  }

  private worst(): readonly Recorded[] {
    const remotes = new Set(this.ports.remotes());
    const raised = [...this.standing.values()].filter(({ remote }) => remotes.has(remote)).map(({ remote, doubt }) => ({ ...doubt, remote }));
    const worst = new Map<string, Recorded>();
    for (const doubt of [...this.ports.onDisk().map((each) => ({ ...each, remote: null })), ...raised]) {
      const other = worst.get(doubt.writer);
      if (other === undefined || weight(doubt) < weight(other)) worst.set(doubt.writer, doubt);
    }
    return [...worst.values()];
  }

  private end(remote: string, writer: string): void {
    const standing = this.standing.get(keyOf(remote, writer));
    if (standing === undefined) return;
    this.standing.delete(keyOf(remote, writer));
    this.named.delete(nameOf(standing.doubt));
  }
}

function keyOf(remote: string, writer: string): string {
  return `${remote} ${writer}`;
}

function nameOf({ writer, seq, kind }: Doubt): string {
  return `${writer} ${String(seq)} ${kind}`;
}

function weight({ kind, seq }: Doubt): number {
  return kind === 'fork' ? seq : Number.MAX_SAFE_INTEGER / 2 + seq;
}
