import { join } from 'node:path';
import { fail, ok, type Result } from '../../core/errors';
import { SecretPlaces } from '../../core/vault/secret-places';
import type { Workspace } from '../../core/workspace/workspace';
import type { Vault } from '../../main/ports/vault';
import { SecretGate } from '../../main/services/secret-gate';
import { followVault } from '../../main/services/vault-book';
import { VaultDesk } from '../../main/services/vault-desk';
import { VaultLock } from '../../main/services/vault-lock';
import { HandClock, HandSchedule, opened, tempFolder } from './journal-kit';

/** A siren, a source and a stream that name secrets, and a host. */
const workspace = {
  settings: {
    sources: [{ id: 'am', kind: 'alertmanager', auth: { token: 'secret:am-token' } }],
    publishers: [],
    streams: [{ id: 'otel', token: 'secret:am-token' }],
    sync: { remotes: [] },
    vault: { 'rotate-after': 86_400_000, 'lock-after': 600_000 },
  },
  sirens: [
    { id: 'kim-bed', config: { pin: 'secret:kim-bed-pin' } },
    { id: 'lee-bed', config: { pin: 'secret:kim-bed-pin', note: 'secret:../no' } },
  ],
  duty: { feeds: [] },
  hosts: [{ name: 'db-1' }],
} as unknown as Workspace;

export interface VaultWorldOptions {
  readonly root?: string;
  readonly kind?: 'none';
  /** What is typed in the secret window. */
  readonly answer?: string | null;
  readonly mayTriage?: boolean;
  readonly agrees?: boolean;
  /** What the owner's proof says; null: nothing here can ask. */
  readonly proof?: (() => Promise<Result<void>>) | null;
  readonly kept?: ReadonlyMap<string, string>;
}

/** A vault with everything that decides about it, over a real journal and a keychain whose answers a test chooses. */
export async function vaultWorld(options: VaultWorldOptions = {}) {
  const root = options.root ?? tempFolder();
  const clock = new HandClock();
  const journal = await opened(root, { clock });
  const kept = new Map(options.kept ?? [['device-key.w', 'x'], ['old', 'y']]);
  const asked: { name: string; purpose: string }[] = [];
  const consents: { name: string; purpose: string }[] = [];
  const keychain = { mode: 'answers' as 'answers' | 'hangs' | 'refuses', reads: 0 };
  const vault: Vault = {
    state: async () => (options.kind === 'none' ? { kind: 'none', why: 'no bus' } : { kind: 'keychain', why: '' }),
    list: async () => (keychain.mode === 'refuses' ? fail('vault-still-locked', { why: 'closed' }) : ok([...kept.keys()])),
    get: async (name) => {
      keychain.reads += 1;
      if (keychain.mode === 'hangs') return new Promise<never>(() => undefined);
      if (keychain.mode === 'refuses') return fail('vault-failed', { name, reason: 'locked' });
      const value = kept.get(name);
      return value === undefined ? fail('vault-no-secret', { name }) : ok(value);
    },
    set: async (name, value) => (kept.set(name, value), ok(undefined)),
    remove: async (name) => (kept.delete(name) ? ok(undefined) : fail('vault-no-secret', { name })),
  };
  const schedule = new HandSchedule();
  const actor = { me: () => ({}) as never, may: () => options.mayTriage ?? true };
  const laptop = { idleMs: 0 as number | null, screenLocked: false, leave: (_cause: 'sleep' | 'screen'): void => undefined };
  const presence = {
    idleMs: () => laptop.idleMs,
    screenLocked: () => laptop.screenLocked,
    onAway: (listener: (cause: 'sleep' | 'screen') => void) => {
      laptop.leave = listener;
      return () => undefined;
    },
  };
  const prove = options.proof ?? (async () => ok(undefined));
  const proof = { means: async () => (options.proof === null ? ('nothing' as const) : ('keyring' as const)), prove };
  const record = await followVault(journal);
  const spots = new SecretPlaces(workspace);
  const places = (): SecretPlaces => spots;
  const lock = new VaultLock({ journal, clock, schedule, actor, proof, presence, record, lockAfter: () => 600_000 });
  const consent = { agree: async (question: { name: string; purpose: string }) => (consents.push(question), options.agrees ?? true) };
  const gate = new SecretGate({ vault, journal, consent, record, places, locked: () => lock.locked() });
  const prompt = { ask: async (question: { name: string; purpose: string }) => (asked.push(question), options.answer === undefined ? 'hunter2-canary' : options.answer) };
  const desk = new VaultDesk({ vault, gate, lock, proof, journal, prompt, actor, clock, record, places, workspace: { get: () => workspace, onChanged: () => () => undefined } });
  return { root, journal, kept, asked, consents, keychain, vault, clock, schedule, laptop, lock, gate, desk, record, folder: join(root, 'journal/kim.laptop') };
}
