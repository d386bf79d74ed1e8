import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import type { SeenAlert } from '../../../core/alert/alert';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineAlertSource } from '../../ports/alert-source';
import type { DriverContext } from '../../ports/driver-context';
import { alertmanagerSilences } from './alertmanager-silences';

const config = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  user: z.string().optional(),
  password: secretReferenceSchema.optional(),
  token: secretReferenceSchema.optional(),
  /** Mimir and Cortex ask for it as X-Scope-OrgID. */
  tenant: z.string().regex(/^[ -~]{1,150}$/).optional(),
});
type Config = z.infer<typeof config>;

const texts = z.record(z.string(), z.string());
const moment = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) context.addIssue('not a time');
  return ms;
});

/** What API v2 answers, as far as it is used; unknown keys come and go with versions. */
const alertsSchema = z
  .array(
    z.object({
      fingerprint: z.string().min(1).max(200),
      labels: texts,
      annotations: texts.default({}),
      startsAt: moment,
      generatorURL: z.string().optional(),
      status: z.object({ state: z.enum(['unprocessed', 'active', 'suppressed']) }),
    }),
  )
  .max(100_000);

const statusSchema = z.object({ uptime: z.string(), versionInfo: z.object({ version: z.string().max(100) }).optional() });

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
    return {
      async poll(signal) {
        // Status first: should it restart in between, the next poll shows the new epoch and this one only misses once.
        const status = await get('/api/v2/status', statusSchema, signal);
        if (!status.ok) return status;
        const alerts = await get(`/api/v2/alerts?${query}`, alertsSchema, signal);
        if (!alerts.ok) return alerts;
        return ok({ epoch: status.value.uptime, alerts: alerts.value.map(seenAlert) });
      },
      async test(signal) {
        const status = await get('/api/v2/status', statusSchema, signal);
        if (!status.ok) return status;
        const alerts = await get(`/api/v2/alerts?${query}`, alertsSchema, signal);
        if (!alerts.ok) return alerts;
        const version = status.value.versionInfo?.version ?? '';
        const newest = alerts.value.reduce((latest, { startsAt }) => Math.max(latest, startsAt), -Infinity);
        return ok({ server: `Alertmanager ${version}`.trim(), place: withoutUser(base), count: alerts.value.length, newest: Number.isFinite(newest) ? newest : null });
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

function seenAlert(alert: z.infer<typeof alertsSchema>[number]): SeenAlert {
  return {
    fingerprint: alert.fingerprint,
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: alert.startsAt,
    suppressed: alert.status.state === 'suppressed',
    ...(alert.generatorURL === undefined ? {} : { generatorUrl: alert.generatorURL }),
  };
}

async function ask<T>(asked: {
  readonly config: Config;
  readonly context: DriverContext;
  readonly lane: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly schema: z.ZodType<T>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}): Promise<Result<T>> {
  const headers = await headersOf(asked.config, asked.context);
  if (!headers.ok) return headers;
  const answer = await asked.context.http.request({
    method: asked.method,
    url: asked.url,
    headers: asked.body === undefined ? headers.value : { ...headers.value, 'content-type': 'application/json' },
    ...(asked.body === undefined ? {} : { body: asked.body }),
    timeoutMs: 10_000,
    maxBytes: 32 * 1_048_576,
    lane: asked.lane,
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  });
  if (!answer.ok) return answer;
  const address = asked.url.replace(/\?.*$/, '');
  const { status, body } = answer.value;
  if (status !== 200) return fail('http-status', { address, status });
  const type = (answer.value.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (type !== '' && !/\bjson$/.test(type)) return fail('http-not-json', { address, type: type.slice(0, 80) });
  // A DELETE that was done answers nothing.
  const json = asked.method === 'DELETE' && body.trim() === '' ? null : parseJson(body);
  if (json === undefined) return fail('http-not-json', { address, type: type === '' ? 'something' : 'broken JSON' });
  const read = asked.schema.safeParse(json);
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
