import type { Finding } from '../runbook/runbook';
import { duplicateNames, nouns, unknownName } from './check-names';
import { finding } from './finding';
import { isRawKey, isSigningKey } from './public-key';
import type { Readings } from './readings';
import { isTimeZone } from './time-zone';

/** team.yaml beyond its schema. */
export function checkTeam({ settings, team, sirens }: Readings): Finding[] {
  const people = team.value?.people ?? [];
  const knownSirens = sirens.value?.sirens.map(({ id }) => id) ?? null;
  const findings = duplicateNames(team, nouns.person, people.map(({ id }, index) => ({ name: id, path: ['people', index, 'id'] })));
  const keys = new Set<string>();
  for (const [index, person] of people.entries()) {
    const at = ['people', index] as const;
    if (!isTimeZone(person.timezone)) findings.push(finding(team.locate([...at, 'timezone']), 'bad-timezone', { name: person.timezone }));
    for (const [nth, siren] of person.sirens.entries()) {
      findings.push(...unknownName(team, [...at, 'sirens', nth], nouns.siren, siren, knownSirens));
    }
    findings.push(...duplicateNames(team, nouns.device, person.devices.map(({ id }, nth) => ({ name: id, path: [...at, 'devices', nth, 'id'] }))));
    for (const [nth, device] of person.devices.entries()) {
      const place = team.locate([...at, 'devices', nth, 'sign']);
      if (!isSigningKey(device.sign)) findings.push(finding(place, 'bad-device-key', {}));
      else if (keys.has(device.sign)) findings.push(finding(place, 'key-used-twice', {}));
      keys.add(device.sign);
      if (device.agree !== undefined && !isRawKey(device.agree, 'x25519')) {
        findings.push(finding(team.locate([...at, 'devices', nth, 'agree']), 'bad-device-key', {}));
      }
    }
  }
  if (settings.value !== null && team.value !== null && !people.some(({ role }) => role === 'operator')) {
    findings.push(finding(team.locate(['people'], 'key'), 'no-operator', {}));
  }
  return findings;
}
