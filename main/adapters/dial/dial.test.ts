import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { makeCertificate } from '../../../tests/support/certificates';
import { createDial } from './dial';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const host = '127.0.0.1';
/** For what answers: a busy machine may take a while over a handshake, ms. */
const patience = 10_000;

it('measures a TCP connection and sends nothing on it', async () => {
  let bytes = 0;
  const port = await listen(createServer((socket) => socket.on('data', (part) => (bytes += part.length))));
  const answer = await createDial({ roots: [] })({ host, port, tls: false, timeoutMs: patience });
  expect(answer).toMatchObject({ ok: true, value: { certificateEndsAt: null } });
  expect(bytes).toBe(0);
});

it('reads when a certificate ends, and refuses one that nobody vouches for', async () => {
  const certificate = makeCertificate(host, 5);
  const port = await listen(createTlsServer({ key: certificate.key, cert: certificate.cert }));
  const answer = await createDial({ roots: [certificate.cert] })({ host, port, tls: true, timeoutMs: patience });
  expect(answer.ok && Math.round(((answer.value.certificateEndsAt ?? 0) - Date.now()) / 86_400_000)).toBe(5);
  expect(await createDial({ roots: [] })({ host, port, tls: true, timeoutMs: patience })).toMatchObject({ error: { code: 'http-tls-untrusted' } });
});

it('says refused, and gives up on a TLS server that never answers', async () => {
  expect(await createDial({ roots: [] })({ host, port: 1, tls: false, timeoutMs: patience })).toMatchObject({ error: { code: 'http-refused' } });
  const port = await listen(createServer(() => undefined));
  expect(await createDial({ roots: [] })({ host, port, tls: true, timeoutMs: 200 })).toMatchObject({ error: { code: 'http-timeout' } });
});
