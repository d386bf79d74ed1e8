import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '../core/errors';
import type { Host } from '../core/host/host';
import { freezeTargets } from '../core/runbook/freeze-targets';
import type { Target } from '../core/runbook/plan';
import { secretNamed } from '../core/vault/secret-reference';
import { openSource, sourceKinds } from './adapters/alert-sources/registry';
import { createCalendar } from './adapters/calendar/ical-calendar';
import { takeDeskLock } from './adapters/desk-lock/desk-lock';
import { createDial } from './adapters/dial/dial';
import { createHttp } from './adapters/http/http';
import { trustedRoots } from './adapters/http/trusted-roots';
import { createPlanFiles } from './adapters/plan-shelf/plan-files';
import { commitOf } from './adapters/git/commit-of';
import { openSiren, sirenDrivers } from './adapters/sirens/registry';
import { createSsh } from './adapters/ssh/create-ssh';
import { createStore } from './adapters/store/store';
import { createSystemClock } from './adapters/system/system-clock';
import { createSystemIds } from './adapters/system/system-ids';
import { createSystemNetwork } from './adapters/system/system-network';
import { createSystemSchedule } from './adapters/system/system-schedule';
import { KeytarVault } from './adapters/vault/keytar-vault';
import { createMemoryVault } from './adapters/vault/memory-vault';
import { openLastGood } from './adapters/workspace-files/last-good';
import { createWorkspaceFiles } from './adapters/workspace-files/workspace-files';
import type { Drill } from './drill/drill';
import { deskHandlers, type DeskHandlers, type Desks } from './ipc/handlers';
import { openIdentity, workspaceId, type Identity } from './open-identity';
import type { Platform } from './platform/platform';
import type { DriverContext } from './ports/driver-context';
import type { Journal } from './ports/journal';
import type { Preferences } from './ports/preferences';
import type { Vault } from './ports/vault';
import type { WorkspaceFiles } from './ports/workspace-files';
import { createAlertDesk } from './services/alert-desk';
import { ApprovalSwitch } from './services/approval-switch';
import { createCaseDesk } from './services/case-desk';
import { createDutyDesk } from './services/duty-desk';
import { FrameDesk } from './services/frame-desk';
import { HostDesk } from './services/host-desk';
import { JournalDesk } from './services/journal-desk';
import { createNetworkWatch } from './services/network-watch';
import { RunbookDesk } from './services/runbook-desk';
import { RunbookRunner } from './services/runbook-runner';
import { createRuleRinger } from './services/rule-ringer';
import { createSirenDesk } from './services/siren-desk';
import { followSecretVersions } from './services/secret-versions';
import { VaultDesk } from './services/vault-desk';
import { openWorkspaceDesk, type WorkspaceDesk } from './services/workspace-desk';

/** An open workspace: the desks, what joins them, and the calls that they answer. */
export interface Desk extends Desks, Pick<Identity, 'team'> {
  readonly root: string;
  readonly drill: Drill | null;
  readonly workspace: WorkspaceDesk;
  readonly frame: FrameDesk;
  readonly approvals: ApprovalSwitch;
  readonly record: Journal;
  readonly files: WorkspaceFiles;
  readonly handlers: DeskHandlers;
  /** The calendars were read once, or their last good copies taken up. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly platform: Platform;
  readonly preferences: Preferences;
  readonly appVersion: string;
  readonly drill: Drill | null;
}

/** The configuration that this device's journal named last. */
async function lastConfiguration(journal: Journal): Promise<string | null> {
  let last: string | null = null;
  await journal.replay(({ code, data }) => {
    if (code === 'WORKSPACE-CHANGED' && typeof data['hash'] === 'string') last = data['hash'];
  });
  return last;
}

/** The workspace files with the drivers that this console has: what `check` and `init` need. */
export function composeFiles(): WorkspaceFiles {
  return createWorkspaceFiles({
    sources: sourceKinds,
    sirens: new Map(sirenDrivers.map((driver) => [driver.kind, driver.config])),
  });
}

/** Opens a workspace: the one place where ports meet adapters. Fails with what the person must know, and leaves nothing open. */
export async function openDesk({ root, platform, preferences, appVersion, drill }: DeskOptions): Promise<Result<Desk>> {
  const clock = createSystemClock();
  const schedule = createSystemSchedule();
  const ids = createSystemIds();
  const { log, environment } = platform;
  const own = join(platform.dataFolder, 'workspaces', workspaceId(root));
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const lock = takeDeskLock(own, clock.boot);
  if (!lock.ok) return lock;

  const files = composeFiles();
  let journal: Journal | null = null;
  const opened = await openWorkspaceDesk(root, { files, clock, journal: () => journal, lastGood: openLastGood(own, appVersion) });
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const workspace = opened.value;
  const vault: Vault = drill === null ? new KeytarVault({ service: 'breakglass' }) : createMemoryVault(drill.secrets);
  const agentSocket = environment['SSH_AUTH_SOCK'] ?? null;
  const { team, journal: record } = await openIdentity({
    ...{ root, appVersion, workspace, files, vault, clock, ids, schedule, agentSocket, log },
    drill: drill !== null,
    claimed: environment['BREAKGLASS_PERSON'] ?? (drill === null ? null : (workspace.get().people[0]?.id ?? null)),
  });
  journal = record;
  workspace.tellJournal(await lastConfiguration(journal));

  const roots = trustedRoots(environment);
  const http = createHttp({ roots });
  const secret = (reference: string): Promise<Result<string>> => vault.get(secretNamed(reference) ?? reference);
  const context: DriverContext = { http, dial: createDial({ roots }), clock, schedule, secret, sound: platform.speaker, log };
  const store = createStore({ spawn: () => platform.processes.spawn('store-worker'), file: join(own, 'store.sqlite'), clock, schedule });
  const ssh = createSsh({
    spawn: () => platform.processes.spawn('ssh-worker'),
    home: platform.homeFolder,
    agent: agentSocket,
    knownHosts: [join(platform.homeFolder, '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'],
    transcripts: join(root, 'transcripts'),
    ...{ secret, clock, log },
  });

  const defaultUser = userInfo().username;
  const target = (host: Host): { readonly target: Target; readonly jumps: readonly Target[] } => {
    const frozen = freezeTargets([host.name], workspace.get().hosts, defaultUser);
    const [first] = frozen.targets;
    if (first === undefined) throw new Error(`host ${host.name} cannot be reached by its own configuration`);
    return { target: first, jumps: frozen.jumps };
  };

  const actor = team;
  const cases = await createCaseDesk({ journal, clock, actor, workspace });
  const duty = createDutyDesk({ workspace, journal: () => journal, calendar: createCalendar({ http, readText: (...asked) => files.readText(...asked) }), store, clock, schedule });
  const sirens = createSirenDesk({ ...{ workspace, journal, clock, schedule, ids, actor }, open: (entry) => openSiren(entry, context), duty: () => duty.onDuty() });
  const secretVersions = await followSecretVersions(journal);
  // A drill's world is this machine alone: its network is whole while loopback is.
  const network = createNetworkWatch({ network: drill === null ? createSystemNetwork() : { connected: () => true }, journal, clock, schedule });
  const approvals = new ApprovalSwitch(platform.approver, () => clock.now());
  const runbooks: RunbookDesk = new RunbookDesk({
    workspace,
    findings: () => workspace.findings(),
    readText: (path) => files.readText(root, path),
    labels: (id) => alerts.all().find((alert) => alert.id === id)?.labels ?? null,
    lastRun: (path) => runner.lastRun(path),
    commitOf: (path) => commitOf(root, path),
    secretVersion: (name) => secretVersions.get(name) ?? '',
    defaultUser,
  });
  const runner: RunbookRunner = new RunbookRunner({
    ...{ workspace, journal, ssh, vault, actor, clock, schedule, ids, approver: approvals, desk: runbooks, defaultUser },
    shelf: createPlanFiles(join(root, 'plans')),
    drill: drill !== null,
  });
  const alerts = await createAlertDesk({
    ...{ workspace, journal, store, clock, schedule, ids, actor, cases, notifier: platform.notifier },
    openSource: (entry) => openSource(entry, context),
    runbooksFor: (labels) => runbooks.matching(labels),
    locale: () => preferences.get().locale,
  });
  const hosts = new HostDesk({ workspace, files, journal, actor, ssh, target });
  const vaultDesk = new VaultDesk({ vault, journal, prompt: platform.secretPrompt, workspace, actor });
  const journalDesk = new JournalDesk(journal);

  const frame = new FrameDesk(
    {
      workspace: () => {
        const { settings } = workspace.get();
        const { errors, lastGood, readOnly } = workspace.status();
        return { name: settings.name, path: root, drill: drill !== null, readOnly: readOnly || team.me().person === null, errors, lastGood, timezone: settings.timezone };
      },
      me: () => team.me(),
      duty: () => duty.view(),
      sirens: () => sirens.list(),
      sources: () => alerts.sources(),
      journal: () => record.status(),
      blind: () => [...alerts.blind(), ...sirens.blind(), ...duty.blind(), ...workspace.blind(), ...network.blind(), ...storeBlind()],
      runs: () => runner.counts(),
      counts: () => alerts.counts(),
    },
    schedule,
  );
  let storeLostAt = 0;
  const storeBlind = () => {
    const trouble = store.trouble();
    return trouble === null ? [] : [{ id: 'store', kind: 'store' as const, name: 'store', since: storeLostAt, problem: trouble }];
  };
  const touch = (): void => {
    frame.touch();
  };
  const desks: Desks = { alerts, cases, duty, sirens, runbooks, runner, hosts, journal: journalDesk, vault: vaultDesk };
  const stops = [
    store.onTrouble(() => {
      storeLostAt = clock.now();
      touch();
    }),
    ...[alerts.onChanged(touch), alerts.onStatus(touch), duty.onChanged(touch), sirens.onChanged(touch)],
    network.onChanged(touch),
    ...[runner.onChanged(touch), record.onStatus(touch), record.onAppend(touch), workspace.onChanged(touch), workspace.onFindings(touch)],
    // Silencing one's own ring says "I have it": it acks the alerts of its case.
    sirens.onSilenced(({ ring, by }) => {
      if (ring.caseId === null || ring.person !== by) return;
      const mine = alerts.all().filter((alert) => alert.caseId === ring.caseId && alert.ack === null);
      if (mine.length > 0) void alerts.ack({ ids: mine.map((alert) => alert.id) });
    }),
    alerts.onMustRing((must) => {
      ringer.take(must);
    }),
  ];
  const ringer = createRuleRinger({ workspace, sirens, store, clock, schedule, duty: () => duty.onDuty(), caseOf: cases.caseOf, stillWanted: (id) => alerts.all().some((alert) => alert.id === id && alert.ack === null && alert.state !== 'resolved') });
  await sirens.start();
  await ringer.start();
  const ready = duty.start();
  await runner.recover();

  return ok({
    ...desks,
    ...{ root, drill, workspace, frame, approvals, record, files, team, ready },
    handlers: deskHandlers(desks),
    async close() {
      for (const stop of stops) stop();
      frame.close();
      ringer.close();
      network.close();
      await alerts.close();
      duty.close();
      sirens.close();
      cases.stop();
      runner.close();
      await ssh.close();
      await record.close();
      await store.close();
      workspace.close();
      await drill?.stop();
      lock.value.release();
    },
  });
}
