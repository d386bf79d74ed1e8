import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { fail, ok } from '../../../core/errors';
import { transportFailure } from '../../../core/alert/transport';
import type { DriverContext } from '../../ports/driver-context';

/** Connects, measures how long that took, hangs up. TLS is verified like any other; no application byte is sent. */
export function createDial(options: { readonly roots: readonly string[] }): DriverContext['dial'] {
  return ({ host, port, tls, timeoutMs }) => {
    const address = `${tls ? 'tls' : 'tcp'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const begun = performance.now();
    return new Promise((resolve) => {
      const socket: Socket = tls
        ? connectTls({ host, port, ca: [...options.roots], rejectUnauthorized: true, ...(isIP(host) === 0 ? { servername: host } : {}) })
        : connectTcp({ host, port });
      const limit = setTimeout(() => finish(fail('http-timeout', { address, seconds: timeoutMs / 1_000 })), timeoutMs);
      const finish = (result: Awaited<ReturnType<DriverContext['dial']>>): void => {
        clearTimeout(limit);
        socket.destroy();
        resolve(result);
      };
      socket.on(tls ? 'secureConnect' : 'connect', () => {
        const end = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : NaN;
        finish(ok({ tookMs: performance.now() - begun, certificateEndsAt: Number.isNaN(end) ? null : end }));
      });
      socket.on('error', (error: NodeJS.ErrnoException) => finish({ ok: false, error: transportFailure(codeOf(error), address) }));
      socket.on('close', () => finish(fail('http-cut', { address, why: 'closed' })));
    });
  };
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
