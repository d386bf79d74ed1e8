import type { Finding } from '../runbook/runbook';
import type { Host } from '../host/host';
import { duplicateNames, nouns, unknownName } from './check-names';
import { finding } from './finding';
import { isSshPublicKey } from './public-key';
import type { Readings } from './readings';

/** hosts.yaml beyond its schema. */
export function checkHosts({ hosts: reading }: Readings): Finding[] {
  const hosts = reading.value?.hosts ?? [];
  const names = hosts.map(({ name }) => name);
  const groups = new Set(hosts.flatMap((host) => host.groups));
  const findings = duplicateNames(reading, nouns.host, hosts.map(({ name }, index) => ({ name, path: ['hosts', index, 'name'] })));
  for (const [index, host] of hosts.entries()) {
    // A name that is both would make `on=NAME` mean two things.
    if (groups.has(host.name)) {
      const place = reading.locate(['hosts', index, 'name']);
      findings.push(finding(place, 'duplicate-name', { name: host.name, what: { en: 'thing: a group', ko: '항목(그룹)' }, line: groupLine(reading, hosts, host.name) }));
    }
    if (host.jump !== undefined) {
      const path = ['hosts', index, 'jump'] as const;
      const unknown = unknownName(reading, path, nouns.host, host.jump, names);
      const circle = unknown.length > 0 ? null : jumpCircle(host, hosts);
      findings.push(...unknown);
      if (circle !== null) findings.push(finding(reading.locate(path), 'jump-loop', { path: circle.join(' → ') }));
    }
    for (const [nth, key] of host.hostKeys.entries()) {
      if (!isSshPublicKey(key.replace(/^@(?:cert-authority|revoked)[ \t]+/, ''))) findings.push(finding(reading.locate(['hosts', index, 'hostKeys', nth]), 'bad-host-key', {}));
    }
  }
  return findings;
}

function groupLine(reading: Readings['hosts'], hosts: readonly Host[], group: string): number {
  const owner = hosts.findIndex(({ groups }) => groups.includes(group));
  return reading.locate(['hosts', owner, 'groups']).line;
}

/** The way from a host back to itself over its jump hosts, or null when the way ends. */
function jumpCircle(from: Host, hosts: readonly Host[]): string[] | null {
  const way = [from.name];
  let next = from.jump;
  while (next !== undefined) {
    if (next === from.name) return [...way, next];
    // A circle further up is the finding of the hosts that form it.
    if (way.includes(next)) return null;
    way.push(next);
    next = hosts.find(({ name }) => name === way.at(-1))?.jump;
  }
  return null;
}
