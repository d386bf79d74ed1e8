import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import { didYouMean, finding, quoted } from './finding';
import type { YamlReading } from './read-yaml';
import type { YamlPath } from './locate';

/** What a name stands for, in words. */
export const nouns = {
  person: { en: 'person', ko: '사람' },
  device: { en: 'device', ko: '기기' },
  host: { en: 'host', ko: '호스트' },
  siren: { en: 'siren', ko: '사이렌' },
  source: { en: 'source', ko: '소스' },
  window: { en: 'maintenance window', ko: '점검 시간' },
  stream: { en: 'stream', ko: '스트림' },
  remote: { en: 'remote', ko: '원격 저장소' },
  publisher: { en: 'publisher', ko: '게시 대상' },
  feed: { en: 'feed', ko: '피드' },
  escalation: { en: 'escalation', ko: '에스컬레이션' },
  service: { en: 'service', ko: '서비스' },
  sourceKind: { en: 'kind of source', ko: '소스 종류' },
  driver: { en: 'siren driver', ko: '사이렌 드라이버' },
  hostOrGroup: { en: 'host or group', ko: '호스트 또는 그룹' },
  need: { en: 'host, group or service', ko: '호스트, 그룹 또는 서비스' },
} as const satisfies Record<string, Text>;

/** Names that are given twice in one list; letter case does not tell two names apart. */
export function duplicateNames(
  reading: YamlReading<unknown>,
  what: Text,
  names: readonly { readonly name: string; readonly path: YamlPath }[],
): Finding[] {
  const first = new Map<string, number>();
  return names.flatMap(({ name, path }) => {
    const place = reading.locate(path);
    const known = first.get(name.toLowerCase());
    if (known === undefined) {
      first.set(name.toLowerCase(), place.line);
      return [];
    }
    return [finding(place, 'duplicate-name', { name: quoted(name), what, line: known })];
  });
}

/** A reference to something that is defined nowhere. `known` is null while the file that defines it is itself broken. */
export function unknownName(
  reading: YamlReading<unknown>,
  path: YamlPath,
  what: Text,
  name: string,
  known: readonly string[] | null,
  at: 'value' | 'key' = 'value',
): Finding[] {
  if (known === null || known.includes(name)) return [];
  return [finding(reading.locate(path, at), 'unknown-name', { name: quoted(name), what }, didYouMean(name, known))];
}
