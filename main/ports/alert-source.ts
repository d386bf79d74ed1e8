import type { z } from 'zod';
import type { Result } from '../../core/errors';
import type { SeenAlert } from '../../core/alert/alert';
import type { DriverContext } from './driver-context';
import type { SourceSilences } from './source-silences';

/** One answer of a source: everything that fires there now. */
export interface Sighting {
  readonly alerts: readonly SeenAlert[];
  /** Changes when the source lost its memory (an Alertmanager restart): absent is then unknown for five minutes. */
  readonly epoch: string;
}

/** An opened source. */
export interface AlertSource {
  /** Asks once; a failure is a reason, never an empty list. */
  poll(signal: AbortSignal): Promise<Result<Sighting>>;
}

/** A kind of source: one file in adapters/alert-sources. The registry decodes the config, so `open` never sees raw input. */
export interface AlertSourceDriver<Config = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly config: z.ZodType<Config>;
  /** `id` is the source's name in breakglass.yaml. */
  open(config: Config, context: DriverContext, id: string): AlertSource;
  /** The mutes that it keeps itself, where it keeps any. Nothing is asked before one of their methods is called. */
  silences?(config: Config, context: DriverContext, id: string): SourceSilences;
}

/** Keeps the config's type while drivers live in one list. */
export function defineAlertSource<Config>(driver: AlertSourceDriver<Config>): AlertSourceDriver<Config> {
  return driver;
}
