import { isMap, isSeq, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import { fail, ok, type Result } from '../errors';
import type { HostView } from '../host/host';
import type { Role } from '../team/team';
import { dutyFileSchema, hostsFileSchema, teamFileSchema, type OverrideEntry } from './files';
import { isRawKey, isSigningKey, isSshPublicKey } from './public-key';
import { parseYaml, readYaml } from './read-yaml';

/** Long lines stay one line: a key that is folded in two cannot be compared by eye. */
const written = { lineWidth: 0, flowCollectionPadding: true } as const;

function list(map: YAMLMap | Document.Parsed, key: string, document: Document.Parsed): YAMLSeq {
  const present: unknown = map.get(key, true);
  if (isSeq(present)) return present;
  const made = document.createNode([]) as YAMLSeq;
  map.set(key, made);
  return made;
}

function mapIn(items: YAMLSeq, key: string, value: string): YAMLMap | null {
  return items.items.find((item): item is YAMLMap => isMap(item) && item.get(key) === value) ?? null;
}

/** What an entry must say of a host that an import describes: everything else comes from there. */
export interface ImportedHost {
  readonly danger: HostView['danger'];
}

/**
 * The text with one more expected key for a host; everything else, comments and order, stays as it was.
 * @param imported for a host that an import names: it gets an entry where it has none, which says its key only
 */
export function withHostKey(text: string, host: string, key: string, imported: ImportedHost | null = null): Result<string> {
  if (!isSshPublicKey(key)) return fail('workspace-public-key-bad', {});
  const before = readYaml('hosts.yaml', text, hostsFileSchema);
  const [problem] = before.findings;
  if (problem !== undefined) return fail('workspace-edit-refused', { file: 'hosts.yaml', what: problem.message.en });
  const { document } = parseYaml(text);
  const entries = list(document, 'hosts', document);
  let entry = mapIn(entries, 'name', host);
  if (entry === null && imported !== null) {
    entry = document.createNode({ name: host, ...imported });
    entry.flow = true;
    entries.flow = false;
    entries.add(entry);
  }
  if (entry === null) return fail('workspace-host-missing', { host });
  const keys = list(entry, 'hostKeys', document);
  const plain = key.trim().split(/\s+/, 2).join(' ');
  if (keys.items.some((item) => String(item).trim().split(/\s+/, 2).join(' ') === plain)) return ok(text);
  keys.add(document.createNode(plain));
  return ok(document.toString(written));
}

/** A device's public keys as they are enrolled for a person; the person is made where `team.yaml` has none of that id. */
export interface DeviceEntry {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly timezone: string;
  readonly device: string;
  readonly sign: string;
  readonly agree?: string | undefined;
}

/**
 * The text with one more device. Enrolling the same key again changes nothing but adds a key for phone codes where there
 * was none; another key under a known name is refused.
 */
export function withDevice(text: string, entry: DeviceEntry): Result<string> {
  if (!isSigningKey(entry.sign) || (entry.agree !== undefined && !isRawKey(entry.agree, 'x25519'))) return fail('workspace-public-key-bad', {});
  const before = readYaml('team.yaml', text, teamFileSchema);
  const [problem] = before.findings;
  if (problem !== undefined) return fail('workspace-edit-refused', { file: 'team.yaml', what: problem.message.en });
  const known = before.value?.people.find(({ id }) => id === entry.person);
  const device = { id: entry.device, sign: entry.sign, ...(entry.agree === undefined ? {} : { agree: entry.agree }) };
  const taken = known?.devices.find(({ id }) => id === entry.device);
  if (taken !== undefined) {
    const agrees = entry.agree === undefined || taken.agree === undefined || taken.agree === entry.agree;
    return taken.sign === entry.sign && agrees ? withAgreement(text, entry, taken.agree) : fail('workspace-device-conflict', { person: entry.person, device: entry.device });
  }
  const { document } = parseYaml(text);
  const people = list(document, 'people', document);
  const person = mapIn(people, 'id', entry.person);
  if (person === null) {
    const { name, role, timezone } = entry;
    people.add(document.createNode({ id: entry.person, name, role, timezone, devices: [device] }));
  } else {
    list(person, 'devices', document).add(document.createNode(device));
  }
  const after = document.toString(written);
  const [refused] = readYaml('team.yaml', after, teamFileSchema).findings;
  return refused === undefined ? ok(after) : fail('workspace-edit-refused', { file: 'team.yaml', what: refused.message.en });
}

/** The text with a key for phone codes at a device that is listed without one. */
function withAgreement(text: string, { person, device, agree }: DeviceEntry, present: string | undefined): Result<string> {
  if (agree === undefined || present !== undefined) return ok(text);
  const { document } = parseYaml(text);
  const owner = mapIn(list(document, 'people', document), 'id', person);
  const entry = owner === null ? null : mapIn(list(owner, 'devices', document), 'id', device);
  entry?.set('agree', agree);
  const after = document.toString(written);
  const [refused] = readYaml('team.yaml', after, teamFileSchema).findings;
  return refused === undefined ? ok(after) : fail('workspace-edit-refused', { file: 'team.yaml', what: refused.message.en });
}

/** The text with a device that is in use no longer; it stays listed, because what it signed stays true. */
export function withRetired(text: string, person: string, device: string): Result<string> {
  const before = readYaml('team.yaml', text, teamFileSchema);
  const [problem] = before.findings;
  if (problem !== undefined) return fail('workspace-edit-refused', { file: 'team.yaml', what: problem.message.en });
  const { document } = parseYaml(text);
  const owner = mapIn(list(document, 'people', document), 'id', person);
  const entry = owner === null ? null : mapIn(list(owner, 'devices', document), 'id', device);
  if (entry === null) return fail('device-unknown', { device: `${person}.${device}` });
  entry.set('retired', true);
  const after = document.toString(written);
  const [refused] = readYaml('team.yaml', after, teamFileSchema).findings;
  return refused === undefined ? ok(after) : fail('workspace-edit-refused', { file: 'team.yaml', what: refused.message.en });
}

/** The text with one more override of duty.yaml; everything else stays as it was. */
export function withOverride(text: string, override: OverrideEntry): Result<string> {
  const [problem] = readYaml('duty.yaml', text, dutyFileSchema).findings;
  if (problem !== undefined) return fail('workspace-edit-refused', { file: 'duty.yaml', what: problem.message.en });
  const { document } = parseYaml(text);
  const entries = list(document, 'overrides', document);
  const entry = document.createNode(override) as YAMLMap;
  entry.flow = true;
  entries.add(entry);
  entries.flow = false;
  const after = document.toString(written);
  const [wrong] = readYaml('duty.yaml', after, dutyFileSchema).findings;
  return wrong === undefined ? ok(after) : fail('workspace-edit-refused', { file: 'duty.yaml', what: wrong.message.en });
}

/** A host as it is written into hosts.yaml. */
interface HostEntry {
  readonly name: string;
  readonly jump?: string;
  readonly groups?: readonly string[];
}

/**
 * The text with more hosts; comments, order and every host that is there stay as they are. `known`: names that are a
 * host or a group already, with those that go through a host which was therefore not added as it is meant.
 */
export function withHosts(text: string, hosts: readonly HostEntry[]): { readonly text: string; readonly known: readonly string[]; readonly refused: string | null } {
  const before = readYaml('hosts.yaml', text, hostsFileSchema);
  const present = before.value?.hosts ?? [];
  const [problem] = before.findings;
  if (problem !== undefined) return { text, known: [], refused: problem.message.en };
  const groups = new Set(present.flatMap((host) => host.groups));
  const names = new Set(present.map(({ name }) => name));
  const known = hosts.filter(({ name, groups: own }) => names.has(name) || groups.has(name) || own?.some((group) => names.has(group)) === true).map(({ name }) => name);
  for (let added = -1; added !== known.length; ) {
    added = known.length;
    for (const { name, jump } of hosts) if (jump !== undefined && known.includes(jump) && !known.includes(name)) known.push(name);
  }
  const { document } = parseYaml(text);
  const entries = list(document, 'hosts', document);
  for (const host of hosts) {
    if (known.includes(host.name)) continue;
    const entry = document.createNode(host) as YAMLMap;
    entry.flow = true;
    entries.add(entry);
  }
  entries.flow = false;
  const after = document.toString(written);
  const [wrong] = readYaml('hosts.yaml', after, hostsFileSchema).findings;
  return { text: after, known, refused: wrong?.message.en ?? null };
}
