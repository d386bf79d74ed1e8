import type { Finding } from '../runbook/runbook';
import { duplicateNames, nouns, unknownName } from './check-names';
import type { FeedEntry } from './files';
import { finding, quoted } from './finding';
import { isTimeZone } from './time-zone';
import type { YamlPath } from './locate';
import type { FolderContents, Readings } from './readings';

/** Whom an escalation level may name besides people. */
export const escalationRoles = ['on-duty', 'next-on-duty'] as const;

const httpsLike = /^(https|webcals?):\/\/[^/]/i;
const thisMachine = /^http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?(\/|$)/i;

/** duty.yaml beyond its schema. */
export function checkDuty({ duty: reading, team }: Readings, folder: FolderContents): Finding[] {
  const duty = reading.value;
  if (duty === null) return [];
  const people = team.value?.people.map(({ id }) => id) ?? null;
  const findings = [
    ...duplicateNames(reading, nouns.feed, [
      ...duty.feeds.map(({ id }, index) => ({ name: id, path: ['feeds', index, 'id'] })),
      ...duty.rotations.map(({ id }, index) => ({ name: id, path: ['rotations', index, 'id'] })),
    ]),
    ...duplicateNames(reading, nouns.escalation, duty.escalation.map(({ id }, index) => ({ name: id, path: ['escalation', index, 'id'] }))),
  ];
  for (const [index, feed] of duty.feeds.entries()) {
    const at = ['feeds', index] as const;
    findings.push(...checkPlace(reading, feed, at, folder));
    for (const [summary, person] of Object.entries(feed.people)) {
      findings.push(...unknownName(reading, [...at, 'people', summary], nouns.person, person, people));
    }
  }
  for (const [index, { levels }] of duty.escalation.entries()) {
    for (const [nth, level] of levels.entries()) {
      const at = ['escalation', index, 'levels', nth] as const;
      const known = people === null ? null : [...escalationRoles, ...people];
      findings.push(...unknownName(reading, [...at, 'who'], nouns.person, level.who, known));
      const before = levels[nth - 1];
      if (before !== undefined && level.after <= before.after) findings.push(finding(reading.locate([...at, 'after']), 'levels-not-rising', {}));
    }
  }
  if (duty.watchman !== undefined) findings.push(...unknownName(reading, ['watchman', 'ring'], nouns.person, duty.watchman.ring, people === null ? null : ['on-duty', ...people]));
  for (const [index, { people: turns, timezone }] of duty.rotations.entries()) {
    if (timezone !== undefined && !isTimeZone(timezone)) findings.push(finding(reading.locate(['rotations', index, 'timezone']), 'bad-timezone', { name: timezone }));
    for (const [nth, person] of turns.entries()) findings.push(...unknownName(reading, ['rotations', index, 'people', nth], nouns.person, person, people));
  }
  for (const [index, { who, from, to }] of duty.overrides.entries()) {
    findings.push(...unknownName(reading, ['overrides', index, 'who'], nouns.person, who, people));
    if (to < from) findings.push(finding(reading.locate(['overrides', index, 'to']), 'away-backwards', { from, to }));
  }
  for (const [index, { who, from, to }] of duty.away.entries()) {
    findings.push(...unknownName(reading, ['away', index, 'who'], nouns.person, who, people));
    if (to < from) findings.push(finding(reading.locate(['away', index, 'to']), 'away-backwards', { from, to }));
  }
  return findings;
}

function checkPlace(reading: Readings['duty'], feed: FeedEntry, at: YamlPath, folder: FolderContents): Finding[] {
  const { file, url } = feed;
  if ((file === undefined) === (url === undefined)) return [finding(reading.locate(at), 'feed-place', {})];
  // SECURITY: who is woken is decided here; a feed over plain http could be rewritten by anybody on the way.
  if (url !== undefined && !httpsLike.test(url) && !thisMachine.test(url)) return [finding(reading.locate([...at, 'url']), 'feed-url', {})];
  if (file !== undefined && !folder.has(file)) return [finding(reading.locate([...at, 'file']), 'file-not-found', { path: quoted(file) })];
  return [];
}
