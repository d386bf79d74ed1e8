import { z } from 'zod';
import { HeardAlerts, type Heard } from '../../../core/alert/heard';
import type { Refusals } from '../../../core/alert/source-report';
import { ok } from '../../../core/errors';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { durationSchema } from '../../../core/workspace/files';
import { defineAlertSource, type SourceContext } from '../../ports/alert-source';
import { keepHeard } from './parts/keep-heard';
import { createListener } from './webhook/listener';

const config = z.strictObject({
  /** `ADDRESS:PORT`. Loopback unless somebody writes another address down. */
  listen: z
    .string()
    .regex(/^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\]|localhost):\d{1,5}$/, 'an address and a port: 127.0.0.1:9094')
    .default('127.0.0.1:9094'),
  token: secretReferenceSchema,
  /** An alert ends when nothing was said about it for this long. */
  quiet: durationSchema.default(86_400_000),
});
type Config = z.infer<typeof config>;

/**
 * Takes alerts that others post: Alertmanager, Grafana, PagerDuty (Events v2), Opsgenie and a plain form. Nothing listens
 * unless a source of this kind is written down. There is nothing to ask: only its `watchdog` can tell that no one speaks.
 */
export const webhook = defineAlertSource<Config>({
  kind: 'webhook',
  title: 'Webhook',
  config,
  open(config, context) {
    const split = config.listen.lastIndexOf(':');
    const host = config.listen.slice(0, split).replace(/^\[|\]$/g, '');
    const alerts = keptAlerts(config, context);
    let refused: Refusals | null = null;
    let newest: number | null = null;
    let tell = (): void => undefined;
    const listener = createListener({
      ...{ host, port: Number(config.listen.slice(split + 1)), now: () => context.clock.now() },
      token: () => context.secret(config.token),
      heard: async (heard) => {
        await alerts.take(heard);
        newest = context.clock.now();
        tell();
      },
      refused: (status) => {
        refused = { count: (refused?.count ?? 0) + 1, at: context.clock.now(), status };
        tell();
      },
    });
    const ready = async (): ReturnType<typeof listener.ready> => {
      const token = await context.secret(config.token);
      return token.ok ? listener.ready() : token;
    };
    return {
      async poll() {
        const place = await ready();
        if (!place.ok) return place;
        const { alerts: firing, ended, forgetful } = await alerts.sighting();
        const upTo = newest === null ? {} : { upTo: { text: '', at: newest } };
        return ok({ alerts: firing, ended, forgetful, epoch: 'webhook', refused, ...upTo });
      },
      async test() {
        const place = await ready();
        if (!place.ok) return place;
        const { alerts: firing } = await alerts.sighting();
        return ok({ server: 'Breakglass', place: place.value, count: firing.length, newest });
      },
      onNews(listen) {
        tell = listen;
        return () => {
          tell = () => undefined;
        };
      },
      close: () => listener.close(),
    };
  },
});

/** The alerts that were heard, from the notebook and back into it; one act at a time. */
function keptAlerts({ quiet }: Config, { notebook, clock }: SourceContext) {
  let memory: Promise<HeardAlerts> | null = null;
  const opened = async (): Promise<HeardAlerts> => {
    const rows = await notebook.read();
    const bornAt = Number(rows.get('born') ?? Number.NaN);
    const now = clock.now();
    const alerts = new HeardAlerts(quiet, Number.isNaN(bornAt) ? now : bornAt);
    alerts.restore([...rows].filter(([key]) => key !== 'born'));
    // Without it a later start calls its memory new, which is the safe side.
    if (Number.isNaN(bornAt)) await notebook.write([{ key: 'born', value: String(now) }]).catch(() => undefined);
    return alerts;
  };
  const recall = (): Promise<HeardAlerts> =>
    (memory ??= opened().catch((error: unknown) => {
      // Read again at the next message, not at the next start.
      memory = null;
      throw error;
    }));
  return {
    /** Throws where it was heard and not kept: who sends again then loses nothing. */
    async take(heard: readonly Heard[]): Promise<void> {
      const alerts = await recall();
      for (const each of heard) alerts.take(each);
      if (!(await keepHeard(notebook, alerts))) throw new Error('what was heard could not be kept');
    },
    async sighting(): Promise<ReturnType<HeardAlerts['sighting']>> {
      const alerts = await recall();
      const sighting = alerts.sighting(clock.now());
      await keepHeard(notebook, alerts);
      return sighting;
    },
  };
}
