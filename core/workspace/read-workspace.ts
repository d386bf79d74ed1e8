import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { z } from 'zod';
import { readRunbook } from '../runbook/read-runbook';
import type { Finding, Runbook } from '../runbook/runbook';
import { checkDuty } from './check-duty';
import { checkHosts } from './check-hosts';
import { checkSecrets } from './check-secrets';
import { checkServices } from './check-services';
import { checkSettings } from './check-settings';
import { checkSirens } from './check-sirens';
import { checkTeam } from './check-team';
import { breakglassFileSchema, dutyFileSchema, hostsFileSchema, servicesFileSchema, sirensFileSchema, teamFileSchema } from './files';
import { finding } from './finding';
import { withImportedHosts } from './imported-hosts';
import { readYaml, type YamlReading } from './read-yaml';
import type { DriverKinds, FolderContents, Readings } from './readings';
import type { Workspace, WorkspaceReading } from './workspace';

/** What lies in a workspace folder. Paths are below it, `/` separated. */
export interface FolderText {
  readonly root: string;
  /** The YAML files and the runbooks that could be read as text. */
  readonly texts: ReadonlyMap<string, string>;
  /** Everything else that is a plain file, for references. */
  readonly others: ReadonlySet<string>;
  /** What went wrong before there was text. */
  readonly findings: readonly Finding[];
}

/**
 * Folder text to workspace. An error in a YAML file makes the whole null, because half a configuration is worse than
 * yesterday's; an error in a runbook only takes that runbook away, because the others are needed tonight.
 */
export function readWorkspace(folder: FolderText, kinds: DriverKinds): WorkspaceReading {
  const unread = new Set(folder.findings.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  const read = <T>(file: string, schema: z.ZodType<T>): YamlReading<T> => {
    const reading = readYaml(file, folder.texts.get(file) ?? '', schema);
    return unread.has(file) ? { ...reading, value: null, findings: [] } : reading;
  };
  const written = read('hosts.yaml', hostsFileSchema);
  const imported = withImportedHosts(written, (file) => folder.texts.get(file) ?? (unread.has(file) ? undefined : null));
  const readings: Readings = {
    settings: folder.texts.has('breakglass.yaml') || unread.has('breakglass.yaml') ? read('breakglass.yaml', breakglassFileSchema) : missingSettings(),
    team: read('team.yaml', teamFileSchema),
    hosts: imported.reading,
    sirens: read('sirens.yaml', sirensFileSchema),
    duty: read('duty.yaml', dutyFileSchema),
    services: read('services.yaml', servicesFileSchema),
  };
  const runbooks = readRunbooks(folder);
  const contents: FolderContents = { runbooks: runbooks.whole, has: (path) => folder.texts.has(path) || folder.others.has(path) };
  const own = Object.values(readings).flatMap((reading: YamlReading<unknown>) => [...reading.findings, ...checkSecrets(reading)]);
  const across = [
    ...checkSettings(readings.settings, kinds, readings.hosts.value?.hosts.map(({ name }) => name) ?? null),
    ...checkTeam(readings),
    ...checkHosts(readings),
    ...checkSirens(readings, kinds),
    ...checkDuty(readings, contents),
    ...checkServices(readings, contents),
  ];
  const configuration = [...own, ...imported.findings, ...across];
  const broken = configuration.some(({ severity }) => severity === 'error') || folder.findings.some(({ file, severity }) => severity === 'error' && !file.startsWith('runbooks/'));
  return {
    workspace: broken ? null : wholeWorkspace(folder, readings, runbooks.whole),
    findings: inOrder([...folder.findings, ...configuration, ...runbooks.findings]),
  };
}

function missingSettings(): Readings['settings'] {
  const start = { file: 'breakglass.yaml', line: 1, column: 1 };
  return { file: start.file, value: null, findings: [finding(start, 'file-missing', {})], locate: () => start, texts: [] };
}

function readRunbooks(folder: FolderText): { whole: Runbook[]; findings: Finding[] } {
  const whole: Runbook[] = [];
  const findings: Finding[] = [];
  for (const [path, text] of folder.texts) {
    if (!path.endsWith('.md')) continue;
    const reading = readRunbook(path, text);
    findings.push(...reading.findings);
    if (reading.runbook !== null) whole.push(reading.runbook);
  }
  return { whole: whole.sort((a, b) => (a.path < b.path ? -1 : 1)), findings };
}

function wholeWorkspace(folder: FolderText, { settings, team, hosts, sirens, duty, services }: Readings, runbooks: readonly Runbook[]): Workspace | null {
  if (settings.value === null || team.value === null || hosts.value === null) return null;
  if (sirens.value === null || duty.value === null || services.value === null) return null;
  return {
    root: folder.root,
    settings: settings.value,
    people: team.value.people,
    hosts: hosts.value.hosts,
    sirens: sirens.value.sirens,
    duty: duty.value,
    services: services.value,
    runbooks,
    hash: hashOf(folder.texts),
  };
}

/** SHA-256 over path, length and text of every file in path order: no two folders with other contents share it. */
function hashOf(texts: ReadonlyMap<string, string>): string {
  const hash = sha256.create();
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = utf8ToBytes(text);
    hash.update(utf8ToBytes(`${path}\n${bytes.length}\n`)).update(bytes);
  }
  return bytesToHex(hash.digest());
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
}
