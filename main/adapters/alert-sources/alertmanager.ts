import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { jsonOf } from '../../../core/json-of';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineAlertSource } from '../../ports/alert-source';
import type { DriverContext } from '../../ports/driver-context';
import { AlertmanagerList, type AlertReading } from './alertmanager-list';
import { alertmanagerSilences } from './alertmanager-silences';
import { checkTlsKeys, readTls, tlsKeys } from './parts/client-tls';
import { proxyKey, viaProxy } from './parts/proxy';

const config = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }),
    user: z.string().optional(),
    password: secretReferenceSchema.optional(),
    token: secretReferenceSchema.optional(),
    /** Mimir and Cortex ask for it as X-Scope-OrgID. */
    tenant: z.string().regex(/^[ -~]{1,150}$/).optional(),
    ...tlsKeys,
    ...proxyKey,
  })
  .superRefine(checkTlsKeys);
type Config = z.infer<typeof config>;

const statusSchema = z.object({ uptime: z.string(), versionInfo: z.object({ version: z.string().max(100) }).optional() });

/** The longest list of alerts that is read, bytes: a hundred thousand alerts with rather long labels. */
const longestList = 256 * 1_048_576;

const query = 'active=true&silenced=true&inhibited=true&unprocessed=true';

/** Prometheus Alertmanager, API v2 (version 1 is gone since 0.27 and answers 410). */
export const alertmanager = defineAlertSource<Config>({
  kind: 'alertmanager',
  title: 'Alertmanager',
  config,
  open(config, context, id) {
    const base = config.url.replace(/\/+$/, '');
    const get = <T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<Result<T>> =>
      ask({ config, context, lane: `source:${id}`, method: 'GET', url: `${base}${path}`, schema, signal });
    const alertsNow = async (list: AlertmanagerList, signal: AbortSignal): Promise<Result<AlertReading & { readonly ok: true }>> => {
      const reading = list.begin();
      const url = `${base}/api/v2/alerts`;
      const answer = await fetchText({ config, context, lane: `source:${id}`, method: 'GET', url: `${url}?${query}`, signal, sink: reading.sink });
      if (!answer.ok) return answer;
      const read = reading.end();
      return read.ok ? ok(read) : fail('source-shape', { source: url, path: read.path });
    };
    const list = new AlertmanagerList();
    return {
      async poll(signal) {
        // Status first: should it restart in between, the next poll shows the new epoch and this one only misses once.
        const status = await get('/api/v2/status', statusSchema, signal);
        if (!status.ok) return status;
        const alerts = await alertsNow(list, signal);
        return alerts.ok ? ok({ epoch: status.value.uptime, alerts: alerts.value.alerts, difference: alerts.value.difference }) : alerts;
      },
      async test(signal) {
        const status = await get('/api/v2/status', statusSchema, signal);
        if (!status.ok) return status;
        const found = await alertsNow(new AlertmanagerList(), signal);
        if (!found.ok) return found;
        const { alerts } = found.value;
        const version = status.value.versionInfo?.version ?? '';
        const newest = alerts.reduce((latest, { startsAt }) => Math.max(latest, startsAt), -Infinity);
        return ok({ server: `Alertmanager ${version}`.trim(), place: withoutUser(base), count: alerts.length, newest: Number.isFinite(newest) ? newest : null });
      },
    };
  },
  // A lane of its own: whoever looks at silences does not wait for a big answer about alerts.
  silences: (config, context, id) =>
    alertmanagerSilences((method, path, schema, body) =>
      ask({ config, context, lane: `silences:${id}`, method, url: `${config.url.replace(/\/+$/, '')}${path}`, schema, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    ),
});

/** SECURITY: an address may carry a login in front of the host; it is shown without. */
function withoutUser(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}

interface Asked {
  readonly config: Config;
  readonly context: DriverContext;
  readonly lane: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Takes a long answer as it comes. */
  readonly sink?: (part: Uint8Array) => void;
}

/** The text of a good answer; empty where `sink` took it. */
async function fetchText({ config, context, lane, method, url, body, signal, sink }: Asked): Promise<Result<string>> {
  const headers = await headersOf(config, context);
  if (!headers.ok) return headers;
  const tls = await readTls(config, context);
  if (!tls.ok) return tls;
  const answer = await context.http.request({
    ...{ method, url },
    ...tls.value,
    ...viaProxy(config),
    headers: body === undefined ? headers.value : { ...headers.value, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
    timeoutMs: 10_000,
    maxBytes: sink === undefined ? 32 * 1_048_576 : longestList,
    lane,
    ...(signal === undefined ? {} : { signal }),
    ...(sink === undefined ? {} : { sink }),
  });
  if (!answer.ok) return answer;
  const address = url.replace(/\?.*$/, '');
  const { status } = answer.value;
  if (status !== 200) return fail('http-status', { address, status });
  const type = (answer.value.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  return type === '' || /\bjson$/.test(type) ? ok(answer.value.body) : fail('http-not-json', { address, type: type.slice(0, 80) });
}

async function ask<T>({ schema, ...asked }: Asked & { readonly schema: z.ZodType<T> }): Promise<Result<T>> {
  const text = await fetchText(asked);
  if (!text.ok) return text;
  const address = asked.url.replace(/\?.*$/, '');
  // A DELETE that was done answers nothing.
  const json = asked.method === 'DELETE' && text.value.trim() === '' ? null : jsonOf(text.value);
  if (json === undefined) return fail('http-not-json', { address, type: 'broken JSON' });
  const read = schema.safeParse(json);
  return read.success ? ok(read.data) : fail('source-shape', { source: address, path: read.error.issues[0]?.path.join('.') || 'the top' });
}

async function headersOf(config: Config, context: DriverContext): Promise<Result<Record<string, string>>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (config.tenant !== undefined) headers['x-scope-orgid'] = config.tenant;
  const reference = config.token ?? config.password;
  if (reference === undefined) return ok(headers);
  const value = await context.secret(reference);
  if (!value.ok) return value;
  headers['authorization'] =
    config.token === undefined
      ? `Basic ${Buffer.from(`${config.user ?? ''}:${value.value}`, 'utf8').toString('base64')}`
      : `Bearer ${value.value}`;
  return ok(headers);
}
