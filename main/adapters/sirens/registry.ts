/**
 * Adding a driver: write `main/adapters/sirens/<kind>.ts` with one `defineSiren({ ... })`, put it into the list below,
 * and give the conformance suite a device to talk to (tests/support/siren-doubles.ts). Nothing else: config is decoded
 * here, so a driver never sees raw input, and services ask what a driver can, never its kind. See
 * docs/adding-a-driver.md.
 */
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import type { SirenCan } from '../../../core/siren/siren';
import type { SirenEntry } from '../../../core/workspace/files';
import type { DriverContext } from '../../ports/driver-context';
import type { Siren, SirenDriver } from '../../ports/siren';
import { dlinkHnap } from './dlink-hnap';
import { homeAssistant } from './home-assistant';
import { mqtt } from './mqtt';
import { shelly } from './shelly';
import { speaker } from './speaker';
import { webhook } from './webhook';

/** A driver whose config type is sealed inside: outside it is a schema and a way to open. */
export interface RegisteredSiren {
  readonly kind: string;
  readonly title: string;
  readonly config: z.ZodType;
  readonly can: SirenCan;
  /** Whether it works behind a jump host. */
  readonly goesBeyond: boolean;
  /** What an entry can, by its config. */
  canWith(raw: unknown): SirenCan;
  open(raw: unknown, context: DriverContext, siren: string): Result<Siren>;
}

/** Seals a driver: from here on its config comes in raw and is decoded before the driver sees it. */
export function register<Config>(driver: SirenDriver<Config>): RegisteredSiren {
  return {
    kind: driver.kind,
    title: driver.title,
    config: driver.config,
    can: driver.can,
    goesBeyond: driver.overHttp === true || driver.overBytes === true,
    canWith(raw) {
      const config = driver.config.safeParse(raw);
      return config.success && driver.canWith !== undefined ? driver.canWith(config.data) : driver.can;
    },
    open(raw, context, siren) {
      const config = driver.config.safeParse(raw);
      if (config.success) return ok(driver.open(config.data, context));
      const issue = config.error.issues[0];
      const where = issue?.path.map(String).join('.') ?? '';
      return fail('siren-config-bad', { siren, where: where === '' ? 'config' : where, why: issue?.message ?? 'unreadable' });
    },
  };
}

export const sirenDrivers: readonly RegisteredSiren[] = [register(dlinkHnap), register(webhook), register(speaker), register(mqtt), register(homeAssistant), register(shelly)];

/** What `check` needs: the schema of each kind's config. */
export const sirenKinds: ReadonlyMap<string, z.ZodType> = new Map(sirenDrivers.map((driver) => [driver.kind, driver.config]));

/** What a service gets for an entry of sirens.yaml. */
export interface OpenedSiren {
  readonly siren: Siren;
  readonly can: SirenCan;
  readonly title: string;
}

/**
 * Opens an entry of sirens.yaml with the driver it names.
 * @param through the network as a host in between sees it; null: no line to any host can be had here
 */
export function openSiren(entry: SirenEntry, context: DriverContext, through: ((jump: string) => Beyond) | null): Result<OpenedSiren> {
  const driver = sirenDrivers.find(({ kind }) => kind === entry.driver);
  if (driver === undefined) {
    return fail('siren-driver-unknown', { siren: entry.id, driver: entry.driver, known: sirenDrivers.map(({ kind }) => kind).join(', ') });
  }
  const reached = entry.jump === undefined ? ok(context) : behind(entry.jump, { entry, driver, context, through });
  if (!reached.ok) return reached;
  const opened = driver.open(entry.config, reached.value, entry.id);
  return opened.ok ? ok({ siren: opened.value, can: driver.canWith(entry.config), title: driver.title }) : opened;
}

/** The network behind a host. */
export type Beyond = Required<Pick<DriverContext, 'http' | 'connect'>>;

interface Behind {
  readonly entry: SirenEntry;
  readonly driver: RegisteredSiren;
  readonly context: DriverContext;
  readonly through: ((jump: string) => Beyond) | null;
}

/** The world as a driver sees it from behind a jump host. */
function behind(jump: string, { entry, driver, context, through }: Behind): Result<DriverContext> {
  if (!driver.goesBeyond) return fail('siren-jump-unsupported', { siren: entry.id, jump, driver: driver.kind });
  return through === null ? fail('siren-jump-closed', { siren: entry.id, jump }) : ok({ ...context, ...through(jump) });
}
