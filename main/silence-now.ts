import { join } from 'node:path';
import { fail, failure, ok, type Result } from '../core/errors';
import type { Act } from '../core/ipc/contract';
import { silencedAct } from '../core/siren/acts';
import { sirenEntrySchema, type SirenEntry } from '../core/workspace/files';
import { parseYaml, yamlLimit } from '../core/workspace/read-yaml';
import type { Workspace } from '../core/workspace/workspace';
import { createDial } from './adapters/dial/dial';
import { createHttp } from './adapters/http/http';
import { trustedRoots } from './adapters/http/trusted-roots';
import { openSiren } from './adapters/sirens/registry';
import { createSystemClock } from './adapters/system/system-clock';
import { createSystemSchedule } from './adapters/system/system-schedule';
import { KeytarVault } from './adapters/vault/keytar-vault';
import { openLastGood } from './adapters/workspace-files/last-good';
import { composeFiles } from './compose';
import { workspaceId } from './open-identity';
import { openLines, type Lines } from './open-lines';
import type { Platform } from './platform/platform';
import type { DriverContext } from './ports/driver-context';
import { startSilencing } from './services/siren/silencing';

interface Surroundings {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly appVersion: string;
  /** This device's own folder, where one can be had: the last good configuration lies there. */
  readonly dataFolder: string | null;
  readonly platform: Pick<Platform, 'environment' | 'speaker' | 'homeFolder' | 'processes' | 'log'>;
}

/**
 * Silences without a desk: no lock, no journal, no role, nothing written, and only as much of the workspace as can be
 * read (law 5). For the moment at which the desk is not open yet, cannot be opened, or does not answer.
 * @param siren only this one; null: all
 */
export async function silenceNow(siren: string | null, surroundings: Surroundings): Promise<Result<Act>> {
  const { entries, unreadable } = await knownSirens(surroundings);
  const chosen = entries.filter(({ id }) => siren === null || id === siren);
  if (siren !== null && chosen.length === 0) return fail('siren-missing', { to: siren });
  if (unreadable !== null && chosen.length === 0) return { ok: false, error: unreadable };
  const context = driverContext(surroundings);
  // Sirens in reach do not wait for it.
  const lines = chosen.some(({ jump }) => jump !== undefined) ? silenceLines(context, surroundings) : null;
  const ended = await Promise.all(
    chosen.map(async (entry) => {
      const through = entry.jump === undefined ? null : ((await lines)?.through ?? null);
      return { id: entry.id, result: await silenceOne(entry, context, through) };
    }),
  );
  await (await lines)?.close();
  const failed = ended.find(({ result }) => !result.ok);
  if (failed !== undefined && !failed.result.ok) return failed.result;
  const names = (is: 'quiet' | 'told'): string[] => ended.flatMap(({ id, result }) => (result.ok && result.value === is ? [id] : []));
  return ok(silencedAct({ quiet: names('quiet'), told: names('told'), unreached: [] }));
}

/** The way to jump hosts: as the configuration in force has them, else as hosts.yaml does; null: neither can be had. */
async function silenceLines({ roots, secret, clock }: DriverContext, { root, appVersion, dataFolder, platform }: Surroundings): Promise<Lines | null> {
  const workspace = lastGood(root, appVersion, dataFolder) ?? (await composeFiles().read(root)).workspace;
  if (workspace === null) return null;
  return openLines({ ...{ root, platform, roots, clock, drill: false }, secret: { attended: secret, alone: secret }, workspace: { get: () => workspace, onChanged: () => () => undefined } });
}

function lastGood(root: string, appVersion: string, dataFolder: string | null): Workspace | null {
  return dataFolder === null ? null : openLastGood(join(dataFolder, 'workspaces', workspaceId(root)), appVersion).read();
}

async function silenceOne(entry: SirenEntry, context: DriverContext, through: Lines['through'] | null): Promise<Result<'quiet' | 'told'>> {
  const opened = openSiren(entry, context, through);
  if (!opened.ok) return opened;
  const { siren, can } = opened.value;
  const on = { seen: () => undefined, again: () => undefined };
  const silencing = startSilencing(siren, can, { name: { siren: entry.id, owner: entry.owner }, clock: context.clock, schedule: context.schedule, on });
  const result = await silencing.done;
  silencing.cancel();
  siren.close();
  return result;
}

/** Every siren that any copy of the configuration still names: sirens.yaml entry by entry, else what was valid last. */
async function knownSirens({ root, appVersion, dataFolder }: Surroundings): Promise<{ entries: readonly SirenEntry[]; unreadable: ReturnType<typeof failure> | null }> {
  const text = await composeFiles().readText(root, 'sirens.yaml', yamlLimit);
  const written = text.ok ? entriesOf(text.value) : null;
  const kept = lastGood(root, appVersion, dataFolder);
  const found = new Map((kept?.sirens ?? []).map((entry) => [entry.id, entry]));
  for (const entry of written ?? []) found.set(entry.id, entry);
  const unreadable = text.ok ? (written === null ? failure('workspace-missing', { path: root }) : null) : text.error;
  return { entries: [...found.values()], unreadable };
}

/** The entries that are right, whatever stands beside them; null where there is no list at all. */
function entriesOf(text: string): readonly SirenEntry[] | null {
  try {
    const { document } = parseYaml(text);
    const value: unknown = document.toJS({ maxAliasCount: 20 });
    const list: unknown = typeof value === 'object' && value !== null && 'sirens' in value ? value.sirens : null;
    if (!Array.isArray(list)) return null;
    return list.flatMap((each: unknown) => sirenEntrySchema.safeParse(each).data ?? []);
  } catch {
    return null;
  }
}

function driverContext({ platform }: Surroundings): DriverContext {
  const roots = trustedRoots(platform.environment);
  const vault = new KeytarVault({ service: 'breakglass' });
  return {
    http: createHttp({ roots }),
    dial: createDial({ roots }),
    roots,
    clock: createSystemClock(),
    schedule: createSystemSchedule(),
    secret: (reference) => vault.get(reference.replace(/^secret:/, '')),
    sound: platform.speaker,
    log: platform.log,
  };
}
