import { z } from 'zod';
import { allHold, matcherColumn, parseMatchers, type Matcher } from '../alert/matcher';
import { explain } from '../errors';
import { writtenMoment } from '../mute/file-window';
import { longestWindow } from '../mute/mute';
import type { Finding } from '../runbook/runbook';
import { duplicateNames, nouns, unknownName } from './check-names';
import type { BreakglassFile, GradingRule, MaintenanceEntry, SourceEntry } from './files';
import { finding, quoted } from './finding';
import type { YamlPath } from './locate';
import type { YamlReading } from './read-yaml';
import type { DriverKinds } from './readings';
import { schemaFindings } from './schema-findings';
import { isTimeZone } from './time-zone';

/** A polled source may be this slow, ms: with it, three silent polls stay within the 90 s of law 8. */
const slowest = 30_000;
const fastest = 1_000;

/** The keys of a source entry that every kind has; the others are the driver's. */
const sharedKeys: ReadonlySet<string> = new Set(['id', 'kind', 'every', 'cluster', 'watchdog']);

/** A source entry's own keys: what its driver's schema decodes. */
export function sourceConfig(entry: SourceEntry): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !sharedKeys.has(key)));
}

/** breakglass.yaml beyond its schema. */
/** @param hosts names in hosts.yaml; null while that file is itself broken. */
export function checkSettings(reading: YamlReading<BreakglassFile>, kinds: DriverKinds, hosts: readonly string[] | null): Finding[] {
  const settings = reading.value;
  if (settings === null) return [];
  const zone = isTimeZone(settings.timezone) ? [] : [finding(reading.locate(['timezone']), 'bad-timezone', { name: settings.timezone })];
  return [
    ...zone,
    ...checkGrading(reading, settings.grading),
    ...duplicateNames(reading, nouns.window, settings.maintenance.map(({ id }, index) => ({ name: id, path: ['maintenance', index, 'id'] }))),
    ...settings.maintenance.flatMap((window, index) => checkWindow(reading, window, index, settings.timezone)),
    ...duplicateNames(reading, nouns.source, settings.sources.map(({ id }, index) => ({ name: id, path: ['sources', index, 'id'] }))),
    ...settings.sources.flatMap((source, index) => checkSource(reading, source, index, kinds, hosts)),
    ...duplicateNames(reading, nouns.publisher, settings.publishers.map(({ id }, index) => ({ name: id, path: ['publishers', index, 'id'] }))),
    ...duplicateNames(reading, nouns.remote, settings.sync.remotes.map(({ id }, index) => ({ name: id, path: ['sync', 'remotes', index, 'id'] }))),
    ...duplicateNames(reading, nouns.stream, settings.streams.map(({ id }, index) => ({ name: id, path: ['streams', index, 'id'] }))),
    ...(settings.publishers.length > 0 ? [finding(reading.locate(['publishers'], 'key'), 'not-used-yet', { key: 'publishers' })] : []),
  ];
}

function checkSource(reading: YamlReading<BreakglassFile>, source: SourceEntry, index: number, kinds: DriverKinds, hosts: readonly string[] | null): Finding[] {
  const findings: Finding[] = [];
  const every = reading.locate(['sources', index, 'every']);
  if (source.every > slowest) findings.push(finding(every, 'source-too-slow', { seconds: Math.round(source.every / 1000) }));
  if (source.every < fastest) findings.push(finding(every, 'source-too-fast', { ms: source.every }));
  if (source.watchdog !== undefined) findings.push(...checkMatchers(reading, ['sources', index, 'watchdog', 'when'], source.watchdog.when).findings);
  const driver = kinds.sources.get(source.kind);
  if (driver === undefined) {
    return [...findings, ...unknownName(reading, ['sources', index, 'kind'], nouns.sourceKind, source.kind, [...kinds.sources.keys()])];
  }
  const config = sourceConfig(source);
  for (const key of hostKeys(driver)) {
    const name = config[key];
    if (typeof name === 'string') findings.push(...unknownName(reading, ['sources', index, key], nouns.host, name, hosts));
  }
  const parsed = driver.safeParse(config);
  if (parsed.success) return findings;
  const root = { sources: { [index]: config } };
  const own = schemaFindings(parsed.error.issues, driver, root, reading.locate, ['sources', index]);
  const proxy = reading.locate(['sources', index, 'proxy'], 'key');
  // That a proxy is missing is a decision about the kind, and not a slip of the pen.
  const worded = own.map((each) => (each.rule === 'unknown-key' && 'proxy' in config && each.line === proxy.line && each.column === proxy.column ? finding(proxy, 'no-proxy', { kind: source.kind }) : each));
  return [...findings, ...worded];
}

/** The keys of a driver's schema that name a host of hosts.yaml: those that say so with `meta({ names: 'host' })`. */
function hostKeys(driver: z.ZodType): readonly string[] {
  const shape: Readonly<Record<string, unknown>> = driver instanceof z.ZodObject ? driver.shape : {};
  return Object.entries(shape).flatMap(([key, field]) => (field instanceof z.ZodType && field.meta()?.['names'] === 'host' ? [key] : []));
}

/** A maintenance window: its condition, its times, and that it ends within a day. */
function checkWindow(reading: YamlReading<BreakglassFile>, window: MaintenanceEntry, index: number, timezone: string): Finding[] {
  const at = (key: string): ReturnType<typeof reading.locate> => reading.locate(['maintenance', index, key]);
  const { findings } = checkMatchers(reading, ['maintenance', index, 'when'], window.when);
  const from = writtenMoment(window.from, timezone);
  const until = writtenMoment(window.until, timezone);
  if (from === null) findings.push(finding(at('from'), 'bad-moment', { text: quoted(window.from) }));
  if (until === null) findings.push(finding(at('until'), 'bad-moment', { text: quoted(window.until) }));
  if (from !== null && until !== null && until <= from) findings.push(finding(at('until'), 'window-ends-early', {}));
  if (from !== null && until !== null && until - from > longestWindow) findings.push(finding(at('until'), 'window-too-long', {}));
  return findings;
}

function checkGrading(reading: YamlReading<BreakglassFile>, rules: readonly GradingRule[]): Finding[] {
  const findings: Finding[] = [];
  /** Earlier rules as sorted matcher texts: a rule that asks for at least the same can never be reached. */
  const earlier: { readonly line: number; readonly matchers: readonly Matcher[] }[] = [];
  for (const [index, rule] of rules.entries()) {
    const place = reading.locate(['grading', index, 'when']);
    const { matchers, findings: unread } = checkMatchers(reading, ['grading', index, 'when'], rule.when);
    findings.push(...unread);
    if (matchers === null) continue;
    const taker = earlier.find((rule) => takesAll(rule.matchers, matchers));
    if (taker !== undefined) findings.push(finding(place, 'rule-never-matches', { line: taker.line }));
    else earlier.push({ line: place.line, matchers });
    if (rule.within !== undefined && rule.grade !== '912') {
      findings.push(finding(reading.locate(['grading', index, 'within'], 'key'), 'key-without-effect', { key: 'within', when: 'grade 912' }));
    }
  }
  return findings;
}

/** Reads the matchers at a place of the file; null where they cannot be read, with the finding that says why. */
function checkMatchers(reading: YamlReading<BreakglassFile>, path: YamlPath, when: string): { readonly matchers: readonly Matcher[] | null; readonly findings: Finding[] } {
  const matchers = parseMatchers(when);
  if (matchers.ok) return { matchers: matchers.value, findings: [] };
  const place = reading.locate(path);
  const en = explain(matchers.error, 'en').message;
  const ko = explain(matchers.error, 'ko').message;
  // The column within the condition, where it stands on one line behind its opening quote.
  return { matchers: null, findings: [finding({ ...place, column: place.column + matcherColumn(matchers.error) }, 'bad-matcher', { why: { en, ko } })] };
}

/** Whether every alert that the later rule wants is already taken: each earlier matcher is trivial or asked for again. */
function takesAll(earlier: readonly Matcher[], later: readonly Matcher[]): boolean {
  return earlier.every(
    (one) => holdsAlways(one) || later.some((other) => other.name === one.name && other.operator === one.operator && other.value === one.value) || later.some((other) => other.name === one.name && other.operator === '=' && allHold([one], { [one.name]: other.value })),
  );
}

/** `label=~".*"` for any label, and "is not empty" for alertname, which every alert has. */
function holdsAlways({ name, operator, value }: Matcher): boolean {
  if (operator === '=~' && /^\(?\.\*\)?$/.test(value)) return true;
  if (name !== 'alertname') return false;
  return (operator === '=~' && /^\(?\.\+\)?$/.test(value)) || (operator === '!=' && value === '');
}
