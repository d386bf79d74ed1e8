import { z } from 'zod';
import type { HttpRequest } from '../../../ports/http';

/** The key of a source that is asked through an HTTP proxy. SECURITY: a login in it would stand in a file of the team. */
export const proxyKey = {
  proxy: z.string().max(300).regex(/^http:\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?\/?$/, 'http://HOST:PORT, without a login').optional(),
};

/** What a request needs of it. */
export function viaProxy({ proxy }: { readonly proxy?: string | undefined }): Pick<HttpRequest, 'proxy'> {
  return proxy === undefined ? {} : { proxy };
}
