import type { Finding } from '../runbook/runbook';
import { isReservedSecret, isSecretName, secretNamed } from '../vault/secret-reference';
import { finding } from './finding';
import type { YamlReading } from './read-yaml';

const secretKey = /^(pin|pass(word|phrase|wd)?|secret|token|bearer|api-?key|access-?key|routing-?key|auth(orization)?|credentials?)$|[_-](pin|password|passphrase|secret|token|api-?key)$/i;
const userInfo = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*:[^/?#\s]*@/i;

/** Secrets that stand in a file of the workspace, where everybody who may read the repository reads them (law 7). */
export function checkSecrets(reading: YamlReading<unknown>): Finding[] {
  return reading.texts.flatMap(({ key, text, place }) => {
    const name = secretNamed(text);
    // SECURITY: a passphrase or a sudo password goes to its own key or host, and nowhere that a shared file says.
    if (name !== null && isReservedSecret(name)) return [finding(place, 'secret-reserved', { name })];
    if (name !== null) return isSecretName(name) ? [] : [finding(place, 'secret-name', {})];
    // SECURITY: the finding names the key and the place, never the value: findings are printed, logged and pasted.
    if (secretKey.test(key) && text.trim() !== '') return [finding(place, 'plain-secret', { key })];
    return userInfo.test(text) ? [finding(place, 'password-in-url', {})] : [];
  });
}
