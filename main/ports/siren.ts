import type { z } from 'zod';
import type { Result } from '../../core/errors';
import type { SirenAbout, SirenCan } from '../../core/siren/siren';
import type { DriverContext } from './driver-context';

/** An opened siren. Every call gives the device's own answer or a failure, never a guess. */
export interface Siren {
  /** Sounds for `seconds` (1..180) at `volume` percent; the device stops by itself where it can. */
  ring(request: { readonly volume: number; readonly seconds: number; readonly reason: string }): Promise<Result<void>>;
  /** Literal answers only: anything that is not a plain yes or no is a failure (shown as unknown). */
  read(): Promise<Result<'quiet' | 'sounding'>>;
  /** Never queues behind a ring: it destroys the ring's connection first (decisions.md 30). */
  silence(): Promise<Result<void>>;
  /** Starts the device anew; it answers nobody for some forty seconds. Where `can.reboot`. */
  reboot?(): Promise<Result<void>>;
  /** Who the device says it is; null before it was asked. */
  about?(): SirenAbout | null;
  /** The output of this machine that its entry names. Where `can.outputs`. */
  readonly output?: string | null;
  close(): void;
}

/** A kind of siren: one file in adapters/sirens, registered in registry.ts. */
export interface SirenDriver<Config = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly config: z.ZodType<Config>;
  readonly can: SirenCan;
  /** Everything that it sends goes through `context.http`, so that it works behind a jump host as well. Default: false. */
  readonly overHttp?: boolean;
  /** The same for `context.connect`, where there is one. Default: false. */
  readonly overBytes?: boolean;
  /** Where that depends on the entry: what this one can. */
  canWith?(config: Config): SirenCan;
  open(config: Config, context: DriverContext): Siren;
}

export function defineSiren<Config>(driver: SirenDriver<Config>): SirenDriver<Config> {
  return driver;
}
