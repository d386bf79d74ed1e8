import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer } from 'node:https';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceEntrySchema } from '../../../../core/workspace/files';
import { makeCertificate, type Certificate } from '../../../../tests/support/certificates';
import { createSourceContext } from '../../../../tests/support/source-context';
import { openSource } from '../registry';

/** An Alertmanager behind TLS that lets nobody in without a certificate that it trusts. */
let server: ReturnType<typeof createServer>;
let folder: string;
let url: string;
let client: Certificate;
let stranger: Certificate;
const names: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-tls-'));
  const own = makeCertificate('127.0.0.1', 30);
  client = makeCertificate('console', 30);
  stranger = makeCertificate('stranger', 30);
  for (const [name, text] of Object.entries({ 'ca.pem': own.cert, 'cert.pem': client.cert, 'key.pem': client.key, 'other-key.pem': stranger.key })) writeFileSync(join(folder, name), text, { mode: 0o600 });
  server = createServer({ key: own.key, cert: own.cert, ca: [client.cert], requestCert: true, rejectUnauthorized: true }, (request, response) => {
    names.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN));
    response.setHeader('content-type', 'application/json');
    response.end(request.url?.startsWith('/api/v2/status') === true ? '{"uptime":"2026-11-22T00:00:00Z","versionInfo":{"version":"0.28.0"}}' : '[]');
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
async function found(keys: Readonly<Record<string, string>>) {
  const context = createSourceContext({ both: `${client.cert}\n${client.key}`, stranger: `${stranger.cert}\n${stranger.key}`, half: client.cert });
  const source = openSource(sourceEntrySchema.parse({ id: 'am', kind: 'alertmanager', url, ...keys }), context);
  if (!source.ok) return source;
  const answer = await source.value.test(AbortSignal.timeout(5_000));
  for (const lane of ['source:am', 'silences:am']) context.http.drop(lane);
  return answer;
}

describe('an Alertmanager that asks who is there', () => {
  it.each([
    ['files', () => ({ ca: at('ca.pem'), cert: at('cert.pem'), key: at('key.pem') })],
    ['one secret of the vault', () => ({ ca: at('ca.pem'), identity: 'secret:both' })],
  ])('lets the console in with a certificate from %s', async (_, keys) => {
    names.length = 0;
    expect(await found(keys())).toMatchObject({ ok: true, value: { server: 'Alertmanager 0.28.0', count: 0 } });
    expect(new Set(names)).toEqual(new Set(['console']));
  });

  it.each([
    ['without one', () => ({ ca: at('ca.pem') }), 'http-tls-client'],
    // Node's server hangs up without a word; Go's says why.
    ['with one of a stranger', () => ({ ca: at('ca.pem'), identity: 'secret:stranger' }), 'http-cut'],
    ['without its private CA', () => ({ identity: 'secret:both' }), 'http-tls-untrusted'],
    ['with a key of another certificate', () => ({ ca: at('ca.pem'), cert: at('cert.pem'), key: at('other-key.pem') }), 'tls-file'],
    ['with a certificate and no key', () => ({ ca: at('ca.pem'), identity: 'secret:half' }), 'tls-file'],
    ['with a file that is not there', () => ({ ca: at('none.pem') }), 'tls-file'],
    ['with a certificate and no `key`', () => ({ cert: at('cert.pem') }), 'source-config'],
    ['over plain http', () => ({ url: 'http://127.0.0.1:1', identity: 'secret:both' }), 'source-config'],
  ])('%s it fails as it should', async (_, keys, code) => {
    expect(await found(keys())).toMatchObject({ ok: false, error: { code } });
  });
});

describe('an Alertmanager behind an HTTP proxy', () => {
  let proxy: Server;
  let way: string;
  let isOpen = true;
  const asked: string[] = [];

  beforeAll(async () => {
    proxy = createPlainServer((_, response) => response.writeHead(400).end());
    proxy.on('connect', (request, socket, early) => {
      asked.push(request.url ?? '');
      if (!isOpen) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.write(early);
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    way = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  });

  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  it('is asked through its tunnel alone, and still verified, with the certificate of this console', async () => {
    names.length = 0;
    const keys = { proxy: way, ca: at('ca.pem'), cert: at('cert.pem'), key: at('key.pem') };
    expect(await found(keys)).toMatchObject({ ok: true, value: { server: 'Alertmanager 0.28.0', count: 0 } });
    expect(new Set(names)).toEqual(new Set(['console']));
    expect(new Set(asked)).toEqual(new Set([url.replace('https://', '')]));
    expect(await found({ proxy: way, cert: at('cert.pem'), key: at('key.pem') })).toMatchObject({ ok: false, error: { code: 'http-tls-untrusted' } });
  });

  it('says who refused: the proxy, by its name, or nobody where it should be', async () => {
    isOpen = false;
    expect(await found({ proxy: way, ca: at('ca.pem') })).toMatchObject({ ok: false, error: { code: 'http-proxy', values: { proxy: way, status: 403 } } });
    expect(await found({ proxy: 'http://127.0.0.1:1', ca: at('ca.pem') })).toMatchObject({ ok: false, error: { code: 'http-refused', values: { address: 'http://127.0.0.1:1' } } });
  });

  it('takes no login in its address', () => {
    const entry = sourceEntrySchema.parse({ id: 'am', kind: 'alertmanager', url, proxy: 'http://kim:hunter2@proxy:3128' });
    expect(openSource(entry, createSourceContext({}))).toMatchObject({ ok: false, error: { code: 'source-config' } });
  });
});
