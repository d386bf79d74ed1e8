const minute = 60_000;

/** More new alerts than this within a minute are a storm (decisions.md 27). */
export const stormAt = 30;
/** It is over when no minute was that bad for this long, ms. */
const calmAfter = 10 * minute;
/** What so large a part of the new alerts share is what they are shown under. */
const covers = 0.6;

/** In this order: what explains most comes first. */
const shareable = ['cluster', 'provider', 'service', 'host'] as const;

/** What a newly firing alert has to do with a storm. */
export interface Newcomer {
  readonly id: string;
  /** Kinds are never hidden behind each other: one line of each stays. */
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Storm {
  /** Epoch ms. */
  readonly since: number;
  /** New alerts since then. */
  readonly count: number;
  /** What the new alerts share, or null where they share nothing. */
  readonly shared: { readonly label: string; readonly value: string } | null;
  /** Alerts shown under another of their kind. */
  readonly folded: number;
}

function valueOf(labels: Readonly<Record<string, string>>, label: (typeof shareable)[number]): string {
  if (label !== 'host') return labels[label] ?? '';
  return (labels['host'] ?? labels['instance'] ?? '').replace(/:\d+$/, '');
}

/**
 * Watches how many alerts are new. In a storm, those that share a cluster, provider, service or host fold into one line
 * of each kind; an alert of another kind, or one that does not share it, is never folded.
 */
export class StormWatch {
  private recent: { readonly at: number; readonly newcomer: Newcomer }[] = [];
  private since: number | null = null;
  private lastBad = 0;
  private count = 0;
  private shared: Storm['shared'] = null;
  /** kind -> its alerts in the storm; the first stands for the others. */
  private readonly kinds = new Map<string, Set<string>>();
  private readonly joined = new Map<string, string>();

  /** Gives the ids whose folding changed. `at` in ms of a clock that never jumps, `now` in epoch ms. */
  take(newcomers: readonly Newcomer[], at: number, now: number): readonly string[] {
    for (const newcomer of newcomers) this.recent.push({ at, newcomer });
    const fresh = this.recent.findIndex((each) => at - each.at < minute);
    if (fresh !== 0) this.recent = fresh < 0 ? [] : this.recent.slice(fresh);
    if (this.recent.length > stormAt) this.lastBad = at;
    if (this.since === null) return this.recent.length > stormAt ? this.begin(now) : [];
    if (at - this.lastBad > calmAfter) return this.end();
    this.count += newcomers.length;
    return newcomers.flatMap((newcomer) => this.join(newcomer));
  }

  /** An alert is over, snoozed or owned: it no longer stands for others, nor hides. Gives the ids whose folding changed. */
  leave(id: string): readonly string[] {
    const kind = this.joined.get(id);
    const members = this.kinds.get(kind ?? '');
    if (kind === undefined || members === undefined) return [];
    const [first] = members;
    members.delete(id);
    this.joined.delete(id);
    if (members.size === 0) this.kinds.delete(kind);
    const [next] = members;
    return first === id && next !== undefined ? [id, next] : [id];
  }

  /** The kind under which it is part of the storm, or null. */
  kindOf(id: string): string | null {
    return this.joined.get(id) ?? null;
  }

  isFolded(id: string): boolean {
    const kind = this.joined.get(id);
    if (kind === undefined) return false;
    const [first] = this.kinds.get(kind) ?? [];
    return first !== id;
  }

  /** How many stand behind this one. */
  behind(id: string): number {
    const kind = this.joined.get(id);
    const members = kind === undefined ? undefined : this.kinds.get(kind);
    return members === undefined || this.isFolded(id) ? 0 : members.size - 1;
  }

  state(): Storm | null {
    if (this.since === null) return null;
    return { since: this.since, count: this.count, shared: this.shared, folded: this.joined.size - this.kinds.size };
  }

  private begin(now: number): readonly string[] {
    this.since = now;
    this.count = this.recent.length;
    this.shared = sharedBy(this.recent.map(({ newcomer }) => newcomer));
    return this.recent.flatMap(({ newcomer }) => this.join(newcomer));
  }

  private end(): readonly string[] {
    const were = [...this.joined.keys()];
    this.since = null;
    this.shared = null;
    this.kinds.clear();
    this.joined.clear();
    return were;
  }

  private join({ id, kind, labels }: Newcomer): readonly string[] {
    if (this.shared === null || this.joined.has(id)) return [];
    const { label, value } = this.shared;
    const shares = shareable.find((each) => each === label);
    if (shares === undefined || valueOf(labels, shares) !== value) return [];
    const members = this.kinds.get(kind) ?? new Set();
    members.add(id);
    this.kinds.set(kind, members);
    this.joined.set(id, kind);
    return [id];
  }
}

/** The first of cluster, provider, service and host whose commonest value covers most of them. */
function sharedBy(newcomers: readonly Newcomer[]): Storm['shared'] {
  for (const label of shareable) {
    const counts = new Map<string, number>();
    for (const { labels } of newcomers) {
      const value = valueOf(labels, label);
      if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    if (most !== undefined && most[1] >= covers * newcomers.length) return { label, value: most[0] };
  }
  return null;
}
