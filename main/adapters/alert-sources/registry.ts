/**
 * Every kind of source. To add one: write `<kind>.ts` beside this file with `defineAlertSource({ kind, title, config,
 * open })`, add it to the list below, describe its keys in docs/workspace.md, and put something real behind it for the
 * suite that runs over all of them (tests/lab/sources.conformance.test.ts). Nothing else needs to know: `check` validates
 * its config by the schema, the desk polls and tests whatever `openSource` gives, and keeps its watchdog.
 */
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { sourceConfig } from '../../../core/workspace/check-settings';
import type { SourceEntry } from '../../../core/workspace/files';
import type { AlertSource, AlertSourceDriver, AlertSourceKind, SourceContext } from '../../ports/alert-source';
import type { DriverContext } from '../../ports/driver-context';
import type { SourceSilences } from '../../ports/source-silences';
import { alertmanager } from './alertmanager';
import { imap } from './imap';
import { log } from './log';
import { opsgenie } from './opsgenie';
import { pagerduty } from './pagerduty';
import { probe } from './probe';
import { webhook } from './webhook';

/** A driver whose config's type is its own business: it takes the keys of its entry as they stand in the file. */
interface Registered {
  readonly kind: string;
  readonly title: string;
  readonly config: z.ZodType;
  readonly open: (config: unknown, context: SourceContext, id: string) => Result<AlertSource>;
  readonly silences: (config: unknown, context: DriverContext, id: string) => SourceSilences | null;
}

function registered<Config>(driver: AlertSourceDriver<Config>): Registered {
  return {
    kind: driver.kind,
    title: driver.title,
    config: driver.config,
    open: (raw, context, id) => {
      const config = driver.config.safeParse(raw);
      if (config.success) return ok(driver.open(config.data, context, id));
      const [issue] = config.error.issues;
      return fail('source-config', { source: id, why: issue === undefined ? 'unreadable' : `${issue.path.join('.')} ${issue.message}` });
    },
    silences: (raw, context, id) => {
      const config = driver.config.safeParse(raw);
      return config.success ? (driver.silences?.(config.data, context, id) ?? null) : null;
    },
  };
}

const drivers: readonly Registered[] = [registered(alertmanager), registered(imap), registered(log), registered(opsgenie), registered(pagerduty), registered(probe), registered(webhook)];

/** What `check` needs: the schema of each kind's own keys. */
export const sourceKinds: ReadonlyMap<string, z.ZodType> = new Map(drivers.map((driver) => [driver.kind, driver.config]));

/** What the form that adds a source needs of each kind. */
export const sourceForms: ReadonlyMap<string, AlertSourceKind> = new Map(drivers.map(({ kind, title, config }) => [kind, { title, config }]));

/** Opens what breakglass.yaml names; a driver sees only its own keys, decoded. */
export function openSource(entry: SourceEntry, context: SourceContext): Result<AlertSource> {
  const driver = drivers.find((each) => each.kind === entry.kind);
  if (driver === undefined) return fail('source-kind-unknown', { source: entry.id, kind: entry.kind, known: [...sourceKinds.keys()].join(', ') });
  return driver.open(sourceConfig(entry), context, entry.id);
}

/** The mutes that a source keeps itself; null where its kind keeps none, or its entry cannot be read. */
export function openSilences(entry: SourceEntry, context: DriverContext): SourceSilences | null {
  return drivers.find((each) => each.kind === entry.kind)?.silences(sourceConfig(entry), context, entry.id) ?? null;
}
