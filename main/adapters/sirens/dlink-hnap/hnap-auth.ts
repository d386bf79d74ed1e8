import { createHmac } from 'node:crypto';

export const hnapNamespace = 'http://purenetworks.com/HNAP1/';

/** What a login leaves behind. Keys are the 32 upper-case hex characters themselves, never the bytes behind them. */
export interface HnapSession {
  readonly privateKey: string;
  readonly cookie: string;
}

/** The value of the SOAPAction header; its double quotes are part of it, also where it is hashed. */
export function soapAction(action: string): string {
  return `"${hnapNamespace}${action}"`;
}

/** `PublicKey` then PIN, as text: a PIN that became a number would have lost its leading zeros. */
export function privateKeyOf(publicKey: string, pin: string, challenge: string): string {
  return hmac(publicKey + pin, challenge);
}

export function loginPasswordOf(privateKey: string, challenge: string): string {
  return hmac(privateKey, challenge);
}

/** The HNAP_AUTH header: a keyed hash of the time and the quoted action, a blank, the time. `seconds` since 1970. */
export function hnapAuth(privateKey: string, seconds: number, action: string): string {
  const time = String(seconds % 2_000_000_000);
  return `${hmac(privateKey, time + soapAction(action))} ${time}`;
}

/** The protocol's own choice of 2008; the body is not covered at all. SECURITY: the siren belongs in a network of its own. */
export function hmac(key: string, data: string): string {
  return createHmac('md5', key).update(data).digest('hex').toUpperCase();
}
