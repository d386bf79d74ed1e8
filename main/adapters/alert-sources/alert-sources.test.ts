import { createSocket } from 'node:dgram';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { fail } from '../../../core/errors';
import { sourceEntrySchema } from '../../../core/workspace/files';
import { createSourceContext } from '../../../tests/support/source-context';
import type { AlertSource, SourceContext } from '../../ports/alert-source';
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

/** A name server on loopback that knows a few A records (RFC 1035: header, the question back, one answer or NXDOMAIN). */
async function serveDns(records: Readonly<Record<string, string>>): Promise<{ readonly port: number; close(): void }> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const found = records[labels.join('.').toLowerCase()];
    const head = Buffer.from([question[0] ?? 0, question[1] ?? 0, 0x81, found === undefined ? 0x83 : 0x80, 0, 1, 0, found === undefined ? 0 : 1, 0, 0, 0, 0]);
    const answer = found === undefined ? [] : [Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...found.split('.').map(Number)])];
    socket.send(Buffer.concat([head, question.subarray(12, at + 5), ...answer]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, close: () => socket.close() };
}

const context: SourceContext = {
  ...createSourceContext({ 'am-token': 'sesame' }),
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
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'alertmanger' }), context)).toMatchObject({ error: { code: 'source-kind-unknown', values: { known: 'alertmanager, imap, log, opsgenie, pagerduty, probe, webhook' } } });
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'alertmanager', url: 'ftp://x' }), context)).toMatchObject({ error: { code: 'source-config' } });
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'alertmanager', url: 'http://x', token: 'plain' }), context)).toMatchObject({ error: { code: 'source-config' } });
    expect([...sourceKinds.keys()]).toEqual(['alertmanager', 'imap', 'log', 'opsgenie', 'pagerduty', 'probe', 'webhook']);
  });
});

describe('alertmanager', () => {
  it('reads alerts, what is held back there, and the epoch', async () => {
    const url = await alertmanager([good, { ...good, fingerprint: 'f2', status: { state: 'suppressed' }, generatorURL: 'http://prom/graph' }]);
    expect(await poll(open({ kind: 'alertmanager', url: `${url}/` }))).toEqual({
      ok: true,
      value: {
        epoch: '2026-11-01T00:00:00Z',
        difference: expect.objectContaining({ gone: null }),
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

  it('asks a name server, and fires about a name that is gone, a wrong answer and a server that is silent', async () => {
    const names = await serveDns({ 'db.example.com': '192.0.2.7' });
    const dns = (more: Readonly<Record<string, unknown>>): AlertSource => open({ kind: 'probe', url: `dns://127.0.0.1:${names.port}/db.example.com`, 'max-latency': '5s', ...more });
    expect(await poll(dns({ contains: '192.0.2.7' }))).toMatchObject({ ok: true, value: { alerts: [] } });
    expect(await poll(dns({ contains: '192.0.2.8' }))).toMatchObject({ value: { alerts: [{ annotations: { reason: 'body', summary: expect.stringContaining('192.0.2.7') as string } }] } });
    expect(await poll(dns({ url: `dns://127.0.0.1:${names.port}/gone.example.com` }))).toMatchObject({ value: { alerts: [{ annotations: { reason: 'http-name' } }] } });
    names.close();
    expect(await poll(dns({ 'max-latency': '500ms' }))).toMatchObject({ value: { alerts: [{ annotations: { reason: expect.stringMatching(/^http-/) as string } }] } });
    expect(openSource(sourceEntrySchema.parse({ id: 'x', kind: 'probe', url: 'dns://ns.example.com/x' }), context)).toMatchObject({ error: { code: 'source-config' } });
  });

  it('is blind and says nothing of its target while this machine has no network, unless it looks at this machine', async () => {
    let connected = false;
    let looks = 0;
    const world: SourceContext = {
      ...context,
      network: { connected: () => connected },
      dial: async () => {
        looks += 1;
        return fail('http-refused', { address: 'x' });
      },
    };
    const opened = (url: string): AlertSource => {
      const source = openSource(sourceEntrySchema.parse({ id: 'it', kind: 'probe', url }), world);
      if (!source.ok) throw new Error(source.error.code);
      return source.value;
    };
    const far = opened('tcp://db.example.com:5432');
    expect([await poll(far), looks]).toEqual([fail('network-lost', {}), 0]);
    for (const url of ['tcp://127.0.0.1:1', 'tcp://localhost:1', 'tcp://[::1]:1']) expect(await poll(opened(url))).toMatchObject({ value: { alerts: [{ fingerprint: 'probe:it' }] } });
    connected = true;
    expect(await poll(far)).toMatchObject({ value: { alerts: [] } });
    expect(await poll(far)).toMatchObject({ value: { alerts: [{ fingerprint: 'probe:it' }] } });
  });

  it('warns before a certificate ends by an alert of its own, which neither hides that it is down nor ends by that', async () => {
    let answer: Awaited<ReturnType<SourceContext['dial']>>;
    const world: SourceContext = { ...context, dial: async () => answer };
    const days = (left: number): typeof answer => ({ ok: true, value: { tookMs: 3, certificateEndsAt: Date.now() + (left + 0.5) * 86_400_000 } });
    const source = openSource(sourceEntrySchema.parse({ id: 'cert', kind: 'probe', url: 'tls://example.com:443', 'cert-days': 7, after: 1 }), world);
    if (!source.ok) throw new Error(source.error.code);
    const alerts = async () => {
      const seen = await poll(source.value);
      return seen.ok ? seen.value.alerts.map(({ fingerprint, labels }) => `${fingerprint} ${labels['alertname'] ?? ''} ${labels['severity'] ?? ''}`) : [];
    };
    const [ends, down] = ['probe:cert:certificate CertificateEnding warning', 'probe:cert ProbeFailed critical'];
    answer = days(3);
    expect(await poll(source.value)).toMatchObject({ value: { alerts: [{ annotations: { reason: 'certificate', summary: 'The certificate of tls://example.com:443 ends in 3 days' } }] } });
    expect(await alerts()).toEqual([ends]);
    answer = fail('http-refused', { address: 'example.com:443' });
    expect(await alerts()).toEqual([down, ends]);
    answer = days(90);
    expect(await alerts()).toEqual([]);
  });
});
