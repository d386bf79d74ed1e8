import { rawFromSsh, sshPublicKey } from '../journal/sshsig';
import { fromBase64, toBase64 } from '../journal/base64';
import { parsePublicKey } from './public-key';
import type { Person } from './team';

/**
 * The file of ssh-keygen(1) ALLOWED SIGNERS that says whose commits count: the operators' commit keys, and the agent keys
 * of their devices in use. SECURITY: every line is made of parsed keys and ids; nothing of the files goes through as it is.
 */
export function allowedSigners(people: readonly Person[]): string {
  const lines = people
    .filter(({ role }) => role === 'operator')
    .flatMap(({ id, devices, commitKeys = [] }) => {
      const agents = devices.flatMap((device) => {
        const key = device.retired === true ? null : parsePublicKey(device.sign);
        return key?.kind === 'sshsig' ? [toBase64(sshPublicKey(key.raw))] : [];
      });
      const keys = commitKeys.flatMap((text) => {
        const wire = fromBase64(text.split(' ')[1] ?? '');
        const raw = wire === null ? null : rawFromSsh(wire);
        return raw === null ? [] : [toBase64(sshPublicKey(raw))];
      });
      return [...new Set([...agents, ...keys])].map((key) => `${id} namespaces="git" ssh-ed25519 ${key}\n`);
    });
  return lines.join('');
}
