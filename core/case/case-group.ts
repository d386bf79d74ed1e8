/**
 * What joins alerts of different sources into one case: the values of the labels that their rule groups by. Null where
 * the rule groups by nothing, or the alert lacks one of the labels: it then shares nothing that anybody can name.
 */
export function caseGroup(groupBy: readonly string[], labels: Readonly<Record<string, string>>): string | null {
  if (groupBy.length === 0) return null;
  const values = [...new Set(groupBy)].sort().map((name): readonly [string, string] => [name, (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? '']);
  return values.some(([, value]) => value === '') ? null : JSON.stringify(values);
}
