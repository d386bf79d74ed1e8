import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { sourceEntrySchema } from '../../../core/workspace/files';
import { createDriverContext } from '../../../tests/support/driver-context';
import type { AlertSource } from '../../ports/alert-source';
import type { DriverContext } from '../../ports/driver-context';
import { createDial } from '../dial/dial';
import { createHttp } from '../http/http';
import { openSource, sourceKinds } from './registry';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (url: string, response: ServerResponse, headers: NodeJS.Dict<string | string[]>) => void): Promise<string> {
  const server = createServer((request, response) => answer(request.url ?? '', response, request.headers));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const context: DriverContext = {
  ...createDriverContext({ 'am-token': 'sesame' }),
  http: createHttp({ roots: rootCertificates }),
  dial: createDial({ roots: rootCertificates }),
};

function open(entry: Readonly<Record<string, unknown>>): AlertSource {
  const source = openSource(sourceEntrySchema.parse({ id: 'it', ...entry }), context);
  if (!source.ok) throw new Error(source.error.code);
  return source.value;
}

const poll = (source: AlertSource) => source.poll(new AbortController().signal);
const json = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
};
const good = { fingerprint: 'f1', labels: { alertname: 'Disk' }, annotations: {}, startsAt: '2026-11-21T17:00:00.000Z', status: { state: 'active', silencedBy: [], inhibitedBy: [] }, extra: 1 };
const alertmanager = (alerts: unknown, uptime: unknown = '2026-11-01T00:00:00Z') =>
  serve((url, response) => json(response, url.includes('/status') ? { uptime } : alerts));

describe('registry', () => {
  it('refuses an unknown kind by name and a config that is wrong', () => {
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'alertmanger' }), context)).toMatchObject({ error: { code: 'source-kind-unknown', values: { known: 'alertmanager, probe' } } });
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'alertmanager', url: 'ftp://x' }), context)).toMatchObject({ error: { code: 'source-config' } });
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'alertmanager', url: 'http://x', token: 'plain' }), context)).toMatchObject({ error: { code: 'source-config' } });
    expect([...sourceKinds.keys()]).toEqual(['alertmanager', 'probe']);
  });
});

describe('alertmanager', () => {
  it('reads alerts, what is held back there, and the epoch', async () => {
    const url = await alertmanager([good, { ...good, fingerprint: 'f2', status: { state: 'suppressed' }, generatorURL: 'http://prom/graph' }]);
    expect(await poll(open({ kind: 'alertmanager', url: `${url}/` }))).toEqual({
      ok: true,
      value: {
        epoch: '2026-11-01T00:00:00Z',
        alerts: [
          { fingerprint: 'f1', labels: { alertname: 'Disk' }, annotations: {}, startsAt: Date.parse('2026-11-21T17:00:00Z'), suppressed: false },
          expect.objectContaining({ fingerprint: 'f2', suppressed: true, generatorUrl: 'http://prom/graph' }),
        ],
      },
    });
  });

  it.each<[string, (url: string, response: ServerResponse) => void, string]>([
    ['a login page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), 'http-not-json'],
    ['a page that claims to be JSON', (_, response) => json(response, '<html>'), 'http-not-json'],
    ['503', (_, response) => response.writeHead(503).end(), 'http-status'],
    ['a redirect to the login', (_, response) => response.writeHead(302, { location: '/login' }).end(), 'http-status'],
    ['an object', (url, response) => json(response, url.includes('status') ? { uptime: 'x' } : { alerts: [] }), 'source-shape'],
    ['an alert without a fingerprint', (url, response) => json(response, url.includes('status') ? { uptime: 'x' } : [{ ...good, fingerprint: undefined }]), 'source-shape'],
    ['a time that is none', (url, response) => json(response, url.includes('status') ? { uptime: 'x' } : [{ ...good, startsAt: 'soon' }]), 'source-shape'],
    ['a label that is no text', (url, response) => json(response, url.includes('status') ? { uptime: 'x' } : [{ ...good, labels: { a: 1 } }]), 'source-shape'],
  ])('%s is a failure and never an empty list', async (_, answer, code) => {
    expect(await poll(open({ kind: 'alertmanager', url: await serve(answer) }))).toMatchObject({ ok: false, error: { code } });
  });

  it('refused is refused', async () => {
    expect(await poll(open({ kind: 'alertmanager', url: 'http://127.0.0.1:1' }))).toMatchObject({ error: { code: 'http-refused' } });
  });

  it('sends the token from the vault, and fails by name when it is not there', async () => {
    let seen: unknown;
    const url = await serve((asked, response, headers) => {
      seen = headers['authorization'];
      json(response, asked.includes('/status') ? { uptime: 'x' } : []);
    });
    expect(await poll(open({ kind: 'alertmanager', url, token: 'secret:am-token' }))).toMatchObject({ ok: true });
    expect(seen).toBe('Bearer sesame');
    await poll(open({ kind: 'alertmanager', url, user: 'kim', password: 'secret:am-token' }));
    expect(seen).toBe(`Basic ${Buffer.from('kim:sesame').toString('base64')}`);
    expect(await poll(open({ kind: 'alertmanager', url, token: 'secret:none' }))).toMatchObject({ ok: false });
  });

  it('takes hostile names of labels as names', async () => {
    const url = await alertmanager(`[{"fingerprint":"f","labels":{"__proto__":"x","constructor":"y","alertname":"<b>"},"annotations":{},"startsAt":"2026-11-21T17:00:00Z","status":{"state":"active"}}]`);
    const result = await poll(open({ kind: 'alertmanager', url }));
    expect(result).toMatchObject({ ok: true, value: { alerts: [{ labels: { constructor: 'y', alertname: '<b>' } }] } });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('probe', () => {
  it('is content with what it expects, and fires about what it does not', async () => {
    let status = 200;
    const url = await serve((_, response) => response.writeHead(status).end('all is well'));
    const source = open({ kind: 'probe', url: `${url}/health`, contains: 'well' });
    expect(await poll(source)).toEqual({ ok: true, value: { alerts: [], epoch: 'probe' } });
    status = 500;
    // One failure is not yet a trouble, two are.
    expect(await poll(source)).toMatchObject({ value: { alerts: [] } });
    expect(await poll(source)).toMatchObject({
      ok: true,
      value: { alerts: [{ fingerprint: 'probe:it', labels: { alertname: 'ProbeFailed', probe: 'it', instance: `${url}/health`, severity: 'critical' }, annotations: { reason: 'status' } }] },
    });
    status = 200;
    expect(await poll(source)).toMatchObject({ value: { alerts: [] } });
  });

  it.each([
    [{ url: 'http://127.0.0.1:1/' }, 'http-refused'],
    [{ url: 'tcp://127.0.0.1:1' }, 'http-refused'],
    [{ url: 'tls://127.0.0.1:1' }, 'http-refused'],
  ])('%j fires as %s at once when it is down from the start', async (entry, reason) => {
    expect(await poll(open({ kind: 'probe', ...entry }))).toMatchObject({ ok: true, value: { alerts: [{ annotations: { reason } }] } });
  });

  it('fires about missing text, about slowness, and is content with an open port', async () => {
    const url = await serve((_, response) => setTimeout(() => response.end('maintenance'), 60));
    expect(await poll(open({ kind: 'probe', url, contains: 'well' }))).toMatchObject({ value: { alerts: [{ annotations: { reason: 'body' } }] } });
    expect(await poll(open({ kind: 'probe', url, 'max-latency': '20ms' }))).toMatchObject({ value: { alerts: [{ annotations: { reason: 'slow' } }] } });
    expect(await poll(open({ kind: 'probe', url: url.replace('http', 'tcp') }))).toMatchObject({ value: { alerts: [] } });
  });

  it('keeps credentials out of its labels', async () => {
    const result = await poll(open({ kind: 'probe', url: 'http://kim:hunter2@127.0.0.1:1/?key=hunter2' }));
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('warns before a certificate ends', async () => {
    const ending: DriverContext = { ...context, dial: async () => ({ ok: true, value: { tookMs: 3, certificateEndsAt: Date.now() + 3.5 * 86_400_000 } }) };
    const source = openSource(sourceEntrySchema.parse({ id: 'cert', kind: 'probe', url: 'tls://example.com:443', 'cert-days': 7 }), ending);
    expect(source.ok && (await poll(source.value))).toMatchObject({ value: { alerts: [{ annotations: { reason: 'certificate', summary: 'The certificate of tls://example.com:443 ends in 3 days' } }] } });
  });
});
