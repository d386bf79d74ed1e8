import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writerKeys, type WriterKey } from '../core/team/public-key';
import { ok, type Result } from '../core/errors';
import { largestFile } from '../core/runbook/file-step';
import { nightBefore } from '../core/siren/quiet-hours';
import type { Locale } from '../core/text';
import type { SourceEntry } from '../core/workspace/files';
import { openSilences, openSource, sourceKinds } from './adapters/alert-sources/registry';
import { createCaseExports } from './adapters/case-export/case-exports';
import { createJournalCopies } from './adapters/journal-file/journal-copies';
import { createCalendar } from './adapters/calendar/ical-calendar';
import { takeDeskLock } from './adapters/desk-lock/desk-lock';
import { createDial } from './adapters/dial/dial';
import { createForeignFiles } from './adapters/foreign-files/foreign-files';
import { createHttp } from './adapters/http/http';
import { trustedRoots } from './adapters/http/trusted-roots';
import { createPlanFiles } from './adapters/plan-shelf/plan-files';
import { createRunbookFiles } from './adapters/plan-shelf/runbook-files';
import { commitOf } from './adapters/git/commit-of';
import { createCommitTrust } from './adapters/git/commit-trust';
import { createJournalRepository } from './adapters/git/journal-repository';
import { PeerJournals } from './adapters/journal-file/peer-journals';
import { openSiren, sirenDrivers } from './adapters/sirens/registry';
import { createStore } from './adapters/store/store';
import { createJournalFeed } from './adapters/journal-file/journal-feed';
import { openStream } from './adapters/streams/registry';
import { createStreamCursors } from './adapters/streams/stream-cursors';
import { createSystemClock } from './adapters/system/system-clock';
import { createSystemIds } from './adapters/system/system-ids';
import { createSystemNetwork } from './adapters/system/system-network';
import { createSystemSchedule } from './adapters/system/system-schedule';
import { openLastGood } from './adapters/workspace-files/last-good';
import { createWorkspaceFiles } from './adapters/workspace-files/workspace-files';
import type { Drill } from './drill/drill';
import { deskHandlers, type DeskHandlers, type Desks } from './ipc/handlers';
import { closeInTurn, openInTurn, type Closable } from './close-in-turn';
import { hearEscalations } from './hear-escalations';
import { lastConfiguration } from './last-configuration';
import { isHeld, isUnowned, openEscalations } from './open-escalations';
import { openIdentity, workspaceId, type Identity } from './open-identity';
import { openLines } from './open-lines';
import { openSetup } from './open-setup';
import { openLive } from './open-live';
import { openKeychain, openVault } from './open-vault';
import { openWatch } from './open-watch';
import type { Platform } from './platform/platform';
import { sshAgent } from './platform/ssh-agent';
import type { DriverContext } from './ports/driver-context';
import type { Journal } from './ports/journal';
import type { SourceContext, SourceNotebook } from './ports/alert-source';
import type { Network } from './ports/network';
import type { TeamJournals } from './ports/team-journals';
import type { Preferences } from './ports/preferences';
import type { WorkspaceFiles } from './ports/workspace-files';
import { createAlertDesk, type AlertDesk } from './services/alert-desk';
import { ApprovalDesk } from './services/approval-desk';
import { CaseExportDesk } from './services/case-export-desk';
import { createCaseDesk } from './services/case-desk';
import { createDutyDesk } from './services/duty-desk';
import { isOwned } from './services/escalation/subject-of';
import { createForeignActs } from './services/foreign-acts';
import { FrameDesk } from './services/frame-desk';
import { HostDesk } from './services/host-desk';
import { ImportDesk } from './services/import-desk';
import { JournalDesk } from './services/journal-desk';
import { createMuteDesk } from './services/mute-desk';
import { createUndoBook } from './services/undo-book';
import { createNetworkWatch } from './services/network-watch';
import { ownSource, withOwnSource } from './services/own-source';
import { createProofDesk } from './services/proof-desk';
import { RunbookDesk } from './services/runbook-desk';
import { RunbookRunner } from './services/runbook-runner';
import { followUsage } from './services/run/follow-usage';
import { RecordedTerminalDesk } from './services/recorded-terminal-desk';
import { createRuleRinger } from './services/rule-ringer';
import { createShiftDesk } from './services/shift-desk';
import { createReArming } from './services/siren/re-arming';
import { createSirenDesk } from './services/siren-desk';
import { StreamDesk } from './services/stream-desk';
import { SweepDesk } from './services/sweep-desk';
import { ReconcileDesk } from './services/reconcile-desk';
import { SyncDesk } from './services/sync-desk';
import { openTeamWord } from './services/team-word';
import { secretKeeper } from './services/secret-keeper';
import { openWorkspaceDesk, type WorkspaceDesk } from './services/workspace-desk';

/** An open workspace: the desks, what joins them, and the calls that they answer. */
export interface Desk extends Desks, Pick<Identity, 'team'> {
  readonly root: string;
  readonly drill: Drill | null;
  readonly workspace: WorkspaceDesk;
  readonly frame: FrameDesk;
  readonly record: Journal;
  readonly peers: TeamJournals;
  readonly files: WorkspaceFiles;
  readonly handlers: DeskHandlers;
  /** What the others did is known here, as far as their journals are. */
  readonly othersRead: Promise<void>;
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

/** The workspace files with the drivers that this console has: what `check` and `init` need. */
export function composeFiles(): WorkspaceFiles {
  return createWorkspaceFiles({
    sources: sourceKinds,
    sirens: new Map(sirenDrivers.map((driver) => [driver.kind, driver.config])),
  });
}

/** What `import` asks: no desk is needed. */
export function composeImport(): ImportDesk {
  return new ImportDesk({ files: composeFiles(), foreign: createForeignFiles() });
}

/** Opens a workspace. Fails with what the person must know; where it fails or throws, it leaves nothing open. */
export function openDesk(options: DeskOptions): Promise<Result<Desk>> {
  return openInTurn(options.platform.log, (begun) => joinDesk(options, begun));
}

/** The one place where ports meet adapters. */
async function joinDesk({ root, platform, preferences, appVersion, drill }: DeskOptions, begun: (part: Closable) => void): Promise<Result<Omit<Desk, 'close'>>> {
  const clock = createSystemClock();
  const schedule = createSystemSchedule();
  const ids = createSystemIds();
  const { log, environment } = platform;
  const own = join(platform.dataFolder, 'workspaces', workspaceId(root));
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const lock = takeDeskLock(own, clock.boot);
  if (!lock.ok) return lock;
  begun({ close: () => lock.value.release() });

  // Its process takes as long to start as everything until it is first asked.
  const store = createStore({ spawn: () => platform.processes.spawn('store-worker'), file: join(own, 'store.sqlite'), clock, schedule });
  begun(store);
  const files = composeFiles();
  let journal: Journal | null = null;
  const opened = await openWorkspaceDesk(root, { files, clock, trust: createCommitTrust(join(own, 'signed-head')), journal: () => journal, lastGood: openLastGood(own, appVersion) });
  if (!opened.ok) return opened;
  const workspace = opened.value;
  begun(workspace);
  const keychain = openKeychain(drill?.secrets ?? null);
  const agentSocket = sshAgent(environment, process.platform, existsSync);
  const { team, journal: record, agreement, chosen } = await openIdentity({
    ...{ root, appVersion, workspace, files, clock, ids, schedule, agentSocket, log },
    vault: keychain.vault,
    drill: drill !== null,
    claimed: environment['BREAKGLASS_PERSON'] ?? (drill === null ? null : (workspace.get().people[0]?.id ?? null)),
  });
  begun(record);
  journal = record;
  workspace.tellJournal(await lastConfiguration(journal));

  const roots = trustedRoots(environment);
  const http = createHttp({ roots });
  const vault = await openVault({ ...keychain, ...{ journal, workspace, clock, schedule, platform }, actor: team });
  // What polls, rings, sends and listens works while nobody is there.
  const secret = vault.secretFor('alone');
  const context: DriverContext = { http, dial: createDial({ roots }), roots, clock, schedule, secret, sound: platform.speaker, log };
  const lines = openLines({ root, workspace, platform, roots, clock, drill: drill !== null, secret: { attended: vault.secretFor('attended'), alone: secret } });
  begun(lines);
  const { ssh, inventory, defaultUser, target, logs } = lines;
  const actor = team;
  const undos = createUndoBook({ actor, clock, ids });
  const peers = new PeerJournals({ root, own: record.status().writer, keys: () => writerKeys(workspace.get().people) });
  const usage = await followUsage(journal, peers);
  const word = await openTeamWord({ ...{ workspace, journal }, team: peers, doubts: () => sync.view().doubts });
  const foreign = createForeignActs({ ...{ workspace, journal, word, clock, schedule }, team: peers });
  const cases = await createCaseDesk({ journal, clock, actor, workspace, undos, foreign });
  const duty = createDutyDesk({ workspace, journal: () => journal, calendar: createCalendar({ http, readText: (...asked) => files.readText(...asked) }), store, clock, schedule });
  const sirens = createSirenDesk({ ...{ workspace, journal, clock, schedule, ids, actor }, open: (entry) => openSiren(entry, context, lines.through), duty: () => duty.onDuty(), outputs: () => platform.speaker.outputs() });
  const proofs = createProofDesk({ workspace, sirens, journal, actor, clock, schedule });
  const shifts = createShiftDesk({ ...{ workspace, files, journal, duty, actor, clock, schedule, undos }, notifier: platform.notifier, locale: () => preferences.get().locale, sirens: () => sirens.list(), watch: () => watch.known() });
  // A drill's world is this machine alone: its network is whole while loopback is.
  const interfaces: Network = drill === null ? createSystemNetwork() : { connected: () => true };
  const network = createNetworkWatch({ network: interfaces, journal, clock, schedule });
  const shelf = createPlanFiles(join(root, 'plans'));
  const seconds = await ApprovalDesk.open({ ...{ journal, team: peers, word, agreement, actor, workspace, shelf, clock, ids }, shown: (hash) => runbooks.shown(hash)?.plan ?? null, named: (digits) => runbooks.named(digits) });
  const sync: SyncDesk = new SyncDesk({
    ...{ workspace, journal, team: peers, shelf, clock, schedule },
    sync: createJournalRepository(join(own, 'team.git')),
    shares: () => drill === null && team.me().vouched && record.status().state === 'writing',
    hurried: () => escalations.list().some(({ end }) => end === null),
  });
  const live = openLive({ ...{ workspace, journal, peers, clock, schedule, ids, roots, secret }, signer: chosen.signer, early: foreign.early, speaks: () => drill === null && team.me().vouched && record.status().state === 'writing' });
  const runbooks: RunbookDesk = new RunbookDesk({
    ...{ workspace: inventory, settle: () => inventory.settle(), journal, actor, clock, shelf, texts: createRunbookFiles(join(root, 'plans')), usage },
    findings: () => workspace.findings(),
    readText: (path) => files.readText(root, path),
    measure: (path) => files.measure(root, path, largestFile),
    labels: (id) => alerts.get(id)?.labels ?? null,
    lastRun: (path) => runner.lastRun(path),
    commitOf: (path) => commitOf(root, path),
    secretVersion: (name) => vault.record().secrets.get(name)?.version ?? '',
    defaultUser,
  });
  const runner: RunbookRunner = new RunbookRunner({
    ...{ workspace: inventory, journal, ssh, vault: { get: vault.secretFor('attended') }, actor, clock, schedule, ids, approver: platform.approver, seconds, desk: runbooks, defaultUser },
    shelf,
    drill: drill !== null,
    settle: () => inventory.settle(),
  });
  const locale = (): Locale => preferences.get().locale;
  const sourceContext = (entry: SourceEntry, notebook: SourceNotebook): SourceContext => ({ ...context, network: interfaces, notebook, logs, renewSecret: secretKeeper({ vault: keychain.vault, journal }, entry) });
  const mutes = await createMuteDesk({
    ...{ workspace, journal, clock, schedule, ids, actor, undos, foreign, locale, notifier: platform.notifier },
    survey: () => alerts.survey,
    openSilences: (entry) => openSilences(entry, context),
  });
  const alerts: AlertDesk = await createAlertDesk({
    workspace: withOwnSource(workspace, proofs),
    ...{ journal, store, clock, schedule, ids, actor, cases, undos, foreign, mutes, locale, notifier: platform.notifier },
    lastRun: (path) => runner.lastRun(path),
    nightBefore: (at) => {
      const { people, settings, sirens: entries } = workspace.get();
      return nightBefore(at, { person: duty.onDuty(at)?.person ?? null, people, sirens: entries, timezone: settings.timezone });
    },
    openSource: (entry, notebook) => (entry.kind === ownSource.kind ? ok(proofs.source) : openSource(entry, sourceContext(entry, notebook))),
    runbooksFor: (labels) => runbooks.matching(labels),
  });
  const escalations = openEscalations({ workspace, journal, sirens, clock, schedule, actor, duty, alerts, cases, locale });
  const reArming = createReArming({
    ...{ sirens, journal, actor, clock, schedule, locale, notifier: platform.notifier },
    climbs: (ring) => escalations.concerns(ring),
    owned: (caseId) => isOwned({ alerts, cases }, caseId),
  });
  const hosts = new HostDesk({ workspace, files, journal, actor, ssh, target });
  const sweeps = new SweepDesk({ workspace: inventory, journal, actor, ssh, target });
  const terminals = new RecordedTerminalDesk({ ...{ workspace, journal, actor, clock, ids, target, cases }, terminals: ssh, screen: platform.terminalScreen, drill: drill !== null });
  const journalDesk = new JournalDesk(journal);
  const listed = (): readonly WriterKey[] => writerKeys(workspace.get().people);
  const copies = createJournalCopies(root, listed);
  const streams = new StreamDesk({
    ...{ workspace, journal, clock, schedule, cursors: createStreamCursors(join(own, 'streams')) },
    open: (entry) => ({ target: openStream(entry, { http, roots, secret }), feed: createJournalFeed({ root, writers: entry.writers, own: () => record.status(), keys: listed }) }),
  });
  const caseExports = new CaseExportDesk({ ...{ journal, copies, shelf, actor, clock, workspace }, exports: createCaseExports(join(root, 'transcripts')), keys: listed });

  const watch = openWatch({ ...{ workspace, journal, sirens, duty, actor, clock, schedule, peers, sync, live, alerts, locale }, notifier: platform.notifier });
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
      vault: () => (vault.lock.locked() ? 'locked' : 'open'),
      journal: () => record.status(),
      blind: () => [...alerts.blind(), ...sirens.blind(), ...duty.blind(), ...shifts.blind(), ...workspace.blind(), ...network.blind(), ...escalations.blind(), ...sync.blind(), ...foreign.blind(), ...watch.blind(), ...streams.blind(), ...storeBlind()],
      runs: () => runner.counts(),
      mutes: () => mutes.glance(),
      counts: () => alerts.counts(),
    },
    schedule,
  );
  // One that was lost before anybody listened was lost at the start.
  let storeLostAt = clock.now();
  const storeBlind = () => {
    const trouble = store.trouble();
    return trouble === null ? [] : [{ id: 'store', kind: 'store' as const, name: 'store', since: storeLostAt, problem: trouble }];
  };
  const touch = (): void => {
    frame.touch();
  };
  const setups = openSetup({
    ...{ workspace, files, journal, actor, undos, clock, schedule, ssh, ids, alerts, imports: composeImport() },
    openSource: (entry, notebook) => openSource(entry, sourceContext(entry, notebook)),
    target: lines.draftTarget,
  });
  const reconcile = new ReconcileDesk({ runbooks, runner, journal });
  const desks: Desks = { ...setups, reconcile, alerts, cases, caseExports, mutes, duty, shifts, escalations, sirens, reArming, proofs, runbooks, runner, seconds, hosts, sweeps, streams, sync, live, terminals, journal: journalDesk, vault: vault.desk };
  const stops = [
    sync.onChanged(foreign.look),
    vault.start(() => {
      ssh.closeKeys();
    }),
    vault.lock.onChanged(touch),
    store.onTrouble(() => {
      storeLostAt = clock.now();
      touch();
    }),
    ...[alerts.onChanged(touch), alerts.onStatus(touch), mutes.onChanged(touch), duty.onChanged(touch), shifts.onChanged(touch), sirens.onChanged(touch), escalations.onChanged(touch)],
    ...[network.onChanged(touch), sync.onChanged(touch), watch.onChanged(touch), streams.onChanged(touch)],
    ...[runner.onChanged(touch), record.onStatus(touch), record.onAppend(touch), workspace.onChanged(touch), workspace.onFindings(touch)],
    alerts.onMustRing((must) => {
      ringer.take(must);
    }),
    peers.onEntry((entry) => {
      shifts.hear(entry);
      duty.hear(entry);
      reArming.hear(entry);
    }),
    hearEscalations(foreign, escalations, cases),
  ];
  const ringer = createRuleRinger({
    ...{ workspace, store, clock, schedule, caseOf: cases.caseOf },
    duty: () => duty.onDuty(),
    owed: async () => (await alerts.owedRings()).filter(({ alert, since }) => !escalations.begunSince({ id: alert, caseId: cases.caseOf(alert) }, since)),
    begin: (...asked) => escalations.begin(...asked),
    firingSince: (id) => alerts.get(id)?.startsAt ?? clock.now(),
    stillWanted: (id) => isUnowned(alerts.get(id)),
    held: (id) => isHeld(alerts.get(id)),
  });
  const moving: readonly Closable[] = [
    ...stops.map((stop) => ({ close: stop })),
    ...[frame, ringer, reArming, escalations, proofs, network, alerts, mutes, watch, shifts, duty, sirens],
    { close: () => cases.stop() },
    ...[runner, seconds, foreign, word, live, streams, sync],
    { close: () => terminals.stop() },
  ];
  begun({ close: () => closeInTurn(log, moving) });
  await sirens.start();
  await proofs.start();
  await shifts.start();
  const ready = duty.start();
  await escalations.start(ready);
  await ringer.start(ready);
  await reArming.start();
  await runner.recover();
  await terminals.recover();
  await watch.start();
  await sync.start();
  await live.start();
  // What is practised leaves this machine no more than it is synced.
  if (drill === null) streams.start();

  return ok({
    ...desks,
    ...{ root, drill, workspace, frame, record, peers, files, team, ready, othersRead: foreign.ready },
    handlers: deskHandlers(desks, { consent: platform.secretConsent, signatory: platform.signatory }),
  });
}
