import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { fingerprint, parsePublicKey, writerKeys, type WriterKey } from '../core/team/public-key';
import type { Person } from '../core/team/team';
import type { Anchor } from './adapters/journal-file/anchor';
import { openJournal } from './adapters/journal-file/open-journal';
import { createUnwritableJournal } from './adapters/journal-file/unwritable-journal';
import { chooseSigner, type ChosenSigner } from './adapters/signer/choose-signer';
import { keychainAgreement } from './adapters/signer/keychain-agreement';
import type { Clock } from './ports/clock';
import type { CurrentWorkspace } from './ports/current-workspace';
import type { Ids } from './ports/ids';
import type { Journal } from './ports/journal';
import type { KeyAgreement } from './ports/key-agreement';
import type { Schedule } from './ports/schedule';
import type { Vault } from './ports/vault';
import type { WorkspaceFiles } from './ports/workspace-files';
import { failure, type Failure } from '../core/errors';
import { TeamDesk } from './services/team-desk';

/** Who sits here and what they write into: the key, the person, the journal. */
export interface Identity {
  readonly team: TeamDesk;
  readonly journal: Journal;
  readonly device: string;
  readonly chosen: ChosenSigner;
  /** Null where no keychain keeps a key for phone codes. */
  readonly agreement: KeyAgreement | null;
}

interface World {
  readonly root: string;
  readonly appVersion: string;
  readonly workspace: CurrentWorkspace & { reload(): Promise<void> };
  readonly files: WorkspaceFiles;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  readonly agentSocket: string | null;
  /** A drill signs with a key that lives as long as the drill. */
  readonly drill: boolean;
  /** Whom a session key stands for, where the user said so (BREAKGLASS_PERSON). */
  readonly claimed: string | null;
  readonly log: (line: string) => void;
}

/** This device's name in team.yaml and in the journal's folder. */
export function deviceName(): string {
  const plain = hostname().toLowerCase().replace(/[^a-z0-9_-]+/g, '-').replace(/^[-_]+/, '').slice(0, 32);
  return plain === '' ? 'device' : plain;
}

/** A workspace's name on this device: short, stable for its folder. */
export function workspaceId(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 16);
}

/**
 * Finds this device's key, makes the first entry of a new team, and opens the journal. Where nothing can be written the
 * console still opens: it shows and silences, and says why it does nothing else.
 */
export async function openIdentity(world: World): Promise<Identity> {
  const people = (): readonly Person[] => world.workspace.get().people;
  const chosen = await chooseSigner({
    vault: world.vault,
    workspaceId: workspaceId(world.root),
    agentSocket: world.agentSocket,
    listed: people().flatMap((person) => person.devices.map((device) => device.sign)),
    ...(world.drill ? { prefer: 'session' as const } : {}),
  });
  const device = deviceName();
  const agreement = chosen.kind === 'session' ? null : await keychainAgreement(world.vault, workspaceId(world.root));
  const founded = await foundTeam(world, chosen, device, agreement);
  // A short command is over before the watcher would have seen that its own device is listed now.
  if (founded !== null) await world.workspace.reload();
  const team = new TeamDesk({
    workspace: world.workspace,
    files: world.files,
    signing: { keyId: chosen.signer.keyId, publicKey: chosen.signer.publicKey, kind: chosen.kind },
    agree: agreement?.publicKey ?? null,
    device,
    claimed: world.claimed ?? onlyPerson(people()),
  });
  const me = team.me();
  // Just founded, and something else in the files is wrong: what is in force does not list this device yet.
  const person = me.person ?? founded;
  const writer = { op: person ?? 'guest', dev: me.person === null ? device : me.device };
  const keys = (): readonly WriterKey[] => withOwn(writerKeys(people()), writer, chosen, founded !== null);
  const journal = person === null ? unwritable(world, writer, keys, failure('key-unknown', { fingerprint: printOf(chosen) })) : await open(world, writer, keys, chosen);
  if (chosen.made && journal.status().state === 'writing') {
    await journal.append('KEY-MADE', { signer: chosen.kind, publicKey: chosen.signer.publicKey, fingerprint: printOf(chosen) });
  }
  return { team, journal, device, chosen, agreement };
}

/** The very first start: one person, no device yet. A lasting key becomes theirs; a session key would be gone tomorrow. */
async function foundTeam(world: World, chosen: ChosenSigner, device: string, agreement: KeyAgreement | null): Promise<string | null> {
  const [only, ...others] = world.workspace.get().people;
  if (only === undefined || others.length > 0 || only.devices.length > 0 || chosen.kind === 'session') return null;
  const { id, name, role, timezone } = only;
  const written = await world.files.addDevice(world.root, { person: id, name, role, timezone, device, sign: chosen.signer.publicKey, ...(agreement === null ? {} : { agree: agreement.publicKey }) });
  if (!written.ok) world.log(`first device not written: ${written.error.code}`);
  return written.ok ? id : null;
}

function onlyPerson(people: readonly Person[]): string | null {
  const [only, ...others] = people;
  return only !== undefined && others.length === 0 ? only.id : null;
}

function withOwn(listed: readonly WriterKey[], writer: { readonly op: string; readonly dev: string }, chosen: ChosenSigner, founded: boolean): readonly WriterKey[] {
  const own = { writer: `${writer.op}.${writer.dev}`, publicKey: chosen.signer.publicKey };
  return founded && !listed.some((key) => key.publicKey === own.publicKey) ? [...listed, own] : listed;
}

async function open(world: World, writer: { readonly op: string; readonly dev: string }, keys: () => readonly WriterKey[], chosen: ChosenSigner): Promise<Journal> {
  const { root, clock, ids, schedule, log } = world;
  const anchor = chosen.kind === 'session' ? {} : { anchor: keychainAnchor(world.vault, `anchor.${workspaceId(root)}`) };
  const opened = await openJournal({ root, ...writer, app: world.appVersion, signer: chosen.signer, clock, ids, schedule, keys, log, ...anchor });
  return opened.ok ? opened.value : unwritable(world, writer, keys, opened.error);
}

function unwritable(world: World, writer: { readonly op: string; readonly dev: string }, keys: () => readonly WriterKey[], problem: Failure): Journal {
  return createUnwritableJournal({ root: world.root, writer: `${writer.op}.${writer.dev}`, problem, keys, log: world.log });
}

function printOf(chosen: ChosenSigner): string {
  const key = parsePublicKey(chosen.signer.publicKey);
  return key === null ? '' : fingerprint(key);
}

/** The journal's head, remembered away from its folder: a cut tail is then found by this device alone. */
function keychainAnchor(vault: Vault, name: string): Anchor {
  return {
    async read() {
      const kept = await vault.get(name);
      if (!kept.ok) return null;
      const [seq, hash] = kept.value.split(' ');
      return hash !== undefined && /^\d+$/.test(seq ?? '') ? { seq: Number(seq), hash } : null;
    },
    async write(point) {
      const kept = await vault.set(name, `${String(point.seq)} ${point.hash}`);
      if (!kept.ok) throw new Error(kept.error.code);
    },
  };
}
