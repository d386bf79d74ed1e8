import type { Finding } from '../runbook/runbook';
import { duplicateNames, nouns, unknownName } from './check-names';
import type { DriverKinds, Readings } from './readings';
import { schemaFindings } from './schema-findings';

/** sirens.yaml beyond its schema; a driver's own keys are checked by the driver's schema. */
export function checkSirens({ sirens: reading, team, hosts }: Readings, kinds: DriverKinds): Finding[] {
  const sirens = reading.value?.sirens ?? [];
  const people = team.value?.people.map(({ id }) => id) ?? null;
  const jumps = hosts.value?.hosts.map(({ name }) => name) ?? null;
  return [
    ...duplicateNames(reading, nouns.siren, sirens.map(({ id }, index) => ({ name: id, path: ['sirens', index, 'id'] }))),
    ...sirens.flatMap((siren, index) => {
      const at = ['sirens', index] as const;
      const findings = unknownName(reading, [...at, 'owner'], nouns.person, siren.owner, people);
      if (siren.jump !== undefined) findings.push(...unknownName(reading, [...at, 'jump'], nouns.host, siren.jump, jumps));
      const driver = kinds.sirens.get(siren.driver);
      if (driver === undefined) {
        return [...findings, ...unknownName(reading, [...at, 'driver'], nouns.driver, siren.driver, [...kinds.sirens.keys()])];
      }
      const parsed = driver.safeParse(siren.config);
      if (parsed.success) return findings;
      const root = { sirens: { [index]: { config: siren.config } } };
      return [...findings, ...schemaFindings(parsed.error.issues, driver, root, reading.locate, [...at, 'config'])];
    }),
  ];
}
