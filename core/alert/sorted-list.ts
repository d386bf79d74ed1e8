/** A list that stays in order while a few of many change: what a poll costs follows what it changed. */
export class SortedList<T> {
  private items: T[];

  /** @param sorted is taken over as it is: in order by `compare`, which must tell any two items apart. */
  constructor(
    private readonly compare: (a: T, b: T) => number,
    sorted: readonly T[] = [],
  ) {
    this.items = [...sorted];
  }

  get all(): readonly T[] {
    return this.items;
  }

  /** Takes items out (those that are not in it are passed over) and puts others in. */
  replace(removed: ReadonlySet<T>, added: readonly T[]): void {
    if (removed.size === 0 && added.length === 0) return;
    const { items } = this;
    const leaving: number[] = [];
    for (const item of removed) {
      const at = this.placeOf(item);
      if (items[at] === item) leaving.push(at);
    }
    leaving.sort((a, b) => a - b);
    const coming = [...added].sort(this.compare);
    // Places are looked for, what lies between is copied as it is: comparing every item would cost a hundred times more.
    const next: T[] = [];
    let at = 0;
    let left = 0;
    const copyTo = (end: number): void => {
      for (; at < end; at += 1) {
        const item = items[at];
        if (at === leaving[left]) left += 1;
        else if (item !== undefined) next.push(item);
      }
    };
    for (const item of coming) {
      copyTo(this.placeOf(item));
      next.push(item);
    }
    copyTo(items.length);
    this.items = next;
  }

  /** The first place whose item does not come before this one. */
  private placeOf(item: T): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.items[middle];
      if (there !== undefined && this.compare(there, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
