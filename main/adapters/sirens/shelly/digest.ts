import { createHash, randomBytes } from 'node:crypto';

/** What a device asks of whoever wants in (RFC 7616). */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: 'SHA-256' | 'MD5';
}

/** Reads `WWW-Authenticate: Digest ...`; null for anything else, and where it asks for what we do not do. */
export function readChallenge(header: string): Challenge | null {
  if (!/^digest\s/i.test(header)) return null;
  const values = new Map([...header.matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s,]+))/gi)].map(([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? '']));
  const realm = values.get('realm');
  const nonce = values.get('nonce');
  const algorithm = (values.get('algorithm') ?? 'MD5').toUpperCase();
  if (realm === undefined || nonce === undefined || (algorithm !== 'SHA-256' && algorithm !== 'MD5')) return null;
  if (!(values.get('qop') ?? 'auth').split(',').some((each) => each.trim() === 'auth')) return null;
  return { realm, nonce, opaque: values.get('opaque') ?? null, algorithm };
}

/** The `Authorization` header for one request. `count` rises with each use of the nonce, from 1. */
export function answerChallenge(
  { realm, nonce, opaque, algorithm }: Challenge,
  { user, password, method, path, count, cnonce = randomBytes(8).toString('hex') }: { readonly user: string; readonly password: string; readonly method: string; readonly path: string; readonly count: number; readonly cnonce?: string },
): string {
  const hash = (text: string): string => createHash(algorithm === 'SHA-256' ? 'sha256' : 'md5').update(text).digest('hex');
  const nc = count.toString(16).padStart(8, '0');
  const response = hash([hash(`${user}:${realm}:${password}`), nonce, nc, cnonce, 'auth', hash(`${method}:${path}`)].join(':'));
  const parts = [`username="${user}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${path}"`, `algorithm=${algorithm}`, 'qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`, `response="${response}"`];
  return `Digest ${[...parts, ...(opaque === null ? [] : [`opaque="${opaque}"`])].join(', ')}`;
}
