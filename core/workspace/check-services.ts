import type { Finding } from '../runbook/runbook';
import { didYouMean, finding, quoted } from './finding';
import { duplicateNames, nouns, unknownName } from './check-names';
import type { FolderContents, Readings } from './readings';

/** A need that lies outside of the workspace: `outside:aws/us-east-1`. */
const outside = /^outside:[^\s]+$/;

/** services.yaml beyond its schema. */
export function checkServices({ services: reading, hosts }: Readings, folder: FolderContents): Finding[] {
  const services = reading.value?.services ?? [];
  const inventory = hosts.value?.hosts ?? null;
  const known = inventory === null ? null : [...new Set([...inventory.flatMap(({ name, groups }) => [name, ...groups]), ...services.map(({ id }) => id)])];
  return [
    ...duplicateNames(reading, nouns.service, services.map(({ id }, index) => ({ name: id, path: ['services', index, 'id'] }))),
    ...services.flatMap((service, index) => {
      const at = ['services', index] as const;
      const needs = service.needs.flatMap((need, nth) => (outside.test(need) ? [] : unknownName(reading, [...at, 'needs', nth], nouns.need, need, known)));
      const runbooks = service.runbooks.flatMap((path, nth) => {
        if (folder.has(path)) return [];
        const paths = folder.runbooks.map((runbook) => runbook.path);
        return [finding(reading.locate([...at, 'runbooks', nth]), 'file-not-found', { path: quoted(path) }, didYouMean(path, paths))];
      });
      return [...needs, ...runbooks];
    }),
  ];
}
