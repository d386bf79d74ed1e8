import type { Host } from '../host/host';
import { importAnsible } from '../import/ansible';
import { importSshConfig } from '../import/ssh-config';
import type { FoundHosts } from '../import/new-host';
import type { Finding } from '../runbook/runbook';
import { hostsFileSchema } from './files';
import { finding, type Place } from './finding';
import type { HostImport } from './host-import';
import { readYaml } from './read-yaml';
import type { Readings } from './readings';

/** The files that a hosts.yaml imports; none where it cannot be read. */
export function importedFiles(text: string): readonly string[] {
  if (!/\bimport\b/.test(text)) return [];
  return [...new Set(readYaml('hosts.yaml', text, hostsFileSchema).value?.import.map(({ file }) => file) ?? [])];
}

const without = {
  en: 'The host is read without it, or not at all. What hosts.yaml itself says of a host of that name wins.',
  ko: '이 부분은 빼고 읽거나 호스트를 읽지 않습니다. 같은 이름의 호스트에 대해 hosts.yaml에 직접 적은 내용이 우선합니다.',
} as const;

/**
 * hosts.yaml with the hosts of what it imports, as one reading: a mistake in an imported host has its place in that file.
 * What hosts.yaml itself says of a host wins, key by key; of two files the first that names a host does.
 * @param textOf a file's text; null: it is not there; undefined: it cannot be read, which was said already
 */
export function withImportedHosts(reading: Readings['hosts'], textOf: (file: string) => string | null | undefined): { readonly reading: Readings['hosts']; readonly findings: readonly Finding[] } {
  const { value } = reading;
  if (value === null || value.import.length === 0) return { reading, findings: [] };
  const findings: Finding[] = [];
  const imported = new Map<string, { readonly host: Host; readonly place: Place }>();
  for (const [index, entry] of value.import.entries()) {
    const text = textOf(entry.file);
    if (text === null) findings.push(finding(reading.locate(['import', index, 'file']), 'import-file-missing', { file: entry.file }));
    if (typeof text !== 'string') continue;
    const found = read(entry, text);
    // Where parts are left out the rest counts; a file that gives no host at all is a mistake.
    findings.push(...(found.hosts.length === 0 ? found.findings : found.findings.flatMap(asLive)));
    for (const host of found.hosts) {
      const place = found.places.get(host.name);
      if (place === undefined || imported.has(host.name)) continue;
      const origin = { file: place.file, line: place.line };
      imported.set(host.name, { place, host: { ...host, groups: [...(host.groups ?? [])], labels: {}, danger: entry.danger, hostKeys: [], origin } });
    }
  }
  const own = value.hosts.map((host) => merged(host, imported.get(host.name)?.host));
  const names = new Set(own.map(({ name }) => name));
  const others = [...imported.values()].filter(({ host }) => !names.has(host.name));
  return {
    reading: {
      ...reading,
      value: { ...value, hosts: [...own, ...others.map(({ host }) => host)] },
      locate: (path, at) => {
        const other = path[0] === 'hosts' && typeof path[1] === 'number' ? others[path[1] - own.length] : undefined;
        return other?.place ?? reading.locate(path, at);
      },
    },
    findings,
  };
}

function read({ from, file }: HostImport, text: string): FoundHosts {
  // Nothing is looked up for an Include: what counts are the files that hosts.yaml names.
  return from === 'ansible' ? importAnsible({ name: file, text }) : importSshConfig({ name: file, text }, () => []);
}

/** An own entry with what it leaves open. Its danger is always its own: what is left open there is `prod`. */
function merged(own: Host, imported: Host | undefined): Host {
  if (imported === undefined) return own;
  return { ...imported, ...own, groups: own.groups.length === 0 ? imported.groups : own.groups };
}

/** What an import that is read each time says: parts that are left out keep nobody from the rest, and nothing was written otherwise. */
function asLive(found: Finding): readonly Finding[] {
  if (found.rule === 'import-otherwise') return [];
  return found.rule === 'import-left-out' ? [{ ...found, severity: 'warning', hint: without }] : [found];
}
