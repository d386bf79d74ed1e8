import { failure, type Failure } from '../errors';

const expired = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/** Words an operating system's or TLS library's error code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`) as a failure. */
export function transportFailure(code: string, address: string): Failure {
  if (expired.has(code)) return failure('http-tls-expired', { address });
  if (untrusted.has(code)) return failure('http-tls-untrusted', { address });
  switch (code) {
    case 'ECONNREFUSED':
      return failure('http-refused', { address });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return failure('http-name', { address });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return failure('http-unreachable', { address });
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failure('http-tls-name', { address });
    case 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED':
    case 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE':
    case 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA':
    case 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE':
    case 'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR':
    case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED':
    case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN':
      return failure('http-tls-client', { address, why: code.replace(/^ERR_SSL_(SSLV3|TLSV1[0-9]?)_ALERT_/, '').toLowerCase().replaceAll('_', ' ') });
    case 'ETIMEDOUT':
      return failure('http-unreachable', { address });
    default:
      return /^(ERR_SSL|ERR_TLS|CERT_|EPROTO)/.test(code)
        ? failure('http-tls', { address, why: code })
        : failure('http-cut', { address, why: code });
  }
}
