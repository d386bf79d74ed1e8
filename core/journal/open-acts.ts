import type { Entry } from './entry';

/** Acts that have a beginning and an end of their own; `id` names the field that joins the two. */
const pairs = [
  { start: 'RUN-START', end: 'RUN-END', id: 'run' },
  { start: 'TERMINAL-START', end: 'TERMINAL-END', id: 'terminal' },
] as const;

/** Finds what was begun and never ended: a run with an intent and no outcome. */
export class OpenActs {
  private readonly begun = new Map<string, string>();

  see(entry: Pick<Entry, 'code' | 'data' | 'seq'>): void {
    for (const { start, end, id } of pairs) {
      const name = entry.data[id];
      if (typeof name !== 'string') continue;
      if (entry.code === start) this.begun.set(`${start} ${name}`, `${start} ${name} (${entry.seq})`);
      if (entry.code === end) this.begun.delete(`${start} ${name}`);
    }
  }

  list(): readonly string[] {
    return [...this.begun.values()];
  }
}
