import { z } from 'zod';
import { moreAlerts, type Heard } from '../../../../core/alert/heard';
import { labelFingerprint } from '../../../../core/alert/label-fingerprint';
import { wellFormed } from '../../../../core/journal/canonical';

/** What may be posted to a webhook; each is written from its sender's documented payload. */
export type HookForm = 'alertmanager' | 'pagerduty' | 'opsgenie' | 'opsgenie-event' | 'json';

/** A request in the words of alerts, with what must be said `about` the rest of it, or where it does not have the form that its path promises. */
export type HookReading =
  | { readonly ok: true; readonly heard: readonly Heard[]; readonly about: readonly Heard[]; readonly key: string }
  | { readonly ok: false; readonly path: string; readonly why: string };

/** SECURITY: what a sender may make us keep of one alert; longer values are cut, further labels are left out. */
const mostLabels = 64;
const longestName = 100;
const longestValue = 4_096;
const mostAlerts = 1_000;

/** Reads a body of a form; `now` (epoch ms) stands where a sender gives no time. */
export function readHook(form: HookForm, body: unknown, now: number): HookReading {
  switch (form) {
    case 'alertmanager':
      return readEach(alertmanagerSchema, alertmanagerAlertSchema, body, now, (alert) => fromAlertmanager(alert, now));
    case 'pagerduty':
      return read(pagerdutySchema, body, (sent) => fromPagerduty(sent, now));
    case 'opsgenie':
      return read(opsgenieSchema, body, (sent) => fromOpsgenie(sent, now));
    case 'opsgenie-event':
      return read(opsgenieEventSchema, body, (sent) => fromOpsgenieEvent(sent, now));
    case 'json':
      if (typeof body === 'object' && body !== null && 'alerts' in body) return readEach(plainSchema, plainAlertSchema, body, now, (alert) => fromPlain(alert, now));
      return read(plainAlertSchema, body, (alert) => ({ heard: [fromPlain(alert, now)], key: '' }));
  }
}

/** Opsgenie's close names the alert by its alias in the path. */
export function closeByAlias(alias: string, now: number): Heard {
  return { kind: 'ends', fingerprint: opsgenieFingerprint(alias), heardAt: now };
}

function read<T>(schema: z.ZodType<T>, body: unknown, heard: (sent: T) => { readonly heard: readonly Heard[]; readonly key: string }): HookReading {
  const sent = schema.safeParse(body);
  return sent.success ? { ok: true, about: [], ...heard(sent.data) } : refused(sent.error, []);
}

/** A list of alerts, one by one: senders do not repeat what was refused, so an odd alert must not take the others with it. */
function readEach<T>(
  ...[list, schema, body, now, heardOf]: [z.ZodType<{ alerts: unknown[]; truncatedAlerts?: number | undefined }>, z.ZodType<T>, unknown, number, (alert: T) => Heard]
): HookReading {
  const sent = list.safeParse(body);
  if (!sent.success) return refused(sent.error, []);
  const { alerts, truncatedAlerts = 0 } = sent.data;
  const heard: Heard[] = [];
  const odd: Refused[] = [];
  for (const [index, each] of alerts.slice(0, mostAlerts).entries()) {
    const alert = schema.safeParse(each);
    if (alert.success) heard.push(heardOf(alert.data));
    else odd.push(refused(alert.error, ['alerts', index]));
  }
  const [first] = odd;
  if (first !== undefined && heard.length === 0) return first;
  const left = Math.max(0, alerts.length - mostAlerts) + truncatedAlerts;
  const about = [
    ...(left === 0 ? [] : [moreAlerts(`${left} more alerts of one message were left out: by its sender, or because it brought more than ${mostAlerts}`, now, now)]),
    ...(first === undefined ? [] : [unreadable(`${odd.length} alerts of one message could not be read, the first at ${first.path}: ${first.why}`, now)]),
  ];
  return { ok: true, heard, about, key: '' };
}

type Refused = Extract<HookReading, { ok: false }>;

function refused({ issues: [issue] }: z.ZodError, under: readonly PropertyKey[]): Refused {
  return { ok: false, path: [...under, ...(issue?.path ?? [])].join('.') || 'the top', why: issue?.message ?? 'unreadable' };
}

function unreadable(summary: string, now: number): Heard {
  return fires({ fingerprint: 'unreadable-alerts', labels: { alertname: 'UnreadableAlerts', severity: 'critical' }, annotations: capped({ summary }), startsAt: now, heardAt: now });
}

const texts = z.record(z.string(), z.string());
/** RFC 3339; Alertmanager writes year 1 for "not yet". */
const moment = z.string().max(64).transform((text) => Date.parse(text)).pipe(z.number('not a time'));

/** A link that is too long is left out: Prometheus puts the whole expression of a rule into it. */
const link = z.string().max(2_000).optional().catch(undefined);

/** Alertmanager's webhook, version 4. Grafana's contact point sends the same with keys of its own beside it. */
const alertmanagerSchema = z.object({
  alerts: z.array(z.unknown()),
  /** How many its `max_alerts` left out. */
  truncatedAlerts: z.number().int().min(0).optional().catch(undefined),
});

const alertmanagerAlertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts.default({}),
  startsAt: moment.optional().catch(undefined),
  generatorURL: link,
  fingerprint: z.string().min(1).max(190).optional().catch(undefined),
});

function fromAlertmanager(alert: z.infer<typeof alertmanagerAlertSchema>, now: number): Heard {
  const labels = capped(alert.labels);
  const fingerprint = alert.fingerprint === undefined ? labelFingerprint('am', labels) : `am-${alert.fingerprint}`;
  if (alert.status === 'resolved') return { kind: 'ends', fingerprint, heardAt: now };
  return fires({ fingerprint, labels, annotations: capped(alert.annotations), startsAt: alert.startsAt ?? now, heardAt: now, generatorUrl: alert.generatorURL });
}

/** PagerDuty Events API v2, `POST /v2/enqueue`. The routing key was checked before. */
const pagerdutySchema = z
  .object({
    event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
    dedup_key: z.string().min(1).max(255).optional(),
    payload: z
      .object({
        summary: z.string().min(1).max(1_024),
        source: z.string().min(1).max(1_024),
        severity: z.enum(['critical', 'error', 'warning', 'info']),
        timestamp: z.string().max(64).optional(),
        component: z.string().optional(),
        group: z.string().optional(),
        class: z.string().optional(),
        custom_details: z.unknown().optional(),
      })
      .optional(),
    client_url: link,
  })
  .refine((sent) => sent.event_action !== 'trigger' || sent.payload !== undefined, { path: ['payload'], message: 'a trigger needs a payload' })
  .refine((sent) => sent.event_action === 'trigger' || sent.dedup_key !== undefined, { path: ['dedup_key'], message: 'which alert is meant' });

function fromPagerduty(sent: z.infer<typeof pagerdutySchema>, now: number): { readonly heard: readonly Heard[]; readonly key: string } {
  const { payload } = sent;
  const key = sent.dedup_key ?? labelFingerprint('auto', { summary: payload?.summary ?? '', source: payload?.source ?? '', component: payload?.component ?? '' });
  const fingerprint = labelFingerprint('pd', { key });
  if (sent.event_action === 'resolve') return { heard: [{ kind: 'ends', fingerprint, heardAt: now }], key };
  // Somebody's acknowledgement elsewhere is no ack here: that is a person's act, and journalled.
  if (sent.event_action === 'acknowledge' || payload === undefined) return { heard: [], key };
  const { summary, source, severity, component, group } = payload;
  const labels = capped(present({ alertname: payload.class ?? summary, instance: source, severity, component, group, class: payload.class }));
  const details = payload.custom_details === undefined ? undefined : JSON.stringify(payload.custom_details);
  const startsAt = timeOr(payload.timestamp, now);
  return { heard: [fires({ fingerprint, labels, annotations: capped(present({ summary, description: details })), startsAt, heardAt: now, generatorUrl: sent.client_url })], key };
}

const priorities = z.enum(['P1', 'P2', 'P3', 'P4', 'P5']);
/** Grading rules look at `severity`; Opsgenie has priorities. */
const severityOf: Readonly<Record<z.infer<typeof priorities>, string>> = { P1: 'critical', P2: 'error', P3: 'warning', P4: 'info', P5: 'info' };

/** Opsgenie's longest message; a longer one is cut in the name of the alert and stands whole in its summary. */
const longestMessage = 130;

/** Opsgenie Alert API, `POST /v2/alerts`. Its limits are not held against a sender: what is too long is cut (`capped`). */
const opsgenieSchema = z.object({
  message: z.string().min(1),
  alias: z.string().min(1).optional(),
  description: z.string().optional(),
  entity: z.string().optional(),
  source: z.string().optional(),
  priority: priorities.default('P3'),
  tags: z.array(z.string()).default([]),
  details: texts.default({}),
});

function opsgenieFingerprint(alias: string): string {
  return labelFingerprint('og', { alias });
}

function fromOpsgenie(sent: z.infer<typeof opsgenieSchema>, now: number): { readonly heard: readonly Heard[]; readonly key: string } {
  const key = sent.alias ?? sent.message;
  const { message, entity, source, priority, tags } = sent;
  const labels = capped(present({ alertname: message.slice(0, longestMessage), instance: entity, source, priority, severity: severityOf[priority], tags: tags.length === 0 ? undefined : tags.join(',') }));
  const annotations = capped({ ...sent.details, ...present({ summary: message, description: sent.description }) });
  return { heard: [fires({ fingerprint: opsgenieFingerprint(key), labels, annotations, startsAt: now, heardAt: now })], key };
}

/** Opsgenie's outgoing webhook: what happened to an alert there. */
const opsgenieEventSchema = z.object({
  action: z.string().min(1).max(100),
  alert: z.object({
    message: z.string().min(1),
    alias: z.string().min(1),
    description: z.string().optional(),
    entity: z.string().optional(),
    priority: priorities.default('P3'),
    tags: z.array(z.string()).default([]),
  }),
});

function fromOpsgenieEvent({ action, alert }: z.infer<typeof opsgenieEventSchema>, now: number): { readonly heard: readonly Heard[]; readonly key: string } {
  if (action === 'Close' || action === 'Delete') return { heard: [closeByAlias(alert.alias, now)], key: alert.alias };
  if (action !== 'Create') return { heard: [], key: alert.alias };
  return fromOpsgenie({ ...alert, source: undefined, details: {} }, now);
}

const plainAlertSchema = z.strictObject({
  name: z.string().min(1).max(500),
  status: z.enum(['firing', 'resolved']).default('firing'),
  /** Names the alert; without it the labels do. */
  key: z.string().min(1).max(500).optional(),
  labels: texts.default({}),
  summary: z.string().optional(),
  description: z.string().optional(),
  startsAt: moment.optional(),
  url: link,
});

/** A form of our own for scripts: one alert, or a list of them. */
const plainSchema = z.strictObject({ alerts: z.array(z.unknown()) });

function fromPlain(alert: z.infer<typeof plainAlertSchema>, now: number): Heard {
  const labels = capped({ ...alert.labels, alertname: alert.name });
  const fingerprint = alert.key === undefined ? labelFingerprint('json', labels) : labelFingerprint('json', { key: alert.key });
  if (alert.status === 'resolved') return { kind: 'ends', fingerprint, heardAt: now };
  const annotations = capped(present({ summary: alert.summary, description: alert.description }));
  return fires({ fingerprint, labels, annotations, startsAt: alert.startsAt ?? now, heardAt: now, generatorUrl: alert.url });
}

function fires(alert: Omit<Extract<Heard, { kind: 'fires' }>, 'kind'>): Heard {
  return { kind: 'fires', ...alert };
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])));
}

function capped(values: Readonly<Record<string, string>>): Record<string, string> {
  // The name of an alert is kept whatever else a sender puts before it.
  const entries = Object.entries(values).sort(([a], [b]) => Number(b === 'alertname') - Number(a === 'alertname'));
  return Object.fromEntries(entries.slice(0, mostLabels).map(([name, value]) => [wellFormed(name).slice(0, longestName), wellFormed(value.slice(0, longestValue))]));
}

function timeOr(text: string | undefined, now: number): number {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? now : at;
}
