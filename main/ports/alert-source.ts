import type { z } from 'zod';
import type { Result } from '../../core/errors';
import type { SeenAlert, ToldAct } from '../../core/alert/alert';
import type { Refusals, SourceFound } from '../../core/alert/source-report';
import type { DriverContext } from './driver-context';
import type { HostLogs } from './log-reader';
import type { Network } from './network';
import type { Cancel } from './schedule';
import type { SourceSilences } from './source-silences';

/** How an answer differs from the one before, where a source with very many alerts compares by itself. */
export interface SightingDifference {
  /** Fingerprints that the answer before named and this one does not; null = there was none before, `alerts` is everything. */
  readonly gone: readonly string[] | null;
  /** False once another answer was taken after this one was compared: then it says nothing about now. */
  isCurrent(): boolean;
  /** The desk has taken all of it in: the next answer is compared with this one. Until then nothing of it counts as said. */
  taken(): void;
}

/** One answer of a source: everything that fires there now, or what differs from its answer before. */
export interface Sighting {
  readonly alerts: readonly SeenAlert[];
  readonly difference?: SightingDifference;
  /** Changes when the source lost its memory (an Alertmanager restart): absent is then unknown for five minutes. */
  readonly epoch: string;
  /** What the source says is over, by fingerprint, where being unnamed alone would not prove it. */
  readonly ended?: ReadonlySet<string>;
  /** True where this console's own memory of the source is not whole: what is not named is unknown. */
  readonly forgetful?: boolean;
  /** Up to where it was read, to go on from there without the store; journalled now and then. */
  readonly mark?: string;
  /** The same for people: the last mail's number and date. */
  readonly upTo?: { readonly text: string; readonly at: number };
  /** There is more to read: ask again at once. */
  readonly more?: boolean;
  readonly refused?: Refusals | null;
}

/** An opened source. */
export interface AlertSource {
  /** Asks once; a failure is a reason, never an empty list. */
  poll(signal: AbortSignal): Promise<Result<Sighting>>;
  /** Looks at what is there for a person who asks, and disturbs nothing. */
  test(signal: AbortSignal): Promise<Result<SourceFound>>;
  /** Tells of news before the next poll would find it: whoever hears it polls at once. Sources that only answer have none. */
  onNews?(listener: () => void): Cancel;
  /**
   * Does there what a person did here, as far as `tells` names it. Done twice it is done once. Sources without people of
   * their own have neither.
   * @param by the person, as the other side may show them
   */
  readonly tells?: readonly ToldAct[];
  tell?(act: ToldAct, fingerprint: string, by: string, signal: AbortSignal): Promise<Result<void>>;
  /** Gives back lines and ports. */
  close?(): Promise<void>;
}

/**
 * What a source that only speaks must remember: rows in the store, which may be deleted, and the last journalled mark.
 * Keys are the source's own business.
 */
export interface SourceNotebook {
  read(): Promise<ReadonlyMap<string, string>>;
  /** One transaction. Rejects where it was not written. */
  write(changes: readonly { readonly key: string; readonly value: string | null }[]): Promise<void>;
  /** Null for a source that this device has never read. */
  mark(): string | null;
}

/**
 * Puts the value that a far side gave in place of a secret into the vault, if it still holds `instead`. Refused for any
 * secret but the one that the source's own entry names for this.
 */
export type RenewSecret = (reference: string, change: { readonly instead: string; readonly value: string }) => Promise<Result<void>>;

/** What the driver of a source may use. */
export interface SourceContext extends DriverContext {
  readonly notebook: SourceNotebook;
  /** Logs of the hosts in hosts.yaml. */
  readonly logs: HostLogs;
  readonly renewSecret: RenewSecret;
  /** Whether this machine reaches anything but itself. */
  readonly network: Network;
}

/** A kind of source: one file in adapters/alert-sources. The registry decodes the config, so `open` never sees raw input. */
export interface AlertSourceDriver<Config = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly config: z.ZodType<Config>;
  /** `id` is the source's name in breakglass.yaml. */
  open(config: Config, context: SourceContext, id: string): AlertSource;
  /** The mutes that it keeps itself, where it keeps any. Nothing is asked before one of their methods is called. */
  silences?(config: Config, context: DriverContext, id: string): SourceSilences;
}

/** What a form needs of a kind: how it is called, and the schema of its own keys. */
export interface AlertSourceKind {
  readonly title: string;
  readonly config: z.ZodType;
}

/** Keeps the config's type while drivers live in one list. */
export function defineAlertSource<Config>(driver: AlertSourceDriver<Config>): AlertSourceDriver<Config> {
  return driver;
}
