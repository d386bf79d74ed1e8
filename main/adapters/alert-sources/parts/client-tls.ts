import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../../core/errors';
import { secretReferenceSchema } from '../../../../core/vault/secret-reference';
import type { DriverContext } from '../../../ports/driver-context';
import type { HttpRequest } from '../../../ports/http';

const file = z.string().regex(/^(\/|~\/|[A-Za-z]:[\\/])[^\0\n]{1,1000}$/, 'an absolute path, or one that begins with ~/');

/** Keys of a source that is asked over TLS: who this console is to it, and a private CA of its own. */
export const tlsKeys = {
  /** Certificate and key in one, PEM, in the vault. */
  identity: secretReferenceSchema.optional(),
  /** The same as files of this computer. */
  cert: file.optional(),
  key: file.optional(),
  /** A root beside those that this computer trusts. */
  ca: file.optional(),
};

interface TlsKeys {
  readonly url: string;
  readonly identity?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly ca?: string | undefined;
}

export function checkTlsKeys({ url, identity, cert, key, ca }: TlsKeys, context: z.RefinementCtx): void {
  if ((cert === undefined) !== (key === undefined)) context.addIssue('cert and key belong together');
  if (identity !== undefined && cert !== undefined) context.addIssue('give either identity or cert and key');
  if ([identity, cert, ca].some((each) => each !== undefined) && !url.startsWith('https:')) context.addIssue({ code: 'custom', path: ['url'], message: 'identity, cert, key and ca need https' });
}

/** What a request needs of it. Read each time, so that a certificate that was renewed counts at once. */
export async function readTls(keys: TlsKeys, context: DriverContext): Promise<Result<Pick<HttpRequest, 'identity' | 'ca'>>> {
  const ca = keys.ca === undefined ? ok('') : await readPem(keys.ca);
  if (!ca.ok) return ca;
  const trusted = ca.value === '' ? {} : { ca: ca.value };
  if (keys.identity !== undefined) {
    const both = await context.secret(keys.identity);
    if (!both.ok) return both;
    return checked(keys.identity, { cert: both.value, key: both.value }, trusted);
  }
  if (keys.cert === undefined || keys.key === undefined) return ok(trusted);
  const cert = await readPem(keys.cert);
  const key = await readPem(keys.key);
  if (!cert.ok) return cert;
  return key.ok ? checked(keys.key, { cert: cert.value, key: key.value }, trusted) : key;
}

/** SECURITY: what the TLS library says about a bad key may quote it; only that it is bad is passed on. */
function checked(name: string, pem: { readonly cert: string; readonly key: string }, trusted: { readonly ca?: string }): Result<Pick<HttpRequest, 'identity' | 'ca'>> {
  const identity = { cert: blocks(pem.cert, 'CERTIFICATE'), key: blocks(pem.key, '[A-Z ]*PRIVATE KEY') };
  try {
    return new X509Certificate(identity.cert).checkPrivateKey(createPrivateKey(identity.key)) ? ok({ ...trusted, identity }) : fail('tls-file', { file: name, why: 'the key is of another certificate' });
  } catch {
    return fail('tls-file', { file: name, why: 'no PEM certificate with an open key' });
  }
}

function blocks(text: string, what: string): string {
  return text.match(new RegExp(`-----BEGIN ${what}-----[^-]+-----END ${what}-----`, 'g'))?.join('\n') ?? '';
}

async function readPem(path: string): Promise<Result<string>> {
  try {
    return ok(await readFile(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path, 'utf8'));
  } catch (error) {
    return fail('tls-file', { file: path, why: error instanceof Error && 'code' in error ? String(error.code) : 'unreadable' });
  }
}
