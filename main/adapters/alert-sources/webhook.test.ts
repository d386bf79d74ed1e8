import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceEntrySchema } from '../../../core/workspace/files';
import { createSourceContext } from '../../../tests/support/source-context';
import type { AlertSource, SourceNotebook } from '../../ports/alert-source';
import { openSource } from './registry';

const token = 'a-token-of-some-length';
const open: AlertSource[] = [];
let port = 0;

const opened = (notebook?: SourceNotebook, more: Readonly<Record<string, unknown>> = {}): AlertSource => {
  const context = createSourceContext({ hook: token }, notebook);
  const source = openSource(sourceEntrySchema.parse({ id: 'hook', kind: 'webhook', listen: `127.0.0.1:${port}`, token: 'secret:hook', ...more }), context);
  if (!source.ok) throw new Error(JSON.stringify(source.error));
  open.push(source.value);
  return source.value;
};
const poll = (source: AlertSource) => source.poll(new AbortController().signal);
const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = { authorization: `Bearer ${token}` }) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
const firing = async (source: AlertSource) => {
  const seen = await poll(source);
  if (!seen.ok) throw new Error(JSON.stringify(seen.error));
  return seen.value.alerts;
};

beforeEach(async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  port = (probe.address() as AddressInfo).port;
  await new Promise((resolve) => probe.close(resolve));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (source) => source.close?.()));
});

const am = (status: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ version: '4', groupKey: '{}:{}', truncatedAlerts: 0, status, receiver: 'breakglass', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: 'http://am:9093' },
  alerts: [{ status, labels: { alertname: 'Disk', instance: 'db-01', severity: 'critical' }, annotations: { summary: 'full' }, startsAt: '2026-11-21T17:00:00Z', endsAt: '0001-01-01T00:00:00Z', generatorURL: 'http://prom/graph', fingerprint: '5c7a10a8a7a7a7a7', ...more }],
});

describe('the webhook', () => {
  it.each(['/alertmanager', '/grafana'])('takes what %s sends, firing and resolved', async (path) => {
    const source = opened();
    expect(await firing(source)).toEqual([]);
    const grafana = { ...am('firing'), orgId: 1, title: '[FIRING:1]', state: 'alerting', message: 'x' };
    expect((await post(path, grafana)).status).toBe(200);
    expect(await firing(source)).toMatchObject([{ fingerprint: 'am-5c7a10a8a7a7a7a7', labels: { alertname: 'Disk', severity: 'critical' }, annotations: { summary: 'full' }, startsAt: Date.parse('2026-11-21T17:00:00Z'), generatorUrl: 'http://prom/graph' }]);
    expect((await post(path, am('resolved'))).status).toBe(200);
    const after = await poll(source);
    expect(after).toMatchObject({ ok: true, value: { alerts: [], ended: new Set(['am-5c7a10a8a7a7a7a7']) } });
  });

  it.each(['read', 'write'] as const)('tells the sender to try again where its notebook fails to %s, and takes it then', async (broken) => {
    const notebook = createSourceContext({}).notebook;
    let fails = false;
    const once = (): Promise<void> => (fails ? Promise.reject(new Error('no space left')) : Promise.resolve());
    const failing: SourceNotebook = {
      mark: () => notebook.mark(),
      read: async () => (broken === 'read' ? once() : Promise.resolve()).then(() => notebook.read()),
      write: async (changes) => (broken === 'write' ? once() : Promise.resolve()).then(() => notebook.write(changes)),
    };
    const source = opened(failing);
    if (broken === 'write') await poll(source);
    fails = true;
    if (broken === 'read') await poll(source).catch(() => undefined);
    expect((await post('/alertmanager', am('firing'))).status).toBe(503);
    fails = false;
    expect((await post('/alertmanager', am('firing', { fingerprint: 'second' }))).status).toBe(200);
    const both = broken === 'write' ? ['am-5c7a10a8a7a7a7a7', 'am-second'] : ['am-second'];
    expect((await firing(source)).map(({ fingerprint }) => fingerprint)).toEqual(both);
    expect([...(await notebook.read()).keys()]).toEqual(['born', ...both]);
  });

  it('takes PagerDuty events with the token as routing key, and answers as PagerDuty does', async () => {
    const source = opened();
    await poll(source);
    const trigger = { routing_key: token, event_action: 'trigger', dedup_key: 'k1', payload: { summary: 'DB down', source: 'db-01', severity: 'error', component: 'pg', custom_details: { free: '1%' } } };
    const answer = await post('/v2/enqueue', trigger, {});
    expect([answer.status, await answer.json()]).toEqual([202, { status: 'success', message: 'Event processed', dedup_key: 'k1' }]);
    expect(await firing(source)).toMatchObject([{ labels: { alertname: 'DB down', instance: 'db-01', severity: 'error', component: 'pg' }, annotations: { description: '{"free":"1%"}' } }]);
    // Somebody's acknowledgement there is no ack here, and ends nothing.
    expect((await post('/v2/enqueue', { routing_key: token, event_action: 'acknowledge', dedup_key: 'k1' }, {})).status).toBe(202);
    expect(await firing(source)).toHaveLength(1);
    expect((await post('/v2/enqueue', { routing_key: token, event_action: 'resolve', dedup_key: 'k1' }, {})).status).toBe(202);
    expect(await firing(source)).toEqual([]);
    expect((await post('/v2/enqueue', { ...trigger, routing_key: 'wrong' }, {})).status).toBe(401);
    expect((await post('/v2/enqueue', { routing_key: token, event_action: 'resolve' }, {})).status).toBe(400);
  });

  it('takes Opsgenie alerts and closes by alias, and what Opsgenie itself posts', async () => {
    const source = opened();
    await poll(source);
    const key = { authorization: `GenieKey ${token}` };
    expect((await post('/v2/alerts', { message: 'API slow', alias: 'api/slow', priority: 'P1', entity: 'api-01', tags: ['a', 'b'] }, key)).status).toBe(202);
    expect(await firing(source)).toMatchObject([{ labels: { alertname: 'API slow', instance: 'api-01', priority: 'P1', severity: 'critical', tags: 'a,b' } }]);
    expect((await post(`/v2/alerts/${encodeURIComponent('api/slow')}/close`, {}, key)).status).toBe(400);
    expect((await post(`/v2/alerts/${encodeURIComponent('api/slow')}/close?identifierType=alias`, {}, key)).status).toBe(202);
    expect(await firing(source)).toEqual([]);
    await post('/opsgenie', { action: 'Create', alert: { alertId: 'x', message: 'API slow', alias: 'a2' }, integrationName: 'i' });
    expect(await firing(source)).toHaveLength(1);
    await post('/opsgenie', { action: 'Acknowledge', alert: { message: 'API slow', alias: 'a2' } });
    expect(await firing(source)).toHaveLength(1);
    await post('/opsgenie', { action: 'Close', alert: { message: 'API slow', alias: 'a2' } });
    expect(await firing(source)).toEqual([]);
  });

  it('takes the plain form, one or many', async () => {
    const source = opened();
    await poll(source);
    await post('/json', { name: 'BackupLate', labels: { severity: 'warning' }, summary: 'no backup for 26 h' });
    await post('/json', { alerts: [{ name: 'BackupLate', labels: { severity: 'warning' } }, { name: 'Other', key: 'o' }] });
    expect((await firing(source)).map(({ labels, times }) => [labels['alertname'], times])).toEqual([['BackupLate', 2], ['Other', 1]]);
    await post('/json', { name: 'Other', key: 'o', status: 'resolved' });
    expect(await firing(source)).toHaveLength(1);
  });

  it('refuses with a reason, and counts it', async () => {
    const source = opened();
    await poll(source);
    const said = async (response: Response): Promise<string> => `${response.status} ${((await response.json()) as { error: string }).error}`;
    expect(await said(await post('/json', { name: 'x' }, {}))).toMatch(/^401 wrong or missing token/);
    expect(await said(await post('/json', { name: 'x' }, { authorization: `Bearer ${token}x` }))).toMatch(/^401/);
    expect(await said(await post('/json', { name: 'x' }, { authorization: 'Bearer ' }))).toMatch(/^401/);
    expect(await said(await post('/nowhere', {}))).toMatch(/^404 .*\/alertmanager/);
    expect(await said(await post('/__proto__', {}))).toMatch(/^404/);
    expect(await said(await fetch(`http://127.0.0.1:${port}/json`, { headers: { authorization: `Bearer ${token}` } }))).toMatch(/^405/);
    expect(await said(await post('/json', '{'))).toMatch(/^400 the body is not JSON/);
    expect(await said(await post('/json', { nome: 'x' }))).toMatch(/^400 not what \/json takes/);
    expect(await said(await post('/alertmanager', { alerts: [{ status: 'firing', labels: { a: 1 } }] }))).toMatch(/^400 .*alerts\.0\.labels\.a/);
    expect(await said(await post('/json', JSON.stringify({ name: 'x', summary: 'y'.repeat(1_100_000) })))).toMatch(/^413/);
    expect(await poll(source)).toMatchObject({ value: { alerts: [], refused: { count: 10, status: 413 } } });
  });

  it('caps what it keeps of an alert, and takes hostile names as names', async () => {
    const source = opened();
    await poll(source);
    const labels = `{"__proto__":"x","constructor":"y",${Array.from({ length: 200 }, (_, at) => `"l${at}":"${'v'.repeat(4_200)}"`).join(',')},"alertname":"<b>\\u001b[31m"}`;
    expect((await post('/alertmanager', `{"alerts":[{"status":"firing","labels":${labels}}]}`)).status).toBe(200);
    const [alert] = await firing(source);
    expect(Object.keys(alert?.labels ?? {})).toHaveLength(64);
    expect(alert?.labels['alertname']).toBe('<b>\u001b[31m');
    expect(alert?.labels['l0']).toHaveLength(4_096);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('keeps what was taken over a restart, and says what it forgot when its notes are gone', async () => {
    const rows = new Map<string, string>();
    const notebook: SourceNotebook = {
      read: async () => new Map(rows),
      write: async (changes) => {
        for (const { key, value } of changes) {
          if (value === null) rows.delete(key);
          else rows.set(key, value);
        }
      },
      mark: () => null,
    };
    const first = opened(notebook);
    await poll(first);
    await post('/json', { name: 'Kept' });
    await first.close?.();
    const second = opened(notebook);
    expect((await firing(second)).map(({ labels }) => labels['alertname'])).toEqual(['Kept']);
    await second.close?.();
    expect(await poll(opened())).toMatchObject({ value: { alerts: [], forgetful: true } });
  });

  it('is blind where it cannot listen or has no token, and opens no port before', async () => {
    const source = opened();
    const refused = await new Promise((resolve) => connect(port, '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
    expect(refused).toBe('ECONNREFUSED');
    await poll(source);
    expect(await poll(opened())).toMatchObject({ ok: false, error: { code: 'webhook-taken', values: { why: 'EADDRINUSE' } } });
    expect(await poll(opened(undefined, { token: 'secret:none' }))).toMatchObject({ ok: false, error: { code: 'vault-not-given' } });
  });

  it('a sender that dribbles or holds lines is cut off, and others are still heard', async () => {
    const source = opened();
    await poll(source);
    const slow = connect(port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.resume();
    slow.write('POST /json HTTP/1.1\r\nhost: x\r\n');
    const ended = new Promise((resolve) => slow.once('close', resolve));
    const held = Array.from({ length: 40 }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await post('/json', { name: 'Heard' })).status).toBe(200);
    await ended;
    expect(await poll(source)).toMatchObject({ value: { alerts: [{ labels: { alertname: 'Heard' } }], refused: { status: 408 } } });
  });

  it('says in a test where it listens and what it holds', async () => {
    const source = opened();
    await poll(source);
    await post('/json', { name: 'x' });
    expect(await source.test(new AbortController().signal)).toMatchObject({ ok: true, value: { place: `http://127.0.0.1:${port}`, count: 1, newest: expect.any(Number) as number } });
  });
});
