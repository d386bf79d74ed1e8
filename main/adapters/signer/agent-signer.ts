import { createHash } from 'node:crypto';
import { rawFromSsh, sshPublicKey, sshsigBlob, sshsigToSign } from '../../../core/journal/sshsig';
import { parsePublicKey, publicKey, type PublicKey } from '../../../core/team/public-key';
import type { Signer } from '../../ports/signer';
import { listIdentities, signWith } from './agent-protocol';

/**
 * A signer over an Ed25519 key in the SSH agent: one that `wanted` lists (`sshsig:ssh-ed25519 AAAA...`), or the agent's
 * first when nothing is wanted. Null when the agent has none. Throws when it cannot be asked.
 */
export async function agentSigner(socket: string, wanted: readonly string[] | null): Promise<Signer | null> {
  const keyIds = wanted?.map((text) => parsePublicKey(text)?.keyId) ?? null;
  const keys = (await listIdentities(socket))
    .map(({ key }) => rawFromSsh(key))
    .filter((raw) => raw !== null)
    .map((raw) => publicKey('sshsig', Uint8Array.from(raw)));
  const key = keys.find(({ keyId }) => keyIds === null || keyIds.includes(keyId));
  return key === undefined ? null : signer(socket, key);
}

function signer(socket: string, key: PublicKey): Signer {
  return {
    alg: 'sshsig',
    keyId: key.keyId,
    publicKey: key.text,
    sign: async (bytes) => {
      const digest = createHash('sha512').update(bytes).digest();
      return sshsigBlob(key.raw, await signWith(socket, sshPublicKey(key.raw), sshsigToSign(digest)));
    },
  };
}
