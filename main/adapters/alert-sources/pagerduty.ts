import { z } from 'zod';
import type { SeenAlert, ToldAct } from '../../../core/alert/alert';
import { fail, ok, type Result } from '../../../core/errors';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineAlertSource } from '../../ports/alert-source';
import { PagerLine } from './parts/pager-line';
import { proxyKey } from './parts/proxy';

const id = z.string().regex(/^[A-Z0-9]{1,40}$/i, 'an id as PagerDuty writes it: PABC123');

const config = z.strictObject({
  /** EU accounts: https://api.eu.pagerduty.com. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.pagerduty.com'),
  /** A REST API key; one that may only read is enough where nothing is to be told. */
  token: secretReferenceSchema,
  ...proxyKey,
  /** Whose acks they are there: the address of a user of PagerDuty. Without it acks stay here. */
  from: z.email().max(320).optional(),
  services: z.array(id).max(100).default([]),
  teams: z.array(id).max(100).default([]),
});
type Config = z.infer<typeof config>;

const named = z.object({ summary: z.string().nullish() });
const incidentSchema = z.object({
  id: z.string().min(1).max(100),
  incident_number: z.number().int().nullish(),
  title: z.string().nullish(),
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  created_at: z.string(),
  html_url: z.string().nullish(),
  urgency: z.string().nullish(),
  service: named.nullish(),
  escalation_policy: named.nullish(),
  priority: named.nullish(),
  assignments: z.array(z.object({ assignee: named })).nullish(),
  acknowledgements: z.array(z.object({ at: z.string().nullish(), acknowledger: named })).nullish(),
});
type Incident = z.infer<typeof incidentSchema>;
const pageSchema = z.object({ incidents: z.array(incidentSchema), more: z.boolean() });
const changedSchema = z.object({ incident: z.object({ id: z.string(), status: z.string() }) });

/** Incidents of one page, the API's most; and pages of one poll. What is beyond them is unknown, not gone. */
const pageOf = 100;
const mostPages = 20;
const longest = 1_000;

/** PagerDuty's REST API v2: what is open there, and acks and ends of cases told there. */
export const pagerduty = defineAlertSource<Config>({
  kind: 'pagerduty',
  title: 'PagerDuty',
  config,
  open(config, context, source) {
    const base = config.url.replace(/\/+$/, '');
    const line = new PagerLine({
      ...{ context, base, lane: `source:${source}`, secret: config.token, proxy: config.proxy },
      authorization: (token) => `Token token=${token}`,
      headers: { accept: 'application/vnd.pagerduty+json;version=2' },
    });

    const openIncidents = async (signal: AbortSignal): Promise<Result<{ readonly incidents: readonly Incident[]; readonly isWhole: boolean }>> => {
      const incidents = new Map<string, Incident>();
      for (let page = 0; page < mostPages; page += 1) {
        const answer = await line.ask({ method: 'GET', path: `/incidents?${query(config, page * pageOf)}`, schema: pageSchema, signal });
        if (!answer.ok) return answer;
        // An incident that ends while we page moves the others: one may come twice, and one be missed until the next poll.
        for (const incident of answer.value.value?.incidents ?? []) incidents.set(incident.id, incident);
        if (answer.value.value?.more !== true) return ok({ incidents: [...incidents.values()], isWhole: true });
      }
      return ok({ incidents: [...incidents.values()], isWhole: false });
    };

    return {
      async poll(signal) {
        const found = await openIncidents(signal);
        if (!found.ok) return found;
        const { incidents, isWhole } = found.value;
        const alerts = incidents.filter(({ status }) => status !== 'resolved').map((incident) => alertOf(incident, context.clock.now()));
        return ok({ alerts, epoch: 'pagerduty', forgetful: !isWhole });
      },
      async test(signal) {
        const found = await openIncidents(signal);
        if (!found.ok) return found;
        const times = found.value.incidents.map(({ created_at }) => Date.parse(created_at)).filter((at) => !Number.isNaN(at));
        return ok({ server: 'PagerDuty', place: base, count: found.value.incidents.length, newest: times.length === 0 ? null : Math.max(...times) });
      },
      // There is no taking back of an acknowledgement in the API.
      tells: config.from === undefined ? [] : ['ack', 'close'],
      tell: (act, fingerprint, _by, signal) => tell(line, config, act, fingerprint.slice(prefix.length), signal),
    };
  },
});

const prefix = 'pagerduty-';

function query({ services, teams }: Config, offset: number): string {
  const asked = new URLSearchParams({ date_range: 'all', sort_by: 'created_at:asc', limit: String(pageOf), offset: String(offset) });
  for (const status of ['triggered', 'acknowledged']) asked.append('statuses[]', status);
  for (const service of services) asked.append('service_ids[]', service);
  for (const team of teams) asked.append('team_ids[]', team);
  return asked.toString();
}

async function tell(line: PagerLine, { from = '' }: Config, act: ToldAct, incident: string, signal: AbortSignal): Promise<Result<void>> {
  const status = act === 'close' ? 'resolved' : 'acknowledged';
  const answer = await line.ask({
    ...{ method: 'PUT', path: `/incidents/${encodeURIComponent(incident)}`, schema: changedSchema, signal, headers: { from }, also: [404] },
    body: { incident: { type: 'incident_reference', status } },
  });
  if (!answer.ok) return answer;
  const now = answer.value.value?.incident.status;
  // Gone, or ended by somebody in between: nobody is called any more, which is what was wanted.
  return answer.value.status === 404 || now === status || now === 'resolved' ? ok(undefined) : fail('pager-refused', { address: 'PagerDuty', why: now ?? '' });
}

function alertOf(incident: Incident, now: number): SeenAlert {
  const { title, status, created_at, html_url, urgency, service, priority, escalation_policy, acknowledgements, assignments, incident_number } = incident;
  const at = Date.parse(created_at);
  const texts = (values: Readonly<Record<string, string | null | undefined>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, value.slice(0, longest)]])));
  return {
    fingerprint: `${prefix}${incident.id}`,
    labels: texts({ alertname: title ?? incident.id, service: service?.summary, urgency, severity: urgency === 'low' ? 'warning' : 'critical', priority: priority?.summary }),
    annotations: texts({
      summary: title,
      incident: incident_number === null || incident_number === undefined ? null : `#${String(incident_number)}`,
      policy: escalation_policy?.summary,
      assigned: assignments?.map(({ assignee }) => assignee.summary ?? '').join(', '),
    }),
    startsAt: Number.isNaN(at) ? now : at,
    suppressed: false,
    ...(html_url === null || html_url === undefined ? {} : { generatorUrl: html_url }),
    there: { acked: status === 'acknowledged', by: acknowledgements?.[0]?.acknowledger.summary?.slice(0, 200) ?? '' },
  };
}
