import type { Failure } from '../../../core/errors';
import type { Signer } from '../../ports/signer';
import type { Vault } from '../../ports/vault';
import { agentSigner } from './agent-signer';
import { keychainSigner } from './keychain-signer';
import { sessionSigner } from './session-signer';

export interface SignerChoice {
  readonly vault: Vault;
  /** Names the device key in the vault: `device-key.<workspaceId>`; lower-case letters, digits, dashes. */
  readonly workspaceId: string;
  /** SSH_AUTH_SOCK, or null. */
  readonly agentSocket: string | null;
  /** Everybody's public keys as team.yaml writes them: an `sshsig:` one that the agent holds is used. */
  readonly listed: readonly string[];
  /** `session` for drills and CI: nothing is asked and nothing is stored. */
  readonly prefer?: 'agent' | 'session';
}

export interface ChosenSigner {
  readonly signer: Signer;
  readonly kind: 'keychain' | 'agent' | 'session';
  /** False for a session key. */
  readonly vouched: boolean;
  /** True when a keychain key was made just now: journal KEY-MADE. */
  readonly made: boolean;
  /** Why it is only a session key, else null. */
  readonly why: Failure | null;
}

/** The best key that this device has: one the team lists in the SSH agent, its own in the keychain, else one for this session. */
export async function chooseSigner(choice: SignerChoice): Promise<ChosenSigner> {
  if (choice.prefer === 'session') return session(null);
  const listedSsh = choice.listed.filter((key) => key.startsWith('sshsig:'));
  const agent = await fromAgent(choice.agentSocket, choice.prefer === 'agent' && listedSsh.length === 0 ? null : listedSsh);
  if (agent !== null) return { signer: agent, kind: 'agent', vouched: true, made: false, why: null };
  const keychain = await keychainSigner(choice.vault, choice.workspaceId);
  if (!keychain.ok) return session(keychain.error);
  return { ...keychain.value, kind: 'keychain', vouched: true, why: null };
}

async function fromAgent(socket: string | null, wanted: readonly string[] | null): Promise<Signer | null> {
  if (socket === null || wanted?.length === 0) return null;
  // An agent that is gone or refuses is like none: the keychain is next.
  return agentSigner(socket, wanted).catch(() => null);
}

function session(why: Failure | null): ChosenSigner {
  return { signer: sessionSigner(), kind: 'session', vouched: false, made: false, why };
}
