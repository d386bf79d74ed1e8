import { fail, ok } from '../../core/errors';
import type { mainContract } from '../../core/ipc/contract';
import type { Handlers } from '../../core/ipc/kit';
import type { SecretConsent } from '../ports/secret-consent';
import type { Signatory } from '../ports/signatory';
import type { AlertDesk } from '../services/alert-desk';
import type { ApprovalDesk } from '../services/approval-desk';
import type { LiveDesk } from '../services/live-desk';
import type { CaseDesk } from '../services/case-desk';
import type { CaseExportDesk } from '../services/case-export-desk';
import type { DutyDesk } from '../services/duty-desk';
import type { EscalationDesk } from '../services/escalation-desk';
import type { HostDesk } from '../services/host-desk';
import type { JournalDesk } from '../services/journal-desk';
import type { MuteDesk } from '../services/mute-desk';
import type { ProofDesk } from '../services/proof-desk';
import type { RunbookDesk } from '../services/runbook-desk';
import type { RunbookRunner } from '../services/runbook-runner';
import type { RecordedTerminalDesk } from '../services/recorded-terminal-desk';
import type { ShiftDesk } from '../services/shift-desk';
import type { EntryDesk } from '../services/entry-desk';
import type { ReconcileDesk } from '../services/reconcile-desk';
import type { SetupDesk } from '../services/setup-desk';
import type { ShownImportDesk } from '../services/shown-import-desk';
import type { ReArming } from '../services/siren/re-arming';
import type { SirenDesk } from '../services/siren-desk';
import type { StreamDesk } from '../services/stream-desk';
import type { SyncDesk } from '../services/sync-desk';
import type { SweepDesk } from '../services/sweep-desk';
import type { VaultDesk } from '../services/vault-desk';

/** The topics that an open workspace answers; the console itself answers the rest. */
export type DeskHandlers = Pick<Handlers<typeof mainContract>, 'setup' | 'alerts' | 'cases' | 'mutes' | 'duty' | 'sirens' | 'runbooks' | 'runs' | 'approvals' | 'hosts' | 'terminals' | 'journal' | 'vault'>;

/** The desks behind the calls. */
export interface Desks {
  readonly entries: EntryDesk;
  readonly reconcile: ReconcileDesk;
  readonly setup: SetupDesk;
  readonly imports: ShownImportDesk;
  readonly alerts: AlertDesk;
  readonly cases: CaseDesk;
  readonly caseExports: CaseExportDesk;
  readonly mutes: MuteDesk;
  readonly duty: DutyDesk;
  readonly shifts: ShiftDesk;
  readonly escalations: EscalationDesk;
  readonly sirens: SirenDesk;
  readonly reArming: ReArming;
  readonly proofs: ProofDesk;
  readonly runbooks: RunbookDesk;
  readonly runner: RunbookRunner;
  readonly seconds: ApprovalDesk;
  readonly hosts: HostDesk;
  readonly sweeps: SweepDesk;
  readonly streams: StreamDesk;
  readonly sync: SyncDesk;
  readonly live: LiveDesk;
  readonly terminals: RecordedTerminalDesk;
  readonly journal: JournalDesk;
  readonly vault: VaultDesk;
}

/** Who is asked, outside every page, before what a page wants is done. */
export interface Asking {
  readonly consent: SecretConsent;
  readonly signatory: Signatory;
}

/** Contract topic -> desk method, a line each, no logic. */
export function deskHandlers({ entries, reconcile, setup, imports, alerts, cases, mutes, duty, shifts, escalations, sirens, reArming, proofs, runbooks, runner, seconds, hosts, sweeps, sync, live, terminals, journal, vault }: Desks, { consent, signatory }: Asking): DeskHandlers {
  return {
    setup: {
      sourceKinds: () => Promise.resolve(ok(setup.sourceKinds())),
      form: (input) => entries.form(input),
      draft: (input) => entries.draft(input),
      save: (input) => entries.save(input, consent),
      draftRemoval: (input) => entries.draftRemoval(input),
      remove: (input) => entries.remove(input),
      trySource: (input) => setup.trySource(input, consent),
      dialHost: (input) => setup.dialHost(input),
      // Which file is asked in a native dialog, which the console has and a desk has not.
      importFile: () => Promise.resolve(fail('cancelled', {})),
      importText: (input) => imports.text(input.kind, input.text),
      importWrite: (input) => imports.write(input.id),
    },
    alerts: {
      page: (input) => alerts.page(input),
      detail: (input) => alerts.detail(input),
      grade: (input) => alerts.grade(input),
      ack: (input) => alerts.ack(input),
      unack: (input) => alerts.unack(input),
      snooze: (input) => alerts.snooze(input),
      unsnooze: (input) => alerts.unsnooze(input),
      note: (input) => alerts.note(input),
      undo: (input) => alerts.undo(input),
      probe: (input) => alerts.probe(input),
      testSource: (input) => alerts.testSource(input),
      noise: () => alerts.noiseReport(),
      rules: (input) => alerts.rules(input),
    },
    cases: {
      list: () => cases.list(),
      detail: async (input) => {
        const found = await cases.detail(input);
        return found.ok ? ok({ ...found.value, titles: alerts.titles(found.value.alerts) }) : found;
      },
      open: (input) => cases.open(input),
      add: (input) => cases.add(input),
      remove: (input) => cases.remove(input),
      own: (input) => cases.own(input),
      handOver: (input) => cases.handOver(input),
      link: (input) => cases.link(input),
      unlink: (input) => cases.unlink(input),
      merge: (input) => cases.merge(input),
      close: (input) => cases.close(input),
      reopen: (input) => cases.reopen(input),
      note: (input) => cases.note(input),
      // Where to is asked in a native dialog, which the console has and a desk has not.
      export: () => Promise.resolve(fail('cancelled', {})),
    },
    mutes: {
      list: () => mutes.inventory(),
      preview: (input) => mutes.preview(input),
      mute: (input) => mutes.mute(input),
      end: (input) => mutes.end(input),
      muteAtSource: (input) => mutes.muteAtSource(input),
    },
    duty: {
      view: () => Promise.resolve(ok(duty.view())),
      refresh: async () => {
        await duty.refresh();
        return ok(undefined);
      },
      escalations: () => Promise.resolve(ok([...escalations.list()])),
      takeEscalation: (input) => escalations.take(input),
      stopEscalation: (input) => escalations.stop(input),
      warnings: () => Promise.resolve(ok([...shifts.warnings()])),
      people: () => Promise.resolve(ok([...shifts.people()])),
      swap: (input) => shifts.swap(input),
      unswap: (input) => shifts.unswap(input),
      takeOver: (input) => shifts.takeOver(input),
      tried: (input) => shifts.tried(input),
      accept: (input) => shifts.accept(input),
      export: () => Promise.resolve(fail('cancelled', {})),
    },
    sirens: {
      list: () => Promise.resolve(ok(reArming.cards(proofs.cards(sirens.list())))),
      ring: (input) => sirens.ring(input),
      silence: (input) => sirens.silence(input),
      test: (input) => sirens.test(input),
      read: (input) => sirens.read(input),
      reboot: (input) => sirens.reboot(input),
      outputs: () => sirens.outputs(),
      letBe: (input) => reArming.letBe(input),
    },
    runbooks: {
      list: () => Promise.resolve(ok(runbooks.list())),
      open: (input) => runbooks.open(input.path),
      prefill: (input) => Promise.resolve(runbooks.prefill(input.path, input.alert)),
      plan: (input) => runbooks.plan(input),
      compare: (input) => runbooks.compare(input.hash),
      review: (input) => runbooks.review(input),
    },
    runs: {
      list: () => Promise.resolve(ok(runner.list())),
      detail: (input) => runner.detail(input.id),
      request: (input) => runner.request(input),
      stop: (input) => runner.stop(input.run, input.how),
      look: (input) => runner.look(input.run, input),
      decide: (input) => runner.decide(input.run, input, input.decision, input.reason),
      pause: (input) => runner.pause(input.run),
      retryFailed: (input) => runner.retryFailed(input.run, input.position, input.reason),
      resume: (input) => runner.resume(input.run, input.stepByStep),
      rollback: (input) => runner.rollback(input.run, input.position, input.hosts),
      output: (input) => runner.output(input),
    },
    approvals: {
      ask: (input) => seconds.ask(input.hash),
      prove: (input) => seconds.prove(input.hash, input.code),
      waiting: () => seconds.waiting(),
      show: (input) => seconds.show(input.plan),
      approve: (input) => seconds.approve(input, signatory),
    },
    hosts: {
      list: () => hosts.list(),
      offer: (input) => hosts.offer(input.host),
      test: (input) => hosts.test(input.host),
      enrol: (input) => hosts.enrol(input),
      sweep: (input) => sweeps.sweep(input.hosts),
    },
    terminals: {
      list: () => Promise.resolve(ok(terminals.list())),
      open: (input) => terminals.open(input),
      // Where to is asked in a native dialog, which the console has and a desk has not.
      export: () => Promise.resolve(fail('cancelled', {})),
      check: (input) => terminals.check(input.terminal),
    },
    journal: {
      page: async (input) => {
        const page = await journal.page(input);
        return page.ok ? ok({ entries: [...page.value.entries], next: page.value.next }) : page;
      },
      verify: () => journal.verify(),
      reconcilePlan: (input) => reconcile.plan(input),
      reconciled: async (input) => {
        const found = await reconcile.compare(input);
        return found.ok ? ok({ rows: found.value === null ? null : [...found.value] }) : found;
      },
      shared: () => Promise.resolve(ok({ ...sync.view(), live: live.view() })),
      sync: async () => {
        const synced = await sync.now();
        return synced.ok ? ok({ ...synced.value, live: live.view() }) : synced;
      },
    },
    vault: {
      state: () => vault.state(),
      ask: (input) => vault.ask(input.name),
      remove: (input) => vault.remove(input.name),
      rename: (input) => vault.rename(input.name, input.to),
      policy: (input) => vault.policy(input.name, input.policy),
      lock: () => vault.lock(),
      unlock: () => vault.unlock(),
    },
  };
}
