import { fail, ok, type Failure, type Result } from '../../core/errors';
import type { Host } from '../../core/host/host';
import { createSignal } from '../../core/signal';
import { peopleNeeded } from '../../core/runbook/make-plan';
import type { Target } from '../../core/runbook/plan';
import { recordingName, type TerminalAbout, type TerminalEnd, type TerminalRow, type TerminalSize } from '../../core/terminal/terminal';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';
import type { OpenTerminal, TerminalScreen } from '../ports/terminal-screen';
import type { RecordingFacts, Terminals } from '../ports/terminals';
import type { CaseDesk } from './case-desk';
import { terminalRows } from './terminal-rows';

interface Ports {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly terminals: Terminals;
  readonly screen: TerminalScreen;
  /** The host as a plan would freeze it, and the hosts on the way to it. */
  readonly target: (host: Host) => Promise<Result<{ readonly target: Target; readonly jumps: readonly Target[] }>>;
  readonly cases: Pick<CaseDesk, 'detail'>;
  readonly drill: boolean;
}

export interface TerminalRequest {
  readonly host: string;
  readonly reason: string;
  /** Whose export carries the recording. */
  readonly caseId: string | null;
}

/** How a terminal is called in the transcripts folder of the workspace, for people. */
const shownPath = (recording: string): string => `transcripts/${recording}.cast`;

/** Recorded terminals: who may open one, the record before the first byte and after the last, and what was recorded. */
export class RecordedTerminalDesk {
  private readonly changed = createSignal();
  private readonly rows = new Map<string, TerminalRow>();
  private readonly alive = new Map<string, { readonly hangUp: () => void; readonly ended: Promise<unknown> }>();

  constructor(private readonly ports: Ports) {}

  /** Reads what the journal knows. A terminal that was open when the console died has ended, nobody can say how. */
  async recover(): Promise<void> {
    for (const row of await terminalRows(this.ports.journal)) {
      this.rows.set(row.terminal, row);
      if (row.end === null) await this.close(row, { how: 'unknown', code: null, bytes: 0, sha256: null, recordingSha256: null, durationMs: 0, problem: null });
    }
  }

  /** Shows a terminal on a host in a place of its own. The reason comes first. */
  async open(request: TerminalRequest): Promise<Result<{ readonly terminal: string }>> {
    const taken = await this.take(request);
    if (!taken.ok) return taken;
    const shown = this.ports.screen.show(taken.value);
    return shown.ok ? ok({ terminal: taken.value.about.terminal }) : shown;
  }

  /** A terminal for whoever asks, to be shown there; nothing has happened until it is begun. */
  async take({ host: name, reason, caseId }: TerminalRequest): Promise<Result<OpenTerminal>> {
    const { actor, ids, workspace } = this.ports;
    const { hosts, settings } = workspace.get();
    const host = hosts.find((each) => each.name === name);
    if (host === undefined) return fail('not-found', { what: 'host', name });
    const way = await this.ports.target(host);
    if (!way.ok) return way;
    const { target, jumps } = way.value;
    const objection = this.objection(target, reason);
    if (objection !== null) return { ok: false, error: objection };
    const known = caseId === null ? null : await this.ports.cases.detail({ id: caseId });
    if (known?.ok === false) return known;
    const terminal = ids.next();
    const about: TerminalAbout = {
      ...{ terminal, host: name, user: target.user, address: `${target.address}:${String(target.port)}`, danger: target.danger, reason: reason.trim(), caseId },
      ...{ workspace: settings.name, drill: this.ports.drill, recording: shownPath(recordingName(terminal)) },
    };
    return ok(this.attended(about, actor.me().person ?? actor.me().name, target, jumps));
  }

  /** This device's terminals, newest first. */
  list(): TerminalRow[] {
    return [...this.rows.values()].reverse();
  }

  /** A recording as it lies here; a failure when it is not what the journal says. */
  async check(terminal: string): Promise<Result<RecordingFacts>> {
    const recorded = this.recorded(terminal);
    if (!recorded.ok) return recorded;
    const facts = await this.ports.terminals.recording(recordingName(terminal));
    if (!facts.ok) return facts;
    const { recording, expected } = recorded.value;
    return facts.value.sha256 === expected ? facts : fail('recording-altered', { recording, found: facts.value.sha256, expected });
  }

  /** Writes a recording as asciicast v2 to `file` (absolute), when it is what the journal says. */
  async exportTo(terminal: string, file: string, replace: boolean): Promise<Result<void>> {
    const recorded = this.recorded(terminal);
    if (!recorded.ok) return recorded;
    const { host, expected } = recorded.value;
    const noted = await this.ports.journal.append('TERMINAL-EXPORT', { terminal, host, recordingSha256: expected });
    if (!noted.ok) return noted;
    return this.ports.terminals.exportRecording(recordingName(terminal), expected, file, replace);
  }

  /** How many shells are open. */
  count(): number {
    return this.alive.size;
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  /** Hangs up everywhere; resolves once every end is in the journal. */
  async stop(): Promise<void> {
    const open = [...this.alive.values()];
    for (const { hangUp } of open) hangUp();
    await Promise.all(open.map(({ ended }) => ended));
  }

  private objection(target: Target, reason: string): Failure | null {
    const { actor, workspace } = this.ports;
    const { policies } = workspace.get().settings;
    const me = actor.me();
    const refused = ((): { readonly ok: false; readonly error: Failure } | null => {
      if (!actor.may('run')) return fail('run-not-allowed', { who: me.name });
      if (reason.trim() === '') return fail('terminal-reason-needed', { host: target.name });
      if (target.danger === 'prod' && !me.vouched && !policies['unvouched-may-run']) return fail('run-session-key', {});
      // SECURITY: a terminal can do whatever a plan can, so the strictest rule for plans holds for it.
      const isForTwo = peopleNeeded('destroy', [target], policies) === 2 || peopleNeeded('change', [target], policies) === 2;
      return isForTwo ? fail('terminal-needs-two', { host: target.name }) : null;
    })();
    return refused?.error ?? null;
  }

  private attended(about: TerminalAbout, by: string, target: Target, jumps: readonly Target[]): OpenTerminal {
    const { terminals } = this.ports;
    const { terminal } = about;
    let begun: Promise<Result<void>> | null = null;
    let ended: Promise<TerminalEnd> | null = null;
    let isOver = false;
    const hangUp = (): void => {
      isOver ||= begun === null;
      void terminals.hangUp(terminal);
    };
    const begin = async (size: TerminalSize): Promise<Result<void>> => {
      const row: TerminalRow = { terminal, host: about.host, danger: about.danger, by, reason: about.reason, caseId: about.caseId, startedAt: this.ports.clock.now(), recording: about.recording, end: null };
      const { host, user, address, danger, reason, recording, caseId } = about;
      // Law 1: the intent is on disk before the server hears anything.
      const intent = await this.ports.journal.append('TERMINAL-START', { terminal, host, user, address, danger, reason, recording, ...(caseId === null ? {} : { caseId }) });
      if (!intent.ok) {
        isOver = true;
        return intent;
      }
      this.rows.set(terminal, row);
      const end = terminals.terminal({ terminal, size, recording: recordingName(terminal), title: `${host}: ${reason}` }, target, jumps);
      ended = end.then((value) => this.close(row, value)).finally(() => {
        isOver = true;
        this.alive.delete(terminal);
        this.changed.emit();
      });
      this.alive.set(terminal, { hangUp, ended });
      this.changed.emit();
      return ok(undefined);
    };
    return {
      about,
      begin: (size) => {
        if (begun !== null || isOver) return Promise.resolve(fail('terminal-gone', { terminal }));
        begun = begin(size);
        return begun;
      },
      // A worker that died has nothing more to say, and what became of the terminal is known here.
      more: async () => (await terminals.more(terminal)) ?? { text: '', end: await ended },
      type: (text) => terminals.type(terminal, text),
      resize: (size) => terminals.resize(terminal, size),
      hangUp,
      isAlive: () => begun !== null && !isOver,
    };
  }

  /** Records the end. Where the journal cannot take it, the next start finds the terminal open and says so. */
  private async close(row: TerminalRow, end: TerminalEnd): Promise<TerminalEnd> {
    const { terminal, host, recording } = row;
    const found = end.recordingSha256 === null && end.how !== 'not-opened' ? await this.ports.terminals.recording(recordingName(terminal)) : null;
    const whole: TerminalEnd = found?.ok === true ? { ...end, recordingSha256: found.value.sha256 } : end;
    const { how, code, bytes, sha256, recordingSha256, durationMs, problem } = whole;
    this.rows.set(terminal, { ...row, end: { how, code, bytes, recordingSha256, durationMs } });
    await this.ports.journal.append('TERMINAL-END', { terminal, host, how, code, bytes, sha256, recording, recordingSha256, durationMs, problem: problem?.code ?? null });
    return whole;
  }

  private recorded(terminal: string): Result<{ readonly host: string; readonly recording: string; readonly expected: string }> {
    const row = this.rows.get(terminal);
    if (row === undefined) return fail('not-found', { what: 'terminal', name: terminal });
    if (row.end === null) return fail('terminal-open', { terminal });
    const expected = row.end.recordingSha256;
    return expected === null ? fail('recording-unreadable', { recording: row.recording, why: row.end.how }) : ok({ host: row.host, recording: row.recording, expected });
  }
}
