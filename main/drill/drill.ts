import { randomInt } from 'node:crypto';
import { access, constants, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { causeText } from '../../core/cause-text';
import { fail, ok, type Result } from '../../core/errors';
import type { Text } from '../../core/text';
import type { Clock } from '../ports/clock';
import type { Cancel, Schedule } from '../ports/schedule';
import { sirenSecret, writeDrillWorkspace, type DrillPerson } from './drill-workspace';
import { playScenario } from './play-scenario';
import { startPretendAlertmanager, type PretendAlertmanager } from './pretend-alertmanager';
import { lowlyAccount } from './lowly-account';
import { makeKeyPair, startPretendHost, type PretendHost } from './pretend-host';
import { startPretendSiren, type PretendSiren } from './pretend-siren';
import { readScenarios } from './scenario';
import { settleHosts } from './settle-hosts';

/** A running drill: a workspace, and pretend things behind it that answer like real ones. */
export interface Drill {
  /** The workspace folder. */
  readonly dir: string;
  /** Name -> value: there is no keychain in a drill, and no file with a secret either. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly hosts: readonly PretendHost[];
  readonly siren: PretendSiren;
  readonly alertmanager: PretendAlertmanager;
  readonly scenarios: readonly { readonly id: string; readonly title: Text; readonly text: Text }[];
  /** Starts a scenario from its beginning; one that plays already is ended first. */
  play(id: string): Promise<Result<void>>;
  /** The hotel Wi-Fi: every SSH line drops, and none comes back for so many seconds. */
  cutLine(seconds: number): void;
  /** Everything quiet, healthy and connected again. */
  reset(): Promise<void>;
  /** Ends everything; a temporary folder is removed, a named one stays. */
  stop(): Promise<void>;
}

export interface DrillOptions {
  /** Where the workspace goes and stays; absent: a temporary folder. */
  readonly dir?: string;
  /** `--as-root`: root’s own powers for the pretend hosts’ commands, instead of nobody’s (docs/adr/0007-drill-as-root.md). */
  readonly allowRoot: boolean;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Folder `assets/drill` of the app. */
  readonly assets: string;
  /** Who practises; default: Kim, whose device is not enrolled yet. */
  readonly person?: DrillPerson;
}

const shell = '/bin/sh';
const user = 'deploy';
/** Below the workspace, never committed: the hosts' home folders and the client's key. */
const backstage = '.breakglass/drill';
const cast = [
  { name: 'api-01', groups: ['api'], danger: 'prod' },
  { name: 'api-02', groups: ['api'], danger: 'prod' },
  { name: 'cache-01', groups: ['cache'], danger: 'stage' },
] as const;

/** Starts the practice lab on loopback, with keys and a PIN that nobody had before and nobody has after. */
export async function startDrill(options: DrillOptions): Promise<Result<Drill>> {
  if (!(await exists(shell))) return fail('drill-needs-sh', { path: shell });
  const scenarios = await readScenarios(join(options.assets, 'scenarios'));
  if (!scenarios.ok) return scenarios;
  const { dir: named } = options;
  if (named !== undefined && (await isTaken(named))) return fail('drill-folder-taken', { dir: named });
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const drill = await raise(options, scenarios.value, undo, stop);
    if (drill !== null) return ok(drill);
    await stop();
    return fail('drill-as-root', { dir: named ?? tmpdir() });
  } catch (cause) {
    await stop();
    return fail('drill-not-started', { why: causeText(cause) });
  }
}

async function raise(
  { dir: named, allowRoot, clock, schedule, assets, person }: DrillOptions,
  scenarios: Extract<Awaited<ReturnType<typeof readScenarios>>, { ok: true }>['value'],
  undo: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Drill | null> {
  const dir = named ?? (await mkdtemp(join(tmpdir(), 'breakglass-drill-')));
  if (named === undefined) undo.push(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  const pin = String(randomInt(1_000_000)).padStart(6, '0');
  const siren = await startPretendSiren({ pin, now: () => clock.now() });
  undo.push(() => siren.stop());
  const alertmanager = await startPretendAlertmanager(() => clock.now());
  undo.push(() => alertmanager.stop());

  const client = makeKeyPair('drill');
  const identity = join(dir, backstage, 'id_ed25519');
  await mkdir(join(dir, backstage), { recursive: true, mode: 0o700 });
  await writeFile(identity, client.privateKey, { mode: 0o600 });
  // SECURITY: steps are real commands; as root a slip in a runbook would have all powers, so they run as nobody.
  const asRoot = process.getuid?.() === 0;
  const account = asRoot && !allowRoot ? await lowlyAccount([dir, join(dir, '.breakglass'), join(dir, backstage), join(dir, backstage, 'hosts')]) : null;
  if (asRoot && !allowRoot && account === null) return null;
  const hosts: PretendHost[] = [];
  for (const { name } of cast) {
    const home = join(dir, backstage, 'hosts', name);
    const host = await startPretendHost({ name, user, home, hostKey: makeKeyPair(name), clientKey: client.publicKey, account });
    hosts.push(host);
    undo.push(() => host.stop());
  }
  await settleHosts(hosts);

  const me = person ?? { id: 'kim', name: 'Kim', timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, device: userInfo().username, sign: null };
  await writeDrillWorkspace({
    dir,
    person: me,
    now: clock.now(),
    alertmanagerUrl: alertmanager.url,
    sirenUrl: siren.url,
    identity,
    user,
    hosts: cast.map((role, index) => ({ ...role, port: hosts[index]?.port ?? 0, hostKey: withoutComment(hosts[index]?.hostKey ?? '') })),
    runbooks: join(assets, 'runbooks'),
  });

  let endPlay: Cancel = () => undefined;
  let endCut: Cancel = () => undefined;
  const cutLine = (seconds: number): void => {
    endCut();
    for (const host of hosts) host.cut();
    endCut = schedule.after(seconds * 1_000, () => {
      for (const host of hosts) host.restore();
    });
  };
  const hold = (): void => {
    endPlay();
    endCut();
  };
  const quiet = async (): Promise<void> => {
    hold();
    for (const host of hosts) host.restore();
    alertmanager.clear();
    siren.reset();
    await siren.plug();
    await settleHosts(hosts);
  };
  undo.push(async () => {
    hold();
  });

  return {
    dir,
    secrets: new Map([[sirenSecret, pin]]),
    hosts,
    siren,
    alertmanager,
    scenarios: scenarios.map(({ id, title, text }) => ({ id, title, text })),
    async play(id) {
      const scenario = scenarios.find((each) => each.id === id);
      if (scenario === undefined) return fail('drill-scenario-missing', { scenario: id, known: scenarios.map((each) => each.id).join(', ') });
      await quiet();
      endPlay = playScenario(scenario, { hosts, siren, alertmanager, cutLine, schedule });
      return ok(undefined);
    },
    cutLine,
    reset: quiet,
    stop,
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** True for a folder with anything in it that is not an earlier drill. */
async function isTaken(dir: string): Promise<boolean> {
  const names = await readdir(dir).catch((): string[] => []);
  if (names.length === 0) return false;
  return !(await exists(join(dir, backstage)));
}

/** hosts.yaml holds the key alone: type and base64. */
function withoutComment(publicKey: string): string {
  return publicKey.split(' ').slice(0, 2).join(' ');
}
