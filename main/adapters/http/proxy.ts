import { request } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { transportFailure } from '../../../core/alert/transport';
import { fail, ok, type Result } from '../../../core/errors';
import type { Connect } from './lane';

/** A proxy that has not answered by then has not answered, ms. */
const patienceMs = 10_000;

/**
 * A way through an HTTP proxy that opens tunnels (CONNECT, RFC 9110 9.3.6), for http and https alike: it never sees what
 * a certificate protects.
 * @param proxy `http://HOST:PORT`
 */
export function throughProxy(proxy: string): Connect {
  const { hostname, port } = new URL(proxy);
  return (host, to) => {
    const address = `${isIP(host) === 6 ? `[${host}]` : host}:${String(to)}`;
    return new Promise<Result<Duplex>>((resolve) => {
      const asked = request({
        ...{ method: 'CONNECT', path: address, headers: { host: address }, agent: false },
        host: hostname.replace(/^\[|\]$/g, ''),
        port: port === '' ? 80 : Number(port),
        timeout: patienceMs,
      });
      asked.once('connect', (response, socket, early) => {
        if (response.statusCode === 200) {
          socket.setTimeout(0);
          if (early.length > 0) socket.unshift(early);
          resolve(ok(socket));
          return;
        }
        socket.destroy();
        resolve(fail('http-proxy', { proxy, address, status: response.statusCode ?? 0 }));
      });
      asked.once('timeout', () => {
        asked.destroy();
        resolve(fail('http-timeout', { address: proxy, seconds: patienceMs / 1_000 }));
      });
      asked.once('error', (error: NodeJS.ErrnoException) => {
        resolve({ ok: false, error: transportFailure(error.code ?? 'unknown', proxy) });
      });
      asked.end();
    });
  };
}
