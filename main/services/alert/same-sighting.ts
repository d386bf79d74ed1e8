import type { AlertRecord } from '../../../core/alert/record';

export function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** True where an answer brought nothing but a newer time: the list need not be told. */
export function sameSighting(known: AlertRecord, next: AlertRecord, source: string): boolean {
  const before = known.holders[source];
  const after = next.holders[source];
  return (
    known.open &&
    known.source === next.source &&
    known.startsAt === next.startsAt &&
    known.times === next.times &&
    known.generatorUrl === next.generatorUrl &&
    known.labels === next.labels &&
    known.there?.acked === next.there?.acked &&
    known.there?.by === next.there?.by &&
    sameTexts(known.annotations, next.annotations) &&
    before !== undefined &&
    before.sure &&
    before.missed === after?.missed &&
    before.suppressed === after.suppressed
  );
}
