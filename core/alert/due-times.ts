/**
 * Who must be looked at when: a heap by time, one moment for each id. Time that passes costs what came due and not what
 * waits.
 */
export class DueTimes {
  private readonly at = new Map<string, number>();
  private heap: { readonly id: string; readonly at: number }[] = [];

  /** `at` in epoch ms; Infinity means never. A later call for the same id counts alone. */
  set(id: string, at: number): void {
    if (this.at.get(id) === at) return;
    if (at === Infinity) {
      this.at.delete(id);
      return;
    }
    this.at.set(id, at);
    this.heap.push({ id, at });
    this.up(this.heap.length - 1);
    // What was set anew stays in the heap until its old time; it must not pile up.
    if (this.heap.length > 2 * this.at.size + 64) this.rebuild();
  }

  /** Takes out everything that is due at `now`. */
  take(now: number): readonly string[] {
    const due: string[] = [];
    for (let first = this.heap[0]; first !== undefined && first.at <= now; first = this.heap[0]) {
      this.dropFirst();
      if (this.at.get(first.id) !== first.at) continue;
      this.at.delete(first.id);
      due.push(first.id);
    }
    return due;
  }

  private rebuild(): void {
    // In order is a heap, too.
    this.heap = [...this.at].map(([id, at]) => ({ id, at })).sort((a, b) => a.at - b.at);
  }

  private dropFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    for (let place = 0; ; ) {
      const left = this.heap[2 * place + 1];
      if (left === undefined) return;
      const right = this.heap[2 * place + 2];
      const child = right !== undefined && right.at < left.at ? 2 * place + 2 : 2 * place + 1;
      const smaller = child === 2 * place + 1 ? left : (right ?? left);
      if (smaller.at >= last.at) return;
      this.heap[place] = smaller;
      this.heap[child] = last;
      place = child;
    }
  }

  private up(from: number): void {
    let place = from;
    const item = this.heap[place];
    if (item === undefined) return;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const above = this.heap[parent];
      if (above === undefined || above.at <= item.at) return;
      this.heap[parent] = item;
      this.heap[place] = above;
      place = parent;
    }
  }
}
