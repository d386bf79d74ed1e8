import { defaultPolicy, secretPolicies, type SecretPolicy } from './policy';

/** Why the vault is locked. */
export type LockCause = 'person' | 'idle' | 'sleep' | 'screen';

interface SecretRecord {
  /** Names the value: the entry that set it last on this device. */
  readonly version: string;
  /** When it was set, epoch ms. */
  readonly setAt: number;
}

/** What this device's journal says of its vault, without a value: it is the truth, so that quitting unlocks nothing. */
export interface VaultRecord {
  readonly secrets: ReadonlyMap<string, SecretRecord>;
  readonly policies: ReadonlyMap<string, SecretPolicy>;
  /** Since when and why, or null while it is open. */
  readonly locked: { readonly since: number; readonly cause: LockCause } | null;
}

export const emptyVaultRecord: VaultRecord = { secrets: new Map(), policies: new Map(), locked: null };

interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const policyCodes: ReadonlyMap<string, SecretPolicy> = new Map<string, SecretPolicy>([['VAULT-ASK-EACH', 'ask'], ['VAULT-UNTIL-LOCKED', 'until-locked'], ['VAULT-UNTIL-QUIT', 'until-quit']]);
const lockCodes: ReadonlyMap<string, LockCause> = new Map<string, LockCause>([['VAULT-LOCKED', 'person'], ['VAULT-LOCKED-IDLE', 'idle'], ['VAULT-LOCKED-SLEEP', 'sleep'], ['VAULT-LOCKED-SCREEN', 'screen']]);

/** Takes one entry of this device into account; the same record for one about something else. */
export function recordVault(before: VaultRecord, { seq, at, code, data }: Entry): VaultRecord {
  const cause = lockCodes.get(code);
  if (cause !== undefined) return { ...before, locked: before.locked ?? { since: at, cause } };
  if (code === 'VAULT-UNLOCKED' || code === 'VAULT-UNLOCKED-UNPROVEN') return { ...before, locked: null };
  const { name, to } = data;
  if (typeof name !== 'string') return before;
  const policy = policyCodes.get(code);
  if (policy !== undefined) return { ...before, policies: changed(before.policies, name, policy) };
  if (code === 'VAULT-SET' || code === 'VAULT-RENEWED') return { ...before, secrets: changed(before.secrets, name, { version: String(seq), setAt: at }) };
  const renamed = code === 'VAULT-RENAMED';
  if ((!renamed && code !== 'VAULT-COPIED') || typeof to !== 'string') return before;
  // The same value under another name: as old as it was, and at least as strictly kept.
  const secrets = changed(before.secrets, to, { version: String(seq), setAt: before.secrets.get(name)?.setAt ?? at });
  const policies = changed(before.policies, to, stricter(policyOf(before, name), policyOf(before, to)));
  return renamed ? { ...before, secrets: without(secrets, name), policies: without(policies, name) } : { ...before, secrets, policies };
}

/** The policy in force for a name. */
export function policyOf(record: VaultRecord, name: string): SecretPolicy {
  return record.policies.get(name) ?? defaultPolicy;
}

function stricter(one: SecretPolicy, other: SecretPolicy): SecretPolicy {
  return secretPolicies.indexOf(one) < secretPolicies.indexOf(other) ? one : other;
}

function changed<T>(map: ReadonlyMap<string, T>, name: string, value: T): ReadonlyMap<string, T> {
  return new Map([...map, [name, value]]);
}

function without<T>(map: ReadonlyMap<string, T>, name: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([each]) => each !== name));
}
