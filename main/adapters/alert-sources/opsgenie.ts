import { z } from 'zod';
import type { SeenAlert, ToldAct } from '../../../core/alert/alert';
import { fail, ok, type Result } from '../../../core/errors';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineAlertSource } from '../../ports/alert-source';
import { PagerLine } from './parts/pager-line';
import { proxyKey } from './parts/proxy';

const config = z
  .strictObject({
    /** Opsgenie in the EU: https://api.eu.opsgenie.com. Left out: what belongs to the kind of login. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** Opsgenie: the key of an API integration. */
    'api-key': secretReferenceSchema.optional(),
    /** JSM Operations: the id of the cloud, a user's address, and an API token of theirs. */
    cloud: z.string().regex(/^[0-9A-Za-z-]{1,64}$/).optional(),
    user: z.email().max(320).optional(),
    token: secretReferenceSchema.optional(),
    ...proxyKey,
    /** What is asked for, in the search language of both. */
    query: z.string().min(1).max(1_000).default('status: open'),
    /** Whether acks and ends of cases are told there. */
    tell: z.boolean().default(true),
  })
  .superRefine(({ 'api-key': key, cloud, user, token }, context) => {
    const jsm = [cloud, user, token].filter((each) => each !== undefined).length;
    if ((key === undefined) === (jsm === 0)) context.addIssue('give either api-key (Opsgenie) or cloud, user and token (JSM Operations)');
    if (jsm > 0 && jsm < 3) context.addIssue('JSM Operations needs all three of cloud, user and token');
  });
type Config = z.infer<typeof config>;

/** Both speak of alerts in the same words; JSM leaves some of them out. */
const alertSchema = z.object({
  id: z.string().min(1).max(200),
  tinyId: z.string().nullish(),
  message: z.string().nullish(),
  status: z.string().nullish(),
  acknowledged: z.boolean().nullish(),
  snoozed: z.boolean().nullish(),
  tags: z.array(z.string()).nullish(),
  count: z.number().int().nullish(),
  createdAt: z.union([z.string(), z.number()]),
  source: z.string().nullish(),
  entity: z.string().nullish(),
  alias: z.string().nullish(),
  owner: z.string().nullish(),
  priority: z.string().nullish(),
  report: z.object({ acknowledgedBy: z.string().nullish() }).nullish(),
});
type FarAlert = z.infer<typeof alertSchema>;

const takenSchema = z.object({ requestId: z.string().regex(/^[\w.-]{1,100}$/) });
const processedSchema = z.object({ isSuccess: z.boolean().nullish(), success: z.boolean().nullish(), status: z.string().nullish() });

/** Alerts of one page, the most that either gives; and pages of one poll. What is beyond them is unknown, not gone. */
const pageOf = 100;
const mostPages = 20;
const longest = 1_000;
/** What was asked for is done a moment later; it is looked up this often, and this far apart. Ms. */
const lookUps = 4;
const lookUpEvery = 700;

const severities: Readonly<Record<string, string>> = { P1: 'critical', P2: 'error', P3: 'warning', P4: 'info', P5: 'info' };

/** What differs between Opsgenie (until April 2027) and JSM Operations, its successor. */
interface Dialect {
  readonly name: string;
  readonly base: string;
  readonly secret: string;
  readonly authorization: (secret: string) => string;
  readonly alerts: string;
  /** How a page is asked for, and what it comes in. */
  readonly size: string;
  readonly page: z.ZodType<readonly FarAlert[]>;
  readonly processed: z.ZodType<z.infer<typeof processedSchema>>;
}

function dialectOf({ url, 'api-key': key, cloud = '', user = '', token = '' }: Config): Dialect {
  if (key !== undefined) {
    return {
      ...{ name: 'Opsgenie', base: withoutSlash(url ?? 'https://api.opsgenie.com'), secret: key, alerts: '/v2/alerts', size: 'limit' },
      authorization: (secret) => `GenieKey ${secret}`,
      page: z.object({ data: z.array(alertSchema) }).transform(({ data }) => data),
      processed: z.object({ data: processedSchema }).transform(({ data }) => data),
    };
  }
  return {
    ...{ name: 'JSM Operations', base: withoutSlash(url ?? 'https://api.atlassian.com'), secret: token, alerts: `/jsm/ops/api/${cloud}/v1/alerts`, size: 'size' },
    authorization: (secret) => `Basic ${Buffer.from(`${user}:${secret}`, 'utf8').toString('base64')}`,
    page: z.object({ values: z.array(alertSchema) }).transform(({ values }) => values),
    processed: processedSchema,
  };
}

/** Opsgenie's alert API and that of JSM Operations: what is open there, and acks and ends of cases told there. */
export const opsgenie = defineAlertSource<Config>({
  kind: 'opsgenie',
  title: 'Opsgenie, JSM Operations',
  config,
  open(config, context, source) {
    const dialect = dialectOf(config);
    const { name, base, secret, authorization } = dialect;
    const line = new PagerLine({ context, base, lane: `source:${source}`, secret, authorization, headers: { accept: 'application/json' }, proxy: config.proxy });

    const openAlerts = async (signal: AbortSignal): Promise<Result<{ readonly alerts: readonly FarAlert[]; readonly isWhole: boolean }>> => {
      const alerts = new Map<string, FarAlert>();
      for (let page = 0; page < mostPages; page += 1) {
        const asked = new URLSearchParams({ query: config.query, [dialect.size]: String(pageOf), offset: String(page * pageOf), sort: 'createdAt', order: 'asc' });
        const answer = await line.ask({ method: 'GET', path: `${dialect.alerts}?${asked.toString()}`, schema: dialect.page, signal });
        if (!answer.ok) return answer;
        const found = answer.value.value ?? [];
        for (const alert of found) alerts.set(alert.id, alert);
        // A page that is not full is the last one, whatever the links say.
        if (found.length < pageOf) return ok({ alerts: [...alerts.values()], isWhole: true });
      }
      return ok({ alerts: [...alerts.values()], isWhole: false });
    };

    /** Both take an act at once and carry it out later: it counts when they say that it was done. */
    const tell = async (act: ToldAct, id: string, by: string, signal: AbortSignal): Promise<Result<void>> => {
      const word = act === 'ack' ? 'acknowledge' : act === 'unack' ? 'unacknowledge' : 'close';
      const path = `${dialect.alerts}/${encodeURIComponent(id)}/${word}${config['api-key'] === undefined ? '' : '?identifierType=id'}`;
      const taken = await line.ask({ method: 'POST', path, body: { source: 'Breakglass', note: `${word} by ${by} in Breakglass` }, schema: takenSchema, signal, also: [404] });
      if (!taken.ok) return taken;
      const request = taken.value.value?.requestId;
      // There is no such alert any more: nobody is called for it.
      if (request === undefined) return ok(undefined);
      for (let left = lookUps; left > 0 && !signal.aborted; left -= 1) {
        const processed = await line.ask({ method: 'GET', path: `${dialect.alerts}/requests/${request}`, schema: dialect.processed, signal, also: [404] });
        if (!processed.ok) return processed;
        const { value } = processed.value;
        if (value?.isSuccess === true || value?.success === true) return ok(undefined);
        // 404: not carried out yet.
        if (value !== null) return fail('pager-refused', { address: name, why: (value.status ?? '').slice(0, 200) });
        await new Promise<void>((resolve) => void context.schedule.after(lookUpEvery, resolve));
      }
      return fail('pager-refused', { address: name, why: 'taken, and not carried out yet' });
    };

    return {
      async poll(signal) {
        const found = await openAlerts(signal);
        if (!found.ok) return found;
        const { alerts, isWhole } = found.value;
        return ok({ alerts: alerts.filter(({ status }) => status !== 'closed').map((alert) => seenOf(alert, context.clock.now())), epoch: 'opsgenie', forgetful: !isWhole });
      },
      async test(signal) {
        const found = await openAlerts(signal);
        if (!found.ok) return found;
        const times = found.value.alerts.map(({ createdAt }) => momentOf(createdAt)).filter((at) => at !== null);
        return ok({ server: name, place: base, count: found.value.alerts.length, newest: times.length === 0 ? null : Math.max(...times) });
      },
      tells: config.tell ? ['ack', 'unack', 'close'] : [],
      tell: (act, fingerprint, by, signal) => tell(act, fingerprint.slice(prefix.length), by, signal),
    };
  },
});

const prefix = 'opsgenie-';

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function momentOf(written: string | number): number | null {
  const at = typeof written === 'number' ? written : Date.parse(written);
  return Number.isFinite(at) ? at : null;
}

function seenOf(alert: FarAlert, now: number): SeenAlert {
  const { id, tinyId, message, acknowledged, snoozed, tags, count, createdAt, source, entity, alias, owner, priority, report } = alert;
  const texts = (values: Readonly<Record<string, string | null | undefined>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, value.slice(0, longest)]])));
  return {
    fingerprint: `${prefix}${id}`,
    labels: texts({ alertname: message ?? id, severity: severities[priority ?? ''] ?? 'critical', priority, entity, from: source }),
    annotations: texts({ summary: message, tags: tags?.join(', '), alias, owner, number: tinyId === null || tinyId === undefined ? null : `#${tinyId}` }),
    startsAt: momentOf(createdAt) ?? now,
    // Snoozed there: nobody is called there before its end.
    suppressed: snoozed === true,
    ...(count === null || count === undefined ? {} : { times: count }),
    there: { acked: acknowledged === true, by: (report?.acknowledgedBy ?? owner ?? '').slice(0, 200) },
  };
}
