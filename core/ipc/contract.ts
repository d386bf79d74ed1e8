import { z } from 'zod';
import { approvalAskedSchema, approvalViewSchema, heldApprovalSchema, secondPersonSchema } from '../approval/approval';
import { alertRowSchema, alertSchema, alertSectionSchema, gradeSchema, noiseReasonSchema } from '../alert/alert';
import { noiseReportSchema } from '../alert/noise-report';
import { ruleTrialSchema, triedRuleSchema } from '../alert/rule-trial';
import { sourceReportSchema } from '../alert/source-report';
import { boundSchema } from '../alert/worse';
import { alertViewSchema, savedViewSchema } from '../alert/view-link';
import { caseDetailSchema, caseSchema, verdictSchema } from '../case/case';
import { escalationViewSchema } from '../escalation/escalation';
import { failureSchema } from '../failure-schema';
import { importKindSchema } from '../import/draft-import';
import { hostKeyOfferSchema, hostSweptSchema, hostTestSchema, hostViewSchema } from '../host/host';
import { muteInventorySchema, mutePreviewSchema } from '../mute/mute';
import { entryViewSchema, verifyReportSchema } from '../journal/entry';
import { reconciledSchema } from '../reconcile/compare';
import { approvalRequestSchema, decisionSchema, runChangeSchema, runRowSchema, runSchema } from '../run/run';
import { freshnessSchema, staleSchema } from '../runbook/freshness';
import { approvalDemandSchema, hashedPlanSchema } from '../runbook/plan';
import { planChangesSchema } from '../runbook/plan-diff-schema';
import { findingSchema, runbookSchema } from '../runbook/runbook';
import { runbookRowSchema } from '../runbook/runbook-row';
import { syncViewSchema } from '../sync/sync';
import { contactWaySchema } from '../shift/contact';
import { personCardSchema } from '../shift/person-card';
import { dutySchema } from '../shift/shift';
import { dutyWarningSchema } from '../shift/warning';
import { ringSchema, sirenSchema } from '../siren/siren';
import { soundOutputsSchema } from '../siren/sound-output';
import { longestInput, terminalAboutSchema, terminalPieceSchema, terminalRowSchema, terminalSizeSchema } from '../terminal/terminal';
import { retireReasonSchema, teamViewSchema } from '../team/team';
import { secretPolicySchema } from '../vault/policy';
import { vaultViewSchema } from '../vault/vault-view';
import { additionDraftSchema, additionSchema, entryFormSchema, entryNameSchema, removalDraftSchema } from '../workspace/addition';
import { frameSchema } from './frame';
import { call, push, type Contract } from './kit';
import { hostDialSchema, importViewSchema, sourceKindSchema } from './setup';

const nothing = z.void();
const ids = z.object({ ids: z.array(z.string()).min(1).max(1000) });

/** What an act did: its sentence in both languages, and how to take it back where that makes sense. */
export const actSchema = z.object({ en: z.string(), ko: z.string(), undo: z.string().nullable() });
export type Act = z.infer<typeof actSchema>;

/** An alert with what is known around it: its last case, the last run of a runbook that matches, and these runbooks. */
const alertDetailSchema = alertSchema.extend({
  lastCase: caseSchema.pick({ id: true, state: true, closedAt: true, verdict: true, why: true }).nullable(),
  lastRun: z.object({ path: z.string(), at: z.number(), outcome: z.string() }).nullable(),
  runbooks: z.array(z.object({ path: z.string(), title: z.string(), prefilled: z.record(z.string(), z.string()), stale: staleSchema.nullable() })),
});

/** THE boundary: everything that the main window may ask, and everything that it is told. */
export const mainContract = {
  app: {
    frame: call(nothing, frameSchema),
    changed: push(frameSchema),
    /** Asks the window to show a screen (deep link, notification click, tray). */
    show: push(z.object({ screen: z.string(), id: z.string() })),
    prefer: call(z.object({ locale: z.enum(['en', 'ko']).optional(), theme: z.enum(['dark', 'light', 'night']).optional() }), nothing),
    /** Opens an https link after the main process showed its address and asked. */
    openLink: call(z.object({ url: z.string().max(2000) }), nothing),
  },
  workspace: {
    /** Asks for a folder in a native dialog when `path` is absent. */
    open: call(z.object({ path: z.string().optional() }), nothing),
    create: call(z.object({ path: z.string().optional(), name: z.string().min(1).max(80), person: z.string().min(1).max(80), timezone: z.string() }), nothing),
    practise: call(nothing, nothing),
    recent: call(nothing, z.array(z.object({ path: z.string(), name: z.string() }))),
    findings: call(nothing, z.array(findingSchema)),
    /** Takes up a known person's join request: writes team.yaml; only an operator may. */
    accept: call(z.object({ request: z.string().max(4000), role: z.enum(['operator', 'investigator']) }), actSchema),
    team: call(nothing, teamViewSchema),
    /** Takes a device out of use; of a lost one nothing counts that was not here by now. */
    retire: call(z.object({ person: z.string().max(40), device: z.string().max(40), why: retireReasonSchema }), actSchema),
    /** Lists this device's key for phone codes in team.yaml. */
    phoneKey: call(nothing, actSchema),
    /** This device's request to join, as text to hand to an operator; null when it is enrolled. */
    joinRequest: call(z.object({ name: z.string().max(80) }), z.object({ request: z.string(), fingerprint: z.string() }).nullable()),
  },
  /** New entries of the workspace's files: shown, tried against the real thing, then written. */
  setup: {
    sourceKinds: call(nothing, z.array(sourceKindSchema)),
    /** An entry that is there, for the form that changes it. */
    form: call(entryNameSchema, entryFormSchema),
    /** The lines that an addition or a change would write and what `check` would say. Writes nothing. */
    draft: call(additionSchema, additionDraftSchema),
    /** Writes what was shown, if the file is still the one whose hash is `seen`. */
    save: call(z.object({ addition: additionSchema, seen: z.string() }), actSchema),
    /** The lines that a removal would take away, and what rests on them. Writes nothing. */
    draftRemoval: call(entryNameSchema, removalDraftSchema),
    remove: call(entryNameSchema.extend({ seen: z.string() }), actSchema),
    trySource: call(additionSchema, sourceReportSchema),
    dialHost: call(additionSchema, hostDialSchema),
    /** Asks for a file in a native dialog, and shows what of it would be written. */
    importFile: call(z.object({ kind: importKindSchema }), importViewSchema),
    importText: call(z.object({ kind: importKindSchema, text: z.string().min(1).max(1_048_576) }), importViewSchema),
    /** Writes the import that was shown under this id. */
    importWrite: call(z.object({ id: z.string() }), actSchema),
  },
  alerts: {
    page: call(
      z.object({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(500), search: z.string().max(500), showClosed: z.boolean() }),
      z.object({
        revision: z.number().int(),
        total: z.number().int(),
        sections: z.array(z.object({ section: alertSectionSchema, from: z.number().int(), count: z.number().int() })),
        rows: z.array(alertRowSchema),
        /** What is wrong with the search, as text, or null. */
        problem: z.string().nullable(),
        /** Where in the search, counted in characters from 1. */
        problemAt: z.number().int().nullable(),
        /** Very many new alerts at once: since when, how many, what they share, how many stand behind others. */
        storm: z.object({ since: z.number(), count: z.number().int(), shared: z.object({ label: z.string(), value: z.string() }).nullable(), folded: z.number().int() }).nullable(),
      }),
    ),
    detail: call(z.object({ id: z.string() }), alertDetailSchema),
    grade: call(ids.extend({ grade: gradeSchema, why: z.string().max(500), reason: noiseReasonSchema.optional() }), actSchema),
    /** `until`: when the ack lapses, epoch ms; absent where it stays. */
    ack: call(ids.extend({ until: z.number().optional() }), actSchema),
    unack: call(ids, actSchema),
    /** `worse`: it also ends when things get worse, or when a value passes the bound. */
    snooze: call(ids.extend({ until: z.number(), why: z.string().max(500), worse: z.object({ bound: boundSchema.nullable() }).optional() }), actSchema),
    unsnooze: call(ids, actSchema),
    note: call(z.object({ id: z.string(), text: z.string().min(1).max(2000) }), actSchema),
    undo: call(z.object({ undo: z.string() }), actSchema),
    probe: call(z.object({ source: z.string() }), nothing),
    /** Looks at what a source holds, and says what it found or why not. */
    testSource: call(z.object({ source: z.string() }), sourceReportSchema),
    noise: call(nothing, noiseReportSchema),
    /** What each grading rule decided in 30 days, and what one more would change. */
    rules: call(z.object({ tried: triedRuleSchema.nullable() }), ruleTrialSchema),
    changed: push(z.object({ revision: z.number().int() })),
  },
  /** Views of the list of alerts: kept on this device by name, and handed on as links. */
  views: {
    list: call(nothing, z.array(savedViewSchema)),
    /** Keeps a view; one of the same name is replaced. */
    save: call(savedViewSchema, z.array(savedViewSchema)),
    remove: call(z.object({ name: z.string() }), z.array(savedViewSchema)),
    /** The view's link, also put on the clipboard where there is one. */
    link: call(alertViewSchema, z.object({ link: z.string(), copied: z.boolean() })),
    /** Opens what a link shows, in the window where there is one. It never acts. */
    open: call(z.object({ link: z.string().max(10_000) }), alertViewSchema.extend({ shown: z.boolean() })),
    show: push(alertViewSchema),
    /** A link came from outside and opens nothing. */
    refused: push(failureSchema),
  },
  cases: {
    list: call(nothing, z.array(caseSchema)),
    detail: call(z.object({ id: z.string() }), caseDetailSchema.extend({ /** What its first alerts are called, by id; one that this console knows no more is missing. */ titles: z.record(z.string(), z.string()) })),
    /** Opens one by hand; it belongs to whoever did. */
    open: call(z.object({ title: z.string().min(1).max(200), grade: gradeSchema, alerts: z.array(z.string()).max(1000) }), actSchema.extend({ id: z.string() })),
    add: call(z.object({ id: z.string(), alerts: z.array(z.string()).min(1).max(1000) }), actSchema),
    remove: call(z.object({ id: z.string(), alert: z.string() }), actSchema),
    own: call(z.object({ id: z.string() }), actSchema),
    /** Gives it to somebody else of the team, with a summary. */
    handOver: call(z.object({ id: z.string(), to: z.string(), summary: z.string().min(1).max(2000) }), actSchema),
    link: call(z.object({ id: z.string(), url: z.string().max(2000), what: z.string().max(200) }), actSchema),
    unlink: call(z.object({ id: z.string(), url: z.string().max(2000) }), actSchema),
    /** What `id` gathered goes to `into`; `id` ends as a duplicate. */
    merge: call(z.object({ id: z.string(), into: z.string() }), actSchema),
    close: call(z.object({ id: z.string(), verdict: verdictSchema, why: z.string().min(1).max(500), followUps: z.array(z.string().max(500)).max(20).optional() }), actSchema),
    reopen: call(z.object({ id: z.string(), why: z.string().max(500) }), actSchema),
    note: call(z.object({ id: z.string(), text: z.string().min(1).max(2000) }), actSchema),
    /** Asks in a native dialog where to, and writes a zip that verifies by itself. `redact`: what to leave out of it. */
    export: call(z.object({ id: z.string(), redact: z.array(z.string().max(100)).max(100) }), actSchema),
    changed: push(z.object({ id: z.string() })),
  },
  mutes: {
    /** Every mute there is, those of the sources asked for now. */
    list: call(nothing, muteInventorySchema),
    preview: call(z.object({ when: z.string().max(2000) }), mutePreviewSchema),
    /** `from`: a maintenance window. `seenUrgent`: the 911s that the preview showed; more than these are not hidden. */
    mute: call(z.object({ when: z.string().max(2000), from: z.number().nullable(), until: z.number(), why: z.string().max(500), even911: z.boolean(), seenUrgent: z.number().int() }), actSchema),
    end: call(z.object({ id: z.string(), why: z.string().max(500) }), actSchema),
    muteAtSource: call(z.object({ source: z.string(), when: z.string().max(2000), until: z.number(), why: z.string().max(500) }), actSchema),
    changed: push(nothing),
  },
  duty: {
    view: call(nothing, dutySchema),
    refresh: call(nothing, nothing),
    /** The ladders that are being climbed, and those that ended in the last ten minutes. */
    escalations: call(nothing, z.array(escalationViewSchema)),
    /** "I have it": acknowledges whatever of it fires, and stops the ladder unless another must have it, too. */
    takeEscalation: call(z.object({ id: z.string() }), actSchema),
    stopEscalation: call(z.object({ id: z.string() }), actSchema),
    /** What will be wrong within a week. */
    warnings: call(nothing, z.array(dutyWarningSchema)),
    people: call(nothing, z.array(personCardSchema)),
    /** Somebody instead of whoever it would be: an override in duty.yaml. Epoch ms. */
    swap: call(z.object({ who: z.string(), from: z.number(), to: z.number(), why: z.string().min(1).max(200) }), actSchema),
    /** Takes the override by which somebody is on call at a moment (epoch ms) out of duty.yaml again. */
    unswap: call(z.object({ who: z.string(), at: z.number() }), actSchema),
    /** "I am on call from now on", until `until` or as long as whoever is on call now. */
    takeOver: call(z.object({ why: z.string().min(1).max(200), until: z.number().nullable() }), actSchema),
    /** Somebody tried to reach a person another way than by siren. */
    tried: call(z.object({ person: z.string(), way: contactWaySchema, reached: z.boolean(), note: z.string().max(200) }), actSchema),
    /** That a calendar which shrank is meant so. */
    accept: call(z.object({ feed: z.string(), why: z.string().min(1).max(200) }), actSchema),
    /** The next 30 days as an .ics file, where a native dialog says. */
    export: call(nothing, actSchema),
    climbing: push(nothing),
    changed: push(nothing),
  },
  sirens: {
    list: call(nothing, z.array(sirenSchema)),
    /** `to`: a person's or a siren's id, or `on-duty`. */
    ring: call(
      z.object({ to: z.string(), reason: z.string().min(1).max(200), volume: z.number().int().min(1).max(100), seconds: z.number().int().min(1).max(180), caseId: z.string().nullable(), pattern: z.enum(['rising', 'steady']).optional() }),
      z.object({ rings: z.array(ringSchema), act: actSchema }),
    ),
    silence: call(z.object({ siren: z.string().nullable() }), actSchema),
    test: call(z.object({ siren: z.string() }), actSchema),
    /** Starts a device anew, where it can. */
    reboot: call(z.object({ siren: z.string() }), actSchema),
    read: call(z.object({ siren: z.string() }), sirenSchema),
    /** A siren that was silenced for somebody else does not ring again. */
    letBe: call(z.object({ siren: z.string() }), actSchema),
    /** What this machine can play through, as its sound service says now. */
    outputs: call(nothing, soundOutputsSchema),
    changed: push(z.array(sirenSchema)),
  },
  runbooks: {
    list: call(nothing, z.array(runbookRowSchema)),
    open: call(z.object({ path: z.string() }), z.object({ runbook: runbookSchema.nullable(), findings: z.array(findingSchema), freshness: freshnessSchema })),
    /** Fills parameters from an alert's labels; what could not be filled says why. */
    prefill: call(z.object({ path: z.string(), alert: z.string() }), z.object({ values: z.record(z.string(), z.string()), notes: z.array(z.object({ param: z.string(), en: z.string(), ko: z.string() })) })),
    /** The dry plan: pure, nothing is sent. Bad values come back per parameter. */
    plan: call(
      z.object({ path: z.string(), values: z.record(z.string(), z.string().max(102_400)), on: z.array(z.string()) }),
      z.object({
        plan: hashedPlanSchema.nullable(),
        demand: approvalDemandSchema.nullable(),
        problems: z.array(z.object({ param: z.string().nullable(), en: z.string(), ko: z.string() })),
      }),
    ),
    /** How a plan that was shown differs from the runbook's last run and last review. */
    compare: call(z.object({ hash: z.string() }), planChangesSchema),
    /** An operator says "I have read exactly these bytes": journalled, and kept to compare later plans with. */
    review: call(z.object({ path: z.string(), sha256: z.string() }), actSchema),
    changed: push(nothing),
  },
  runs: {
    list: call(nothing, z.array(runRowSchema)),
    detail: call(z.object({ id: z.string() }), runSchema),
    /** Asks for this very plan to be run: `read` starts at once, the rest opens the approval window. */
    request: call(
      z.object({ hash: z.string(), reason: z.string().max(500), caseId: z.string().nullable(), /** Holds before every step but the first. */ stepByStep: z.boolean().optional() }),
      z.object({ run: z.string() }),
    ),
    /** No further host begins; what runs goes on. `resume` ends it. */
    pause: call(z.object({ run: z.string() }), nothing),
    stop: call(z.object({ run: z.string(), how: z.enum(['now', 'after-batch']) }), nothing),
    /** Goes to the server and finds out (unknown, interrupted). */
    look: call(z.object({ run: z.string(), position: z.number().int(), host: z.string() }), nothing),
    /** A person's journalled decision about a cell that holds the run up. */
    decide: call(
      z.object({ run: z.string(), position: z.number().int(), host: z.string(), decision: decisionSchema, reason: z.string().min(1).max(500) }),
      nothing,
    ),
    /** Retries a step on every host where it ended badly for certain; what is unknown stays. One decision for each is journalled. */
    retryFailed: call(z.object({ run: z.string(), position: z.number().int(), reason: z.string().min(1).max(500) }), z.object({ hosts: z.array(z.string()) })),
    /** Goes on: after a pause, a restart, a held step of step-by-step, or with what a stop left unsent. `stepByStep` changes how. */
    resume: call(z.object({ run: z.string(), stepByStep: z.boolean().optional() }), nothing),
    /** Offered after a failure, never by itself: plans the rollback of one step. */
    rollback: call(z.object({ run: z.string(), position: z.number().int(), hosts: z.array(z.string()) }), z.object({ plan: hashedPlanSchema, demand: approvalDemandSchema })),
    output: call(
      z.object({ run: z.string(), position: z.number().int(), host: z.string(), attempt: z.number().int(), from: z.number().int().min(0), max: z.number().int().min(1).max(1_048_576) }),
      z.object({
        text: z.string(),
        next: z.number().int(),
        size: z.number().int(),
        /** When the bytes came: offset, and milliseconds since the attempt began; empty where that is not known. */
        arrived: z.array(z.tuple([z.number().int(), z.number().int()])),
      }),
    ),
    changed: push(runChangeSchema),
  },
  approvals: {
    /** Runner: asks a second person for a plan that was shown here; the challenge to read aloud, or what is held already. */
    ask: call(z.object({ hash: z.string() }), secondPersonSchema),
    /** Runner: the code that the second person read back. */
    prove: call(z.object({ hash: z.string(), code: z.string().max(40) }), heldApprovalSchema),
    /** Approver: what others asked for and can still be approved. */
    waiting: call(nothing, z.array(approvalAskedSchema)),
    /** Approver: a plan in words, by its hash or the first eight digits of one that was asked for. */
    show: call(z.object({ plan: z.string().min(1).max(64) }), approvalViewSchema),
    /** Approver: signs the approval once a person confirmed it in its own window; with a challenge, gives the code to read back. */
    approve: call(
      z.object({ plan: z.string().min(1).max(64), challenge: z.string().max(40).nullable(), runner: z.string().max(80).nullable() }),
      z.object({ code: z.string().nullable(), until: z.number(), runner: z.string() }),
    ),
    changed: push(nothing),
  },
  hosts: {
    list: call(nothing, z.array(hostViewSchema)),
    /** Connects, looks at the key, hangs up before authentication. */
    offer: call(z.object({ host: z.string() }), hostKeyOfferSchema),
    /** Connects, logs in, asks what every step asks first, and says what was found. */
    test: call(z.object({ host: z.string() }), hostTestSchema),
    /** Trusts exactly this fingerprint from now on: writes hosts.yaml, journalled. */
    enrol: call(z.object({ host: z.string(), fingerprint: z.string(), typed: z.string() }), actSchema),
    /** Empties step records older than seven days at hosts and groups, or everywhere when none is named; journalled. */
    sweep: call(z.object({ hosts: z.array(z.string()) }), z.array(hostSweptSchema)),
  },
  terminals: {
    list: call(nothing, z.array(terminalRowSchema)),
    /** Opens the terminal's own window. */
    open: call(z.object({ host: z.string(), reason: z.string().min(1).max(500), caseId: z.string().nullable() }), z.object({ terminal: z.string() })),
    /** Writes a recording as asciicast v2 where the native dialog says. Gives the place. */
    export: call(z.object({ terminal: z.string() }), z.object({ file: z.string() })),
    /** Hashes the recording again and compares it with the journal. */
    check: call(z.object({ terminal: z.string() }), z.object({ sha256: z.string(), file: z.string() })),
    changed: push(nothing),
  },
  journal: {
    page: call(
      z.object({ before: z.string().nullable(), limit: z.number().int().min(1).max(200), op: z.string().nullable(), code: z.string().nullable(), text: z.string().max(200).nullable() }),
      z.object({ entries: z.array(entryViewSchema), next: z.string().nullable() }),
    ),
    verify: call(nothing, verifyReportSchema),
    /** What would be run to read the hosts' own login records; shown, then requested like any run. */
    reconcilePlan: call(z.object({ hosts: z.array(z.string().min(1).max(64)).min(1).max(1000), days: z.number().int().min(1).max(366) }), z.object({ plan: hashedPlanSchema, demand: approvalDemandSchema })),
    /** What such a run found that no journal knows, and the other way round; null while it goes on. */
    reconciled: call(z.object({ run: z.string(), days: z.number().int().min(1).max(366) }), z.object({ rows: z.array(reconciledSchema).nullable() })),
    /** How the team's journals stand: remotes, what is unwitnessed, what is not to be trusted. */
    shared: call(nothing, syncViewSchema),
    /** Pulls, witnesses and pushes now. */
    sync: call(nothing, syncViewSchema),
    synced: push(syncViewSchema),
    changed: push(z.object({ seq: z.number().int() })),
  },
  vault: {
    state: call(nothing, vaultViewSchema),
    /** Opens the secret window for this name; the value never comes back here. */
    ask: call(z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/) }), nothing),
    remove: call(z.object({ name: z.string() }), actSchema),
    rename: call(z.object({ name: z.string(), to: z.string().max(64) }), actSchema),
    policy: call(z.object({ name: z.string(), policy: secretPolicySchema }), actSchema),
    lock: call(nothing, actSchema),
    /** Asks for the owner where the system can; resolves once that was answered. */
    unlock: call(nothing, actSchema),
    changed: push(nothing),
  },
  drill: {
    scenarios: call(nothing, z.array(z.object({ id: z.string(), title: z.string(), text: z.string() }))),
    play: call(z.object({ id: z.string() }), nothing),
    reset: call(nothing, nothing),
    /** Cuts the pretend line for some seconds, to see what a run does. */
    cutLine: call(z.object({ seconds: z.number().int().min(1).max(60) }), nothing),
  },
} as const satisfies Contract;

/** The approval window's whole world: one plan, two answers. */
export const approvalContract = {
  approval: {
    request: call(nothing, approvalRequestSchema.extend({ locale: z.enum(['en', 'ko']), theme: z.enum(['dark', 'light', 'night']) })),
    /** `typed` is checked by the main process against what the danger asks for. */
    approve: call(z.object({ hash: z.string(), typed: z.string().max(200) }), nothing),
    refuse: call(nothing, nothing),
    /** The code that the second person read back; a wrong one leaves the window open. */
    prove: call(z.object({ code: z.string().max(40) }), heldApprovalSchema),
    /** A second person's signed approval arrived by sync. */
    held: push(heldApprovalSchema),
  },
} as const satisfies Contract;

/** The secret window sends one way and is destroyed. */
export const secretContract = {
  secret: {
    request: call(nothing, z.object({ name: z.string(), purpose: z.string(), locale: z.enum(['en', 'ko']), theme: z.enum(['dark', 'light', 'night']) })),
    give: call(z.object({ value: z.string().min(1).max(8000) }), nothing),
    cancel: call(nothing, nothing),
  },
} as const satisfies Contract;

/** A recorded terminal's window: one terminal, and the key that silences. */
export const terminalContract = {
  terminal: {
    about: call(nothing, terminalAboutSchema.extend({ locale: z.enum(['en', 'ko']), theme: z.enum(['dark', 'light', 'night']), ringing: z.number().int() })),
    /** Once the window knows its size. Records the intent, then asks the server. */
    begin: call(terminalSizeSchema, nothing),
    /** The window asks for more when it has shown what it got. */
    more: call(nothing, terminalPieceSchema),
    type: call(z.object({ text: z.string().min(1).max(longestInput) }), nothing),
    resize: call(terminalSizeSchema, nothing),
    /** Closes the window; asks while the shell is alive. */
    close: call(nothing, nothing),
    /** Silences every siren (law 5). */
    silence: call(nothing, nothing),
    /** How many sirens may be sounding. */
    ringing: push(z.object({ count: z.number().int() })),
  },
} as const satisfies Contract;
