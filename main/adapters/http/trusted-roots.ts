import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Where Linux distributions keep the roots that an administrator may add a private one to. */
const systemBundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/**
 * The roots that a certificate may lead to: the built-in ones, the system's, and a private CA from `SSL_CERT_FILE` or
 * `NODE_EXTRA_CA_CERTS`. There is no switch that turns verification off.
 */
export function trustedRoots(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = [environment['SSL_CERT_FILE'], environment['NODE_EXTRA_CA_CERTS']].filter((file) => file !== undefined && file !== '');
  const files = [...systemBundles, ...named].map((file) => readOrNothing(file ?? ''));
  return [...rootCertificates, ...files.filter((text) => text !== '')];
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
