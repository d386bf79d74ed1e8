import { isIP } from 'node:net';
import { z } from 'zod';
import type { SeenAlert } from '../../../core/alert/alert';
import { explain, fail, ok, type Failure } from '../../../core/errors';
import { durationSchema } from '../../../core/workspace/files';
import { defineAlertSource } from '../../ports/alert-source';
import type { DriverContext } from '../../ports/driver-context';
import { askDns, recordTypes } from './probe/ask-dns';

const config = z.strictObject({
  /** What is asked: http(s)://..., tcp://host:port, tls://host:port, dns://server/name or dns:///name. */
  url: z.url({ protocol: /^(https?|tcp|tls|dns)$/ }).refine(isAskable, 'dns://ADDRESS/NAME, where ADDRESS is an IP address or left out'),
  /** The status that an HTTP answer must have. */
  expect: z.number().int().min(100).max(599).default(200),
  /** DNS: the kind of record. */
  record: z.enum(recordTypes).default('A'),
  /** Text that the body must contain, or one of the DNS answers must be. */
  contains: z.string().min(1).max(1_000).optional(),
  'max-latency': durationSchema.default(5_000),
  /** TLS: complain this many days before the certificate ends. */
  'cert-days': z.number().int().min(0).max(365).default(14),
  /** Failures in a row before it fires: one lost packet wakes nobody. */
  after: z.number().int().min(1).max(10).default(2),
  severity: z.string().min(1).max(60).default('critical'),
  labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string().max(1_000)).default({}),
});
type Config = z.infer<typeof config>;

/** What was found wrong, in words for the alert; null = all is well. */
type Fault = { readonly summary: string; readonly code: string } | null;

/** What a look found. */
interface Look {
  readonly fault: Fault;
  /** Whether the certificate ends soon; undefined: none was seen. */
  readonly ending: Fault | undefined;
}

const day = 86_400_000;

/**
 * Looks at one address itself, so that the console is of use with no monitoring at all. What it finds wrong is an
 * alert about the thing that was probed and no blindness: the probe did see. Without a network it sees nothing.
 */
export const probe = defineAlertSource<Config>({
  kind: 'probe',
  title: 'Probe',
  config,
  open(config, context, id) {
    const target = shown(config.url);
    const isHere = isThisMachine(config.url);
    // A target that is down when the console starts fires at once; one that was seen well gets the benefit of `after`.
    let failures = config.after - 1;
    let since = context.clock.now();
    let ending: Fault = null;
    let endingSince = since;
    const alertOf = (fault: NonNullable<Fault>, name: string, own: string, severity: string, startsAt: number): SeenAlert => ({
      fingerprint: `probe:${id}${own}`,
      labels: { ...config.labels, alertname: name, probe: id, instance: target, severity },
      annotations: { summary: fault.summary, reason: fault.code },
      startsAt,
      suppressed: false,
    });
    return {
      async poll(signal) {
        if (!isHere && !context.network.connected()) {
          // Law 2: what cannot be seen is not down; and once the network is back, `after` counts from one again.
          failures = 0;
          return fail('network-lost', {});
        }
        const seen = await look(config, context, target, signal);
        const now = context.clock.now();
        failures = seen.fault === null ? 0 : failures + 1;
        if (failures <= 1) since = now;
        if (ending === null) endingSince = now;
        // A server that is down says nothing of its certificate.
        if (seen.ending !== undefined) ({ ending } = seen);
        const alerts = [
          ...(seen.fault === null || failures < config.after ? [] : [alertOf(seen.fault, 'ProbeFailed', '', config.severity, since)]),
          // An alert of its own: whoever has "renew it on Monday" must still hear that it is down.
          ...(ending === null ? [] : [alertOf(ending, 'CertificateEnding', ':certificate', 'warning', endingSince)]),
        ];
        return ok({ alerts, epoch: 'probe' });
      },
      async test(signal) {
        const { fault, ending: soon } = await look(config, context, target, signal);
        const found = [fault, soon].filter((each) => each !== null && each !== undefined);
        return ok({ server: target, place: found.map(({ summary }) => summary).join('; '), count: found.length, newest: found.length === 0 ? null : context.clock.now() });
      },
    };
  },
});

async function look(config: Config, context: DriverContext, target: string, signal: AbortSignal): Promise<Look> {
  const url = new URL(config.url);
  const secure = url.protocol === 'tls:';
  if (url.protocol === 'http:' || url.protocol === 'https:') return lookHttp(config, context, target, signal);
  if (url.protocol === 'dns:') return lookDns(config, context, target, signal);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const answer = await context.dial({ host, port: Number(url.port === '' ? '443' : url.port), tls: secure, timeoutMs: Math.min(config['max-latency'], 9_000) });
  if (!answer.ok) return unseen(answer.error);
  return { fault: lateness(answer.value.tookMs, config, target), ending: endingOf(answer.value.certificateEndsAt, config, context, target) };
}

async function lookHttp(config: Config, context: DriverContext, target: string, signal: AbortSignal): Promise<Look> {
  const begun = context.clock.mono();
  const answer = await context.http.request({ method: 'GET', url: config.url, timeoutMs: Math.min(config['max-latency'] + 2_000, 9_000), maxBytes: 1_048_576, signal });
  if (!answer.ok) return unseen(answer.error);
  const { status, body, certificateEndsAt } = answer.value;
  const wrong =
    status !== config.expect
      ? { code: 'status', summary: `${target} answered ${status}, expected ${config.expect}` }
      : config.contains !== undefined && !body.includes(config.contains)
        ? { code: 'body', summary: `${target} answered without the expected text` }
        : null;
  return { fault: wrong ?? lateness(context.clock.mono() - begun, config, target), ending: endingOf(certificateEndsAt, config, context, target) };
}

async function lookDns(config: Config, context: DriverContext, target: string, signal: AbortSignal): Promise<Look> {
  const begun = context.clock.mono();
  const answer = await askDns(new URL(config.url), config.record, Math.min(config['max-latency'] + 2_000, 9_000), signal);
  if (!answer.ok) return unseen(answer.error);
  const wrong =
    config.contains !== undefined && !answer.value.includes(config.contains)
      ? { code: 'body', summary: `${target} answered ${answer.value.join(', ').slice(0, 200)} and not the expected ${config.contains}` }
      : null;
  return { fault: wrong ?? lateness(context.clock.mono() - begun, config, target), ending: undefined };
}

/** A DNS server is named by address: its own name would have to be asked for first. */
function isAskable(text: string): boolean {
  if (!text.startsWith('dns:') || !URL.canParse(text)) return true;
  const { hostname, pathname } = new URL(text);
  return pathname.length > 1 && (hostname === '' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0);
}

function lateness(tookMs: number, config: Config, target: string): Fault {
  if (tookMs <= config['max-latency']) return null;
  return { code: 'slow', summary: `${target} took ${Math.round(tookMs)} ms, allowed are ${config['max-latency']} ms` };
}

function endingOf(endsAt: number | null, config: Config, context: DriverContext, target: string): Fault | undefined {
  if (endsAt === null) return undefined;
  const days = Math.floor((endsAt - context.clock.now()) / day);
  if (days >= config['cert-days']) return null;
  return { code: 'certificate', summary: `The certificate of ${target} ends in ${days} days` };
}

/** An alert's annotations travel in one language, as every monitoring system's do. */
function unseen(error: Failure): Look {
  return { fault: { code: error.code, summary: explain(error, 'en').message }, ending: undefined };
}

function isThisMachine(text: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(new URL(text).hostname);
}

/** The address without credentials and query: it becomes a label, and labels are shown and journalled. */
function shown(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
