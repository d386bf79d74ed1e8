import { Resolver } from 'node:dns/promises';
import { fail, ok, type Result } from '../../../../core/errors';
import { transportFailure } from '../../../../core/alert/transport';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'] as const;
export type RecordType = (typeof recordTypes)[number];

/**
 * Asks for one name: `dns://SERVER[:PORT]/NAME` that very server, `dns:///NAME` the ones of this computer. Gives the
 * answers as texts; a name that does not exist is a failure.
 */
export async function askDns(url: URL, record: RecordType, timeoutMs: number, signal: AbortSignal): Promise<Result<readonly string[]>> {
  const name = decodeURIComponent(url.pathname.slice(1));
  const address = `dns://${url.host}/${name}`;
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
  if (url.hostname !== '') resolver.setServers([url.port === '' ? url.hostname : url.host]);
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return ok(await answers(resolver, name, record));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ETIMEOUT') return fail('http-timeout', { address, seconds: timeoutMs / 1_000 });
    // ENODATA: the name is there, this record is not. To whoever probes for it that is the same.
    return { ok: false, error: transportFailure(code === 'ENODATA' ? 'ENOTFOUND' : code, address) };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function answers(resolver: Resolver, name: string, record: RecordType): Promise<readonly string[]> {
  switch (record) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CNAME':
      return resolver.resolveCname(name);
    case 'NS':
      return resolver.resolveNs(name);
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
  }
}
