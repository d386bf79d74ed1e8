import type { Result } from '../core/errors';
import type { SecretAsker } from '../core/vault/policy';
import { SecretPlaces } from '../core/vault/secret-places';
import { secretNamed } from '../core/vault/secret-reference';
import { policyOf, type VaultRecord } from '../core/vault/vault-record';
import { createKeyringProof } from './adapters/vault/keyring-proof';
import { KeytarVault, openByAsking } from './adapters/vault/keytar-vault';
import { createMemoryVault } from './adapters/vault/memory-vault';
import type { Platform } from './platform/platform';
import type { Actor } from './ports/actor';
import type { Clock } from './ports/clock';
import type { CurrentWorkspace } from './ports/current-workspace';
import type { Journal } from './ports/journal';
import type { OwnerProof } from './ports/owner-proof';
import type { Cancel, Schedule } from './ports/schedule';
import type { Vault } from './ports/vault';
import { SecretGate } from './services/secret-gate';
import { followVault } from './services/vault-book';
import { VaultDesk } from './services/vault-desk';
import { VaultLock } from './services/vault-lock';

interface Keychain {
  readonly vault: Vault;
  readonly proof: OwnerProof;
}

/** The system's keychain, or a drill's own secrets: nobody is asked for a password in a drill. */
export function openKeychain(drillSecrets: ReadonlyMap<string, string> | null): Keychain {
  const proof = createKeyringProof({ openByAsking });
  return drillSecrets === null
    ? { vault: new KeytarVault({ service: 'breakglass', closed: proof.closed }), proof }
    : { vault: createMemoryVault(drillSecrets), proof: { ...proof, means: () => Promise.resolve('nothing') } };
}

interface World extends Keychain {
  readonly journal: Journal;
  readonly workspace: CurrentWorkspace;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly platform: Pick<Platform, 'secretConsent' | 'secretPrompt' | 'presence'>;
}

/** The vault as the desks see it. */
export interface OpenVault {
  readonly gate: SecretGate;
  readonly lock: VaultLock;
  readonly desk: VaultDesk;
  readonly record: () => VaultRecord;
  /** The way to a secret for something, by `secret:NAME` or the bare name. */
  readonly secretFor: (by: SecretAsker) => (reference: string) => Promise<Result<string>>;
  /** Reads what sirens need, now and whenever the files change; tells when keys that were opened must be closed. */
  start(closeKeys: () => void): Cancel;
}

/** Which secrets are handed out, to whom and when. */
export async function openVault({ vault, proof, journal, workspace, actor, clock, schedule, platform }: World): Promise<OpenVault> {
  const record = await followVault(journal);
  const places = readPlaces(workspace);
  const lock = new VaultLock({ ...{ journal, clock, schedule, actor, proof, record }, presence: platform.presence, lockAfter: () => workspace.get().settings.vault['lock-after'] });
  const gate = new SecretGate({ ...{ vault, journal, record, places }, consent: platform.secretConsent, locked: () => lock.locked() });
  const desk = new VaultDesk({ ...{ vault, gate, lock, proof, journal, workspace, actor, clock, record, places }, prompt: platform.secretPrompt });
  const opensKeys = (name: string): boolean => name.startsWith('ssh-passphrase.') && policyOf(record(), name) !== 'until-quit' && places().need(name) !== 'siren';
  return {
    ...{ gate, lock, desk, record },
    secretFor: (by) => (reference) => gate.get(secretNamed(reference) ?? reference, by),
    start(closeKeys) {
      void gate.prepare();
      const stops = [
        workspace.onChanged(() => void gate.prepare()),
        lock.onChanged(() => {
          if (lock.locked() && [...record().policies.keys()].some(opensKeys)) closeKeys();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
        lock.close();
      };
    },
  };
}

/** What uses which secret, read anew only when the files changed. */
function readPlaces(workspace: CurrentWorkspace): () => SecretPlaces {
  let read = { of: workspace.get(), places: new SecretPlaces(workspace.get()) };
  return () => {
    const now = workspace.get();
    if (now !== read.of) read = { of: now, places: new SecretPlaces(now) };
    return read.places;
  };
}
