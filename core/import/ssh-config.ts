import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import type { Place } from '../workspace/finding';
import { tooLarge, type ForeignFile } from './foreign-file';
import { newHosts, type FoundHosts } from './new-host';
import { importFinding, named } from './rules';

/** The files that an Include stands for, in order; null: not looked up (yet). */
export type Included = (pattern: string, from: string) => readonly ForeignFile[] | null;

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** A `Host` block with its patterns, or what stands above the first one. */
interface Section {
  readonly patterns: readonly string[];
  readonly settings: Setting[];
  readonly place: Place;
}

/** Includes within includes, as OpenSSH allows them. */
const deepest = 16;

const honoured: ReadonlySet<string> = new Set(['hostname', 'port', 'user', 'identityfile', 'proxyjump']);

/** Settings that say nothing about which server is reached, and as whom. */
const localMatters: ReadonlySet<string> = new Set(['serveraliveinterval', 'serveralivecountmax', 'addkeystoagent', 'identitiesonly', 'controlmaster', 'controlpath', 'controlpersist', 'loglevel', 'compression', 'visualhostkey', 'connecttimeout', 'tcpkeepalive', 'usekeychain', 'preferredauthentications']);

/** Reads an ssh_config: every alias that is a plain name becomes a host; patterns only add their settings to them. */
export function importSshConfig(file: ForeignFile, included: Included): FoundHosts {
  const findings: Finding[] = [];
  const sections = readSections(file, included, findings, 0);
  const aliases = new Map<string, Place>();
  for (const { patterns, place } of sections) for (const pattern of patterns) if (!/[*?!]/.test(pattern) && !aliases.has(pattern)) aliases.set(pattern, place);
  const words = [...aliases].map(([name, place]) => {
    const found = new Map<string, string>();
    // The first value wins, as in OpenSSH.
    for (const { patterns, settings } of sections) if (fits(patterns, name)) for (const { key, value } of settings) if (!found.has(key)) found.set(key, value);
    const address = found.get('hostname')?.replaceAll('%h', name).replaceAll('%%', '%') ?? name;
    return { name, address, port: found.get('port') ?? null, user: found.get('user') ?? null, identity: found.get('identityfile') ?? null, jump: found.get('proxyjump') ?? null, groups: [], place };
  });
  const hopeless = words.filter(({ address, identity, jump }) => [address, identity, jump].some((value) => value?.includes('%') === true || value?.includes('${') === true));
  for (const { name, place } of hopeless) findings.push(importFinding(place, 'import-left-out', { what: { en: `the host ${named(name)}`, ko: `호스트 ${named(name)}` }, why: { en: 'it uses a % token or a ${variable} that only ssh knows', ko: 'ssh만 아는 % 기호나 ${변수}를 사용합니다' } }));
  const made = newHosts(words.filter((each) => !hopeless.includes(each)));
  if (aliases.size === 0 && findings.every(({ severity }) => severity === 'warning')) {
    findings.push(importFinding({ file: file.name, line: 1, column: 1 }, 'import-not-this', { expected: { en: 'an ssh_config with named hosts', ko: '이름 있는 호스트가 있는 ssh_config' } }));
  }
  return { ...made, findings: [...findings, ...made.findings] };
}

function readSections(file: ForeignFile, included: Included, findings: Finding[], depth: number): Section[] {
  const large = tooLarge(file);
  if (large !== null) {
    findings.push(large);
    return [];
  }
  let start: Section = { patterns: ['*'], settings: [], place: { file: file.name, line: 1, column: 1 } };
  const sections = [start];
  let current: Section | null = start;
  for (const [index, raw] of file.text.split(/\r\n|[\r\n]/).entries()) {
    const match = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(raw);
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const place = { file: file.name, line: index + 1, column: raw.length - raw.trimStart().length + 1 };
    const leftOut = (what: string, why: Text): void => void findings.push(importFinding(place, 'import-left-out', { what: named(what), why }));
    const key = (match?.[1] ?? '').toLowerCase();
    const values = wordsOf(match?.[2] ?? '');
    const [value] = values;
    if (match === null || value === undefined) leftOut(line, { en: 'it cannot be read', ko: '읽을 수 없습니다' });
    else if (key === 'host') sections.push((current = { patterns: values, settings: [], place }));
    else if (key === 'match') {
      current = null;
      leftOut(line, { en: 'conditions are not imported, nor is what stands below them', ko: '조건과 그 아래 내용은 가져오지 않습니다' });
    } else if (current === null) leftOut(line, { en: 'it stands below a Match', ko: 'Match 아래에 있습니다' });
    else if (key === 'include' && current !== start) leftOut(line, { en: 'an Include inside of a Host block is not imported', ko: 'Host 블록 안의 Include는 가져오지 않습니다' });
    else if (key === 'include') {
      for (const pattern of values) {
        const files = depth >= deepest ? null : included(pattern, file.name);
        if (files === null || files.length === 0) leftOut(`Include ${pattern}`, { en: 'no such file could be read', ko: '읽을 수 있는 파일이 없습니다' });
        for (const each of files ?? []) sections.push(...readSections(each, included, findings, depth + 1));
      }
      // What follows holds for every host again, and comes after what was included: the first value wins.
      sections.push((start = { patterns: ['*'], settings: [], place }));
      current = start;
    } else if (key === 'identityfile' && current.settings.some((setting) => setting.key === key)) leftOut(line, { en: 'a host has one key file here', ko: '호스트마다 키 파일은 하나입니다' });
    else if (honoured.has(key)) current.settings.push({ key, value });
    else if (localMatters.has(key)) findings.push(importFinding(place, 'import-otherwise', { what: named(line), how: { en: 'it stays a matter of this machine’s own ssh_config', ko: '이 컴퓨터의 ssh_config에 그대로 맡깁니다' } }));
    else leftOut(line, { en: 'hosts.yaml has no such setting', ko: 'hosts.yaml에 해당하는 설정이 없습니다' });
  }
  return sections;
}

/** Words as ssh reads them: in double quotes, or divided by blanks; a `#` begins a comment. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [whole, quoted] of text.matchAll(/"([^"]*)"|#.*|[^\s"]+/g)) {
    if (whole.startsWith('#')) break;
    words.push(quoted ?? whole);
  }
  return words;
}

/** Whether a Host line is about an alias: at least one pattern fits, and none that begins with `!`. */
function fits(patterns: readonly string[], alias: string): boolean {
  const one = (pattern: string): boolean => wildcard(pattern, alias.toLowerCase());
  if (patterns.some((pattern) => pattern.startsWith('!') && one(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && one(pattern));
}

/** Whether `*` and `?` stand for a text, without regard to case; a hostile pattern does not make it hang. */
export function wildcard(written: string, text: string): boolean {
  const pattern = written.toLowerCase();
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, from, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) [at, from] = [at + 1, from + 1];
    else if (star >= 0) {
      mark += 1;
      [at, from] = [star + 1, mark];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
