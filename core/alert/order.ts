import type { AlertSection } from './alert';
import type { AlertRecord } from './record';
import type { Standing } from './standing';

export const sectionOrder: readonly AlertSection[] = ['911', 'ungraded', '912', 'snoozed', 'muted', 'noise', 'resolved'];

export interface Standed {
  readonly record: AlertRecord;
  readonly standing: Standing;
}

/** What must be seen first comes first: by section, then unowned before owned, then by time; never by chance. */
export function orderAlerts(alerts: readonly Standed[]): readonly Standed[] {
  const bySection = new Map<AlertSection, Standed[]>();
  for (const alert of alerts) {
    const section = bySection.get(alert.standing.section);
    if (section === undefined) bySection.set(alert.standing.section, [alert]);
    else section.push(alert);
  }
  return sectionOrder.flatMap((name) => bySection.get(name)?.sort((a, b) => withinSection(a, b) || (a.record.id < b.record.id ? -1 : 1)) ?? []);
}

function withinSection(a: Standed, b: Standed): number {
  switch (a.standing.section) {
    case '912':
      return (a.standing.deadline ?? 0) - (b.standing.deadline ?? 0);
    case 'snoozed':
      return (a.record.snooze?.until ?? Infinity) === (b.record.snooze?.until ?? Infinity)
        ? 0
        : (a.record.snooze?.until ?? Infinity) - (b.record.snooze?.until ?? Infinity);
    case 'muted':
      return (a.standing.mute?.until ?? Infinity) - (b.standing.mute?.until ?? Infinity);
    case 'resolved':
      return (b.record.resolvedAt ?? 0) - (a.record.resolvedAt ?? 0);
    case '911':
    case 'ungraded':
    case 'noise':
      return Number(a.standing.ack !== null) - Number(b.standing.ack !== null) || b.record.startsAt - a.record.startsAt;
  }
}

/** Where each section of an ordered list begins and how long it is; empty ones are left out. */
export function sectionsOf(ordered: readonly Standed[]): { section: AlertSection; from: number; count: number }[] {
  const sections: { section: AlertSection; from: number; count: number }[] = [];
  ordered.forEach(({ standing: { section } }, index) => {
    const last = sections.at(-1);
    if (last?.section === section) last.count += 1;
    else sections.push({ section, from: index, count: 1 });
  });
  return sections;
}
