import type { AlertSection } from './alert';
import { compareWithin, sectionOrder, type Standed } from './order';
import { SortedList } from './sorted-list';

/** What entered and left a list of alerts through one turn. */
export interface Difference {
  readonly removed: ReadonlySet<Standed>;
  readonly added: readonly Standed[];
}

/** A list of alerts by section, kept in order while alerts come, go and change: all of them, or those that a filter lets through. */
export class AlertView {
  private readonly lists: ReadonlyMap<AlertSection, SortedList<Standed>>;

  /**
   * @param from another view: what of it passes is in order already, so that nothing is sorted.
   * @param lists what passes, in order, where somebody filtered before.
   */
  constructor(
    private readonly passes: ((alert: Standed) => boolean) | null = null,
    from: AlertView | null = null,
    lists: ReadonlyMap<AlertSection, readonly Standed[]> = new Map(),
  ) {
    this.lists = new Map(sectionOrder.map((section) => [section, new SortedList(compareWithin, lists.get(section) ?? from?.filtered(section, passes) ?? [])]));
  }

  list(section: AlertSection): readonly Standed[] {
    return this.lists.get(section)?.all ?? [];
  }

  replace({ removed, added }: Difference): void {
    const { passes } = this;
    const leaving = bySection(removed);
    const coming = bySection(passes === null ? added : added.filter(passes));
    for (const [section, list] of this.lists) list.replace(new Set(leaving.get(section)), coming.get(section) ?? []);
  }

  count(section: AlertSection): number {
    return this.list(section).length;
  }

  /** Where each section begins and how long it is; empty ones, and resolved alerts unless asked for, are left out. */
  sections(showClosed: boolean): { section: AlertSection; from: number; count: number }[] {
    const sections: { section: AlertSection; from: number; count: number }[] = [];
    let from = 0;
    for (const section of sectionOrder) {
      const count = this.count(section);
      if (count === 0 || (section === 'resolved' && !showClosed)) continue;
      sections.push({ section, from, count });
      from += count;
    }
    return sections;
  }

  /** A window of the list. */
  rows(showClosed: boolean, offset: number, limit: number): readonly Standed[] {
    return this.sections(showClosed).flatMap(({ section, from, count }) =>
      offset >= from + count || offset + limit <= from ? [] : this.list(section).slice(Math.max(0, offset - from), offset + limit - from),
    );
  }

  private filtered(section: AlertSection, passes: ((alert: Standed) => boolean) | null): readonly Standed[] {
    const all = this.list(section);
    return passes === null ? all : all.filter(passes);
  }
}

function bySection(alerts: Iterable<Standed>): ReadonlyMap<AlertSection, readonly Standed[]> {
  const sections = new Map<AlertSection, Standed[]>();
  for (const alert of alerts) {
    const { section } = alert.standing;
    const list = sections.get(section);
    if (list === undefined) sections.set(section, [alert]);
    else list.push(alert);
  }
  return sections;
}
