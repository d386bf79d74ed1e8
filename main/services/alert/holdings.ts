import type { AlertRecord } from '../../../core/alert/record';

const none: ReadonlySet<string> = new Set();

function drop(sets: ReadonlyMap<string, Set<string>>, source: string, id: string): void {
  sets.get(source)?.delete(id);
}

function add(sets: Map<string, Set<string>>, source: string, id: string): void {
  const set = sets.get(source);
  if (set === undefined) sets.set(source, new Set([id]));
  else set.add(id);
}

/** Which source holds what: kept beside the records, so that an answer costs what it changes and not what it names. */
export class Holdings {
  /** Open alerts that a source once named. */
  private readonly held = new Map<string, Set<string>>();
  /** Those of them that its last answer did not prove: missing once, or nobody can say. */
  private readonly unproven = new Map<string, Set<string>>();
  /** What the source's last answer named. */
  private readonly named = new Map<string, Set<string>>();
  /** When that was, epoch ms. */
  private readonly lookedAt = new Map<string, number>();

  put(before: AlertRecord | undefined, next: AlertRecord): void {
    if (before !== undefined && before.holders !== next.holders) {
      for (const source in before.holders) {
        drop(this.held, source, next.id);
        drop(this.unproven, source, next.id);
      }
    }
    for (const source in next.holders) {
      const holder = next.holders[source];
      if (holder === undefined || !next.open) {
        drop(this.held, source, next.id);
        drop(this.unproven, source, next.id);
        continue;
      }
      add(this.held, source, next.id);
      if (holder.sure && holder.missed === 0) drop(this.unproven, source, next.id);
      else add(this.unproven, source, next.id);
    }
  }

  of(source: string): ReadonlySet<string> {
    return this.held.get(source) ?? none;
  }

  unprovenOf(source: string): ReadonlySet<string> {
    return this.unproven.get(source) ?? none;
  }

  namedBy(source: string): ReadonlySet<string> {
    return this.named.get(source) ?? none;
  }

  answered(source: string, named: Set<string>, at: number): void {
    this.named.set(source, named);
    this.lookedAt.set(source, at);
  }

  /** The source's answer from before with what changed: the same set, so that nothing is copied. */
  answeredSame(source: string, now: Iterable<string>, gone: Iterable<string>, at: number): void {
    const named = this.named.get(source) ?? new Set();
    for (const id of gone) named.delete(id);
    for (const id of now) named.add(id);
    this.answered(source, named, at);
  }

  forget(source: string): void {
    for (const map of [this.held, this.unproven, this.named, this.lookedAt]) map.delete(source);
  }

  /** When a source last proved this alert, epoch ms; -Infinity where none does now. */
  confirmedAt(record: AlertRecord): number {
    let at = -Infinity;
    if (!record.open) return at;
    for (const source in record.holders) {
      const holder = record.holders[source];
      if (holder?.sure === true && holder.missed === 0) at = Math.max(at, this.lookedAt.get(source) ?? -Infinity);
    }
    return at;
  }
}
