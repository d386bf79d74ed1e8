import { ok, fail, type Result } from '../../core/errors';
import type { Host } from '../../core/host/host';
import type { EntryCode, EntryData } from '../../core/journal/codes';
import type { ApprovalRequest } from '../../core/run/run';
import { claimPath, type Claim } from '../../core/run/claim';
import { isIntact } from '../../core/runbook/hash-plan';
import type { HashedPlan, Target } from '../../core/runbook/plan';
import { readRunbook } from '../../core/runbook/read-runbook';
import type { Runbook } from '../../core/runbook/runbook';
import { sha256Hex } from '../../core/runbook/sha256';
import { RunbookUsage } from '../../core/runbook/usage';
import type { Workspace } from '../../core/workspace/workspace';
import type { Actor } from '../../main/ports/actor';
import type { Journal, Receipt } from '../../main/ports/journal';
import type { PlanShelf } from '../../main/ports/plan-shelf';
import type { Schedule } from '../../main/ports/schedule';
import type { Ssh, StepBody, StepEnd } from '../../main/ports/ssh';
import { RunbookDesk } from '../../main/services/runbook-desk';
import { RunbookRunner, type SecondPeople } from '../../main/services/runbook-runner';
import type { HeldApproval } from '../../core/approval/approval';

/** Time that only moves when a test says so. */
export class SimulatedTime implements Schedule {
  now = 1_000_000;
  private readonly due: { at: number; act: () => void }[] = [];

  after(ms: number, act: () => void): () => void {
    const entry = { at: this.now + ms, act };
    this.due.push(entry);
    return () => {
      const index = this.due.indexOf(entry);
      if (index !== -1) this.due.splice(index, 1);
    };
  }

  every(): () => void {
    throw new Error('not used by runs');
  }

  /** Lets time pass, and lets everything that follows from it settle. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      await settle();
      const next = this.due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.due.splice(this.due.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.act();
    }
    this.now = until;
    await settle();
  }
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 250; turn += 1) await Promise.resolve();
}

export interface MemoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly hlc: string;
  readonly op: string;
  readonly dev: string;
  readonly code: string;
  readonly data: Record<string, unknown>;
}

/** What the line does to the next start or attach on a host. */
export type Line = 'fine' | 'no-record' | 'lost-before' | 'lost-after' | 'unreachable' | 'hangs';

/** Servers with step records, seen from outside: counts what really starts. */
export class ModelServers {
  readonly startCalls = new Map<string, number>();
  readonly started: { readonly claim: Claim; readonly body: StepBody; readonly target: Target }[] = [];
  readonly records = new Map<string, { code: number | null }>();
  /** What each look-up was to mask. */
  readonly masked: (readonly string[])[] = [];
  readonly lines = new Map<string, Line>();
  readonly hanging: (() => void)[] = [];
  /** Exit code of a step; null runs until it is stopped or let go. */
  code: (claim: Claim, body: StepBody) => number | null = () => 0;
  /** Told of every call that could reach a server, before it does anything. */
  onTouch: (what: 'prepare' | 'start' | 'attach' | 'stop', claim: Claim | null, body: StepBody | null) => void = () => undefined;

  /** What a look-up is on its way for. */
  reaching: () => Promise<void> = () => Promise.resolve();

  line(host: string): Line {
    return this.lines.get(host) ?? 'fine';
  }

  /** Lets a step that runs come to its end. */
  finish(claim: string, code: number): void {
    const record = this.records.get(claim);
    if (record !== undefined) record.code = code;
    for (const wake of this.hanging.splice(0)) wake();
  }

  async end(key: string, alive: () => boolean): Promise<StepEnd> {
    for (;;) {
      const record = this.records.get(key);
      if (record === undefined) return ending({ kind: 'not-sent', why: 'never claimed' });
      if (record.code !== null) return ending(record.code === 0 ? { kind: 'ok' } : { kind: 'failed', code: record.code });
      if (!alive()) return ending({ kind: 'unknown', since: 0 });
      await new Promise<void>((resolve) => this.hanging.push(resolve));
    }
  }
}

function ending(outcome: StepEnd['outcome']): StepEnd {
  return { outcome, bytes: 10, sha256: null, truncated: false, problem: null };
}

const never = new Promise<never>(() => undefined);

/** One console with its journal, plans and time; a crash takes the process away and leaves these. */
export class RunWorld {
  readonly time = new SimulatedTime();
  readonly servers = new ModelServers();
  readonly entries: MemoryEntry[] = [];
  readonly plans = new Map<string, HashedPlan>();
  readonly files = new Map<string, string>();
  readonly texts = new Map<string, string>();
  private usage: RunbookUsage | null = null;
  /** What happened, in order: `synced CODE`, `start HOST`. */
  readonly events: string[] = [];
  hosts: Host[];
  journalBroken = false;
  may = true;
  vouched = true;
  policies: Workspace['settings']['policies'] = { 'two-people-for': [], 'unvouched-may-run': true };
  secrets = new Map<string, string>();
  vaultSilent = false;
  /** What asking the SSH configuration takes. */
  settling: () => Promise<void> = () => Promise.resolve();
  answer: (request: ApprovalRequest) => { hash: string; typed: string } | null | Promise<{ hash: string; typed: string } | null> = ({ plan, demand }) => ({ hash: plan.hash, typed: demand.word ?? '' });
  asked: ApprovalRequest[] = [];
  /** Whether the team has somebody who could be the second person. */
  others = true;
  /** What a second person gave, by plan. */
  readonly held = new Map<string, HeldApproval>();
  desk: RunbookDesk;
  runner: RunbookRunner;
  private reading: { text: string; runbook: Runbook | null } | null = null;
  private process = 0;
  private ids = 0;

  constructor(hosts: readonly Partial<Host>[], runbook: string) {
    this.hosts = hosts.map((host, index) => ({ name: `h${String(index + 1)}`, address: `10.0.0.${String(index + 1)}`, port: 22, user: 'deploy', groups: ['api'], labels: {}, danger: 'lab', hostKeys: [], ...host }));
    this.files.set('runbooks/x.md', runbook);
    [this.desk, this.runner] = this.boot();
  }

  /** Reads a runbook once for each text. */
  private read(path: string, text: string): Runbook | null {
    if (this.reading?.text !== text) this.reading = { text, runbook: readRunbook(path, text).runbook };
    return this.reading.runbook;
  }

  workspace(): Workspace {
    const runbooks = [...this.files].flatMap(([path, text]) => this.read(path, text) ?? []);
    const settings = { version: 1 as const, name: 'test', timezone: 'UTC', grading: [], 'unmatched-after': 600_000, 'reopen-within': 7_200_000, maintenance: [], sources: [], publishers: [], streams: [], vault: { 'lock-after': 600_000 }, sync: { remotes: [] }, policies: this.policies };
    return { root: '/w', settings, people: [], hosts: this.hosts, sirens: [], duty: { version: 1, feeds: [], escalation: [], away: [], rotations: [], overrides: [] }, services: { version: 1, services: [] }, runbooks, hash: '' };
  }

  /** Kills the process: nothing it awaits ever comes back. Then a new one starts from the journal. */
  async crash(): Promise<void> {
    [this.desk, this.runner] = this.boot();
    await this.runner.recover();
    await settle();
  }

  async plan(values: Record<string, string> = {}, on: string[] = []): Promise<{ hash: string; plan: HashedPlan }> {
    const answer = await this.desk.plan({ path: 'runbooks/x.md', values, on });
    if (!answer.ok || answer.value.plan === null) throw new Error(JSON.stringify(answer));
    return { hash: answer.value.plan.hash, plan: answer.value.plan };
  }

  /** Plans and requests; gives the run's id. */
  async run(on: string[] = ['api'], values: Record<string, string> = {}): Promise<string> {
    const { hash } = await this.plan(values, on);
    const answer = await this.runner.request({ hash, reason: 'test', caseId: null });
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    await settle();
    return answer.value.run;
  }

  /** `position.host: word`, in order. */
  async cells(run: string): Promise<string[]> {
    const detail = await this.runner.detail(run);
    if (!detail.ok) throw new Error(JSON.stringify(detail));
    return detail.value.steps.flatMap(({ position, cells }) => cells.map(({ host, outcome }) => `${String(position)}.${host}: ${outcome.kind}`));
  }

  private boot(): [RunbookDesk, RunbookRunner] {
    this.process += 1;
    const mine = this.process;
    const alive = (): boolean => this.process === mine;
    const workspace = { get: () => this.workspace(), onChanged: () => () => undefined };
    const journal = this.journal(alive);
    const clock = { now: () => this.time.now, mono: () => this.time.now, boot: 'b' };
    const shelf: PlanShelf = {
      put: async (plan) => {
        this.plans.set(plan.hash, plan);
        return ok(undefined);
      },
      bytes: async () => null,
      adopt: async () => false,
      get: async (hash) => {
        const plan = this.plans.get(hash);
        return plan !== undefined && isIntact(plan) ? ok(plan) : fail('plan-not-kept', { hash, why: 'absent' });
      },
    };
    const actor: Actor = {
      me: () => ({ person: 'kim', name: 'Kim', role: this.may ? 'operator' : 'investigator', device: 'd', keyId: 'k', publicKey: 'p', signer: 'session', vouched: this.vouched }),
      may: () => this.may,
    };
    const usage = new RunbookUsage();
    for (const entry of this.entries) usage.take(entry);
    this.usage = usage;
    const desk = new RunbookDesk({
      ...{ workspace, journal, clock, shelf, actor, usage },
      texts: {
        put: async (text) => {
          this.texts.set(sha256Hex(text), text);
          return ok(sha256Hex(text));
        },
        get: async (sha256) => this.texts.get(sha256) ?? null,
      },
      settle: () => this.settling(),
      findings: () => [],
      readText: async (path) => {
        const text = this.files.get(path);
        return text === undefined ? fail('runbook-not-found', { path }) : ok(text);
      },
      measure: async (path) => {
        const text = this.files.get(path);
        return text === undefined ? fail('workspace-unreadable', { path, why: 'ENOENT' }) : ok({ bytes: Buffer.byteLength(text), sha256: sha256Hex(text) });
      },
      labels: () => ({}),
      lastRun: () => null,
      commitOf: async () => null,
      secretVersion: () => 'v1',
      defaultUser: 'me',
    });
    const runner = new RunbookRunner({
      desk,
      workspace,
      journal,
      ssh: this.ssh(alive),
      vault: {
        get: async (name) => {
          const value = this.secrets.get(name);
          if (this.vaultSilent) return fail('vault-no-answer', { seconds: 10 });
          return value === undefined ? fail('vault-no-secret', { name }) : ok(value);
        },
      },
      approver: {
        ask: async (request) => {
          this.asked.push(request);
          return this.answer(request);
        },
      },
      actor,
      seconds: this.seconds(),
      shelf,
      clock,
      schedule: {
        after: (ms, act) => this.time.after(ms, () => alive() && act()),
        every: () => () => undefined,
      },
      ids: { next: () => `run0000000${String((this.ids += 1)).padStart(4, '0')}`, nonce: () => '' },
      defaultUser: 'me',
      drill: false,
      settle: () => this.settling(),
    });
    return [desk, runner];
  }

  private seconds(): SecondPeople {
    return {
      possible: () => this.others,
      ask: async (hash) => ok({ challenge: 'ABCDE FGHJK MNPQR', until: this.time.now + 600_000, people: ['Lee'], problem: null, held: this.held.get(hash) ?? null }),
      prove: async () => fail('approval-code-wrong', { left: 2 }),
      held: (hash) => this.held.get(hash) ?? null,
      consume: (hash) => {
        const held = this.held.get(hash) ?? null;
        this.held.delete(hash);
        return held;
      },
      onChanged: () => () => undefined,
    };
  }

  private journal(alive: () => boolean): Journal {
    const write = (code: string, data: unknown): MemoryEntry => {
      const entry = { seq: this.entries.length + 1, at: this.time.now, hlc: '', op: 'kim', dev: 'd', code, data: structuredClone(data) as Record<string, unknown> };
      this.entries.push(entry);
      this.events.push(`synced ${code}`);
      this.usage?.take(entry);
      return entry;
    };
    return {
      append: async <C extends EntryCode>(code: C, data: EntryData<C>): Promise<Result<Receipt>> => {
        await Promise.resolve();
        if (!alive()) return never;
        if (this.journalBroken) return fail('journal-not-writable', { path: 'p', reason: 'ENOSPC' });
        const { seq, at } = write(code, data);
        await Promise.resolve();
        return alive() ? ok({ seq, hash: '', at, hlc: '' }) : never;
      },
      appendLate: (code, data) => {
        if (alive()) write(code, data);
      },
      page: async () => ({ entries: [], next: null }),
      replay: async (visit) => this.entries.forEach(visit),
      sawClock: () => undefined,
      verify: async () => ({ ok: true, writers: [] }),
      status: () => ({ state: 'writing', writer: 'kim.d', seq: 0, head: '', problem: null }),
      onAppend: () => () => undefined,
      onStatus: () => () => undefined,
      close: async () => undefined,
    };
  }

  private ssh(alive: () => boolean): Ssh {
    const { servers } = this;
    const living = async <T>(value: Promise<T>): Promise<T> => {
      const result = await value;
      return alive() ? result : never;
    };
    const unknown = (): StepEnd => ending({ kind: 'unknown', since: this.time.now });
    return {
      prepare: (target, _jumps, how) =>
        living(
          (async () => {
            servers.onTouch('prepare', null, null);
            await Promise.resolve();
            if (servers.line(target.name) === 'no-record' && how?.recordless !== true) return fail('record-impossible', { host: target.name });
            return servers.line(target.name) === 'unreachable' ? fail('run-not-found', { run: 'unreachable' }) : ok({ bootId: 'boot', record: '/r', warnings: [] });
          })(),
        ),
      start: (claim, target, _jumps, body) =>
        living(
          (async () => {
            const key = claimPath(claim);
            servers.onTouch('start', claim, body);
            servers.startCalls.set(key, (servers.startCalls.get(key) ?? 0) + 1);
            this.events.push(`start ${claim.target}`);
            await Promise.resolve();
            const line = servers.line(target.name);
            if (line === 'lost-before' || line === 'unreachable') return unknown();
            servers.started.push({ claim, body, target });
            servers.records.set(key, { code: servers.code(claim, body) });
            if (line === 'lost-after') return unknown();
            return servers.end(key, alive);
          })(),
        ),
      attach: (claim, target, _jumps, { secrets = [] }, progress) =>
        living(
          (async () => {
            servers.onTouch('attach', claim, null);
            servers.masked.push(secrets);
            await servers.reaching();
            if (servers.line(target.name) !== 'fine') return unknown();
            if (alive() && servers.records.get(claimPath(claim))?.code === null) progress({ bytes: 0 });
            return servers.end(claimPath(claim), alive);
          })(),
        ),
      stop: (claim, target) =>
        living(
          (async () => {
            servers.onTouch('stop', claim, null);
            if (servers.line(target.name) !== 'fine') return fail('stop-not-confirmed', { host: target.name });
            const record = servers.records.get(claimPath(claim));
            if (record === undefined || record.code !== null) return ok({ confirmed: true, by: 'already-ended' as const });
            servers.finish(claimPath(claim), 130);
            return ok({ confirmed: true, by: 'INT' as const });
          })(),
        ),
      output: async (transcript) => ({ text: transcript, nextByte: 0, size: 0 }),
      offer: async () => fail('run-not-found', { run: '' }),
      known: async () => ({ state: 'unchecked', source: 'none', fingerprints: [] }),
      close: async () => undefined,
    };
  }
}
