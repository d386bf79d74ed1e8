import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../core/errors';
import type { HttpRequest } from '../../ports/http';
import { makeCertificate, type Certificate } from '../../../tests/support/certificates';
import { createHttp } from './http';

const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));
const serveTls = async (certificate: Certificate): Promise<number> => listen(createSecureServer({ key: certificate.key, cert: certificate.cert }, (_, response) => response.end('safe')));
const http = createHttp({ roots: rootCertificates });
const get = (url: string, extra: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url, timeoutMs: 2_000, maxBytes: 1_000, ...extra });

describe('plain http', () => {
  it('gives status, headers and body, and sends body and headers', async () => {
    const port = await serve((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        response.writeHead(201, { 'x-seen': String(request.headers['x-asked']) });
        response.end(`${request.method} ${body}`);
      });
    });
    const answer = await http.request(get(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'süß', headers: { 'x-asked': 'yes' } }));
    expect(answer).toMatchObject({ ok: true, value: { status: 201, body: 'POST süß', headers: { 'x-seen': 'yes' }, certificateEndsAt: null } });
  });

  it('does not follow a redirect', async () => {
    const port = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect(await http.request(get(`http://127.0.0.1:${port}`))).toMatchObject({ ok: true, value: { status: 302 } });
  });

  it.each([
    ['http://127.0.0.1:1/', 'http-refused'],
    // A label of more than 63 bytes is refused before any name server is asked: one that does not answer is no failure.
    [`http://${'a'.repeat(64)}.invalid/`, 'http-name'],
    ['file:///etc/passwd', 'http-url'],
    ['not a url', 'http-url'],
  ])('%s fails as %s', async (url, code) => {
    expect(await http.request(get(url))).toMatchObject({ ok: false, error: { code } });
  });

  it('gives up on a server that never answers, and on one that drips', async () => {
    const silent = await listen(createTcpServer(() => undefined));
    expect(await http.request(get(`http://127.0.0.1:${silent}`, { timeoutMs: 200 }))).toMatchObject({ error: { code: 'http-timeout' } });
    const dripping = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await http.request(get(`http://127.0.0.1:${dripping}`, { timeoutMs: 300 }))).toMatchObject({ error: { code: 'http-timeout' } });
  });

  it('stops reading an answer that is too large', async () => {
    const port = await serve((_, response) => response.end('x'.repeat(1_001)));
    expect(await http.request(get(`http://127.0.0.1:${port}`))).toMatchObject({ error: { code: 'http-too-large', values: { bytes: 1_000 } } });
  });

  it('says when the line is cut in the middle of the answer, and when it is no http', async () => {
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await http.request(get(`http://127.0.0.1:${cut}`))).toMatchObject({ error: { code: 'http-cut' } });
    const noise = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await http.request(get(`http://127.0.0.1:${noise}`))).toMatchObject({ error: { code: 'http-cut' } });
  });

  it('shows no credentials and no query in a failure', async () => {
    const result = await http.request(get('http://user:hunter2@127.0.0.1:1/path?token=hunter2'));
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('ends at once when the signal says so', async () => {
    const port = await listen(createTcpServer(() => undefined));
    const controller = new AbortController();
    const asked = http.request(get(`http://127.0.0.1:${port}`, { signal: controller.signal }));
    controller.abort();
    expect(await asked).toMatchObject({ error: { code: 'http-dropped' } });
    expect(await http.request(get(`http://127.0.0.1:${port}`, { signal: controller.signal }))).toMatchObject({ error: { code: 'http-dropped' } });
  });
});

describe('lanes', () => {
  it('use one connection, one request after another', async () => {
    let most = 0;
    let under = 0;
    const ports = new Set<number | undefined>();
    const port = await serve((request, response) => {
      under += 1;
      most = Math.max(most, under);
      ports.add(request.socket.remotePort);
      setTimeout(() => {
        under -= 1;
        response.end('ok');
      }, 20);
    });
    await Promise.all([1, 2, 3, 4].map(() => http.request(get(`http://127.0.0.1:${port}`, { lane: 'one' }))));
    expect([most, ports.size]).toEqual([1, 1]);
    http.drop('one');
  });

  it('drop ends what is under way and what waits, and the next request gets a new connection', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      if (asked > 1) response.end('ok');
    });
    const url = `http://127.0.0.1:${port}`;
    const hanging = [1, 2].map(() => http.request(get(url, { lane: 'ring' })));
    await expect.poll(() => asked).toBe(1);
    const started = Date.now();
    http.drop('ring');
    expect(await Promise.all(hanging)).toMatchObject([{ error: { code: 'http-dropped' } }, { error: { code: 'http-dropped' } }]);
    // Well before the two seconds after which they would have given up by themselves; no closer, for a busy machine's sake.
    expect(Date.now() - started).toBeLessThan(1_500);
    expect(await http.request(get(url, { lane: 'ring' }))).toMatchObject({ ok: true });
    http.drop('ring');
  });

  it('asks again when the kept connection had gone stale, but never sends a ring twice', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end('ok');
    });
    const url = `http://127.0.0.1:${port}`;
    await http.request(get(url, { lane: 'stale' }));
    // The server hangs up the moment something comes in on the old connection.
    for (const socket of sockets) socket.prependListener('data', () => socket.resetAndDestroy());
    expect(await http.request(get(url, { lane: 'stale' }))).toMatchObject({ ok: true });
    const before = asked;
    for (const socket of sockets) socket.prependListener('data', () => socket.resetAndDestroy());
    expect(await http.request(get(url, { lane: 'stale', method: 'POST', body: 'ring' }))).toMatchObject({ error: { code: 'http-cut' } });
    expect(asked).toBeLessThanOrEqual(before + 1);
    http.drop('stale');
  });
});

describe('another way to the server', () => {
  const over = (port: number) => async () => ok(connect(port, '127.0.0.1'));

  it('carries requests, keeps the connection, and is asked anew after a drop', async () => {
    const port = await serve((_, response) => response.end('there'));
    let ways = 0;
    const far = createHttp({ roots: [], connect: async () => ((ways += 1), over(port)()) });
    for (const lane of ['one', 'one']) expect(await far.request(get('http://siren.invalid/', { lane }))).toMatchObject({ ok: true, value: { body: 'there' } });
    expect(ways).toBe(1);
    far.drop('one');
    expect(await far.request(get('http://siren.invalid/', { lane: 'one' }))).toMatchObject({ ok: true });
    expect(ways).toBe(2);
    far.drop('one');
  });

  it('checks certificates by the name that was asked for', async () => {
    const good = makeCertificate('siren.invalid', 30);
    const port = await serveTls(good);
    const far = createHttp({ roots: [good.cert], connect: over(port) });
    expect(await far.request(get('https://siren.invalid/'))).toMatchObject({ ok: true, value: { body: 'safe' } });
    expect(await far.request(get('https://other.invalid/'))).toMatchObject({ ok: false, error: { code: 'http-tls-name' } });
    expect(await createHttp({ roots: [], connect: over(port) }).request(get('https://siren.invalid/'))).toMatchObject({ ok: false, error: { code: 'http-tls-untrusted' } });
  });

  it('says in its own words why it is closed', async () => {
    const closed = createHttp({ roots: [], connect: async () => fail('host-refused', { host: 'gate', address: 'x' }) });
    expect(await closed.request(get('http://siren.invalid/'))).toMatchObject({ ok: false, error: { code: 'host-refused', values: { host: 'gate' } } });
  });
});

describe('certificates', () => {
  it('takes one from a trusted root and says when it ends', async () => {
    const good = makeCertificate('127.0.0.1', 30);
    const port = await serveTls(good);
    const answer = await createHttp({ roots: [good.cert] }).request(get(`https://127.0.0.1:${port}`));
    expect(answer).toMatchObject({ ok: true, value: { body: 'safe' } });
    const ends = answer.ok ? (answer.value.certificateEndsAt ?? 0) : 0;
    expect(Math.round((ends - Date.now()) / 86_400_000)).toBe(30);
  });

  it.each([
    ['self-signed', () => makeCertificate('127.0.0.1', 30), false, 'http-tls-untrusted'],
    ['for another name', () => makeCertificate('elsewhere.example', 30), true, 'http-tls-name'],
    ['expired', () => makeCertificate('127.0.0.1', -1), true, 'http-tls-expired'],
  ] as const)('refuses one that is %s', async (_, make, trusted, code) => {
    const certificate = make();
    const port = await serveTls(certificate);
    expect(await createHttp({ roots: trusted ? [certificate.cert] : rootCertificates }).request(get(`https://127.0.0.1:${port}`))).toMatchObject({ error: { code } });
  });

  it('says when the other end speaks no TLS', async () => {
    const port = await serve((_, response) => response.end());
    expect(await http.request(get(`https://127.0.0.1:${port}`))).toMatchObject({ error: { code: 'http-tls' } });
  });
});
